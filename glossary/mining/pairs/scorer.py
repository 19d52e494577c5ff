"""The learned scorer of candidate pairs: a logistic regression and boosted trees, averaged.

Its numbers stand in `data/pairs.json`, with how they came about; `fit_pairs` writes them.
Predicting needs numpy only, and gives the same bits everywhere: what is summed lies on a grid (see
`exact`), and the trees ask between two values that a feature can take.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.exact import logistic, snapped
from glossary.mining.pairs.features import FEATURE_BITS

Matrix = npt.NDArray[np.float64]
_HOPELESS = -7.0  # log odds
_WEIGHT_BITS, _ODDS_BITS = 16, 20
DATA = Path(__file__).parents[2] / "data" / "pairs.json"


@dataclass(frozen=True)
class Trees:
    """Boosted regression trees, laid end to end: node n asks `feature[n] <= threshold[n]` and
    goes on to `left[n]` or `right[n]`; a leaf (left 0) adds `value[n]`."""

    roots: npt.NDArray[np.intp]
    feature: npt.NDArray[np.intp]
    threshold: Matrix
    left: npt.NDArray[np.intp]
    right: npt.NDArray[np.intp]
    value: Matrix
    base: float

    def log_odds(self, features: Matrix) -> Matrix:
        """The summed values, shape (len(features),)."""
        at = np.tile(self.roots, (len(features), 1))
        rows = np.arange(len(features))[:, None]
        while (inner := self.left[at] > 0).any():
            low = features[rows, self.feature[at]] <= self.threshold[at]
            at = np.where(inner, np.where(low, self.left[at], self.right[at]), at)
        sums: Matrix = self.base + self.value[at].sum(1)
        return sums


def between(threshold: float) -> float:
    """The middle of the two values of a feature that a threshold divides."""
    steps = math.ldexp(1.0, FEATURE_BITS)
    return (math.floor(threshold * steps) + 0.5) / steps


@dataclass(frozen=True)
class Scorer:
    """From features to the confidence that a reviewer takes the pair for a pair of terms."""

    names: tuple[str, ...]
    mean: Matrix
    spread: Matrix
    weights: Matrix
    constant: float
    trees: Trees
    calibration: tuple[float, float]  # of the log odds: slope, shift
    links: tuple[Matrix, Matrix]  # for `links.links`

    def raw(self, features: Matrix) -> Matrix:
        """Log odds before calibration: the mean of both learners, the trees being asked only
        where the regression leaves hope."""
        scaled = snapped((features - self.mean) / self.spread, _WEIGHT_BITS)
        odds: Matrix = np.clip(scaled @ self.weights + self.constant, _HOPELESS, -_HOPELESS)
        hope = odds > _HOPELESS
        if hope.any():
            odds[hope] = (odds[hope] + self.trees.log_odds(features[hope])) / 2
        return odds

    def confidence(self, features: Matrix) -> Matrix:
        slope, shift = self.calibration
        return logistic(slope * self.raw(features) + shift)  # type: ignore[no-any-return]


@cache
def load() -> Scorer:
    """The fitted scorer."""
    return from_data(json.loads(DATA.read_text(encoding="utf-8")))


def from_data(data: dict[str, Any]) -> Scorer:
    """The scorer that `fit_pairs` wrote as plain data."""
    linear, trees = data["linear"], data["trees"]
    return Scorer(
        names=tuple(data["features"]),
        mean=np.array(linear["mean"]),
        spread=np.array(linear["spread"]),
        weights=snapped(np.array(linear["weights"]), _WEIGHT_BITS),
        constant=snapped(linear["constant"], _ODDS_BITS),
        trees=Trees(
            roots=np.array(trees["roots"], np.intp),
            feature=np.array(trees["feature"], np.intp),
            threshold=np.array(trees["threshold"], float),
            left=np.array(trees["left"], np.intp),
            right=np.array(trees["right"], np.intp),
            value=snapped(np.array(trees["value"], float), _ODDS_BITS),
            base=snapped(trees["base"], _ODDS_BITS),
        ),
        calibration=(data["calibration"][0], data["calibration"][1]),
        links=_links(data["links"]),
    )


def _links(steps: Sequence[Sequence[float]]) -> tuple[Matrix, Matrix]:
    first, second = steps
    return np.array(first), np.array(second)
