"""Sentence alignment inside a parallel stretch: the best sequence of beads.

A bead joins one to four sentences of a language with one to four of the other, five in all; a
sentence without a counterpart stays alone. Dynamic programming finds the sequence of the highest
total score. In a long stretch it looks only round the path that the same stretch takes in groups of
two sentences, which is found in the same way: the work is linear in the length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.align.dictionary_overlap import explained
from glossary.mining.align.sides import Side, Windows
from glossary.mining.knowledge import exact

_MOST = 4  # sentences of one language in a bead: chosen; whoever says it in more gets two beads
SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 4), (4, 1), (2, 3), (3, 2))
"""Derived: those of up to five sentences. Without those of five, fiction is aligned at F1 0.84 for
0.86 (MAC-Dev: see `document_weights`)."""
_ZH_ALONE, _EN_ALONE = (1, 0), (0, 1)
"""Given: a sentence without a counterpart."""

# Chosen, as are the weights below. Of the beads of annotated texts none is wrong by those aligned
# by hand, and 24 leave their paragraph or have no other side; beside a number, both at half and at
# double (python tests/benchmarks/bench_constants.py). The second falls where more is joined. Those
# in brackets were measured when 2 and 37 were wrong, with a further sentence adding 0.5 less 0.12.
_SMOOTHED = 15  # characters more on both sides, for short sentences (2 and 37, 2 and 37)
_SENTENCE_MORE = 0.2  # times its quality that a further sentence adds; 4 and 28, 11 and 15
_WHOLE = 10_000  # cells, zh times en, up to which all are tried (2 and 37, 2 and 37)
_AROUND = 10  # units beside the coarse path that are tried (2 and 37, 2 and 37)
_ROWS = 32  # whose cells are scored at once: chosen, a matter of time and memory alone

_SCORE_BITS = 20  # so that sums of scores are exact and equal ones are ties: derived, 33 are left

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a bead's signs are worth: chosen, with what is wrong at half and at double as above."""

    similarity: float = 1.0  # (6 and 50, 22 and 23)
    base: float = 0.30  # the similarity of sentences that say other things; 0 and 24, 0 and 52
    coverage: float = 0.5  # (6 and 51, 8 and 19)
    length: float = 0.10  # (2 and 26, 6 and 48)
    offset: float = 0.10  # what a bead has to be worth; 0 and 24, 0 and 25
    merge: float = 0.05  # less for a further sentence; 0 and 24, 4 and 27
    crossing: float = 0.25  # less for a side in two paragraphs (2 and 35, 2 and 37)
    heading: float = 0.25  # less for a heading with what is none (2 and 37, 2 and 37)
    characters: float = (
        3.1  # English for a Chinese one, before the text is known (4 and 45, 0 and 25)
    )
    price: float = 0.0  # of a sentence left alone, in quality: `document_weights` says it of a text


@dataclass(frozen=True, slots=True)
class BeadRange:
    """`zh[i:i+a]` with `en[j:j+b]`; the score is that of its quality a sentence."""

    zh: tuple[int, int]
    en: tuple[int, int]
    score: float = 0.0


class _Row:
    """The cells of one row of the table that are tried: the places after `i` Chinese units.

    Of each the best total so far, and the shape and quality of the bead that ends there.
    """

    def __init__(self, columns: range) -> None:
        self.columns = columns
        self.total = np.full(len(columns), -np.inf)
        self.shape = np.zeros((len(columns), 2), np.int8)
        self.quality = np.zeros(len(columns))

    def offer(self, start: int, totals: Scores, shape: tuple[int, int], quality: Scores) -> None:
        """Beads of one shape that end in the columns from `start` on; the better one is kept."""
        low = max(start, self.columns.start)
        high = min(start + len(totals), self.columns.stop)
        if low >= high:
            return
        here = slice(low - self.columns.start, high - self.columns.start)
        there = slice(low - start, high - start)
        better = totals[there] > self.total[here]
        self.total[here][better] = totals[there][better]
        self.shape[here][better] = shape
        self.quality[here][better] = quality[there][better]

    def leave_english_alone(self) -> None:
        """From each cell on to those to its right, for nothing."""
        reached = np.maximum.accumulate(self.total)
        better = np.append(False, reached[:-1] > self.total[1:])
        self.total = reached
        self.shape[better] = _EN_ALONE
        self.quality[better] = 0.0


