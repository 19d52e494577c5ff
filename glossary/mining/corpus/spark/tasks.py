"""What the workers do: numbers of jobs come in as Arrow batches, and what was done goes out.

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
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from glossary.errors import GlossaryError
from glossary.mining.corpus import runs
from glossary.mining.corpus.encoding import Batch, encoded, mixed
from glossary.mining.corpus.parts import MemoryPart, Refuse, told
from glossary.mining.corpus.runner import REPEATED, BatchWork, Work, batched, counted
from glossary.mining.corpus.runs import Keep, Records
from glossary.mining.corpus.unit import Unit
from glossary.whole_file import whole_file

Arrows = Iterable[Any]
"""Arrow batches, as Spark gives and takes them."""

DONE = "number long, units long, fault string"
"""The rows of `NumberedJobs`."""
COUNTED = "bucket int, records binary"
"""The rows of `Counts`."""
SUMMED = "file string"
"""The rows of `Kept`."""
_AT_ONCE = 4_000_000
"""Records that are summed at once, of a task before they are sent and of a partition after: some
200 MB. Chosen: as for the sums of runs on disk."""


@cache
def settle() -> None:
    """Spark looks for garbage through all that a worker has, after each task; what is there at its
    first, thousands of modules' functions and classes, stays for good and is left out of it."""
    gc.freeze()


# ---------------------------------------------------------------- jobs of which each leaves files


@dataclass(frozen=True)
class NumberedJobs:
    """Does the jobs whose numbers come in; tells of each how many units it had, or its fault."""

    work: Callable[..., int]
    jobs: Sequence[tuple[Any, ...]]

    def __call__(self, numbers: Arrows) -> Iterator[Any]:
        settle()
        arrow = import_module("pyarrow")
        for number in _numbers(numbers):
            units, fault = self._done(number)
            yield arrow.record_batch(
                {"number": [number], "units": [units], "fault": arrow.array([fault], "string")}
            )

    def _done(self, number: int) -> tuple[int, str]:
        try:
            return self.work(*self.jobs[number]), ""
        except GlossaryError as error:
            return 0, str(error)
        except (FileNotFoundError, PermissionError) as error:
            return 0, f"{error.filename}: {error.strerror} on {socket.gethostname()}"


def _numbers(arrows: Arrows) -> Iterator[int]:
    for arrow in arrows:
        yield from arrow.column(0).to_pylist()


def size_of(part: MemoryPart) -> int:
    return part.size()


@dataclass(frozen=True)
class Slice:
    """Units with their final numbers, which the driver read and left in a file."""

    path: Path

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
    """The records of the batches whose numbers come in, summed already for a task, as bytes, each
    with the bucket of its keys."""

    work: Work
    batches: Sequence[Path]
    buckets: int

    def __call__(self, numbers: Arrows) -> Iterator[Any]:
        settle()
        work, held, size = self.work.beside(sent()), [], 0
        for number in _numbers(numbers):
            held.append(work(counted(self.batches[number], sent() / REPEATED)))
            size += len(held[-1])
            if size >= _AT_ONCE:
                yield self._in_buckets(_together(held))
                held, size = [], 0
        if size:
            yield self._in_buckets(_together(held))

    def _in_buckets(self, records: Records) -> Any:
        arrow = import_module("pyarrow")
        bucket = (mixed(records["key"]) % np.uint64(self.buckets)).astype(np.uint16)
        ordered = records[np.argsort(bucket, kind="stable")]
        sizes = np.bincount(bucket, minlength=self.buckets) * records.itemsize
        ends = np.cumsum(sizes, dtype=np.int32)
        bounds = arrow.py_buffer(np.concatenate([np.zeros(1, np.int32), ends]))
        pieces = [None, bounds, arrow.py_buffer(ordered)]
        piece = arrow.Array.from_buffers(arrow.binary(), self.buckets, pieces)
        numbers = arrow.array(range(self.buckets), "int32")
        return arrow.record_batch({"bucket": numbers, "records": piece})


def _together(held: Sequence[Records]) -> Records:
    return held[0] if len(held) == 1 else runs.added(np.concatenate(held))


@dataclass(frozen=True)
class Kept:
    """Of the records that come in, all of some buckets, the sums by key that are kept: a sorted run
    in `folder`."""

    folder: Path
    name: str
    record: np.dtype[Any]
    keep: Keep

    def __call__(self, arrows: Arrows) -> Iterator[Any]:
        settle()
        number = import_module("pyspark").TaskContext.get().partitionId()
        path = self.folder / f"{self.name}.{number:06d}.sum"
        records = self._summed(arrows)
        with whole_file(path) as file:
            np.save(file, records[self.keep(records)], allow_pickle=False)
        yield import_module("pyarrow").record_batch({"file": [path.name]})

    def _summed(self, arrows: Arrows) -> Records:
        held: list[Records] = [np.empty(0, self.record)]
        fresh = 0
        for piece in self._pieces(arrows):
            held.append(piece)
            fresh += len(piece)
            if fresh >= _AT_ONCE:
                held, fresh = [_together(held)], 0
        return _together(held)

    def _pieces(self, arrows: Arrows) -> Iterator[Records]:
        for arrow in arrows:
            for records in arrow.column(1):
                yield np.frombuffer(records.as_buffer(), self.record)
