"""How far the words of two stretches translate each other, for all pairs of stretches at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from glossary.mining.knowledge.exact import snapped
from glossary.mining.pairs.sentence_pair import SentencePair
from glossary.mining.pairs.stretches import Stretch
from glossary.mining.pairs.word_alignment import CHANCE_BITS

Matrix = npt.NDArray[np.float64]
Ends = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
"""The first and the last token of each stretch."""
STRONG = 0.4
"""The chance from which a cell counts as a link. Chosen: what is made of it is weighed by what is
fitted (`fit.pairs`)."""


LINKS = (
    "zh covered",
    "en covered",
    "zh leaks",
    "en leaks",
    "zh least",
    "en least",
    "links in",
    "links out",
    "dictionary zh",
    "dictionary en",
    "length differs",
    "zh neighbour linked",
    "en neighbour linked",
    "edges linked out",
    "covered both",
    "zh first linked",
    "zh last linked",
    "en first linked",
    "en last linked",
    "zh before linked",
    "zh after linked",
    "en before linked",
    "en after linked",
    "covered rank zh",
    "covered rank en",
)
"""The features of `Cover.features`, in their order."""


class Cover:
    """How far the words of every Chinese stretch are linked into every English one, and back.

    All matrices have the shape (zh stretches, en stretches).
    """

    def __init__(self, pair: SentencePair) -> None:
        zh_content = np.array([t.content for t in pair.zh_tokens], float)
        en_content = np.array([t.content for t in pair.en_tokens], float)
        lengths = np.array([len(t.text) for t in pair.zh_tokens], float)
        said = snapped(pair.dictionary, CHANCE_BITS) * np.outer(zh_content, en_content)
        ends = zh_ends, en_ends = _ends(pair.zh_stretches), _ends(pair.en_stretches)
        self.zh = Direction(pair.chance, said, *ends, lengths * zh_content)
        self.en = Direction(pair.chance.T, said.T, *ends[::-1], en_content).turned()
        strong = (pair.chance > STRONG).astype(float)
        by_zh = sums(strong, zh_ends)
        within = sums(by_zh.T, en_ends).T
        rows = by_zh.sum(1)[:, None]
        columns = sums(strong.T, en_ends).sum(1)[None, :]
        self.links_in = np.minimum(within, 4)
        self.links_out = np.minimum(rows + columns - 2 * within, 4)
        words = sums((lengths * zh_content / 2)[:, None], zh_ends)
        content = sums(en_content[:, None], en_ends).T
        self.uneven = np.abs(words - content) / np.maximum(1, content)

    def features(self) -> Matrix:
        """What LINKS names, shape (len(LINKS), zh stretches, en stretches)."""
        zh, en = self.zh, self.en
        both = zh.mean * en.mean
        edges = (zh.after > STRONG).astype(float) + (en.after > STRONG)
        return np.stack(
            (
                zh.mean,
                en.mean,
                zh.leak,
                en.leak,
                zh.least,
                en.least,
                self.links_in,
                self.links_out,
                zh.known,
                en.known,
                self.uneven,
                np.maximum(zh.before, zh.after),
                np.maximum(en.before, en.after),
                edges,
                both,
                zh.first,
                zh.last,
                en.first,
                en.last,
                zh.before,
                zh.after,
                en.before,
                en.after,
                both.max(1, keepdims=True) - both,
                both.max(0, keepdims=True) - both,
            )
        )


class Direction:
    """One direction: each `own` stretch as seen from each `other`, shape (own, other).

    `mean`: of each word's best link into the other stretch; `leak`: what leads out of it instead;
    `least`: the worst content word; `known`: the mean dictionary support; `first`, `last`: the
    words at the edges; `before`, `after`: the words next to them.
    """

    def __init__(
        self,
        chance: Matrix,
        support: Matrix,
        own: Ends,
        other: Ends,
        weight: Matrix,
    ) -> None:
        inside, outside = _greatest(chance, other), _outside(chance, other)
        said = _greatest(support, other)
        firsts, lasts = own
        total = np.maximum(sums(weight[:, None], own), 1e-9)
        self.mean = sums(weight[:, None] * inside, own) / total
        self.leak = sums(weight[:, None] * np.maximum(0, outside - 0.5 * inside), own) / total
        self.known = sums(weight[:, None] * said, own) / total
        meaningful = np.where(weight[:, None] > 0, inside, 1.0)
        self.least = -_greatest(-meaningful.T, own).T
        around = np.pad(inside, ((1, 1), (0, 0)))
        self.before, self.first = around[firsts], around[firsts + 1]
        self.last, self.after = around[lasts + 1], around[lasts + 2]

    def turned(self) -> Direction:
        """The same with the shape (other, own)."""
        for name, matrix in vars(self).items():
            setattr(self, name, matrix.T)
        return self


def _ends(stretches: Sequence[Stretch]) -> Ends:
    firsts, lasts = np.array([(s.first, s.last) for s in stretches]).T
    return firsts, lasts


def sums(values: Matrix, stretches: Ends) -> Matrix:
    """The sums of the rows of each stretch, shape (stretches, columns)."""
    running = np.concatenate([np.zeros((1, values.shape[1])), values.cumsum(0)])
    firsts, lasts = stretches
    sums: Matrix = running[lasts + 1] - running[firsts]
    return sums


def _greatest(values: Matrix, stretches: Ends) -> Matrix:
    """The greatest of each row inside each stretch of columns, shape (rows, stretches)."""
    firsts, lasts = stretches
    longest = int((lasts - firsts).max()) + 1
    padded = np.pad(values, ((0, 0), (0, longest - 1)), constant_values=-np.inf)
    from_each = sliding_window_view(padded, longest, axis=1)  # rows, first columns, those after
    greatest: Matrix = np.maximum.accumulate(from_each, 2)[:, firsts, lasts - firsts]
    return greatest


def _outside(chance: Matrix, stretches: Ends) -> Matrix:
    """The greatest of each row outside each stretch of columns, shape (rows, stretches)."""
    around = np.pad(chance, ((0, 0), (1, 1)))
    before = np.maximum.accumulate(around, 1)
    after = np.maximum.accumulate(around[:, ::-1], 1)[:, ::-1]
    firsts, lasts = stretches
    outside: Matrix = np.maximum(before[:, firsts], after[:, lasts + 2])
    return outside
