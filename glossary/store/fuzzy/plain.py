"""Scan a part with numpy alone: whole groups of rows at a time.

All possible hits, or the best: then the groups and rows come first that share most with the query,
and none is compared that cannot be among the best any more. `kernel` does the same, compiled.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from glossary.store.fuzzy import signature
from glossary.store.fuzzy.part import Ints, Part
from glossary.store.fuzzy.query import ScanQuery

# Chosen by `tests/benchmarks/bench_store_numbers.py`: at half and double within 5 %
_ROWS_AT_ONCE = 16384  # whose signatures are compared at a time
# Chosen: of 5,000 rows that are all as like, the best five take within 5 % at half and at double;
# all at once take twice as long
_COMPARED_AT_ONCE = 64


def scan(part: Part, query: ScanQuery, groups: range, gone: Ints) -> Ints:
    """(id, length in tokens, distance over the codes) of each possible hit in the groups of a part,
    but those whose ids are `gone`: (k, 3)."""
    found = [_Group(part, query, g) for g in groups]
    hits = np.concatenate([group.hits(group.rows, group.need) for group in found])
    return _without(hits, gone)


def best(part: Part, query: ScanQuery, groups: range, gone: Ints, held: Ints, most: int) -> Ints:
    """The `most` best of the hits `held`, which are in their order, and those of a part."""
    lengths = part.lengths.tolist()
    for g in sorted(groups, key=lambda g: _nearness(query.size, lengths[g]), reverse=True):
        if _to_enter(held, most, query, lengths[g]) > min(query.size, lengths[g]):
            break  # nor may a row of a group that is left enter
        held = _Group(part, query, g).best(held, most, gone)
    return held


def best_first(hits: Ints, m: int) -> Ints:
    """Hits (id, length in tokens, distance) of a query of m tokens by score, then the newest."""
    size = np.maximum(m, hits[:, 1])
    order = np.lexsort((hits[:, 0], (size - hits[:, 2]) / size))
    return hits[order[::-1]]


class _Group:
    """Rows of one length that their signatures do not rule out, and how many of its tokens each
    may share with the query."""

    def __init__(self, part: Part, query: ScanQuery, g: int) -> None:
        self._query = query
        self.length, count, first, _, begin = part.directory[g].tolist()
        self.need = signature.need(query.size, self.length, query.threshold)
        rows = survivors(part, query, g, self.need)
        codes = part.codes[begin : begin + count * self.length].reshape(count, self.length)[rows]
        shared = query.known[codes].sum(axis=1)
        near = shared >= self.need
        self._codes, self._ids = codes[near], part.ids[first + rows[near]]
        self._shared = np.minimum(shared[near], query.size)
        self.rows = np.arange(len(self._ids))

    def hits(self, rows: Ints, need: int) -> Ints:
        """Those of the rows that share `need` tokens, in their order."""
        joined = self._codes[rows].tobytes().decode("utf-32-le")
        texts = [joined[at : at + self.length] for at in range(0, len(joined), self.length)]
        most = max(self._query.size, self.length) - need
        distances = _distances(self._query.codes, texts, most)
        near = np.flatnonzero(distances <= most)
        lengths = np.full(len(near), self.length)
        return np.stack([self._ids[rows[near]], lengths, distances[near]], axis=1)

    def best(self, held: Ints, most: int, gone: Ints) -> Ints:
        """`best` of this group: the rows that may share most first, and of these the last, which
        are nearly always the newest."""
        for shared in np.flatnonzero(np.bincount(self._shared))[::-1].tolist():
            rows = self.rows[self._shared == shared]
            step = max(most, _COMPARED_AT_ONCE)
            while len(rows := self._able(rows, shared, held, most)):
                need = max(self.need, _to_enter(held, most, self._query, self.length))
                hits = _without(self.hits(rows[-step:], need), gone)
                held = best_first(np.concatenate([held, hits]), self._query.size)[:most]
                rows = rows[:-step]
        return held

    def _able(self, rows: Ints, shared: int, held: Ints, most: int) -> Ints:
        """Those of the rows that may be among the `most` best if they share so many tokens."""
        least = _to_enter(held, most, self._query, self.length)
        if shared < least:
            return rows[:0]
        if len(held) < most or shared >= _to_rank_above(held[-1], self._query.size, self.length):
            return rows
        newer: Ints = rows[self._ids[rows] > held[-1, 0]]
        return newer


def _nearness(m: int, n: int) -> float:
    """The best score that a row of n tokens may have."""
    return min(m, n) / max(m, n)


def _to_enter(held: Ints, most: int, query: ScanQuery, n: int) -> int:
    """The tokens that the newest row of n has to share to be among the `most` best: as many as give
    the score of the last of them."""
    if len(held) < most:
        return 0
    kept, its_size = _kept(held[-1], query.size)
    return -(-kept * max(query.size, n) // its_size)


def _to_rank_above(worst: Ints, m: int, n: int) -> int:
    """The tokens that a row of n has to share for a better score than the hit `worst`."""
    kept, its_size = _kept(worst, m)
    return kept * max(m, n) // its_size + 1


def _kept(hit: Ints, m: int) -> tuple[int, int]:
    """(tokens that are kept, of so many) of a hit: its score."""
    _, length, distance = hit.tolist()
    size = max(m, length)
    return size - distance, size


def _without(hits: Ints, gone: Ints) -> Ints:
    return hits[~np.isin(hits[:, 0], gone)] if len(gone) and len(hits) else hits


def _distances(codes: str, texts: list[str], most: int) -> Ints:
    if not texts:
        return np.empty(0, np.int64)
    scorer = Levenshtein.distance
    found = process.cdist([codes], texts, scorer=scorer, score_cutoff=most, dtype=np.int64)
    return np.asarray(found[0], np.int64)


def survivors(part: Part, query: ScanQuery, g: int, needed: int) -> Ints:
    """The rows of a group that their signatures do not rule out."""
    length, count, _, begin, _ = part.directory[g].tolist()
    words = signature.width(length)
    block = part.signatures[begin : begin + words * count].reshape(words, count)
    mask = query.signed(length)
    least = int(np.bitwise_count(mask).sum()) - (query.size - needed)
    found: list[Ints] = []
    for start in range(0, count, _ROWS_AT_ONCE):
        rows = block[:, start : start + _ROWS_AT_ONCE]
        left = np.flatnonzero(_bits(rows, mask) >= least)
        left = left[_bits(rows[:, left], ~mask) <= length - needed]
        found.append(left + start)
    return np.concatenate(found)


def _bits(rows: signature.Words, mask: signature.Words) -> NDArray[np.uint16]:
    """The number of bits of the mask (words, 1) that are set in each row (words, rows)."""
    counts: NDArray[np.uint16] = np.bitwise_count(rows[0] & mask[0]).astype(np.uint16)
    for word, wanted in zip(rows[1:], mask[1:], strict=True):
        counts += np.bitwise_count(word & wanted)
    return counts
