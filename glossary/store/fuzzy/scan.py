"""Scan a part for possible hits, with the compiled kernel or with numpy.

Both give the same result: each row whose token *codes* are within the distance that the threshold
allows. Codes may collide, so distances over them never exceed those over tokens: no hit is missed,
and the caller scores the stored text to drop false ones.
"""

from __future__ import annotations

import sys
import threading
from functools import cached_property
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from glossary.store.fuzzy import signature
from glossary.store.fuzzy.part import Ints, Part, build

# Chosen by `tests/benchmarks/bench_store_numbers.py`: at half and double within 5 %, but for a
# scan with double the capacity, which takes a fifth longer
_CAPACITY = 4096  # hits of a part that have room at once: where there are more, it is scanned again
_ROWS_AT_ONCE = 16384  # compared at a time without the kernel
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

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """For each code point, whether it is a token of the query."""
        known = np.zeros(sys.maxunicode + 1, bool)
        known[self.array] = True
        return known

    def signed(self, length: int) -> signature.Words:
        """The query's signature (words, 1), as wide as those of rows of that length."""
        words = signature.width(length)
        if words not in self._masks:
            self._masks[words] = signature.sign(self._bag, words)
        return self._masks[words]

    def distance_to(self, codes: str) -> int | None:
        """The distance of a row's codes, or None if it is beyond the threshold."""
        if not self.low <= len(codes) <= self.high:
            return None
        most = max(self.size, len(codes)) - signature.need(self.size, len(codes), self.threshold)
        distance = Levenshtein.distance(self.codes, codes, score_cutoff=most)
        return distance if distance <= most else None


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
        compiled = kernel.get(len(part)) if groups else None
        if compiled is None or self._most > len(self._heap):
            self.add(scan(part, self._query, gone))
        else:
            where = _arrays(part, self._query, groups, gone)
            self._held = compiled.scan(*where, self._heap, self._held, True)


def best_first(hits: Ints, m: int) -> Ints:
    """Hits (id, length in tokens, distance) of a query of m tokens by score, then the newest."""
    size = np.maximum(m, hits[:, 1])
    order = np.lexsort((hits[:, 0], (size - hits[:, 2]) / size))
    return hits[order[::-1]]


def scan(part: Part, query: ScanQuery, gone: Ints) -> Ints:
    """(id, length in tokens, distance over the codes) of each possible hit, but those whose ids are
    `gone`: (k, 3)."""
    groups = _groups(part, query)
    if not groups:
        return np.empty((0, 3), np.int64)
    compiled = kernel.get(len(part))
    if compiled is None:
        return _scan_plain(part, query, groups, gone)
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


def _scan_plain(part: Part, query: ScanQuery, groups: range, gone: Ints) -> Ints:
    found = np.concatenate([_hits_of_group(part, query, g) for g in groups])
    found[:, 0] = part.ids[found[:, 0]]
    return found[~np.isin(found[:, 0], gone)] if len(gone) and len(found) else found


def _hits_of_group(part: Part, query: ScanQuery, g: int) -> Ints:
    """The rows of a group that pass their signatures and whose codes are near enough."""
    length, count, first, _, begin = part.directory[g].tolist()
    needed = signature.need(query.size, length, query.threshold)
    rows = _survivors(part, query, g, needed)
    if not len(rows):
        return np.empty((0, 3), np.int64)
    codes = part.codes[begin : begin + count * length].reshape(count, length)[rows]
    near = _shares(query, codes, needed)
    rows, joined = rows[near], codes[near].tobytes().decode("utf-32-le")
    texts = [joined[at : at + length] for at in range(0, len(joined), length)]
    most = max(query.size, length) - needed
    distances = _distances(query.codes, texts, most)
    hits = np.flatnonzero(distances <= most)
    return np.stack([first + rows[hits], np.full(len(hits), length), distances[hits]], axis=1)


def _distances(codes: str, texts: list[str], most: int) -> Ints:
    if not texts:
        return np.empty(0, np.int64)
    scorer = Levenshtein.distance
    found = process.cdist([codes], texts, scorer=scorer, score_cutoff=most, dtype=np.int64)
    return np.asarray(found[0], np.int64)


def _shares(query: ScanQuery, codes: NDArray[np.uint32], needed: int) -> NDArray[np.bool_]:
    """Whether enough of each row's tokens (rows, length) are in the query."""
    shared = query.known[codes].sum(axis=1)
    return np.asarray(shared >= needed)


def _survivors(part: Part, query: ScanQuery, g: int, needed: int) -> Ints:
    """The rows of a group that their signatures do not rule out."""
    length, count, _, begin, _ = part.directory[g].tolist()
    words = signature.width(length)
    block = part.signatures[begin : begin + words * count].reshape(words, count)
    mask = query.signed(length)
    least = int(np.bitwise_count(mask).sum()) - (query.size - needed)
    survivors: list[Ints] = []
    for start in range(0, count, _ROWS_AT_ONCE):
        rows = block[:, start : start + _ROWS_AT_ONCE]
        left = np.flatnonzero(_bits(rows, mask) >= least)
        left = left[_bits(rows[:, left], ~mask) <= length - needed]
        survivors.append(left + start)
    return np.concatenate(survivors)


def _bits(rows: signature.Words, mask: signature.Words) -> NDArray[np.uint16]:
    """The number of bits of the mask (words, 1) that are set in each row (words, rows)."""
    counts: NDArray[np.uint16] = np.bitwise_count(rows[0] & mask[0]).astype(np.uint16)
    for word, wanted in zip(rows[1:], mask[1:], strict=True):
        counts += np.bitwise_count(word & wanted)
    return counts
