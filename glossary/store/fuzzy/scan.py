"""Scan a part for possible hits, with the compiled kernel or with numpy.

Both give the same result: each row whose token *codes* are within the distance that the threshold
allows. Codes may collide, so distances over them never exceed those over tokens: no hit is missed,
and the caller scores the stored text to drop false ones.
"""

from __future__ import annotations

import threading
from types import ModuleType
from typing import Any

import numpy as np

from glossary.store.fuzzy import plain
from glossary.store.fuzzy.part import Ints, Part, build
from glossary.store.fuzzy.plain import best_first
from glossary.store.fuzzy.query import ScanQuery

# Chosen by `tests/benchmarks/bench_store_numbers.py`: at half within 5 %; with double the capacity
# a scan takes a fifth longer
_CAPACITY = 4096  # hits of a part that have room at once: where there are more, it is scanned again
WORTH_ROWS = 50_000  # of a part that is worth the kernel. Chosen: numpy takes 1.5 ms for as many,
# and some hundred milliseconds and modules are saved where a memory is smaller


class Kernel:
    """The compiled kernel, loaded when it is worth it.

    numpy answers a single query of a process sooner than numba would load (half a second; some
    seconds if nothing is cached yet), and also serves small memories. While one thread loads the
    kernel, others go on with numpy. Unless it is `wanted`, numpy is always used.
    """

    def __init__(self, wanted: bool = True) -> None:
        self._asked = 0
        self._settled = not wanted
        self._module: ModuleType | None = None
        self._loading = threading.Lock()

    def get(self, rows: int) -> ModuleType | None:
        """The kernel, for a part of so many rows; None at the first query, while only small parts
        were scanned, or if numba is missing or does not work."""
        if self._settled or rows < WORTH_ROWS:
            return self._module
        self._asked += 1
        if self._asked == 1 or not self._loading.acquire(blocking=False):
            return self._module
        try:
            self.load()
        finally:
            self._loading.release()
        return self._module

    def warm_up(self, rows: int) -> None:
        """Load the kernel now if a part of so many rows is worth it."""
        if rows >= WORTH_ROWS:
            self.load()

    def load(self) -> None:
        """Load and compile the kernel now."""
        if self._settled:
            return
        try:
            from glossary.store.fuzzy import kernel as fuzzy_kernel

            gone = np.empty(0, np.int64)
            part = build([1], ["a"], ["a"], gone)
            _scan_compiled(fuzzy_kernel, part, ScanQuery("a", 100), gone)
            self._module = fuzzy_kernel
        except Exception:  # numba is optional: if it is missing or broken, all works, slower
            self._module = None
        self._settled = True


kernel = Kernel()


class BestHits:
    """The `most` best possible hits of a query in the parts that were scanned, in the order of the
    ranks that they may have: by score, then the newest."""

    def __init__(self, query: ScanQuery, most: int) -> None:
        self._query, self._most = query, most
        self._heap = np.empty((min(most, _CAPACITY), 3), np.int64)
        self._held = 0
        self._others: list[Ints] = []

    @property
    def hits(self) -> Ints:
        """(id, length in tokens, distance over the codes) of each: (k, 3)."""
        found = np.concatenate([self._heap[: self._held], *self._others])
        return best_first(found, self._query.size)[: self._most]

    def add(self, hits: Ints) -> None:
        self._others.append(hits)

    def scan(self, part: Part, gone: Ints) -> None:
        """Add the hits of a part but those whose ids are `gone`."""
        groups = _groups(part, self._query)
        if not groups:
            return
        compiled = kernel.get(len(part))
        if compiled is None:
            held = plain.best(part, self._query, groups, gone, self.hits, self._most)
            self._held, self._others = 0, [held]
        elif self._most > len(self._heap):
            self.add(_scan_compiled(compiled, part, self._query, gone))
        else:
            where = _arrays(part, self._query, groups, gone)
            self._held = compiled.scan(*where, self._heap, self._held, True)


def scan(part: Part, query: ScanQuery, gone: Ints) -> Ints:
    """(id, length in tokens, distance over the codes) of each possible hit, but those whose ids are
    `gone`: (k, 3)."""
    groups = _groups(part, query)
    if not groups:
        return np.empty((0, 3), np.int64)
    compiled = kernel.get(len(part))
    if compiled is None:
        return plain.scan(part, query, groups, gone)
    return _scan_compiled(compiled, part, query, gone)


def _groups(part: Part, query: ScanQuery) -> range:
    """The groups of rows whose lengths a hit may have."""
    first = int(part.lengths.searchsorted(query.low))
    return range(first, int(part.lengths.searchsorted(query.high, side="right")))


def _arrays(part: Part, query: ScanQuery, groups: range, gone: Ints) -> tuple[Any, ...]:
    """What the kernel takes."""
    within = part.directory, groups.start, groups.stop, *part.slices, part.signatures, part.codes
    return *within, part.ids, gone, query.array, query.threshold


def _scan_compiled(compiled: ModuleType, part: Part, query: ScanQuery, gone: Ints) -> Ints:
    where = _arrays(part, query, _groups(part, query), gone)
    found = np.empty((_CAPACITY, 3), np.int64)
    total = compiled.scan(*where, found, 0, False)
    if total > len(found):
        found = np.empty((total, 3), np.int64)
        compiled.scan(*where, found, 0, False)
    return found[:total]
