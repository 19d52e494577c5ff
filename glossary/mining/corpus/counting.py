"""Both passes over a memory: from its batches to the pairs of types that stand together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus import grams, runs, together, types
from glossary.mining.corpus.arrays import distinct
from glossary.mining.corpus.association import PairTable, contenders
from glossary.mining.corpus.encoding import loaded
from glossary.mining.corpus.features import Described
from glossary.mining.corpus.runner import Counting, Runner, counted
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
    if not all(path.exists() for path in together.type_files(runner.folder)):
        _write_types(runner, least)
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


def _write_types(runner: Runner, least: int) -> None:
    """Count the grams of both languages, and write the tables of those that may be terms."""
    found: dict[str, list[Path]] = {language: [] for language in _STAGES}
    known: dict[str, Path | None] = dict.fromkeys(_STAGES)
    for low, high in grams.LENGTHS:
        going_on = [each for each in _STAGES if not found[each] or runs.size(found[each][-1])]
        countings = [
            Counting(
                f"{_STAGES[language]}, {low} to {high} words",
                grams.GramCounts(language, (low, high), known[language]),
                AtLeast(least),
            )
            for language in going_on
        ]
        for language, path in zip(going_on, runner.counts_of(countings), strict=True):
            found[language].append(path)
            known[language] = frequent = runner.folder / f"known.{language}.{high}.npy"
            runs.write(frequent, runs.opened(path)["key"].copy())
    for language, paths in found.items():
        table = types.table(np.concatenate(list(map(runs.opened, paths))))
        _write_chosen(runner, language, table)


def _write_chosen(runner: Runner, language: str, table: TypeTable) -> None:
    """Write those of the frequent grams of a language that may be terms."""
    use = types.LongestUse(table)
    for path in runner.batches:
        batch = counted(path)
        use.look(batch, getattr(batch, language))
    chosen = together.as_rows(types.types_of(table, use.units))
    runs.write(runner.folder / f"types.{language}.npy", chosen)
