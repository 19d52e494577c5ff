"""The first look at all pairs of stretches of a sentence pair: which of them are worth a second.

A sentence pair has some 6,000 pairs of stretches. Those are left whose words are linked at all,
and of these a regression over features that are worked out at once leaves some 200, among them
nearly all that are right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.exact import snapped
from glossary.mining.pairs.link_features import Chosen, Cover

Matrix = npt.NDArray[np.float64]

FEATURE_BITS = 16
"""Features are multiples of 2**-16. Chosen: finer than any tells, and their sums are exact."""
_WEIGHT_BITS = 16  # derived: weights and features of so many bits have exact sums
LEAST_COVERED = 0.02
"""Of the words of each stretch, so much is linked into the other. Chosen: with nothing asked the
regression, being a straight line, leaves twice the candidates for the same share of right ones;
half as much again loses five right pairs in a thousand."""


@dataclass(frozen=True)
class StretchPairs:
    """Features of all pairs of stretches: `zh` (Chinese stretches, features of each by itself),
    `en` likewise, and how far the words of each are linked into the other."""

    zh: Matrix
    en: Matrix
    cover: Cover

    @property
    def are_linked(self) -> npt.NDArray[np.bool_]:
        """Which pairs are looked at, shape (Chinese stretches, English stretches)."""
        least = snapped(np.minimum(self.cover.zh_mean, self.cover.en_mean), FEATURE_BITS)
        linked: npt.NDArray[np.bool_] = least >= LEAST_COVERED
        return linked

    def links(self, chosen: Chosen) -> Matrix:
        """How far the words of some pairs are linked, a row each."""
        return snapped(self.cover.of(chosen), FEATURE_BITS)  # type: ignore[no-any-return]

    def of(self, chosen: Chosen) -> Matrix:
        """The features of some pairs, a row each."""
        zh, en = chosen
        return np.concatenate([self.zh[zh], self.en[en], self.links(chosen)], 1)


@dataclass(frozen=True)
class Screen:
    """The regression: a weight for each feature in the order of `StretchPairs.of`, a constant, and
    the log odds from which a pair is kept."""

    weights: Matrix
    constant: float
    least: float

    def odds(self, pairs: StretchPairs, chosen: Chosen) -> Matrix:
        """Log odds of some pairs."""
        weights = snapped(self.weights, _WEIGHT_BITS)
        zh, en, links = np.split(weights, np.cumsum([pairs.zh.shape[1], pairs.en.shape[1]]))
        alone = (pairs.zh @ zh)[chosen[0]] + (pairs.en @ en)[chosen[1]]
        odds: Matrix = pairs.links(chosen) @ links + (alone + self.constant)
        return odds

    def hopeful(self, pairs: StretchPairs) -> Chosen:
        """The pairs that are kept."""
        zh, en = np.nonzero(pairs.are_linked)
        kept = self.odds(pairs, (zh, en)) >= self.least
        return zh[kept], en[kept]
