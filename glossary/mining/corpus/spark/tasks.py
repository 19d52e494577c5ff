"""What the workers do: numbers of jobs come in, and what was done goes out.

All of it are values that are pickled by name, so a worker needs this package. A fault in what is
read is an answer and no exception: it would be the same at every retry.
"""

from __future__ import annotations

import gc
import json
import pickle
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np

from glossary.errors import GlossaryError
from glossary.mining.corpus import runs
from glossary.mining.corpus.encoding import Batch, encoded, mixed
from glossary.mining.corpus.parts import MemoryPart, Refuse, told
from glossary.mining.corpus.runner import REPEATED, BatchWork, Work, batched, counted
from glossary.mining.corpus.runs import Keep, Records
from glossary.mining.corpus.unit import Unit
from glossary.whole_file import whole_file

_AT_ONCE = 4_000_000
"""Records of a partition that are summed at once: some 200 MB. Chosen: as for the sums of runs on
disk."""

_HALF = np.uint64(32)  # derived: half the bits of a key


def settle() -> None:
    """Spark looks for garbage through all that a worker has, after each task; what is there when
    the next begins, thousands of modules' functions and classes, stays for good and is left out."""
    gc.freeze()


# ---------------------------------------------------------------- jobs of which each leaves files


class Done(NamedTuple):
    """A job that was done: how many units it had, or its fault."""

    number: int
    units: int
    fault: str


@dataclass(frozen=True)
class NumberedJobs:
    """Does the jobs whose numbers come in; tells of each how many units it had, or its fault."""

    work: Callable[..., int]
    jobs: Sequence[tuple[Any, ...]]

    def __call__(self, numbers: Iterable[int]) -> Iterator[Done]:
        settle()
        for number in numbers:
            yield Done(number, *self._done(number))

    def _done(self, number: int) -> tuple[int, str]:
        try:
            return self.work(*self.jobs[number]), ""
        except GlossaryError as error:
            return 0, str(error)
        except (FileNotFoundError, PermissionError) as error:
            return 0, f"{error.filename}: {error.strerror} on {socket.gethostname()}"


def size_of(part: MemoryPart) -> int:
    return part.size()


@dataclass(frozen=True)
class Slice:
    """Units with their final numbers, which the driver read and left in a file."""

    path: Path
    must_be_read: ClassVar[bool] = False

    def size(self) -> int:
        return 0  # the units of all slices are numbered together

    def units(self, refuse: Refuse) -> Iterator[Unit]:
        yield from pickle.loads(self.path.read_bytes())  # written by this program


@dataclass(frozen=True)
class EncodePart:
    """Encodes the units of a part, batch by batch; leaves a note when all is done."""

    folder: Path
    batch: int

    def __call__(self, number: int, part: MemoryPart, before: int) -> int:
        note, total, batches = part_note(self.folder, number), 0, 0
        refused: list[tuple[int, str]] = []
        units = _usable(part, before, refused)
        for batches, batch in enumerate(batched(units, self.batch), 1):
            total += len(batch)
            path = self.folder / f"batch.{number:06d}.{batches:06d}.npz"
            with whole_file(path) as file:
                np.savez(file, **encoded(batch).arrays)  # type: ignore[arg-type]
        with whole_file(note) as file:
            text = json.dumps({"units": total, "batches": batches, "refused": refused})
            file.write(text.encode())
        return total


def part_note(folder: Path, number: int) -> Path:
    """The file that says what a part had: it is there when the part is encoded."""
    return folder / f"part.{number:06d}.json"


def _usable(part: MemoryPart, before: int, refused: list[tuple[int, str]]) -> Iterator[Unit]:
    for number, unit, reason in told(part, before):
        if unit is None:
            refused.append((number, reason))
        else:
            yield unit


# ---------------------------------------------------------------- what was sent to each machine


@dataclass(frozen=True)
class Near:
    """A work that reads what was kept from the files that this machine was sent."""

    work: BatchWork

    def __call__(self, batch: Batch) -> Any:
        return self.work.beside(sent())(batch)

    def kept(self) -> Sequence[Path]:
        return self.work.kept()

    def beside(self, folder: Path) -> Near:
        return Near(self.work.beside(folder))


def sent() -> Path:
    """Where the files are that were sent to each machine; its processes share what they map."""
    return Path(import_module("pyspark").SparkFiles.getRootDirectory())


# ---------------------------------------------------------------- counts, and their sums by key


@dataclass(frozen=True)
class Counts:
    """The records that each work has of the batches whose numbers come in, summed already for a
    task: for each partition of their keys the bytes of those that are in it. The partitions of the
    second work come after those of the first."""

    works: Sequence[Work]
    batches: Sequence[Path]
    partitions: int

    def __call__(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        settle()
        batches = [self.batches[number] for number in numbers]
        for number, work in enumerate(self.works if batches else ()):
            for partition, records in self._parted(_of_all(work.beside(sent()), batches)):
                yield number * self.partitions + partition, records

    def _parted(self, records: Records) -> Iterator[tuple[int, bytes]]:
        shares = mixed(records["key"]) >> _HALF  # as 32 bits, of which each has an equal stretch
        partition = (shares * np.uint64(self.partitions) >> _HALF).astype(np.uint16)
        ordered = records.take(np.argsort(partition, kind="stable"))
        ends = np.cumsum(np.bincount(partition, minlength=self.partitions))
        for number, (begin, end) in enumerate(pairwise([0, *ends.tolist()])):
            if begin < end:
                yield number, ordered[begin:end].tobytes()


def _of_all(work: Work, batches: Sequence[Path]) -> Records:
    return _together([work(counted(batch, sent() / REPEATED)) for batch in batches])


def _together(found: Sequence[Records]) -> Records:
    return found[0] if len(found) == 1 else runs.added(np.concatenate(found))


@dataclass(frozen=True)
class Kept:
    """Of the records that come in, all of one partition, the sums by key that are kept: a sorted
    run in `folder`, whose name goes out."""

    folder: Path
    name: str
    record: np.dtype[Any]
    keep: Keep

    def __call__(self, partition: int, rows: Iterable[tuple[int, bytes]]) -> Iterator[str]:
        settle()
        path = self.folder / f"{self.name}.{partition:06d}.sum"
        records = self._summed(rows)
        with whole_file(path) as file:
            np.save(file, records[self.keep(records)], allow_pickle=False)
        yield path.name

    def _summed(self, rows: Iterable[tuple[int, bytes]]) -> Records:
        held: list[Records] = [np.empty(0, self.record)]
        fresh = 0
        for _, records in rows:
            held.append(np.frombuffer(records, self.record))
            fresh += len(held[-1])
            if fresh >= _AT_ONCE:
                held, fresh = [_together(held)], 0
        return _together(held)


@dataclass(frozen=True)
class KeptOfEach:
    """What is kept of several countings, each of which has so many partitions."""

    kept: Sequence[Kept]
    partitions: int

    def __call__(self, number: int, rows: Iterable[tuple[int, bytes]]) -> Iterator[str]:
        which, partition = divmod(number, self.partitions)
        return self.kept[which](partition, rows)
