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

from glossary.mining.corpus.cutting import MAY_END, MAY_START
from glossary.mining.corpus.encoding import Batch, BatchSide, Hashes, Keys, Numbers
from glossary.mining.corpus.runs import RECORD, Records, run_of

LENGTHS = ((1, 3), (4, 5), (6, 8), (9, 12), (13, 17), (18, 24), (25, 32))
"""Tokens of the grams counted together, first and last. Chosen: titles of statutes go to 30 words
with their commas; a round more for the first costs memory, one less time."""

_START, _SIZE, _LENGTH = 20, 8, 1  # derived: the bits that follow each part of a place
LONGEST_UNIT = 65_535  # characters of a side, derived: sixteen bits of a place
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


def packed(side: BatchSide, numbers: Numbers, tokens: Numbers, length: int) -> Keys:
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
        hashes, keys, places = side.keys(), [], []
        for length, tokens in self._grams(side, hashes):
            found = hashes.of(tokens, length)
            once = _once(found, side.unit[tokens])
            keys.append(found[once])
            places.append(packed(side, batch.numbers, tokens[once], length))
        return run_of(_all(keys), _all(places))

    def _grams(self, side: BatchSide, hashes: Hashes) -> list[tuple[int, Numbers]]:
        room = side.room()
        tokens = np.flatnonzero((side.edges & MAY_START) > 0)
        low, high = self.lengths
        if self.known is not None:
            tokens = tokens[room[tokens] >= low]
            tokens = tokens[_within(hashes.of(tokens, low - 1), frequent(self.known))]
        return [(n, tokens[room[tokens] >= n]) for n in range(low, high + 1)]


@lru_cache(maxsize=2)
def frequent(path: Path) -> Keys:
    keys: Keys = np.load(path, mmap_mode="r", allow_pickle=False)
    return keys


def _within(keys: Keys, known: Keys) -> npt.NDArray[np.bool_]:
    """Which keys are among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(keys), bool)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.asarray(known[at] == keys)


def _once(keys: Keys, unit: Numbers) -> Numbers:
    """The places of grams, the first only where a unit has one twice."""
    order = np.argsort(keys, kind="stable")
    ordered, units = keys[order], unit[order]
    again = np.zeros(len(keys), bool)
    again[1:] = (ordered[1:] == ordered[:-1]) & (units[1:] == units[:-1])
    return np.sort(order[~again])


def _all(parts: list[Keys]) -> Keys:
    return np.concatenate(parts) if parts else np.zeros(0, np.uint64)
