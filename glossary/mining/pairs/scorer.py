"""The learned scorer of candidate pairs: a first look, and a few heads whose log odds are averaged.

Its numbers stand in `data/pairs.json`, with how they came about, and `data/pair_heads.npz`;
`fit.pairs` writes both. Scoring needs numpy only, and gives the same bits everywhere.
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

from glossary.mining.knowledge.exact import logistic, snapped
from glossary.mining.pairs.features import CandidatePairs
from glossary.mining.pairs.head import Head, Spans, heads_from
from glossary.mining.pairs.screening import Screen
from glossary.mining.pairs.sentence_pair import SentencePair
from glossary.mining.pairs.stretches import Stretch
from glossary.mining.pairs.word_alignment import LinkWeights

Matrix = npt.NDArray[np.float64]
_ODDS_BITS = 16  # derived: finer than the heads, and their sum is exact
_FARTHEST = 5.0
"""Chosen: spreads from its mean at which a feature is cut off, so that an odd text moves nothing
far."""
DATA = Path(__file__).parents[2] / "data" / "pairs.json"
HEADS = DATA.with_name("pair_heads.npz")


@dataclass(frozen=True)
class Scorer:
    """From candidates to the confidence that a reviewer takes the pair for a pair of terms."""

    names: tuple[str, ...]
    links: LinkWeights
    screen: Screen
    mean: Matrix
    spread: Matrix
    heads: tuple[Head, ...]
    calibration: tuple[float, float]  # of the log odds: slope, shift

    def raw(self, pair: SentencePair, found: CandidatePairs) -> Matrix:
        """Log odds before calibration, the mean of all heads; shape (candidates,)."""
        if not len(found.zh):
            return np.zeros(0)
        states = pair.zh_states, pair.en_states
        ends = spans(pair.zh_stretches, found.zh), spans(pair.en_stretches, found.en)
        scaled = self.scaled(found.features)
        odds = [snapped(head.odds(states, ends, scaled), _ODDS_BITS) for head in self.heads]
        return np.sum(odds, 0) / len(odds)  # type: ignore[no-any-return]

    def scaled(self, features: Matrix) -> npt.NDArray[np.float32]:
        """Features as the heads want them."""
        away = (features - self.mean) / self.spread
        return np.clip(away, -_FARTHEST, _FARTHEST).astype(np.float32)

    def confidence(self, pair: SentencePair, found: CandidatePairs) -> Matrix:
        slope, shift = self.calibration
        return logistic(slope * self.raw(pair, found) + shift)  # type: ignore[no-any-return]


def spans(stretches: Sequence[Stretch], chosen: npt.NDArray[np.intp]) -> Spans:
    """The first and the last token of the stretches of some candidates."""
    ends = np.array([(s.first, s.last) for s in stretches])[chosen]
    return ends[:, 0], ends[:, 1]


@cache
def load() -> Scorer:
    """The fitted scorer."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    with np.load(HEADS, allow_pickle=False) as heads:
        return from_data(data, heads)


def from_data(data: Mapping[str, Any], heads: Mapping[str, npt.NDArray[Any]]) -> Scorer:
    """The scorer that `fit.pairs` wrote as plain data and arrays."""
    return Scorer(
        names=tuple(data["features"]),
        links=links_from(data["links"]),
        screen=screen_from(data["screen"]),
        mean=np.array(data["mean"]),
        spread=np.array(data["spread"]),
        heads=tuple(heads_from(heads)),
        calibration=(data["calibration"][0], data["calibration"][1]),
    )


def links_from(data: Mapping[str, Sequence[float]]) -> LinkWeights:
    names = ("first", "second", "zh_mean", "en_mean")
    return LinkWeights(*(np.array(data[name]) for name in names))


def screen_from(data: Mapping[str, Any]) -> Screen:
    return Screen(np.array(data["weights"]), data["constant"], data["least"])
