"""Search for substrings in the search keys of a part, by comparing whole arrays.

The two rarest bytes of the needle are compared with the whole text at once, and the other bytes
only at the few offsets left. In UTF-8 no character begins inside another, so equal bytes are equal
characters.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glossary.store.fuzzy.part import Ints, Part

# Chosen: a concordance takes 5 % longer with the first at half, 9 % less at double; 15 % longer
# with the second at half, 2 % less at double (`tests/benchmarks/bench_store_numbers.py`).
_BYTES_AT_ONCE = 1 << 19  # small enough for what is compared to stay in the processor's cache
_SAMPLE = 61  # bytes from one looked at to the next, where frequency is guessed
LATIN = np.zeros(256, bool)
LATIN[[*b"0123456789abcdefghijklmnopqrstuvwxyz"]] = True


class RowsWith(NamedTuple):
    """Rows that contain a string, and whether it is at word boundaries in each."""

    rows: Ints
    at_edges: NDArray[np.bool_]


def rows_with(part: Part, key: str) -> RowsWith:
    """All rows of the part whose search key contains `key`, which must not be empty."""
    needle = np.frombuffer(key.encode("utf-8", "surrogatepass"), np.uint8)
    places = occurrences(part.text, needle)
    rows = np.searchsorted(part.ends, places)
    edges = _at_edges(part.text, needle, places)
    first = np.flatnonzero(np.diff(rows, prepend=-1))
    if not len(first):
        return RowsWith(rows, edges)
    return RowsWith(rows[first], np.logical_or.reduceat(edges, first))


def occurrences(text: NDArray[np.uint8], needle: NDArray[np.uint8]) -> Ints:
    """The offsets of `needle` in `text`, ascending."""
    rarest = np.argsort(np.bincount(text[::_SAMPLE], minlength=256)[needle], kind="stable")
    first, second = int(rarest[0]), int(rarest[min(1, len(rarest) - 1)])
    found = [np.empty(0, np.int64)]
    for start in range(0, end := len(text) - len(needle) + 1, _BYTES_AT_ONCE):
        stop = min(start + _BYTES_AT_ONCE, end)
        hits = text[start + first : stop + first] == needle[first]
        hits &= text[start + second : stop + second] == needle[second]
        places = np.flatnonzero(hits) + start
        for at in rarest[2:].tolist():
            if not len(places):
                break
            places = places[text[places + at] == needle[at]]
        found.append(places)
    return np.concatenate(found)


def _at_edges(
    text: NDArray[np.uint8], needle: NDArray[np.uint8], places: Ints
) -> NDArray[np.bool_]:
    """Which occurrences do not begin or end inside a Latin word or a number."""
    before, after = text[np.maximum(places, 1) - 1], text[places + len(needle)]
    edges = np.ones(len(places), bool)
    if LATIN[needle[0]]:
        edges &= ~LATIN[before] | (places == 0)
    if LATIN[needle[-1]]:
        edges &= ~LATIN[after]
    return edges
