"""Score how well a term matches a query: by the best of the ways of matching."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from glossary.lookup.search.comparison import Comparison
from glossary.lookup.search.query import SearchQuery
from glossary.lookup.search.ways import ITSELF, WAYS, WILDCARDS, Way, WayGroup
from glossary.store.base import TermRow

# Chosen with the table of ways, whose lowest band begins here: the ways below it give no answer.
LEAST = 50.0  # the score of an answer at least


class Match(NamedTuple):
    """A score of 0 to 100, the name of the way it comes from, and the label shown."""

    score: float
    way: str
    label: str


NONE = Match(0.0, "", "")
_GROUPS = tuple(dict.fromkeys(way.group for way in WAYS if way.group is not ITSELF))


def score(query: SearchQuery, row: TermRow) -> Match:
    """The best match of `row` for the query; its score is 0 if no way applies."""
    pair = Comparison(query, row)
    best, reached = NONE, 0.0
    for most, way in _ways(groups_of(pair)):
        if most <= reached:  # the ways after it give no more either
            break
        likeness = way.likeness(pair)
        if likeness and (points := way.score(likeness)) > reached:
            best, reached = Match(points, way.name, likeness.label or way.label), points
    return best


def groups_of(pair: Comparison) -> tuple[WayGroup, ...]:
    """The groups of ways to try."""
    if pair.query.pattern:
        return (WILDCARDS,)
    if ITSELF.applies(pair):
        return (ITSELF,)
    groups = _groups_for(pair.query, pair.row.language)
    return tuple([group for group in groups if group.applies(pair)])


@lru_cache(maxsize=64)
def _groups_for(query: SearchQuery, language: str) -> tuple[WayGroup, ...]:
    """The groups that may apply to terms of the language."""
    return tuple([group for group in _GROUPS if group.asked(query, language)])


@lru_cache(maxsize=256)
def _ways(groups: tuple[WayGroup, ...]) -> Sequence[tuple[float, Way]]:
    """(highest possible score, way) for the ways of some groups, highest first."""
    ways = ((way.most, way) for way in WAYS if way.group in groups)
    return sorted(ways, key=lambda pair: -pair[0])
