"""The runner whose batches are worked on by a Spark cluster."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.errors import GlossaryError, InvalidInput, UnreadableFile
from glossary.mining.corpus import runner, runs
from glossary.mining.corpus.parts import NOTHING, MemoryPart, Parts
from glossary.mining.corpus.progress import Meter
from glossary.mining.corpus.runner import (
    REPEATED,
    TAKEN,
    BatchWork,
    Counting,
    Runner,
    Work,
    batched,
    slug,
)
from glossary.mining.corpus.runs import Keep, Records
from glossary.mining.corpus.spark.cluster import LOG, Cluster
from glossary.mining.corpus.spark.tasks import (
    Counts,
    EncodePart,
    Kept,
    KeptOfEach,
    Near,
    NumberedJobs,
    Slice,
    part_note,
    size_of,
)
from glossary.mining.corpus.unit import Unit
from glossary.whole_file import whole_file

_TASKS = 4  # tasks of a pass for each core: chosen, so that none waits long for the last
_BATCHES = 4
"""Batches of a task at most, whose records are summed in memory before they are sent. Chosen: of
statutes half as many send 8 % more pairs, and double 7 % less, in twice the memory."""
_A_SUM = 4
"""Batches for one partition of the sums. Chosen: a batch has up to two million records of 12 or 20
bytes, which take 50 while they are summed; so a partition takes some 400 MB."""
_PARTITIONS = 32_768  # chosen: a task of 4 million records then writes pieces of 2 KB


class SparkRunner(Runner):
    """Passes over the units in `folder`, which all workers see under that path, on a Spark
    `master`."""

    def __init__(self, folder: Path, master: str, meter: Meter) -> None:
        super().__init__(folder, 1, meter)
        self._cluster = Cluster(master, folder / LOG)
        self._total = 0

    def __exit__(self, kind: object, *_: object) -> None:
        self._cluster.stop()

    # ------------------------------------------------------------ the units

    def take(self, units: Iterable[Unit]) -> None:
        """Encode all units, of Parts each by a worker; parts encoded before are only counted."""
        if (self.folder / TAKEN).exists():
            return
        self.meter.stage("reading")
        parts, before = self._parts(units)
        fresh = [n for n in range(len(parts)) if not part_note(self.folder, n).exists()]
        jobs = [(n, parts[n], before[n]) for n in fresh]
        for _ in self._mapped(EncodePart(self.folder, runner.BATCH), jobs):
            pass
        notes = [_note(part_note(self.folder, n)) for n in range(len(parts))]
        self._see_all(notes)
        if isinstance(units, Parts):
            _tell_of(units, notes)
        self._mark_repeated()
        runs.write(self.folder / TAKEN, np.zeros(0))

    def _parts(self, units: Iterable[Unit]) -> tuple[Sequence[MemoryPart], Sequence[int]]:
        """(parts, how many numbers are before each)."""
        if not isinstance(units, Parts):
            slices = list(self._slices(units))
            return slices, [0] * len(slices)
        sizes = self._sizes(units.parts)
        *before, self._total = accumulate(sizes, initial=0)
        return units.parts, before

    def _sizes(self, parts: Sequence[MemoryPart]) -> list[int]:
        """How many numbers the units of each take: a worker reads those that must be read."""
        unread = [part for part in parts if part.must_be_read]
        read = iter(self._mapped(size_of, [(part,) for part in unread]))
        return [next(read) if part.must_be_read else part.size() for part in parts]

    def _slices(self, units: Iterable[Unit]) -> Iterator[Slice]:
        """Units that only this process can read, laid down for the workers."""
        for number, some in enumerate(batched(units, runner.BATCH)):
            path = self.folder / f"units.{number:06d}"
            with whole_file(path) as file:
                pickle.dump(some, file)
            self._total += len(some)
            self.meter.done(self._total)
            yield Slice(path)

    def _see_all(self, notes: Sequence[PartNote]) -> None:
        """Raises GlossaryError if a worker left its batches where they are not seen here."""
        if sum(note.batches for note in notes) != len(self.batches):
            raise GlossaryError(_unseen(self.folder))
        for path in self.folder.glob("units.*"):
            path.unlink()

    # ------------------------------------------------------------ passes

    def counts(self, name: str, work: Work, keep: Keep) -> Path:
        """The file of what `work` counts, summed over all batches by Spark: each key once, sorted;
        only what is kept."""
        return self.counts_of([Counting(name, work, keep)])[0]

    def counts_of(self, countings: Sequence[Counting]) -> list[Path]:
        """The files of several countings, in one pass: for Spark to begin and end one takes a
        good part of a second."""
        wholes = [self.folder / f"{slug(each.name)}.npy" for each in countings]
        missing = [n for n, whole in enumerate(wholes) if not whole.exists()]
        if missing:
            self._count([countings[n] for n in missing], [wholes[n] for n in missing])
        return wholes

    def _count(self, countings: Sequence[Counting], wholes: Sequence[Path]) -> None:
        self.meter.stage("; ".join(each.name for each in countings))
        for each in countings:
            self._send(each.work)
        for whole, paths in zip(wholes, self._summed(countings), strict=True):
            runs.write_pieces(whole, runs.summed(paths, _all))
            for path in paths:
                path.unlink()

    def _summed(self, countings: Sequence[Counting]) -> list[Sequence[Path]]:
        """The runs in which the kept sums of each are, each run with keys of its own."""
        batches = self.batches
        together = min(_BATCHES, -(-len(batches) // (_TASKS * self._cluster.slots)))
        partitions = min(max(self._cluster.slots, -(-len(batches) // _A_SUM)), _PARTITIONS)
        counts = Counts([each.work for each in countings], batches, partitions)
        kept = [
            Kept(self.folder, slug(each.name), each.work.record, each.keep) for each in countings
        ]
        mapped = self._cluster.mapped(counts, len(batches), together)
        summed = self._cluster.brought_together(
            mapped, KeptOfEach(kept, partitions), len(kept) * partitions
        )
        paths = [self.folder / name for name in self._cluster.rows(summed, self._tell)]
        if not all(path.exists() for path in paths):
            raise GlossaryError(_unseen(self.folder))
        return [paths[n : n + partitions] for n in range(0, len(paths), partitions)]

    def each(self, name: str, work: BatchWork) -> Iterator[Any]:
        """What `work` gives for each batch, in order."""
        self._send(work)
        return super().each(name, Near(work))

    def _send(self, work: BatchWork) -> None:
        """Send what was kept, and which units count, to each machine."""
        self._cluster.send([*work.kept(), self.folder / REPEATED])
        self._total = self.size()[0]

    def _mapped(self, work: Any, jobs: Iterable[tuple[Any, ...]]) -> Iterator[int]:
        """Do the jobs, each by a worker; yields how many units each had, in order."""
        all_jobs = list(jobs)
        if not all_jobs:
            return
        rows = self._cluster.mapped(NumberedJobs(work, all_jobs), len(all_jobs))
        for done in self._cluster.rows(rows, self._tell):  # in the order of the numbers
            if done.fault:
                raise InvalidInput(done.fault)
            yield done.units

    def _tell(self, share: float) -> None:
        if self._total:
            self.meter.done(int(share * self._total), self._total)


@dataclass(frozen=True)
class PartNote:
    """What a part had: so many units in so many batches, and those left out with the reason."""

    units: int
    batches: int
    refused: list[tuple[int, str]]


def _note(path: Path) -> PartNote:
    try:
        return PartNote(**json.loads(path.read_bytes()))
    except FileNotFoundError:
        raise GlossaryError(_unseen(path.parent)) from None


def _unseen(folder: Path) -> str:
    return (
        f"{folder}: what a worker wrote there is not seen here; name with --work a folder that "
        "this machine and all workers have under the same path"
    )


def _tell_of(parts: Parts, notes: Sequence[PartNote]) -> None:
    """Tell of the units left out. Raises UnreadableFile if no other is there."""
    for number, reason in (each for note in notes for each in note.refused):
        parts.refuse(number, reason)
    if not sum(note.units for note in notes):
        raise UnreadableFile(parts.name, NOTHING)


def _all(records: Records) -> npt.NDArray[np.bool_]:
    return np.ones(len(records), bool)
