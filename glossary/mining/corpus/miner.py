"""A memory in, term pairs out: the whole run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from glossary.mining.corpus import proof, runs
from glossary.mining.corpus.counting import described_pairs
from glossary.mining.corpus.encoding import loaded
from glossary.mining.corpus.evidence import examples_of, excerpt, proposal
from glossary.mining.corpus.features import Described
from glossary.mining.corpus.judging import judged
from glossary.mining.corpus.progress import Meter
from glossary.mining.corpus.rows import (
    Row,
    most_rows,
    numbers_of,
    placed,
    rows_of,
    standing_alone,
    tell_inside,
    with_rivals,
)
from glossary.mining.corpus.runner import Runner
from glossary.mining.corpus.titles import with_titles
from glossary.mining.corpus.together import pair_keys
from glossary.mining.corpus.unit import Unit
from glossary.model import Document, Proposal
from glossary.progress import Progress

LEAST = 3
"""Units in which a pair stands. Chosen: what stands twice may do so by chance. What half and double
give was not measured."""
LOCAL = "local"
"""The runner that is this program with its processes."""
_SPARE = 1.3  # rows looked at for one that is listed, since some stand only inside others. Chosen


@dataclass(frozen=True, slots=True)
class MemoryRun:
    """How to mine a memory: its name, the folder where work is kept, how many processes, in how
    many units a pair must stand, how many rows at most (None: `most_rows`), whom to tell, and who
    does the work: LOCAL processes, or a Spark master."""

    name: str
    folder: Path
    processes: int = 1
    least: int = LEAST
    most: int | None = None
    tell: Progress = lambda step: None
    runner: str = LOCAL


@dataclass(frozen=True, slots=True)
class MinedMemory:
    """The pairs of a memory, best first; the units that prove them, as a document; how many units
    it has, and how many of these repeat another."""

    document: Document
    proposals: tuple[Proposal, ...]
    units: int
    repeated: int


def mine(units: Iterable[Unit], run: MemoryRun) -> MinedMemory:
    """The term pairs of a memory. A run that was stopped goes on with what its folder has."""
    with _runner(run) as runner:
        runner.take(units)
        size, repeated = runner.size()
        memory = described_pairs(runner, run.least)
        rows = _rows(runner, memory, most_rows(size) if run.most is None else run.most)
        document, found = _proposals(runner, memory, rows, run.name)
        return MinedMemory(document, found, size, repeated)


def _runner(run: MemoryRun) -> Runner:
    if run.runner == LOCAL:
        return Runner(run.folder, run.processes, Meter(run.tell))
    from glossary.mining.corpus.spark.runner import SparkRunner

    return SparkRunner(run.folder, run.runner, Meter(run.tell))


def _rows(runner: Runner, memory: Described, most: int) -> list[Row]:
    """The rows of the list, best first."""
    sure = with_titles(memory, judged(runner, memory))
    runner.meter.stage("choosing pairs")
    rows = with_rivals(rows_of(memory, sure))[: int(most * _SPARE)]
    _place(runner, memory, rows)
    tell_inside(rows)
    return standing_alone(rows)[:most]


def _place(runner: Runner, memory: Described, rows: list[Row]) -> None:
    """Look up the units of the rows."""
    numbers = numbers_of(rows)
    keys = pair_keys(memory.pairs.zh[numbers], memory.pairs.en[numbers])
    order = np.argsort(keys)
    chosen = runner.folder / "chosen.npy"
    runs.write(chosen, keys[order])
    parts = runner.each("gathering proof", proof.UnitsOfPairs(runner.folder, chosen))
    where = proof.gathered(parts, len(numbers))
    placed(rows, [numbers[n] for n in order], where)


def _proposals(
    runner: Runner, memory: Described, rows: list[Row], name: str
) -> tuple[Document, tuple[Proposal, ...]]:
    runner.meter.stage("writing proof")
    wanted = np.array(sorted({n for row in rows for n in examples_of(row)}), np.int64)
    source = excerpt(name, proof.texts_of(wanted, map(loaded, runner.batches)))
    found = (proposal(row, memory, source) for row in rows)
    return source.document, tuple(each for each in found if each)
