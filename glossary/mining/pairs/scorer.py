"""The learned scorer of candidate pairs: a first look, and a few heads whose log odds are averaged.

Its numbers stand in `data/pairs.json`, with how they came about, and `data/pair_heads.npz`;
`fit.pairs` writes both. Scoring needs numpy only, and gives the same bits everywhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge import threads
from glossary.mining.knowledge.exact import logistic, snapped
from glossary.mining.pairs.features import CandidatePairs
from glossary.mining.pairs.head import Head, Seen, Spans, heads_from
from glossary.mining.pairs.screening import Screen
from glossary.mining.pairs.sentence_pair import SentencePair
from glossary.mining.pairs.stretches import Stretch
from glossary.mining.pairs.word_alignment import LinkWeights

Matrix = npt.NDArray[np.float64]
_ODDS_BITS = 16  # derived: finer than the heads, and their sum is exact
_FARTHEST = 5.0
"""Chosen: spreads from its mean at which a feature is cut off, so that an odd text moves nothing
far."""
_MENDED = 6.0
"""Log odds by which the other heads may lift what the first one says. Chosen: of 12,710 candidates
that were proposed of passages of all kinds, among 261,000, the first head had none more than 4.4
below what is asked for; six candidates in ten are seen by it alone."""
_ROWS = 1024  # candidates at once: what stays in a processor's memory. Chosen, and never varied
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

    def raw(
        self,
        pairs: Sequence[SentencePair],
        found: Sequence[CandidatePairs],
        least: float = -math.inf,
    ) -> list[Matrix]:
        """Log odds of each sentence pair's candidates before calibration, the mean of all heads.

        Those of several pairs are worked out at once: a head's weights are larger than a
        processor's near memory, and reading them takes longer than one pair's products. Where only
        those from `least` on are wanted, the others may have -inf: a candidate of which the first
        head thinks so little that the others do not mend it is not shown to them.
        """
        if not any(len(own.zh) for own in found):
            return [np.zeros(0) for _ in found]
        features = self.scaled(np.concatenate([own.features for own in found]))
        seen = self._seen(pairs, found)
        odds = self._odds(self.heads[:1], seen[:1], features)[0]
        left = np.flatnonzero(odds >= least - _MENDED)
        shown = [(zh.by(left), en.by(left)) for zh, en in seen[1:]]
        rest = self._odds(self.heads[1:], shown, features[left])
        mean = np.full(len(odds), -math.inf)
        mean[left] = np.sum([odds[left], *rest], 0) / len(self.heads)
        return np.split(mean, np.cumsum([len(own.zh) for own in found])[:-1])

    def _seen(
        self, pairs: Sequence[SentencePair], found: Sequence[CandidatePairs]
    ) -> list[tuple[Seen, Seen]]:
        """What each head sees of the stretches of the candidates."""
        both = list(zip(pairs, found, strict=True))
        zh_rows, zh_ends = _joined([(p.zh_states, p.zh_stretches, f.zh) for p, f in both])
        en_rows, en_ends = _joined([(p.en_states, p.en_stretches, f.en) for p, f in both])
        states, ends = (zh_rows, en_rows), (zh_ends, en_ends)
        return threads.spread(lambda head: head.seen(states, ends), self.heads)

    def _odds(
        self,
        heads: Sequence[Head],
        seen: Sequence[tuple[Seen, Seen]],
        features: npt.NDArray[np.float32],
    ) -> list[Matrix]:
        """Of each head its log odds of all candidates, on the grid."""
        rows = [slice(at, at + _ROWS) for at in range(0, len(features), _ROWS)]

        def judged(part: tuple[Head, tuple[Seen, Seen], slice]) -> Matrix:
            head, (zh, en), at = part
            odds: Matrix = snapped(head.odds((zh.by(at), en.by(at)), features[at]), _ODDS_BITS)
            return odds

        parts = [(head, both, at) for head, both in zip(heads, seen, strict=True) for at in rows]
        said = threads.spread(judged, parts)
        size = len(rows)
        return [np.concatenate(said[n * size : (n + 1) * size]) for n in range(len(heads))]

    def scaled(self, features: Matrix) -> npt.NDArray[np.float32]:
        """Features as the heads want them."""
        away = (features - self.mean) / self.spread
        return np.clip(away, -_FARTHEST, _FARTHEST).astype(np.float32)

    def confidence(
        self,
        pairs: Sequence[SentencePair],
        found: Sequence[CandidatePairs],
        least: float = 0.0,
    ) -> list[Matrix]:
        """The confidence of each sentence pair's candidates; that of one that is sure to stay below
        `least` may be given as 0."""
        slope, shift = self.calibration
        wanted = (math.log(least / (1 - least)) - shift) / slope if least else -math.inf
        return [logistic(slope * odds + shift) for odds in self.raw(pairs, found, wanted)]


def _joined(
    sides: Sequence[tuple[Matrix, Sequence[Stretch], npt.NDArray[np.intp]]],
) -> tuple[Matrix, Spans]:
    """The states of several sentences, an empty row between two, and the ends of their candidates'
    stretches in these rows. A side is its states, its stretches, and which of these are meant."""
    starts = np.cumsum([0, *(len(states) + 1 for states, *_ in sides)])
    rows = np.concatenate([np.pad(states, ((0, 1), (0, 0))) for states, *_ in sides])
    ends = [spans(stretches, chosen) for _, stretches, chosen in sides if len(chosen)]
    shifts = np.repeat(starts[:-1], [len(chosen) for *_, chosen in sides])
    first, last = np.concatenate(ends, 1)
    return rows, (first + shifts, last + shifts)


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
