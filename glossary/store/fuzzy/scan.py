"""Scanning a part for rows that may be hits: by the compiled kernel, or by numpy.

Both give the same answer: each row whose token *codes* lie within the distance that the threshold
allows. Codes may collide, so distances over them never exceed those over tokens: no hit is lost,
and whoever scores the stored text discards what is none.
"""

from __future__ import annotations

import threading
from functools import cached_property
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from glossary.store.fuzzy import signature
from glossary.store.fuzzy.part import Ints, Part, build

_CAPACITY = 4096  # hits of a part that have room at once: where there are more, it is scanned again
_ROWS_AT_ONCE = 8192  # compared at a time without the kernel
# Chosen by `tests/benchmarks/bench_store_numbers.py`: at half and double within 5 %, but for a
# scan with double the capacity, which takes a fifth longer


class _Kernel:
    """The compiled kernel, loaded when it is worth it.

    A process that asks once is served by numpy sooner than numba would have loaded (half a
    second; some seconds where nothing is cached yet). While one thread loads it, others go on
    with numpy.
    """

    def __init__(self) -> None:
        self._asked = 0
        self._settled = False
        self._module: ModuleType | None = None
        self._loading = threading.Lock()

    def get(self) -> ModuleType | None:
        """The kernel; None at the first query, or where numba is missing or does not work."""
        self._asked += 1
        if self._settled or self._asked == 1 or not self._loading.acquire(blocking=False):
            return self._module
        try:
            self.load()
        finally:
            self._loading.release()
        return self._module

    def load(self) -> None:
        """Load and compile it now."""
        if self._settled:
            return
        try:
            from glossary.store.fuzzy import kernel as fuzzy_kernel

            part = build([1], ["a"], ["a"], np.empty(0, np.int64))
            _scan_compiled(fuzzy_kernel, part, ScanQuery("a", 100), 0, 1)
            self._module = fuzzy_kernel
        except Exception:  # numba is optional: where it is missing or broken, all works slower
            self._module = None
        self._settled = True


kernel = _Kernel()


class ScanQuery:
    """A query's token codes and the lengths that its hits may have."""

    def __init__(self, codes: str, threshold: int) -> None:
        self.codes, self.size, self.threshold = codes, len(codes), threshold
        self.low, self.high = signature.window(self.size, threshold)
        self.array = signature.codes_array(codes)
        self._masks: dict[int, signature.Words] = {}

    @cached_property
    def _bag(self) -> NDArray[np.uint64]:
        return signature.hashes(self.array[None, :])

    def signed(self, length: int) -> signature.Words:
        """The query's signature (words, 1) as wide as those of rows of that length."""
        words = signature.width(length)
        if words not in self._masks:
            self._masks[words] = signature.sign(self._bag, words)
        return self._masks[words]


def scan(part: Part, query: ScanQuery) -> Ints:
    """(row, how many tokens it has, distance over the codes) of each that may be a hit: (k, 3)."""
    first = int(part.lengths.searchsorted(query.low))
    last = int(part.lengths.searchsorted(query.high, side="right"))
    if first == last:
        return np.empty((0, 3), np.int64)
    compiled = kernel.get()
    if compiled is None:
        return _scan_plain(part, query, range(first, last))
    return _scan_compiled(compiled, part, query, first, last)


def _scan_compiled(
    compiled: ModuleType, part: Part, query: ScanQuery, first: int, last: int
) -> Ints:
    where = part.directory, first, last, *part.slices, part.signatures, part.codes
    found = np.empty((_CAPACITY, 3), np.int64)
    total = compiled.scan(*where, query.array, query.threshold, found)
    if total > len(found):
        found = np.empty((total, 3), np.int64)
        compiled.scan(*where, query.array, query.threshold, found)
    return found[:total]


def _scan_plain(part: Part, query: ScanQuery, groups: range) -> Ints:
    found: list[tuple[int, int, int]] = []
    for g in groups:
        length, _, first, _, begin = part.directory[g].tolist()
        needed = signature.need(query.size, length, query.threshold)
        most = max(query.size, length) - needed
        for row in _survivors(part, query, g, min(query.size, length) - needed):
            at = begin + row * length
            codes = part.codes[at : at + length].tobytes().decode("utf-32-le")
            distance = Levenshtein.distance(query.codes, codes, score_cutoff=most)
            if distance <= most:
                found.append((first + row, length, distance))
    return np.array(found, np.int64).reshape(-1, 3)


def _survivors(part: Part, query: ScanQuery, g: int, spare: int) -> list[int]:
    """The rows of a group that their signatures do not rule out."""
    length, count, _, begin, _ = part.directory[g].tolist()
    words = signature.width(length)
    block = part.signatures[begin : begin + words * count].reshape(words, count)
    mask = query.signed(length)
    survivors: list[int] = []
    for start in range(0, count, _ROWS_AT_ONCE):
        rows = block[:, start : start + _ROWS_AT_ONCE]
        bits = ~rows & mask if length >= query.size else rows & ~mask
        lacks = np.bitwise_count(bits).sum(axis=0, dtype=np.int64)
        survivors.extend((np.flatnonzero(lacks <= spare) + start).tolist())
    return survivors
