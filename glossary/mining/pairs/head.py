"""The head: from the states of two stretches, and the features of the pair, to log odds.

Each stretch is seen by the states of its first and its last word, their mean, and the states of
the words before and after it. Both sides are put through a layer each; their outputs, the product
of these and a layer over the features go through one more. Fitted: `fit.heads`, which needs torch;
here numpy is enough, and all products are exact (see `transformer.Dense`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge import exact
from glossary.mining.knowledge.transformer import Dense, Singles, gelu

Matrix = npt.NDArray[np.float64]
Layers = dict[str, tuple[Singles, Singles]]
"""(weights, bias) of each layer of a head, by its name; weights of shape (out, in)."""
Spans = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]

VIEWS = 5
"""First, last, mean, before, after: given by what `HeadSide` does."""
_SUM_BITS = 12  # derived: sums of 2**31 values below 2**10 are exact


class Seen(NamedTuple):
    """What a head sees of the stretches of one language: a row for each of them, and which row each
    candidate has."""

    values: Singles
    of: npt.NDArray[np.intp]

    def by(self, candidates: slice | npt.NDArray[np.intp]) -> Seen:
        """The same for some of the candidates."""
        return Seen(self.values, self.of[candidates])


@dataclass(frozen=True)
class HeadSide:
    """One language: states of all words and the ends of stretches to what is seen of each."""

    dense: Dense
    bias: Singles

    def __call__(self, states: Matrix, spans: Spans) -> Seen:
        """`states` (tokens, width); `spans` the first and the last token of each stretch, which may
        come more than once and is worked out once."""
        kinds, of = np.unique(spans[0] * len(states) + spans[1], return_inverse=True)
        first, last = np.divmod(kinds, len(states))
        seen = self.dense(np.pad(states, ((1, 1), (0, 0))).astype(np.float32))
        begin, end, inside, before, after = np.split(seen, VIEWS, axis=1)
        total = begin[first + 1] + end[last + 1] + _means(inside, first, last)
        return Seen(gelu(total + before[first] + after[last + 2] + self.bias), of)


def _means(values: Singles, first: npt.NDArray[np.intp], last: npt.NDArray[np.intp]) -> Singles:
    """The means over stretches; `values` has a row before the first token."""
    sums = exact.snapped(values.astype(np.float64), _SUM_BITS).cumsum(0)
    means = (sums[last + 1] - sums[first]) / (last - first + 1)[:, None]
    return means.astype(np.float32)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Head:
    """The whole head."""

    zh: HeadSide
    en: HeadSide
    hand: Dense
    inner: Dense
    outer: Dense
    line: Dense

    def seen(self, states: tuple[Matrix, Matrix], spans: tuple[Spans, Spans]) -> tuple[Seen, Seen]:
        """What it sees of the stretches; `states` and `spans` are (Chinese, English). Several
        sentence pairs may stand end to end, an empty row between the words of two."""
        return self.zh(states[0], spans[0]), self.en(states[1], spans[1])

    def odds(self, seen: tuple[Seen, Seen], features: Singles) -> Matrix:
        """Log odds of each candidate; `features` are scaled, a row each."""
        zh, en = (side.values[side.of] for side in seen)
        both = np.concatenate([zh, en, zh * en, gelu(self.hand(features))], 1)
        odds = self.outer(gelu(self.inner(both))) + self.line(features)
        return odds[:, 0].astype(np.float64)


def heads_from(data: Mapping[str, npt.NDArray[Any]]) -> list[Head]:
    """The heads in a file that `fit.heads` wrote: arrays NUMBER.LAYER.counts, .step and .bias."""
    number, heads = 0, []
    while f"{number}.zh.counts" in data:
        heads.append(_head(data, f"{number}."))
        number += 1
    return heads


def _head(data: Mapping[str, npt.NDArray[Any]], at: str) -> Head:
    def dense(name: str) -> Dense:
        return Dense(*(data[f"{at}{name}.{part}"] for part in ("counts", "step", "bias")))

    def side(name: str) -> HeadSide:
        parts = data[f"{at}{name}.counts"], data[f"{at}{name}.step"]
        return HeadSide(
            Dense(*parts, np.zeros(len(parts[0]), np.float32)), data[f"{at}{name}.bias"]
        )

    layers = (dense(name) for name in ("hand", "inner", "outer", "line"))
    return Head(side("zh"), side("en"), *layers)


def as_data(heads: Sequence[Layers]) -> dict[str, npt.NDArray[Any]]:
    """The arrays of heads, as `heads_from` reads them."""
    found: dict[str, npt.NDArray[Any]] = {}
    for number, layers in enumerate(heads):
        for name, (weights, bias) in layers.items():
            counts, step = Dense.counted(weights)
            at = f"{number}.{name}"
            found |= {f"{at}.counts": counts.astype(np.int8), f"{at}.step": step}
            found[f"{at}.bias"] = bias.astype(np.float32)
    return found
