"""How likely a pair of types is one that a terminologist takes: boosted trees over `features`.

The trees stand in `data/corpus.json`, which says how they were fitted; `fit.corpus` writes it. Each
is a table of nodes: the feature it asks, the limit, where to go if the value is at most that and
where if it is above, and at a leaf, which leads to itself, the log odds; limits and log odds as
multiples of 2**-16. What they say of pairs in one unit or two is corrected (`few`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus import few
from glossary.mining.corpus.features import NAMES
from glossary.mining.corpus.few import BITS
from glossary.mining.knowledge.exact import logistic, snapped

Matrix = npt.NDArray[np.float64]
Node = Sequence[int]

DATA = Path(__file__).parents[2] / "data" / "corpus.json"


@dataclass(frozen=True)
class Tree:
    """The nodes of a tree by column; a leaf leads to itself."""

    feature: npt.NDArray[np.intp]
    limit: Matrix
    low: npt.NDArray[np.intp]
    high: npt.NDArray[np.intp]
    odds: Matrix
    depth: int

    def of(self, rows: Matrix) -> Matrix:
        """The log odds of each row."""
        node = np.zeros(len(rows), np.intp)
        each = np.arange(len(rows))
        for _ in range(self.depth):
            goes_low = rows[each, self.feature[node]] <= self.limit[node]
            node = np.where(goes_low, self.low[node], self.high[node])
        return self.odds[node]


@dataclass(frozen=True)
class Forest:
    """Trees whose log odds are summed, from a common start."""

    start: float
    trees: tuple[Tree, ...]

    def of(self, rows: Matrix) -> Matrix:
        """The log odds of each row of snapped features."""
        odds = np.full(len(rows), self.start)
        for tree in self.trees:
            odds += tree.of(rows)
        return odds


def confidence(rows: Matrix) -> Matrix:
    """The probability of each pair by its features, shape (pairs,)."""
    rows = snapped(rows, BITS)
    return logistic(few.load().of(load().of(rows), rows))  # type: ignore[no-any-return]


@cache
def load() -> Forest:
    """The fitted trees."""
    return from_data(json.loads(DATA.read_text(encoding="utf-8")))


def from_data(data: Mapping[str, Any]) -> Forest:
    """The trees that `fit.corpus` wrote as plain data."""
    if tuple(data["features"]) != NAMES:
        raise ValueError("the features are not those that the trees were fitted to")
    return Forest(snapped(data["start"], BITS), tuple(_tree(nodes) for nodes in data["trees"]))


def _tree(nodes: Sequence[Node]) -> Tree:
    table = np.array(nodes, np.int64)
    low, high = table[:, 2], table[:, 3]
    return Tree(
        table[:, 0],
        table[:, 1] / 2**BITS,
        low,
        high,
        table[:, 4] / 2**BITS,
        _depth(low, high, 0),
    )


def _depth(low: npt.NDArray[np.intp], high: npt.NDArray[np.intp], node: int) -> int:
    if low[node] == node:
        return 0
    return 1 + max(_depth(low, high, int(low[node])), _depth(low, high, int(high[node])))
