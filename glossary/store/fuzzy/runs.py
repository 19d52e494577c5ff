"""The longest runs of words of a query that stand in the search keys of a part.

Every run of `2 * window - 1` words holds one of the windows that begin at a multiple of `window`.
So only these are searched, and each place where one stands is extended to both sides, as far as the
query and the text agree, all places at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glossary.store.fuzzy.part import Ints, Part
from glossary.store.fuzzy.substrings import LATIN, occurrences
from glossary.text.tokens import placed_tokens

Bytes = NDArray[np.uint8]
Run = tuple[int, int]
"""The first word of a run, and the one after its last, by their numbers in the query."""


@dataclass(frozen=True, slots=True)
class RunQuery:
    """The query's search key as bytes, and where in it each word begins and ends."""

    key: Bytes
    starts: Ints
    ends: Ints
    window: int

    @classmethod
    def read(cls, key: str, window: int) -> RunQuery:
        _, spans = placed_tokens(key)
        sizes = np.cumsum([0, *(len(char.encode("utf-8", "surrogatepass")) for char in key)])
        places = np.array(spans, np.int64).reshape(-1, 2)
        as_bytes = np.frombuffer(key.encode("utf-8", "surrogatepass"), np.uint8)
        return cls(as_bytes, sizes[places[:, 0]], sizes[places[:, 1]], window)

    def windows(self) -> Iterator[Run]:
        for first in range(0, len(self.starts) - self.window + 1, self.window):
            yield first, first + self.window


def runs_with(part: Part, gone: Ints, query: RunQuery) -> set[Run]:
    """The runs that stand in a row of the part whose id is not in `gone`, none extensible there;
    all of at least `2 * window - 1` words."""
    found: set[Run] = set()
    for run in query.windows():
        found |= _extended(part, gone, query, run)
    return found


def _extended(part: Part, gone: Ints, query: RunQuery, window: Run) -> set[Run]:
    """The runs around one window."""
    begin, end = int(query.starts[window[0]]), int(query.ends[window[1] - 1])
    places = occurrences(part.text, query.key[begin:end])
    if len(gone) and len(places):
        places = places[~np.isin(part.ids[np.searchsorted(part.ends, places)], gone)]
    if not len(places):
        return set()
    left = begin - _reach(part.text, query.key, places - 1, begin - 1, -1)
    right = end + _reach(part.text, query.key, places + (end - begin), end, 1)
    firsts = _first_words(part.text, query, left, places - (begin - left))
    lasts = _last_words(part.text, query, right, places + (right - begin))
    whole = (firsts <= window[0]) & (lasts >= window[1])
    return set(zip(firsts[whole].tolist(), lasts[whole].tolist(), strict=True))


def _reach(text: Bytes, key: Bytes, places: Ints, at: int, step: int) -> Ints:
    """How many bytes from `at` on in that direction are the same at each place."""
    reached = np.zeros(len(places), np.int64)
    going = np.arange(len(places))
    while len(going) and 0 <= at < len(key):
        there = places[going] + step * reached[going]
        inside = (there >= 0) & (there < len(text))
        going = going[inside]
        going = going[text[there[inside]] == key[at]]
        reached[going] += 1
        at += step
    return reached


def _first_words(text: Bytes, query: RunQuery, left: Ints, places: Ints) -> Ints:
    """The first word of each run: the first that begins at or after `left`, and not in the middle
    of a Latin word of the text."""
    words = np.searchsorted(query.starts, left)
    starts = query.starts[np.minimum(words, len(query.starts) - 1)]
    before = text[np.maximum(places, 1) - 1]
    cut = (starts == left) & (places > 0) & LATIN[before] & LATIN[query.key[starts]]
    first: Ints = words + cut
    return first


def _last_words(text: Bytes, query: RunQuery, right: Ints, places: Ints) -> Ints:
    """The word after the last of each run: the number of those that end at or before `right`."""
    words = np.searchsorted(query.ends, right, "right")
    ends = query.ends[np.maximum(words, 1) - 1]
    after = text[np.minimum(places, len(text) - 1)]
    cut = (ends == right) & LATIN[after] & LATIN[query.key[ends - 1]]
    last: Ints = words - cut
    return last


def longest(runs: set[Run]) -> list[Run]:
    """Those that lie in no other, in the order of the query."""
    kept: list[Run] = []
    for first, end in sorted(runs, key=lambda run: (run[0], -run[1])):
        if not kept or end > kept[-1][1]:
            kept.append((first, end))
    return kept
