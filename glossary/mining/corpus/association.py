"""How far two types belong together, seen from each side, and against their rivals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.arrays import Numbers
from glossary.mining.corpus.runs import Records
from glossary.mining.corpus.together import LEAST_DICE, types_in
from glossary.mining.knowledge.exact import log

Values = npt.NDArray[np.float64]
UnitsAlone = tuple[Numbers, Numbers]
"""In how many units each Chinese and each English type stands, by their numbers."""

RIVALS = 6
"""Pairs of a type that are looked into, the strongest first, from either side. Chosen: six
renderings are more than a term has; never varied."""

_AT_ONCE = 1_000_000
"""Pairs that are ranked together: some 100 MB. Chosen: memory goes with it; never varied."""
LEAST_LIKELIHOOD = 15.0
"""Given: the chi-square value that one pair in ten thousand reaches by chance. What
half and double give was not measured."""


@dataclass(frozen=True)
class PairTable:
    """Pairs of types by their numbers; in how many units both stand, and either."""

    zh: Numbers
    en: Numbers
    both: Values
    zh_units: Values
    en_units: Values

    def __len__(self) -> int:
        return len(self.zh)

    @property
    def dice(self) -> Values:
        return 2 * self.both / (self.zh_units + self.en_units)

    def only(self, chosen: npt.NDArray[np.bool_] | Numbers | slice) -> PairTable:
        return PairTable(
            self.zh[chosen],
            self.en[chosen],
            self.both[chosen],
            self.zh_units[chosen],
            self.en_units[chosen],
        )


def pair_table(records: Records, alone: UnitsAlone) -> PairTable:
    left, right = types_in(records["key"])
    counts = alone[0][left].astype(float), alone[1][right].astype(float)
    return PairTable(left, right, records["count"].astype(float), *counts)


def contenders(counts: Iterable[Records], alone: UnitsAlone, units: int, least: int) -> PairTable:
    """Of the counts of pairs, which come in pieces, those that do not stand together by chance and
    are among the strongest of one of their types. In a small memory a pair of `least` units that
    never stand apart is taken for no chance."""
    always = np.array([float(least)])
    lonely = PairTable(np.array([0]), np.array([0]), always, always, always)
    bound = min(LEAST_LIKELIHOOD, float(log_likelihood(lonely, units)[0]))
    sure: list[Records] = []
    for records in counts:
        pairs = pair_table(records, alone)
        sure.append(records[(log_likelihood(pairs, units) >= bound) & (pairs.dice >= LEAST_DICE)])
    records = np.concatenate(sure)
    strong = np.zeros(len(records), bool)
    for types in range(2):
        for rows in stretches(types_in(records["key"])[types]):
            pairs = pair_table(records[rows], alone)
            groups = (pairs.zh, pairs.en)[types]
            strong[rows] |= ranks(groups, pairs.dice) < RIVALS
    return pair_table(records[strong], alone)


def stretches(groups: Numbers) -> Iterator[Numbers]:
    """The rows of some groups at a time, each with all of its rows."""
    sizes = np.bincount(groups)
    part = (np.cumsum(sizes) // _AT_ONCE).astype(np.uint16)[groups]
    for n in range(int(part.max(initial=0)) + 1):
        yield np.flatnonzero(part == n)


def ranks(groups: Numbers, values: Values) -> Numbers:
    """The place of each value in its group, from 0, the highest first."""
    order = np.lexsort((-values, groups))
    ordered = groups[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    place = np.arange(len(groups)) - np.repeat(starts, np.diff(starts, append=len(groups)))
    found = np.empty(len(groups), np.int64)
    found[order] = place
    return found


def share_of_best(groups: Numbers, values: Values) -> Values:
    """Each value by the highest of its group; 0 where that is 0."""
    best = np.zeros(int(groups.max(initial=0)) + 1)
    np.maximum.at(best, groups, values)
    return values / np.where(best > 0, best, 1)[groups]


def log_likelihood(pairs: PairTable, units: int) -> Values:
    """Dunning's ratio: how surely the two do not stand together by chance."""
    both, zh, en = pairs.both, pairs.zh_units, pairs.en_units
    cells = (
        (both, zh * en / units),
        (zh - both, zh * (units - en) / units),
        (en - both, en * (units - zh) / units),
        (units - zh - en + both, (units - zh) * (units - en) / units),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [
            np.where(seen > 0, seen * log(np.maximum(seen, 1) / expected), 0)
            for seen, expected in cells
        ]
    return 2 * np.sum(parts, 0)  # type: ignore[no-any-return]
