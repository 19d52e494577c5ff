"""Chinese segmentation disambiguated by neighbours: 决赛|中|共|输了, not 决赛|中共|输了.

The lattice scores every word by itself. Where its best readings are close, pairs of neighbouring
words are scored too, with weights that `glossary.text.make.context` fits on segmented sentences.
Only such ambiguous stretches are scored again, so plain text costs next to nothing.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from glossary.model import Span
from glossary.text.lattice import Lattice

DATA = Path(__file__).parent.parent / "data/context.json"
# Chosen. Of the 2051 recognition cases 37 are wrong; beside each number, at half and at double
# (python tests/benchmarks/bench_constants.py). The weights in DATA are fitted (text.make.context).
CLOSE = 8.0  # nats between readings beyond which the lattice alone decides; 42, 37
_WIDE = 14.0  # nats by which a reading of a contested stretch may exceed the best; 38, 37
_LONGEST = 20  # characters of a word beside a stretch that is looked for; 37, 37
_MOST = 200  # readings of one stretch that are weighed; 37, 37: it bounds the work
_APART = 2.0  # nats against two characters read as two words: 把手 is not 把|手; 37, 37
_OUTSIDE = "^"  # beside a run


class Reading(NamedTuple):
    """One reading of a stretch: its cost in nats, its words with their neighbours, its word
    boundaries."""

    cost: float
    words: list[str]
    edges: frozenset[int]


def features(word: str, following: str) -> list[str]:
    """Features of two neighbouring words: the pair itself and, if one is a single character, that
    character with the nearest character of the other word."""
    found = [f"{word} {following}"]
    if len(word) == 1:
        found.append(f"{word}>{following[0]}")
    if len(following) == 1:
        found.append(f"{word[-1]}<{following}")
    return found


@cache
def weights() -> dict[str, float]:
    """The fitted weights by feature, in nats."""
    learned: dict[str, float] = json.loads(DATA.read_text(encoding="utf-8"))["weights"]
    return learned


@lru_cache(maxsize=50_000)
def _gain(word: str, following: str) -> float:
    get = weights().get
    return sum(get(feature, 0.0) for feature in features(word, following))


class Neighbours:
    """A lattice whose ambiguous stretches are rescored with their neighbouring words."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.stretches = _stretches(lattice)
        self._read: dict[Span, list[Reading]] = {}

    def is_near(self, start: int, end: int, within: float) -> bool:
        """Whether a reading with boundaries at both offsets is within so many nats of the best."""
        if not self._touched(start, end):
            return self.lattice.is_near(start, end, within)
        return self.excess(start, end) <= within

    def excess(self, start: int, end: int) -> float:
        """Cost in nats, beyond the best reading, of the best one with boundaries at both
        offsets."""
        touched = self._touched(start, end)
        if not touched:
            return self.lattice.through(start, end)
        settled = sum(self.lattice.edge(at) for at in (start, end) if not self._around(at))
        return settled + sum(self._excess(stretch, start, end) for stretch in touched)

    def _touched(self, start: int, end: int) -> set[Span]:
        """The ambiguous stretches that decide whether the span is a word."""
        if not self.stretches:
            return set()
        return {stretch for at in (start, end, end - 1) if (stretch := self._around(at))}

    def _around(self, at: int) -> Span | None:
        """The ambiguous stretch that contains the offset, if any."""
        number = bisect_left(self.stretches, (at,)) - 1
        if number >= 0 and self.stretches[number][1] > at:
            return self.stretches[number]
        return None

    def _excess(self, stretch: Span, start: int, end: int) -> float:
        left, right = stretch
        wanted = {at for at in (start, end) if left < at < right}
        apart = start + 1 if self._is_word(start, end) else None
        readings = self.readings(stretch)
        fitting = [
            cost + (_APART if apart in edges else 0.0)
            for cost, _, edges in readings
            if wanted <= edges
        ]
        return min(fitting, default=math.inf) - min(reading.cost for reading in readings)

    def _is_word(self, start: int, end: int) -> bool:
        """Whether the span is two characters that the lattice alone reads as one word, and not the
        whole run."""
        if end - start != 2 or len(self.lattice.run) == 2:
            return False
        costs = dict(self.lattice.edges[start])
        return costs.get(end, math.inf) <= self.lattice.between(start, end)

    def readings(self, stretch: Span) -> list[Reading]:
        """The readings of an ambiguous stretch, with the neighbouring words in their costs.
        Cached."""
        known = self._read.get(stretch)
        if known is None:
            known = self._read[stretch] = [
                Reading(cost - sum(map(_gain, words, words[1:])), words, edges)
                for cost, words, edges in read(self.lattice, stretch)
            ]
        return known


def read(lattice: Lattice, stretch: Span) -> Iterator[Reading]:
    """Readings of a stretch whose cost in the lattice alone is close to the best."""
    run, (start, end) = lattice.run, stretch
    before, after = _neighbours(lattice, stretch)
    best = lattice.backward[start] - lattice.backward[end]
    paths: list[tuple[int, float, list[int]]] = [(start, 0.0, [start])]
    count = 0
    while paths and count < _MOST:
        at, cost, edges = paths.pop()
        if at == end:
            words = [run[a:b] for a, b in zip(edges, edges[1:], strict=False)]
            yield Reading(cost, [before, *words, after], frozenset(edges))
            count += 1
            continue
        for to, more in lattice.edges[at]:
            rest = lattice.backward[to] - lattice.backward[end] if to <= end else math.inf
            if cost + more + rest <= best + _WIDE:
                paths.append((to, cost + more, [*edges, to]))


def _neighbours(lattice: Lattice, stretch: Span) -> tuple[str, str]:
    """The words before and after a stretch in the best reading."""
    start, end = stretch
    before, after = _OUTSIDE, _OUTSIDE
    for at in range(start - 1, max(-1, start - _LONGEST), -1):
        if any(to == start and lattice.passes(at, to, cost) for to, cost in lattice.edges[at]):
            before = lattice.run[at:start]
            break
    for to, cost in lattice.edges[end] if end < len(lattice.run) else ():
        if lattice.passes(end, to, cost):
            after = lattice.run[end:to]
            break
    return before, after


def _stretches(lattice: Lattice) -> list[Span]:
    """Ambiguous stretches: between them all close readings agree on the boundaries; within them
    some offset is a boundary in one close reading and not in another."""
    stretches: list[Span] = []
    left, right, contested = -1, -1, False
    for at in sorted(lattice.crossed(CLOSE)):
        if at != right:  # not adjacent: a new stretch begins
            if contested:
                stretches.append((left, right))
            left, contested = at - 1, False
        right = at + 1
        contested = contested or lattice.edge(at) <= CLOSE
    return [*stretches, (left, right)] if contested else stretches