def best_beads(zh: Side, en: Side, weights: Weights | None = None) -> list[BeadRange]:
    """The beads in order; those with an empty side hold one sentence."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "blas"):  # small matrices: several threads wait for each other
        return _best(zh, en, weights or Weights())


def _best(zh: Side, en: Side, weights: Weights) -> list[BeadRange]:
    rows = [_Row(columns) for columns in _band(zh, en, weights)]
    rows[0].total[0] = 0.0
    for first in range(0, len(rows), _ROWS):
        _forward(rows, first, _scored(zh, en, rows[first : first + _ROWS], first, weights))
    return _path(rows)


def _band(zh: Side, en: Side, weights: Weights) -> list[range]:
    """The columns to be tried in each row of the table, from 0 to all Chinese units."""
    n, m = len(zh), len(en)
    if n * m <= _WHOLE:
        return [range(m + 1)] * (n + 1)
    return _around(_best(zh.halved(), en.halved(), weights), n, m)


def _around(coarse: Sequence[BeadRange], n: int, m: int) -> list[range]:
    """The columns near the path of beads whose units count double."""
    low, high = np.full(n + 1, m), np.zeros(n + 1, np.int64)
    for bead in coarse:
        (i, a), (j, b) = bead.zh, bead.en
        rows = slice(max(0, 2 * i - _AROUND), 2 * (i + a) + _AROUND + 1)
        low[rows] = np.minimum(low[rows], max(0, 2 * j - _AROUND))
        high[rows] = np.maximum(high[rows], min(m, 2 * (j + b) + _AROUND))
    return [range(a, b + 1) for a, b in zip(low.tolist(), high.tolist(), strict=True)]


@dataclass(frozen=True)
class _Scored:
    """The beads of each shape that begin in some rows and from column `start` on."""

    start: int
    quality: dict[tuple[int, int], Scores]  # shape (rows, columns), as far as the beads fit in
    score: dict[tuple[int, int], Scores]  # the same


def _scored(zh: Side, en: Side, rows: Sequence[_Row], first: int, weights: Weights) -> _Scored:
    start, stop = rows[0].columns.start, rows[-1].columns.stop
    sizes = range(1, _MOST + 1)
    left = {a: zh.windows(a, first, first + len(rows)) for a in sizes}
    right = {b: en.windows(b, start, stop) for b in sizes}
    said = _said(left, right)
    alone = np.zeros((len(left[1]), stop - start))
    found = _Scored(start, {_ZH_ALONE: alone}, {_ZH_ALONE: alone})
    for a, b in SHAPES:
        quality = _quality(left[a], right[b], said[a, b], weights)
        found.quality[a, b] = quality
        found.score[a, b] = _score(left[a], right[b], a + b - 2, quality, weights)
    return found


def _said(left: dict[int, Windows], right: dict[int, Windows]) -> dict[tuple[int, int], Any]:
    """How much of each other's words windows say, for each pair of sizes."""
    whole = explained(
        [v for windows in left.values() for v in windows.vocabularies],
        [v for windows in right.values() for v in windows.vocabularies],
    )
    rows = np.split(whole, np.cumsum([len(windows) for windows in left.values()])[:-1])
    ends = np.cumsum([len(windows) for windows in right.values()])[:-1]
    return {
        (a, b): part
        for a, row in zip(left, rows, strict=True)
        for b, part in zip(right, np.split(row, ends, 1), strict=True)
    }


def _quality(zh: Windows, en: Windows, said: Scores, weights: Weights) -> Scores:
    """How well each pair says the same, about -0.5 to 1; above 0 they may."""
    cosine = zh.vectors @ en.vectors.T
    expected = weights.characters * zh.length[:, None]
    uneven = np.abs(exact.log((en.length + _SMOOTHED) / (expected + _SMOOTHED)))
    fit = weights.similarity * (cosine - weights.base) + weights.coverage * said
    return fit - weights.length * uneven - weights.offset  # type: ignore[no-any-return]


def _score(zh: Windows, en: Windows, extra: int, quality: Scores, weights: Weights) -> Scores:
    """What each bead adds to the total; `extra` are its units beyond one and one."""
    crossed = np.add.outer(zh.crossed.astype(int), en.crossed.astype(int))
    unlike = _unlike_headings(zh, en)
    return exact.snapped(  # type: ignore[no-any-return]
        (quality + weights.price) * (1 + _SENTENCE_MORE * extra)
        - weights.merge * extra
        - weights.crossing * crossed
        - weights.heading * unlike,
        _SCORE_BITS,
    )


def _unlike_headings(zh: Windows, en: Windows) -> npt.NDArray[np.bool_]:
    """Of each pair, is one a heading and the other none? Entries of a list may be either."""
    entries = np.logical_and.outer(zh.entry, en.entry)
    return np.not_equal.outer(zh.heading, en.heading) & ~entries


def _forward(rows: Sequence[_Row], first: int, scored: _Scored) -> None:
    """Offers the beads that begin in the scored rows.

    Of those that end in one cell with the same total the first to be offered is kept, which is
    the one that begins first: rows go upwards, and shapes from most to fewest English units.
    """
    for number, row in enumerate(rows[first : first + _ROWS]):
        row.leave_english_alone()
        for (a, b), score in sorted(scored.score.items(), reverse=True):
            if number < len(score):
                begin = row.columns.start - scored.start
                cells = slice(begin, begin + len(row.columns))
                gain, quality = score[number, cells], scored.quality[a, b][number, cells]
                totals = row.total[: len(gain)] + gain
                rows[first + number + a].offer(row.columns.start + b, totals, (a, b), quality)


def _path(rows: Sequence[_Row]) -> list[BeadRange]:
    beads: list[BeadRange] = []
    i, j = len(rows) - 1, rows[-1].columns[-1]
    while i or j:
        at = j - rows[i].columns.start
        (a, b), score = rows[i].shape[at].tolist(), float(rows[i].quality[at])
        i, j = i - a, j - b
        beads.append(BeadRange((i, a), (j, b), score))
    return beads[::-1]
