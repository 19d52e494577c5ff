"""Both passes over a memory: from its batches to the pairs of types that stand together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus import grams, runs, together, types
from glossary.mining.corpus.arrays import distinct
from glossary.mining.corpus.association import PairTable, contenders
from glossary.mining.corpus.encoding import loaded
from glossary.mining.corpus.features import Described
from glossary.mining.corpus.runner import Runner, counted
from glossary.mining.corpus.runs import Records
from glossary.mining.corpus.types import TypeTable
from glossary.mining.corpus.wordings import wordings

_STAGES = {"zh": "counting Chinese", "en": "counting English"}


@dataclass(frozen=True)
class AtLeast:
    """Keeps what stands in so many units."""

    units: int

    def __call__(self, records: Records) -> npt.NDArray[np.bool_]:
        return np.asarray(records["count"] >= self.units)


def described_pairs(runner: Runner, least: int) -> Described:
    """The pairs of a memory that may be pairs of terms, each in at least so many units."""
    for language in ("zh", "en"):
        if not (runner.folder / f"types.{language}.npy").exists():
            write_types(runner, language, least)
    tables = together.types_at(runner.folder)
    work = together.PairCounts(runner.folder)
    counts = runner.counts("counting pairs", work, together.Hopeful(least))
    runner.rest()  # from here to the proof this process needs the memory
    alone = together.units_alone(runs.stretches(counts), tables)
    units, repeated = runner.size()
    pairs = map(together.pairs_of, runs.stretches(counts))
    return _described(runner, tables, contenders(pairs, alone, units - repeated, least))


def _described(runner: Runner, tables: tuple[TypeTable, TypeTable], pairs: PairTable) -> Described:
    runner.meter.stage("looking at the words")
    sides = [
        wordings(table, distinct(numbers), map(loaded, runner.batches), language)
        for table, numbers, language in zip(tables, (pairs.zh, pairs.en), ("zh", "en"), strict=True)
    ]
    units, repeated = runner.size()
    return Described(pairs, sides[0], sides[1], units - repeated, runner.tokens())


def write_types(runner: Runner, language: str, least: int) -> None:
    """Count the grams of a language, and write the table of those that may be terms."""
    known, found = None, []
    for low, high in grams.LENGTHS:
        name = f"{_STAGES[language]}, {low} to {high} words"
        work = grams.GramCounts(language, (low, high), known)
        found.append(runs.opened(runner.counts(name, work, AtLeast(least))))
        known = runner.folder / f"known.{language}.{high}.npy"
        runs.write(known, found[-1]["key"].copy())
    table = types.table(np.concatenate(found))
    found.clear()
    use = types.LongestUse(table)
    for path in runner.batches:
        batch = counted(path)
        use.look(batch, getattr(batch, language))
    chosen = together.as_rows(types.types_of(table, use.units))
    runs.write(runner.folder / f"types.{language}.npy", chosen)
