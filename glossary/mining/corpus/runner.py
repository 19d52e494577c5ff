"""The passes over a memory: work on each batch, in several processes, with all partial results on
disk.

Whatever was worked out stands in the folder of the run, each file whole or not there. So a run that
is stopped or killed goes on where it was, and what comes out depends neither on the order in which
batches are done nor on the number of processes.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np

from glossary.errors import GlossaryError
from glossary.mining.corpus import runs
from glossary.mining.corpus.encoding import Batch, encoded, loaded
from glossary.mining.corpus.progress import Meter
from glossary.mining.corpus.runs import Keep, Records
from glossary.mining.corpus.unit import Unit

BATCH = 10_000
"""Units of a batch. Chosen: some 200 MB while they are worked on; files and memory go
with it."""
TAKEN, REPEATED = "taken.npy", "repeated.npy"
"""The files that say that all units are encoded, and which of them repeat another."""
_AHEAD = 2  # batches given out for each process: chosen, so that none waits and few lie in memory


class BatchWork(Protocol):
    """What is done with a batch; it is sent to other processes and machines, so it is a value."""

    def __call__(self, batch: Batch) -> Any: ...

    def kept(self) -> Sequence[Path]:
        """The files of what was kept by the passes before, which it reads."""

    def beside(self, folder: Path) -> Self:
        """The same with these files in that folder."""


class Work(BatchWork, Protocol):
    """What is counted of a batch."""

    @property
    def record(self) -> np.dtype[Any]:
        """What its records have: RECORD or PAIR."""

    def __call__(self, batch: Batch) -> Records: ...


@dataclass(frozen=True)
class Counting:
    """What is counted under a name, and which sums are kept."""

    name: str
    work: Work
    keep: Keep


class Runner:
    """Passes over the units in `folder`, `processes` at a time; a context manager, which ends them
    at once if it is left by an error."""

    def __init__(self, folder: Path, processes: int, meter: Meter) -> None:
        self.folder, self.processes, self.meter = folder, processes, meter
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._end(wait=kind is None)

    def rest(self) -> None:
        """End the processes, so that their memory is free for what is done here; the next pass
        begins others."""
        self._end(wait=True)

    def _end(self, *, wait: bool) -> None:
        if self._pool:
            self._pool.shutdown(wait=wait, cancel_futures=True)
            self._pool = None

    # ------------------------------------------------------------ the units

    def take(self, units: Iterable[Unit]) -> None:
        """Encode all units, batch by batch; those encoded before are only counted."""
        taken = self.folder / TAKEN
        if taken.exists():
            return
        self.meter.stage("reading")
        jobs = ((self._batch(n), batch) for n, batch in enumerate(batched(units, BATCH)))
        fresh = ((path, batch) for path, batch in jobs if not path.exists())
        done = 0
        for size in self._mapped(_Encode(), fresh):
            done += size
            self.meter.done(done)
        self._mark_repeated()
        runs.write(taken, np.zeros(0))

    def _batch(self, number: int) -> Path:
        return self.folder / f"batch.{number:06d}.npz"

    @property
    def batches(self) -> list[Path]:
        return sorted(self.folder.glob("batch.*.npz"))

    def _mark_repeated(self) -> None:
        """Note the numbers of units whose texts stood before: they count once."""
        numbers, digests, tokens = [], [], [0, 0]
        for path in self.batches:
            with np.load(path, allow_pickle=False) as data:
                numbers.append(data["numbers"])
                digests.append(data["digests"])
                tokens = [tokens[0] + len(data["zh.edges"]), tokens[1] + len(data["en.edges"])]
        number = np.concatenate([np.zeros(0, np.int64), *numbers])
        _, first = np.unique(np.concatenate([np.zeros(0, np.uint64), *digests]), return_index=True)
        again = np.ones(len(number), bool)
        again[first] = False
        runs.write(self.folder / REPEATED, number[again])
        runs.write(self.folder / "size.npy", np.array([len(number), int(again.sum()), *tokens]))

    def size(self) -> tuple[int, int]:
        """(units, how many of them repeat another)."""
        size = np.load(self.folder / "size.npy")
        return int(size[0]), int(size[1])

    def tokens(self) -> tuple[int, int]:
        """Words of the memory, Chinese and English."""
        size = np.load(self.folder / "size.npy")
        return int(size[2]), int(size[3])

    # ------------------------------------------------------------ passes

    def counts(self, name: str, work: Work, keep: Keep) -> Path:
        """The file of what `work` counts, summed over all batches: each key once, sorted; only what
        is kept."""
        whole = self.folder / f"{slug(name)}.npy"
        if not whole.exists():
            paths = [path.with_name(f"{slug(name)}.{path.stem}.run") for path in self.batches]
            jobs = zip(paths, self.batches, strict=True)
            self._pass(name, _Count(work), [job for job in jobs if not job[0].exists()])
            runs.write_pieces(whole, runs.summed(paths, keep))
            for path in paths:
                path.unlink(missing_ok=True)
        return whole

    def counts_of(self, countings: Sequence[Counting]) -> list[Path]:
        """The files of several countings, of which none reads what another keeps: here one pass
        after another, as their sums would take as much memory again."""
        return [self.counts(each.name, each.work, each.keep) for each in countings]

    def each(self, name: str, work: BatchWork) -> Iterator[Any]:
        """What `work` gives for each batch, in order."""
        paths = [path.with_name(f"{slug(name)}.{path.stem}.result") for path in self.batches]
        jobs = zip(paths, self.batches, strict=True)
        self._pass(name, _Keep(work), [job for job in jobs if not job[0].exists()])
        for path in paths:
            yield pickle.loads(path.read_bytes())  # written by this program, in the user's folder

    def shared_out(self, name: str, work: Any, jobs: Sequence[tuple[Path, Any]]) -> None:
        """Do jobs that are not of batches, each of which leaves a file; `work` tells of each how
        many it had."""
        done = 0
        self.meter.stage(name)
        for size in self._mapped(work, jobs):
            done += size
            self.meter.done(done, unit="of them")

    def _pass(self, name: str, work: Any, jobs: Sequence[tuple[Path, Path]]) -> None:
        total = self.size()[0]
        done = total - BATCH * len(jobs)
        self.meter.stage(name)
        for size in self._mapped(work, jobs):
            done += size
            self.meter.done(max(done, size), total)

    def _mapped(self, work: Any, jobs: Iterable[tuple[Path, Any]]) -> Iterator[int]:
        """Do the jobs, here (one alone) or in other processes; yields how many units each had, as
        they end."""
        jobs = iter(jobs)
        begun = list(islice(jobs, 2))
        jobs = chain(begun, jobs)
        if self.processes < 2 or len(begun) < 2:
            for path, given in jobs:
                yield work(path, given)
            return
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.processes, get_context("spawn"), _begin)
        yield from _as_they_end(self._pool, work, jobs, self.processes * _AHEAD)


def slug(name: str) -> str:
    """The name of a pass as the beginning of names of files."""
    return name.replace(",", "").replace(" ", "-")


def _as_they_end(
    pool: ProcessPoolExecutor, work: Any, jobs: Iterator[tuple[Path, Any]], ahead: int
) -> Iterator[int]:
    waiting: set[Future[int]] = {pool.submit(work, *job) for job in islice(jobs, ahead)}
    while waiting:
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            yield _ended(future)
        waiting |= {pool.submit(work, *job) for job in islice(jobs, ahead - len(waiting))}


def _ended(future: Future[int]) -> int:
    """The result of a job. Raises GlossaryError if its process was killed."""
    try:
        return future.result()
    except BrokenProcessPool:
        raise GlossaryError(
            "a process of the work was killed, most likely for want of memory; what is counted is "
            "kept: start it again with fewer --processes"
        ) from None


def _begin() -> None:
    """Begin a process: Ctrl-C is for the one that began it, and without that it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def batched(units: Iterable[Unit], size: int) -> Iterator[list[Unit]]:
    """The units, so many at a time."""
    stream = iter(units)
    while batch := list(islice(stream, size)):
        yield batch


# ---------------------------------------------------------------- in each process


@dataclass(frozen=True)
class _Encode:
    def __call__(self, path: Path, units: list[Unit]) -> int:
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            np.savez(file, **encoded(units).arrays)  # type: ignore[arg-type]
        os.replace(part, path)
        return len(units)


@dataclass(frozen=True)
class _Count:
    work: Work

    def __call__(self, path: Path, source: Path) -> int:
        batch = counted(source)
        runs.write(path, self.work(batch))
        return len(batch.numbers)


@dataclass(frozen=True)
class _Keep:
    work: BatchWork

    def __call__(self, path: Path, source: Path) -> int:
        batch = counted(source)
        part = path.with_suffix(".part")
        part.write_bytes(pickle.dumps(self.work(batch)))
        os.replace(part, path)
        return len(batch.numbers)


def counted(path: Path, repeated: Path | None = None) -> Batch:
    """The batch in a file without what is in units that repeat an earlier one; their numbers are in
    the file `repeated`, if not in one beside it."""
    again = np.load(repeated or path.with_name(REPEATED), mmap_mode="r", allow_pickle=False)
    return loaded(path, again)
