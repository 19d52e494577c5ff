"""Work on several cores where numpy does it, which holds no other thread up meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

_MOST = 4
"""Threads at once. Chosen: each keeps some 100 MB of a batch; at half a machine of four cores takes
twice the time, at double the memory."""


def spread(work: Callable[[Part], Result], parts: Iterable[Part]) -> list[Result]:
    """What `work` makes of each part, in their order: the same on any number of cores, as long as
    no part depends on another."""
    given = list(parts)
    threads = min(len(given), cores())
    if threads < 2:
        return [work(part) for part in given]
    pool = ThreadPoolExecutor(threads)
    try:
        return list(pool.map(work, given))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@cache
def cores() -> int:
    """How many this process may use: those it is bound to, no more than OMP_NUM_THREADS says."""
    try:
        found = len(os.sched_getaffinity(0))
    except AttributeError:  # not every system binds processes to cores
        found = os.cpu_count() or 1
    said = os.environ.get("OMP_NUM_THREADS", "")
    return min(found, _MOST, int(said) if said.isdecimal() and int(said) else _MOST)
