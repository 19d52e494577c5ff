"""Which passages of a document are translations of which: its parallel stretches.

Both languages keep their order, whether paragraphs alternate, one language follows the other or
only an abstract is translated. So the best monotone matching of passages gives anchors; between
two anchors that follow each other directly runs a border that no sentence bead crosses.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from glossary.mining.align.dictionary_overlap import Vocabulary, explained, vocabulary
from glossary.mining.align.passages import Passage
from glossary.mining.align.sides import unit, weighted
from glossary.mining.knowledge import exact
from glossary.mining.knowledge.encoder import Encoder

# Chosen, when 2 of the beads of annotated texts were wrong by those aligned by hand, and 37 left
# their paragraph or had no other side (see `beads`). With double _THRESHOLD they were 102 and 10,
# since little is found parallel; half of it, and half and double of every other number, changed
# none (python tests/benchmarks/bench_constants.py).
_SEEN = {"zh": 100, "en": 300}  # characters by which a passage is known
_THRESHOLD = 0.50  # of similarity and coverage together
_COVERAGE = 0.5  # what it is worth beside similarity
_LEAST_SIMILAR = 0.3
_SMOOTHED = 5  # characters more, so that a passage of a few still counts
_CHARACTERS = 3  # English for a Chinese one
_SMALL_GAP = 3  # passages between two anchors that may belong to them
_LARGE_GAP = 15  # where both languages have a gap of like size
_LIKE_SIZE = 3  # the larger gap by the smaller one at most

_MOST_COMPARED = 4_000_000  # pairs of passages at once: chosen, a matter of time and memory alone
_WORTH_BITS = 20  # so that sums of worth are exact and equal ones are ties: derived, 33 are left
_vocabulary = lru_cache(maxsize=1000)(vocabulary)


@dataclass(frozen=True, slots=True)
class ParallelStretch:
    """Passages `zh[0]:zh[1]` that are parallel with `en[0]:en[1]`."""

    zh: tuple[int, int]
    en: tuple[int, int]


def stretches(
    zh: Sequence[Passage], en: Sequence[Passage], encoder: Encoder
) -> list[ParallelStretch]:
    """The parallel stretches in order, cut as small as is safe."""
    anchors = [
        (i + a, j + b)
        for i, j, part_zh, part_en in _parts(zh, en)
        for a, b in _anchors(_worth(part_zh, part_en, encoder))
    ]
    return list(_cut(anchors, len(zh), len(en)))


def _parts(
    zh: Sequence[Passage], en: Sequence[Passage]
) -> Iterator[tuple[int, int, Sequence[Passage], Sequence[Passage]]]:
    """Both languages in as many parts as keep the comparison small: (starts, passages)."""
    count = math.ceil(math.sqrt(len(zh) * len(en) / _MOST_COMPARED))
    zh_ends = [len(zh) * n // count for n in range(count + 1)]
    en_ends = [len(en) * n // count for n in range(count + 1)]
    for n in range(count):
        i, j = zh_ends[n], en_ends[n]
        yield i, j, zh[i : zh_ends[n + 1]], en[j : en_ends[n + 1]]


def _worth(
    zh: Sequence[Passage], en: Sequence[Passage], encoder: Encoder
) -> npt.NDArray[np.float64]:
    """What it is worth to match each pair of passages, shape (n, m); 0 where they differ."""
    similar = _vectors(zh, encoder) @ _vectors(en, encoder).T
    said = explained([_said(p) for p in zh], [_said(p) for p in en])
    score = similar + _COVERAGE * said - _THRESHOLD
    alike = _alike(zh, en)
    size = np.minimum.outer(
        exact.log(_SMOOTHED + np.array([len(p.text) for p in zh], float)),
        exact.log(_SMOOTHED + np.array([len(p.text) for p in en]) / _CHARACTERS),
    )
    possible = (similar > _LEAST_SIMILAR) & (score > 0) & alike
    return np.where(possible, exact.snapped(score * score * size, _WORTH_BITS), 0.0)


def _alike(zh: Sequence[Passage], en: Sequence[Passage]) -> npt.NDArray[np.bool_]:
    """Of each pair, are both headings or neither? Entries of a list may be either."""
    equal = np.equal.outer([p.heading for p in zh], [p.heading for p in en])
    return equal | np.logical_and.outer([p.entry for p in zh], [p.entry for p in en])


def _said(passage: Passage) -> Vocabulary:
    seen = passage.text[: _SEEN[passage.language]]
    return _vocabulary(seen, passage.language, passage.sentences[0].number)


def _vectors(passages: Sequence[Passage], encoder: Encoder) -> npt.NDArray[np.float64]:
    """Those of the first sentences of each; they are encoded for the beads anyway."""
    first = [list(_first_sentences(passage)) for passage in passages]
    starts = np.cumsum([0, *map(len, first[:-1])])
    sentences = weighted([text for texts in first for text in texts], encoder)
    return unit(np.add.reduceat(sentences, starts))


def _first_sentences(passage: Passage) -> Iterator[str]:
    """Those that begin among the characters by which a passage is known."""
    before = 0
    for sentence in passage.sentences:
        if before < _SEEN[passage.language]:
            yield sentence.text
        before += len(sentence.text)


def _anchors(worth: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """The monotone matching of the highest total worth."""
    n, m = worth.shape
    best = np.zeros((n + 1, m + 1))
    for i in range(n):
        taken = best[i, :-1] + worth[i]
        best[i + 1, 1:] = np.maximum.accumulate(np.maximum(best[i, 1:], taken))
    anchors: list[tuple[int, int]] = []
    i, j = n, m
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            anchors.append((i, j))
    return anchors[::-1]


def _cut(anchors: list[tuple[int, int]], n: int, m: int) -> Iterator[ParallelStretch]:
    """Stretches around the anchors, with the small gaps between them taken in."""
    if not anchors:
        return
    first, last = anchors[0], anchors[-1]
    start = first if not _belongs(first[0], first[1]) else (0, 0)
    for before, after in zip(anchors, anchors[1:], strict=False):
        gap = after[0] - before[0] - 1, after[1] - before[1] - 1
        if gap == (0, 0) or not _belongs(*gap):
            yield ParallelStretch((start[0], before[0] + 1), (start[1], before[1] + 1))
            start = after
    rest = n - last[0] - 1, m - last[1] - 1
    end = (n, m) if _belongs(*rest) else (last[0] + 1, last[1] + 1)
    yield ParallelStretch((start[0], end[0]), (start[1], end[1]))


def _belongs(zh_gap: int, en_gap: int) -> bool:
    """May the passages of a gap be translations of each other, or parts of their neighbours?"""
    small, large = sorted((zh_gap, en_gap))
    is_like = small > 0 and large <= _LIKE_SIZE * small
    return large <= _SMALL_GAP or (is_like and large <= _LARGE_GAP)
