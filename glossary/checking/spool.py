"""Findings by the million: in memory as long as they are few, then on disk."""

from __future__ import annotations

import os
import pickle
import tempfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from heapq import merge
from typing import IO

from glossary.checking.finding import Finding

_HELD = 20_000  # findings in memory. Chosen, for memory alone: some 40 MB
_BLOCK = 200
"""Findings that are read from disk at once, of each run. Chosen: half or double takes as long, and
of a hundred runs they are as many as are held."""

Block = tuple[int, int]
"""(offset, size) in the file."""


class FindingSpool(Collection[Finding]):
    """Findings in the order of their segments, and for one segment as they came. Beyond `held` of
    them they go to a temporary file without a name, in sorted runs; OSError if it cannot grow."""

    def __init__(self, findings: Iterable[Finding] = (), held: int = _HELD) -> None:
        self._most, self._count = held, 0
        self._held: list[Finding] = []
        self._runs: list[list[Block]] = []
        self._file: IO[bytes] | None = None
        self.extend(findings)

    def append(self, finding: Finding) -> None:
        self._held.append(finding)
        self._count += 1
        if len(self._held) >= self._most:
            self._write()

    def extend(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.append(finding)

    def only(self, wanted: Callable[[Finding], bool]) -> FindingSpool:
        """A spool of those that are wanted."""
        return FindingSpool(filter(wanted, self), self._most)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Finding]:
        runs = [self._read(run) for run in self._runs]
        return merge(*runs, sorted(self._held, key=_place), key=_place)

    def __contains__(self, finding: object) -> bool:
        return any(finding == each for each in self)

    def _write(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="glossary-check-")  # noqa: SIM115 - ends with it
        self._held.sort(key=_place)
        self._file.seek(0, os.SEEK_END)
        run = []
        for at in range(0, len(self._held), _BLOCK):
            data = zlib.compress(pickle.dumps(self._held[at : at + _BLOCK]), 1)
            run.append((self._file.tell(), len(data)))
            self._file.write(data)
        self._runs.append(run)
        self._held = []

    def _read(self, run: list[Block]) -> Iterator[Finding]:
        assert self._file
        for offset, size in run:
            self._file.seek(offset)
            data = self._file.read(size)
            yield from pickle.loads(zlib.decompress(data))  # written by this process alone


def _place(finding: Finding) -> int:
    return finding.segment.number
