"""Values by the million: in memory as long as they are few, then on disk, in an order."""

from __future__ import annotations

import os
import pickle
import tempfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from heapq import merge
from typing import IO, Any, NamedTuple, TypeVar

from glossary.checking.finding import Finding

T = TypeVar("T")

_HELD = 20_000  # values in memory. Chosen, for memory alone: some 40 MB of findings
_BLOCK = 200
"""Values that are read from disk at once, of each run. Chosen: half or double takes as long, and
of a hundred runs they are as many as are held."""

Block = tuple[int, int]
"""(offset, size) in the file."""


class SortedRun(NamedTuple):
    """Values on disk in order: their blocks, and the key of the last."""

    blocks: list[Block]
    last: Any


class SortedSpool(Collection[T]):
    """Values in the order of their keys, and those of one key as they came. Beyond `held` of them
    they go to a temporary file without a name, in sorted runs; what came in order is one run.
    OSError if the file cannot grow."""

    def __init__(
        self, key: Callable[[T], Any], values: Iterable[T] = (), held: int | None = None
    ) -> None:
        self._key, self._most, self._count = key, held or _HELD, 0
        self._held: list[T] = []
        self._runs: list[SortedRun] = []
        self._file: IO[bytes] | None = None
        self.extend(values)

    def append(self, value: T) -> None:
        self._held.append(value)
        self._count += 1
        if len(self._held) >= self._most:
            self._write()

    def extend(self, values: Iterable[T]) -> None:
        for value in values:
            self.append(value)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        runs = [self._read(run.blocks) for run in self._runs]
        return merge(*runs, sorted(self._held, key=self._key), key=self._key)

    def __contains__(self, value: object) -> bool:
        return any(value == each for each in self)

    def _write(self) -> None:
        try:
            self._write_run()
        except OSError as error:
            raise OSError(error.errno, error.strerror, tempfile.gettempdir()) from error

    def _write_run(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="glossary-check-")  # noqa: SIM115 - ends with it
        self._held.sort(key=self._key)
        self._file.seek(0, os.SEEK_END)
        first, last = self._key(self._held[0]), self._key(self._held[-1])
        before = self._runs.pop() if self._runs and self._runs[-1].last <= first else None
        blocks = before.blocks if before else []
        blocks += [self._written(at) for at in range(0, len(self._held), _BLOCK)]
        self._runs.append(SortedRun(blocks, last))
        self._held = []

    def _written(self, at: int) -> Block:
        assert self._file
        offset = self._file.tell()
        data = zlib.compress(pickle.dumps(self._held[at : at + _BLOCK]), 1)
        return offset, self._file.write(data)

    def _read(self, blocks: list[Block]) -> Iterator[T]:
        assert self._file
        for offset, size in list(blocks):
            self._file.seek(offset)
            data = self._file.read(size)
            yield from pickle.loads(zlib.decompress(data))  # written by this process alone


class FindingSpool(SortedSpool[Finding]):
    """Findings in the order of their segments, and for one segment as they came."""

    def __init__(self, findings: Iterable[Finding] = (), held: int | None = None) -> None:
        super().__init__(_number, findings, held)

    def only(self, wanted: Callable[[Finding], bool]) -> FindingSpool:
        """A spool of those that are wanted."""
        return FindingSpool(filter(wanted, self), self._most)


def _number(finding: Finding) -> int:
    return finding.segment.number


class Refusals(SortedSpool[tuple[int, str]]):
    """Segments that could not be read, as (line, reason), as they were met."""

    def __init__(self, refused: Iterable[tuple[int, str]] = (), held: int | None = None) -> None:
        super().__init__(_as_met, refused, held)


def _as_met(refused: tuple[int, str]) -> int:
    return 0
