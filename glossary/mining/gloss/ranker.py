"""A conditional logit model over candidates: each has named features, the best score wins.

Weights, and the two parameters that calibrate the winner's share to a probability, are data
(`glossary/data/gloss.json`), fitted by `glossary.mining.fit.gloss`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from glossary.mining.knowledge.exact import exp, log, logistic

Features = dict[str, float]
DATA = Path(__file__).parents[2] / "data" / "gloss.json"


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights by feature name; `slope` and `intercept` calibrate the result (Platt scaling)."""

    weights: dict[str, float]
    slope: float = 1.0
    intercept: float = 0.0

    def score(self, features: Features) -> float:
        weights = self.weights
        return sum(weights.get(name, 0.0) * value for name, value in features.items())

    def shares(self, candidates: Sequence[Features]) -> list[float]:
        """The probability of each candidate among all, before calibration."""
        scores = [self.score(features) for features in candidates]
        top = max(scores)
        exponentials = [exp(score - top) for score in scores]
        total = sum(exponentials)
        return [value / total for value in exponentials]

    def best(self, candidates: Sequence[Features]) -> tuple[int, float]:
        """(index of the winner, calibrated probability that it is right)."""
        shares = self.shares(candidates)
        index = max(range(len(shares)), key=shares.__getitem__)
        return index, self.calibrated(shares[index])

    def calibrated(self, share: float) -> float:
        """Platt's sigmoid over the log odds of the winner's share."""
        share = min(max(share, 1e-6), 1 - 1e-6)
        odds = log(share / (1 - share))
        return float(logistic(self.slope * odds + self.intercept))


@cache
def load() -> dict[str, object]:
    """The data file: `rankers` (term, name, acronym) and `rates`, each with its origin."""
    weights: dict[str, object] = json.loads(DATA.read_text(encoding="utf-8"))
    return weights


@cache
def ranker(name: str) -> Ranker:
    """The fitted ranker of that name."""
    stored = load()["rankers"][name]  # type: ignore[index]
    return Ranker(stored["weights"], stored["slope"], stored["intercept"])


def rate(name: str) -> float:
    """The precision of a rule without a ranker, on the cases on which it was measured."""
    return float(load()["rates"][name])  # type: ignore[index]
