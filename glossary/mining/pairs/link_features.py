"""How far the words of two stretches translate each other, of many pairs of stretches at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from glossary.mining.knowledge.exact import snapped
from glossary.mining.pairs.sentence_pair import SentencePair
from glossary.mining.pairs.stretches import Stretch
from glossary.mining.pairs.word_alignment import CHANCE_BITS

Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Chosen = tuple[Numbers, Numbers]
"""Pairs of stretches: the numbers of the Chinese ones, and of the English ones."""
Ends = tuple[Numbers, Numbers]
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
"""The features of `Cover.of`, in their order."""


class Cover:
    """How far the words of every Chinese stretch are linked into every English one, and back.

    `zh_mean` and `en_mean` say it of all pairs, shape (zh stretches, en stretches). The rest is
    worked out of pairs that are asked for: of half a million that a long sentence has, one in
    sixty is worth it.
    """

    def __init__(self, pair: SentencePair) -> None:
        zh_content = np.array([t.content for t in pair.zh_tokens], float)
        en_content = np.array([t.content for t in pair.en_tokens], float)
        lengths = np.array([len(t.text) for t in pair.zh_tokens], float)
        said = snapped(pair.dictionary, CHANCE_BITS) * np.outer(zh_content, en_content)
        ends = zh_ends, en_ends = _ends(pair.zh_stretches), _ends(pair.en_stretches)
        self._zh = Direction(pair.chance, said, *ends, lengths * zh_content)
        self._en = Direction(pair.chance.T, said.T, *ends[::-1], en_content)
        self.zh_mean, self.en_mean = self._zh.mean, self._en.mean.T
        self._both = self.zh_mean * self.en_mean
        self._most = self._both.max(1), self._both.max(0)
        self._strong = Links(pair.chance > STRONG, *ends)
        self._words = sums((lengths * zh_content / 2)[:, None], zh_ends)[:, 0]
        self._content = sums(en_content[:, None], en_ends)[:, 0]

    def of(self, chosen: Chosen) -> Matrix:
        """What LINKS names of some pairs of stretches, shape (pairs, len(LINKS))."""
        zh, en = self._zh.of(*chosen), self._en.of(*chosen[::-1])
        inside, outside = self._strong.of(*chosen)
        words, content = self._words[chosen[0]], self._content[chosen[1]]
        both = self._both[chosen]
        return np.stack(
            (
                zh.mean,
                en.mean,
                zh.leak,
                en.leak,
                zh.least,
                en.least,
                np.minimum(inside, 4),
                np.minimum(outside, 4),
                zh.known,
                en.known,
                np.abs(words - content) / np.maximum(1, content),
                np.maximum(zh.before, zh.after),
                np.maximum(en.before, en.after),
                (zh.after > STRONG).astype(float) + (en.after > STRONG),
                both,
                zh.first,
                zh.last,
                en.first,
                en.last,
                zh.before,
                zh.after,
                en.before,
                en.after,
                self._most[0][chosen[0]] - both,
                self._most[1][chosen[1]] - both,
            ),
            1,
        )


class Directed(NamedTuple):
    """Pairs of an own and another stretch in one direction, each of shape (pairs,).

    `mean`: of each own word's best link into the other stretch; `leak`: what leads out of it
    instead; `least`: the worst content word; `known`: the mean dictionary support; `first`, `last`:
    the words at the edges; `before`, `after`: the words next to them.
    """

    mean: Matrix
    leak: Matrix
    least: Matrix
    known: Matrix
    first: Matrix
    last: Matrix
    before: Matrix
    after: Matrix


class Direction:
    """One direction: each `own` stretch as seen from each `other`; `mean`, see `Directed`, has the
    shape (own, other). What is kept besides has a row for each own token, not each stretch."""

    def __init__(
        self,
        chance: Matrix,
        support: Matrix,
        own: Ends,
        other: Ends,
        weight: Matrix,
    ) -> None:
        inside, outside = _greatest(chance, other), _outside(chance, other)
        column = weight[:, None]
        self._own = own
        self._total = np.maximum(sums(column, own), 1e-9)
        self.mean = sums(column * inside, own) / self._total
        self._leaks = _running(column * np.maximum(0, outside - 0.5 * inside))
        self._known = _running(column * _greatest(support, other))
        self._greatest = _greatest_from(-np.where(column > 0, inside, 1.0).T, own)
        self._around = np.pad(inside, ((1, 1), (0, 0)))

    def of(self, own: Numbers, other: Numbers) -> Directed:
        first, last = self._own[0][own], self._own[1][own]
        total = self._total[own, 0]
        return Directed(
            mean=self.mean[own, other],
            leak=(self._leaks[last + 1, other] - self._leaks[first, other]) / total,
            least=-self._greatest[other, first, last - first],
            known=(self._known[last + 1, other] - self._known[first, other]) / total,
            first=self._around[first + 1, other],
            last=self._around[last + 1, other],
            before=self._around[first, other],
            after=self._around[last + 2, other],
        )


class Links:
    """How many of the strong links of two stretches lie inside both, and how many lead out."""

    def __init__(self, strong: Flags, zh: Ends, en: Ends) -> None:
        self._zh, self._en = zh, en
        self._before = np.pad(strong.cumsum(0).cumsum(1), ((1, 0), (1, 0)))  # above and to the left

    def of(self, zh: Numbers, en: Numbers) -> tuple[Numbers, Numbers]:
        """(inside, leading out) of pairs of stretches, each of shape (pairs,)."""
        rows, columns = (
            (self._zh[0][zh], self._zh[1][zh] + 1),
            (self._en[0][en], self._en[1][en] + 1),
        )
        inside = self._within(rows, columns)
        every_row, every_column = (0, self._before.shape[0] - 1), (0, self._before.shape[1] - 1)
        of_zh, of_en = self._within(rows, every_column), self._within(every_row, columns)
        return inside, of_zh + of_en - 2 * inside

    def _within(self, rows: tuple[Any, Any], columns: tuple[Any, Any]) -> Numbers:
        """Links in rectangles of tokens, by their first rows and columns and those after them."""
        (top, bottom), (left, right), before = rows, columns, self._before
        found: Numbers = before[bottom, right] - before[top, right]
        found -= before[bottom, left] - before[top, left]
        return found


def _ends(stretches: Sequence[Stretch]) -> Ends:
    firsts, lasts = np.array([(s.first, s.last) for s in stretches]).T
    return firsts, lasts


def sums(values: Matrix, stretches: Ends) -> Matrix:
    """The sums of the rows of each stretch, shape (stretches, columns)."""
    running = _running(values)
    firsts, lasts = stretches
    sums: Matrix = running[lasts + 1] - running[firsts]
    return sums


def _running(values: Matrix) -> Matrix:
    """The sums of the rows before each, and of all."""
    return np.concatenate([np.zeros((1, values.shape[1])), values.cumsum(0)])


def _greatest(values: Matrix, stretches: Ends) -> Matrix:
    """The greatest of each row inside each stretch of columns, shape (rows, stretches)."""
    firsts, lasts = stretches
    greatest: Matrix = _greatest_from(values, stretches)[:, firsts, lasts - firsts]
    return greatest


def _greatest_from(values: Matrix, stretches: Ends) -> Matrix:
    """The greatest of each row from a column on, shape (rows, columns, columns after it)."""
    firsts, lasts = stretches
    longest = int((lasts - firsts).max()) + 1
    padded = np.pad(values, ((0, 0), (0, longest - 1)), constant_values=-np.inf)
    return np.maximum.accumulate(sliding_window_view(padded, longest, axis=1), 2)


def _outside(chance: Matrix, stretches: Ends) -> Matrix:
    """The greatest of each row outside each stretch of columns, shape (rows, stretches)."""
    around = np.pad(chance, ((0, 0), (1, 1)))
    before = np.maximum.accumulate(around, 1)
    after = np.maximum.accumulate(around[:, ::-1], 1)[:, ::-1]
    firsts, lasts = stretches
    outside: Matrix = np.maximum(before[:, firsts], after[:, lasts + 2])
    return outside
