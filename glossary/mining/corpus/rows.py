"""From judged pairs to the rows that a person reads: variants together, rivals beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from glossary.mining.corpus.arrays import Keys, Numbers
from glossary.mining.corpus.features import Described
from glossary.mining.corpus.proof import UnitsOf
from glossary.mining.corpus.sides import Matrix
from glossary.mining.corpus.wording import Wording

LEAST_CONFIDENCE = 0.15
"""Rows below are not listed. Chosen: as for pairs inside sentences (`pairs.miner`), which see."""
A_THOUSAND = 150
"""Rows of the default list for a thousand units. Given: what a person would read of so
many."""
FEWEST = 50  # rows of it for the smallest memory: chosen, a page
_ONLY_INSIDE = 0.9
"""Of its units, the share with a longer row around a shorter one from which the shorter is left
out. Chosen, and never varied."""
_RIVAL = 0.25
"""Confidence of a further translation that is shown as a rival. Chosen: one in three is right.
Never varied."""
_SHOWN_RIVALS = 5  # chosen: more than five renderings are a matter for a search


@dataclass
class Row:
    """A pair of terms with its inflected variants: the numbers of their pairs, the most frequent
    first. What is told of units is exact; `inside` is the share of units that have a longer row
    around this one."""

    zh: Wording
    en: Wording
    pairs: list[int]
    confidence: float
    units: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    origins: Keys = field(default_factory=lambda: np.zeros(0, np.uint64))
    inside: float = 0.0
    rivals: list[Row] = field(default_factory=list)


def rows_of(memory: Described, confidence: Matrix) -> list[Row]:
    """The rows of all pairs that are likely enough, best first."""
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    pairs = memory.pairs
    for n in np.flatnonzero(confidence >= LEAST_CONFIDENCE).tolist():
        key = memory.zh[int(pairs.zh[n])].key, memory.en[int(pairs.en[n])].key
        groups[key].append(n)
    rows = [_row(memory, confidence, numbers) for numbers in groups.values()]
    return sorted(rows, key=lambda row: (-row.confidence, row.zh.key, row.en.key))


def _row(memory: Described, confidence: Matrix, numbers: list[int]) -> Row:
    pairs = memory.pairs
    numbers = sorted(numbers, key=lambda n: (-pairs.both[n], memory.en[int(pairs.en[n])].text))
    first = numbers[0]
    sure = round(float(confidence[numbers].max()), 2)
    return Row(memory.zh[int(pairs.zh[first])], memory.en[int(pairs.en[first])], numbers, sure)


def with_rivals(rows: Iterable[Row]) -> list[Row]:
    """The best row of each Chinese term, the others of the same term as its rivals."""
    best: dict[str, Row] = {}
    for row in rows:
        known = best.setdefault(row.zh.key, row)
        if known is not row and row.confidence >= _RIVAL:
            known.rivals.append(row)
    return list(best.values())


def most_rows(units: int) -> int:
    """How long the default list is at most."""
    return max(FEWEST, units * A_THOUSAND // 1_000)


def placed(rows: Sequence[Row], numbers: Sequence[int], where: UnitsOf) -> None:
    """Give rows and their rivals the units of their pairs; `numbers` are those of `where`."""
    at = {number: n for n, number in enumerate(numbers)}
    for row in (each for one in rows for each in (one, *one.rivals[:_SHOWN_RIVALS])):
        places = [at[n] for n in row.pairs if n in at]
        units = np.concatenate([np.zeros(0, np.int64), *(where.units[n] for n in places)])
        origins = np.concatenate([np.zeros(0, np.uint64), *(where.origins[n] for n in places)])
        row.units, first = np.unique(units, return_index=True)
        row.origins = origins[first]


def numbers_of(rows: Iterable[Row]) -> list[int]:
    """The pairs of rows and of the rivals that are shown with them."""
    return sorted(
        {n for row in rows for each in (row, *row.rivals[:_SHOWN_RIVALS]) for n in each.pairs}
    )


def shown_rivals(row: Row) -> list[Row]:
    return row.rivals[:_SHOWN_RIVALS]


# ---------------------------------------------------------------- longer rows


def tell_inside(rows: Sequence[Row]) -> None:
    """Note for each row in which share of its units a longer row stands around it."""
    by_word: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for word in set(row.zh.words):
            by_word[word].append(row)
    for row in rows:
        rarest = min((by_word[word] for word in row.zh.words), key=len, default=[])
        longer = [other.units for other in rarest if _holds(other, row)]
        if longer and len(row.units):
            around = np.isin(row.units, np.concatenate(longer))
            row.inside = round(float(around.mean()), 2)


def _holds(longer: Row, row: Row) -> bool:
    if len(longer.zh.key) <= len(row.zh.key) or row.zh.key not in longer.zh.key:
        return False
    return longer.en.padded != row.en.padded and row.en.padded in longer.en.padded


def standing_alone(rows: Iterable[Row]) -> list[Row]:
    """The rows that do not only stand inside longer ones."""
    return [row for row in rows if row.inside < _ONLY_INSIDE]
