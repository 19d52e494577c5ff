"""What a scan looks for: the codes of a query, the lengths of its hits, its signatures."""

from __future__ import annotations

import sys
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from glossary.store.fuzzy import signature


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
