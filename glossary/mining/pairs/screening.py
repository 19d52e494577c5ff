"""The first look at all pairs of stretches of a sentence pair: which of them are worth a second.

A sentence pair has some 6,000 pairs of stretches. Those are left whose words are linked at all,
and of these a regression over features that are worked out for all of them at once leaves some
200, among them nearly all that are right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.exact import snapped

Matrix = npt.NDArray[np.float64]
Chosen = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]

_WEIGHT_BITS = 16  # derived: weights and features of so many bits have exact sums
LEAST_COVERED = 0.02
"""Of the words of each stretch, so much is linked into the other. Chosen: with nothing asked the
regression, being a straight line, leaves twice the candidates for the same share of right ones;
half as much again loses five right pairs in a thousand."""


@dataclass(frozen=True)
class StretchPairs:
    """Features of all pairs of stretches: `zh` (Chinese stretches, features of each by itself),
    `en` likewise, `both` (features, Chinese stretches, English stretches), the first two of which
    say how far the words of each are linked into the other."""

    zh: Matrix
    en: Matrix
    both: Matrix

    @property
    def are_linked(self) -> npt.NDArray[np.bool_]:
        """Which pairs are looked at, shape (Chinese stretches, English stretches)."""
        linked: npt.NDArray[np.bool_] = np.minimum(self.both[0], self.both[1]) >= LEAST_COVERED
        return linked

    def of(self, chosen: Chosen) -> Matrix:
        """The features of some pairs, a row each."""
        zh, en = chosen
        return np.concatenate([self.zh[zh], self.en[en], self.both[:, zh, en].T], 1)


@dataclass(frozen=True)
class Screen:
    """The regression: a weight for each feature in the order of `StretchPairs.of`, a constant, and
    the log odds from which a pair is kept."""

    weights: Matrix
    constant: float
    least: float

    def odds(self, pairs: StretchPairs) -> Matrix:
        """Log odds, shape (Chinese stretches, English stretches)."""
        weights = snapped(self.weights, _WEIGHT_BITS)
        zh, en, both = np.split(weights, np.cumsum([pairs.zh.shape[1], pairs.en.shape[1]]))
        together: Matrix = np.tensordot(both, pairs.both, 1)
        together += (pairs.zh @ zh)[:, None] + (pairs.en @ en)[None, :] + self.constant
        return together

    def hopeful(self, pairs: StretchPairs, odds: Matrix) -> Chosen:
        """The pairs that are kept."""
        zh, en = np.nonzero(pairs.are_linked & (odds >= self.least))
        return zh, en
