"""The first pass: in how many units each gram of a language stands.

Grams are counted a few lengths at a time, the longer only where their beginning is frequent; so
titles of thirty characters are found, and what is rare costs little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.arrays import KeyIndex, Keys, Numbers, changes
from glossary.mining.corpus.cutting import MAY_END, MAY_START
from glossary.mining.corpus.encoding import Batch, BatchSide, Hashes
from glossary.mining.corpus.runs import RECORD, Records

LENGTHS = ((1, 3), (4, 5), (6, 8), (9, 12), (13, 17), (18, 24), (25, 32))
"""Tokens of the grams counted together, first and last. Chosen: titles of statutes go to 30 words
with their commas; a round more for the first costs memory, one less time."""

_START, _SIZE, _LENGTH = 20, 8, 1  # derived: the bits that follow each part of a place
LONGEST_UNIT = 65_535  # characters of a side, derived: sixteen bits of a place
_LENGTH_BITS = 6  # derived: no gram has 64 tokens
_LONGEST_GRAM = 4_095  # derived likewise: twelve bits


@dataclass(frozen=True)
class Places:
    """Where grams stand first: the number of the unit, the offsets in its text, how many tokens,
    and whether it may be a term: it ends as one may, and closes the brackets that it opens."""

    unit: Numbers
    start: Numbers
    end: Numbers
    length: Numbers
    may_end: npt.NDArray[np.bool_]


def packed(side: BatchSide, numbers: Numbers, tokens: Numbers, length: Numbers) -> Keys:
    """Places as numbers that sort in the order of the memory."""
    last = tokens + length - 1
    start = side.start[tokens]
    size = np.minimum(side.end[last] - start, _LONGEST_GRAM)
    depth = side.depth()
    ends = ((side.edges[last] & MAY_END) > 0) & (depth[tokens] == depth[last + 1])
    place = (numbers[side.unit[tokens]] << 36) | (start << _START) | (size << _SIZE)
    return (place | (length << _LENGTH) | ends).astype(np.uint64)  # type: ignore[no-any-return]


def unpacked(places: Keys) -> Places:
    values = places.astype(np.int64)
    start = (values >> _START) & 0xFFFF
    size = (values >> _SIZE) & 0xFFF
    return Places(
        values >> 36, start, start + size, (values >> _LENGTH) & 0x7F, (values & 1).astype(bool)
    )


@dataclass(frozen=True)
class GramCounts:
    """The counts of one batch: grams of one language of `lengths` tokens. `known` is a file with
    the frequent keys of the lengths before, sorted; None for the shortest."""

    record: ClassVar[np.dtype[Any]] = RECORD
    language: str
    lengths: tuple[int, int]
    known: Path | None

    def kept(self) -> Sequence[Path]:
        return [self.known] if self.known else []

    def beside(self, folder: Path) -> GramCounts:
        return replace(self, known=folder / self.known.name) if self.known else self

    def __call__(self, batch: Batch) -> Records:
        side: BatchSide = getattr(batch, self.language)
        hashes = side.keys()
        found = self._grams(side, hashes)
        keys = np.concatenate([hashes.of(tokens, length) for length, tokens in found])
        length = np.repeat([n for n, _ in found], [len(tokens) for _, tokens in found])
        tokens = np.concatenate([tokens for _, tokens in found])
        order = np.argsort(keys, kind="stable")
        ordered, once = keys[order], (side.unit[tokens] << _LENGTH_BITS | length)[order]
        is_first = changes(ordered)
        first = np.flatnonzero(is_first)
        counted = np.cumsum(is_first | changes(once))
        records = np.empty(len(first), RECORD)
        records["key"] = ordered[first]
        records["count"] = np.diff(counted[first], append=counted[-1:] + 1)
        at = order[first]
        records["place"] = packed(side, batch.numbers, tokens[at], length[at])
        return records

    def _grams(self, side: BatchSide, hashes: Hashes) -> list[tuple[int, Numbers]]:
        room = side.room()
        tokens = np.flatnonzero((side.edges & MAY_START) > 0)
        low, high = self.lengths
        if self.known is not None:
            tokens = tokens[room[tokens] >= low]
            tokens = tokens[frequent(self.known).places(hashes.of(tokens, low - 1)) >= 0]
        return [(n, tokens[room[tokens] >= n]) for n in range(low, high + 1)]


@lru_cache(maxsize=2)
def frequent(path: Path) -> KeyIndex:
    return KeyIndex(np.load(path, mmap_mode="r", allow_pickle=False))
