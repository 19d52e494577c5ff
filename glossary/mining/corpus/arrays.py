"""Steps on arrays that several passes over a memory share."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

_ROOM = 3
"""Chosen: a sieve has eight to sixteen cells for each key, a byte each. Of a million keys, a tenth
of them among 300,000, it takes 37 ms; at half as many cells 46, at twice as many 42, and 176 where
all are searched for."""


def ranges(starts: Numbers, sizes: Numbers) -> Numbers:
    """The numbers start, start + 1, ... of so many each."""
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes))


def distinct(values: Numbers) -> Numbers:
    """Each value once, sorted: by a sort, which is faster than NumPy's own way where most values
    come once."""
    ordered = np.sort(values)
    return ordered[changes(ordered)]


def changes(ordered: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Where sorted values are other than those before."""
    found = np.ones(len(ordered), bool)
    found[1:] = ordered[1:] != ordered[:-1]
    return found


class KeyIndex:
    """Sorted keys that are hashes, to be asked for many keys of which few are among them: a sieve
    by their first bits lets only these and some others through to the search."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    @cached_property
    def _shift(self) -> np.uint64:
        return np.uint64(64 - len(self._keys).bit_length() - _ROOM)

    @cached_property
    def _sieve(self) -> npt.NDArray[np.bool_]:
        sieve = np.zeros(1 << (64 - int(self._shift)), bool)
        sieve[self._keys >> self._shift] = True
        return sieve

    def places(self, keys: Keys) -> Numbers:
        """Where each key stands among the sorted; -1 for a key that does not."""
        found = np.full(len(keys), -1)
        likely = np.flatnonzero(self._sieve[keys >> self._shift])
        if len(likely):
            asked = keys[likely]
            at = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
            found[likely] = np.where(self._keys[at] == asked, at, -1)
        return found
