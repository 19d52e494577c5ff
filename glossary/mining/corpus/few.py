"""How likely a pair is that stands in one unit or in two, which the trees were not fitted to.

They are far off there: what is associated so strongly in so few units is so by chance mostly. For
each number of units a logistic regression over the log odds of the trees and SIGNS among the
features says what they should be. Its weights stand in `data/few.json`; `fit.few` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.features import NAMES
from glossary.mining.knowledge.exact import log, snapped

Matrix = npt.NDArray[np.float64]

DATA = Path(__file__).parents[2] / "data" / "few.json"
BITS = 16
"""Features, log odds and weights are multiples of 2**-16. Derived: the sums of their products are
exact on every machine."""
SIGNS = (
    "least known",
    "share of zh",
    "share of en",
    "longer zh",
    "longer en",
    "log likelihood",
)
"""Features that tell chance from terms in few units: that a dictionary knows both sides, that
neither stands elsewhere, that longer wordings stand there with the same other side; and how large
the memory is, for the likelihood grows with it."""
UNITS = (1, 2)
"""The numbers of units that count as few. Derived: those below what the trees were fitted to."""
_COLUMNS = [NAMES.index(name) for name in SIGNS]
_LOG_UNITS = NAMES.index("log units")


@dataclass(frozen=True)
class Correction:
    """For each number of units the weights of a constant, of the log odds and of SIGNS."""

    weights: Mapping[int, Matrix]

    def of(self, odds: Matrix, rows: Matrix) -> Matrix:
        """The log odds of the rows of snapped features, corrected where they stand in few units."""
        found = odds.copy()
        for units, weights in self.weights.items():
            some = standing_in(rows, units)
            found[some] = (table(odds[some], rows[some]) * weights).sum(1)
        return found


def standing_in(rows: Matrix, units: int) -> npt.NDArray[np.bool_]:
    """Which rows of snapped features are of pairs that stand in so many units."""
    return np.asarray(rows[:, _LOG_UNITS] == snapped(float(log(float(units))), BITS))


def table(odds: Matrix, rows: Matrix) -> Matrix:
    """What the weights are for, shape (rows, 2 + len(SIGNS))."""
    return np.column_stack([np.ones(len(rows)), odds, rows[:, _COLUMNS]])


@cache
def load() -> Correction:
    """The fitted weights."""
    return from_data(json.loads(DATA.read_text(encoding="utf-8")))


def from_data(data: Mapping[str, Any]) -> Correction:
    """The weights that `fit.few` wrote as plain data, multiples of 2**-BITS."""
    if tuple(data["signs"]) != SIGNS:
        raise ValueError("the features are not those that the weights were fitted to")
    weights = {int(n): np.array(each) / 2**BITS for n, each in data["weights"].items()}
    return Correction(weights)
