"""Numbers that the processes of one server share: what each has answered, and how it is.

They are in a piece of memory that is made before the workers are forked. Each process writes to a
part of its own, so that nobody waits; who is asked adds them up. A worker that takes the place of
a lost one goes on with its part, so that no sum ever goes back. Requests are counted by a closed
list of methods and routes: nothing that a client sends becomes a name.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple

GONE = 499
"""The status of a request whose client has gone before its answer; given by nginx, as HTTP has
none."""
STATUSES = (*(int(status) for status in HTTPStatus), GONE)
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds, beside infinity. Chosen: look-ups take 1 to 10 ms, uploads seconds; half
as many cannot tell a p95 of 10 ms from one of 25, twice as many double what is scraped."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OTHER = "other"
NO_ROUTE = "none"
GAUGES = ("process", "pulse", "connections", "loaded", "zh", "en", "zh since", "en since")
"""Of each process: its id; when it last told these (monotonic seconds); connections open; whether
its indexes are loaded; the last change that each index has, and since when (monotonic)."""

_COLUMN = {status: at for at, status in enumerate(STATUSES)}
_WIDTH = len(STATUSES) + len(BUCKETS) + 2  # given: beside the buckets infinity and the sum
_CELL = 8  # bytes, given by the type


class Series(NamedTuple):
    """What requests are counted by, beside their status."""

    method: str
    route: str


@dataclass(frozen=True, slots=True)
class ServedRequest:
    """A request that was answered: `waited` seconds up to the first byte of the answer, `seconds`
    up to the last of its `size` bytes. `by` is who asked, if that was told."""

    id: str
    series: Series
    status: int
    waited: float
    seconds: float
    size: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class CountedRequests:
    """All requests of a series: how many by status, and by each bucket of their time, which `sum`
    adds up in seconds."""

    series: Series
    statuses: dict[int, int]
    buckets: list[int]
    sum: float


class Numbers:
    """The numbers of `processes` processes that answer requests to these routes, and of so many
    `runners` of jobs, one a termbase."""

    def __init__(self, routes: Iterable[str], processes: int = 1, runners: int = 0) -> None:
        every = [(method, route) for route in (*routes, NO_ROUTE) for method in (*METHODS, OTHER)]
        self._series = {Series(*one): at for at, one in enumerate(dict.fromkeys(every))}
        self._each = len(GAUGES) + _WIDTH * len(self._series)
        memory = mmap.mmap(-1, _CELL * (runners + processes * self._each))
        self._cells = memoryview(memory).cast("d")
        self.processes, self._runners = processes, runners

    # ------------------------------------------------------------ requests

    def series(self, method: str, route: str) -> Series:
        """The series of a request; what is not in the list is `other` and `none`."""
        named = Series(method, route)
        if named in self._series:
            return named
        return Series(method if method in METHODS else OTHER, NO_ROUTE)

    def count(self, process: int, request: ServedRequest) -> None:
        """Count a request that a process has answered; called by its event loop alone."""
        at = self._start(process) + len(GAUGES) + _WIDTH * self._series[request.series]
        cells = self._cells
        if request.status in _COLUMN:
            cells[at + _COLUMN[request.status]] += 1
        at += len(STATUSES)
        cells[at + bisect_left(BUCKETS, request.waited)] += 1
        cells[at + len(BUCKETS) + 1] += request.waited

    def counted(self) -> Iterator[CountedRequests]:
        """The sums over all processes, of each series that was asked for."""
        for series, place in self._series.items():
            rows = [self._row(process, place) for process in range(self.processes)]
            sums = list(map(sum, zip(*rows, strict=True)))
            statuses = {code: int(n) for code, n in zip(STATUSES, sums, strict=False) if n}
            buckets = [int(n) for n in sums[len(STATUSES) : -1]]
            if any(buckets):
                yield CountedRequests(series, statuses, buckets, sums[-1])

    def _row(self, process: int, place: int) -> Sequence[float]:
        at = self._start(process) + len(GAUGES) + _WIDTH * place
        return self._cells[at : at + _WIDTH].tolist()

    def _start(self, process: int) -> int:
        return self._runners + process * self._each

    # ------------------------------------------------------------ processes

    def tell(self, number: int, /, **gauges: float) -> None:
        """Set gauges of the process of that number, by their names."""
        for name, value in gauges.items():
            self._cells[self._start(number) + GAUGES.index(name.replace("_", " "))] = value

    def told(self, process: int) -> dict[str, float]:
        """The gauges of a process."""
        at = self._start(process)
        return dict(zip(GAUGES, self._cells[at : at + len(GAUGES)].tolist(), strict=True))

    def tell_runner(self, number: int, process: int) -> None:
        """Set the process of a runner of jobs; 0 where there is none now."""
        self._cells[number] = process

    @property
    def runners(self) -> list[int]:
        """The processes that run jobs."""
        return [int(process) for process in self._cells[: self._runners]]


def resident_bytes(process: int) -> int | None:
    """The memory of a process, what it shares with others included; None where it cannot be
    seen."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None
