"""The grams of one language that may be terms, as a table: a number each, by the order of keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.arrays import KeyIndex, Keys, Numbers
from glossary.mining.corpus.cutting import MAY_END, MAY_START, VERB
from glossary.mining.corpus.encoding import Batch, BatchSide, Hashes
from glossary.mining.corpus.grams import unpacked
from glossary.mining.corpus.runs import Records

_STEPS = 3
"""Tokens by which a longer gram is longer at most: chosen, enough for the words without content
that stand between two others."""
_ALWAYS = 0.95
"""Of the units with a gram, the share with one longer gram from which the shorter is no type of its
own. Chosen, and never varied."""


@dataclass(frozen=True)
class TypeTable:
    """Types sorted by key: in how many units each stands, and its first place (`grams.packed`)."""

    keys: Keys
    units: Numbers
    places: Keys

    def __len__(self) -> int:
        return len(self.keys)

    def numbers_of(self, keys: Keys) -> Numbers:
        """The numbers of the types with these keys; -1 for a key that is none."""
        return self._index.places(keys)

    @cached_property
    def _index(self) -> KeyIndex:
        return KeyIndex(self.keys)

    def only(self, chosen: npt.NDArray[np.bool_]) -> TypeTable:
        return TypeTable(self.keys[chosen], self.units[chosen], self.places[chosen])


def table(records: Records) -> TypeTable:
    """The table of summed counts of grams, with the keys in any order."""
    order = np.argsort(records["key"], kind="stable")
    units = records["count"][order].astype(np.int64)
    return TypeTable(records["key"][order], units, records["place"][order])


class LongestUse:
    """For each gram, in how many units one longer gram stands that has it and may be a term."""

    def __init__(self, grams: TypeTable) -> None:
        self._grams = grams
        where = unpacked(grams.places)
        self._may_end = where.may_end
        self._order = np.argsort(grams.places, kind="stable")
        self._unit = where.unit[self._order]  # once: a batch looks at few of millions
        self.units = np.zeros(len(grams), np.int64)

    def look(self, batch: Batch, side: BatchSide) -> None:
        """Go through the grams that stand first in this batch."""
        chosen = self._of(batch)
        where = unpacked(self._grams.places[chosen])
        rank = np.searchsorted(batch.numbers, where.unit)
        token = np.searchsorted(side.unit * 65_536 + side.start, rank * 65_536 + where.start)
        hashes = side.keys()
        for length in np.unique(where.length):
            some = where.length == length
            self._shorten(hashes, side, chosen[some], token[some], int(length))

    def _of(self, batch: Batch) -> Numbers:
        """The numbers of the grams whose first place is in a batch and that may be terms."""
        low, high = np.searchsorted(self._unit, [batch.numbers[0], batch.numbers[-1] + 1])
        chosen = self._order[low:high]
        return chosen[self._may_end[chosen]]

    def _shorten(
        self, hashes: Hashes, side: BatchSide, grams: Numbers, token: Numbers, length: int
    ) -> None:
        """Note the use of grams of that length for all that are up to _STEPS tokens shorter."""
        no_verb = (side.edges[token] & VERB) == 0
        for left in range(_STEPS + 1):
            if left == 1:  # a verb before a term makes no longer one
                grams, token = grams[no_verb], token[no_verb]
            for right in range(_STEPS + 1 - left):
                short = length - left - right
                if short < 1 or short == length:
                    continue
                ends = (side.edges[token + left] & MAY_START > 0) & (
                    side.edges[token + left + short - 1] & MAY_END > 0
                )
                inner = self._grams.numbers_of(hashes.of(token[ends] + left, short))
                known = inner >= 0
                np.maximum.at(self.units, inner[known], self._grams.units[grams[ends][known]])


def types_of(grams: TypeTable, longest: Numbers) -> TypeTable:
    """The grams that may be terms: they may end where they end, and do not always stand inside the
    same longer one."""
    free = longest < _ALWAYS * grams.units
    return grams.only(unpacked(grams.places).may_end & free)
