"""Beads that are pairs as they stand: cells of a bilingual term list, and headings."""

from __future__ import annotations

import re

from glossary.mining.align.bead import Bead
from glossary.mining.align.passages import passages_of
from glossary.mining.evidence import PairInBead
from glossary.model import Block, Span
from glossary.text.script import has_han

# Chosen. At half of the second, two more of the pairs that the demo's documents give are otherwise
# (python tests/benchmarks/bench_constants.py); at double, and both for the first, none.
_LONGEST_TERM = 24, 10  # Chinese characters, English words
_LONGEST_HEADING = 40, 20  # the same
_SENTENCE = re.compile(r"[。！？!?；;…]|[.,:，：]$|[、/|]")
_NUMBER = re.compile(
    r"\s*(?:第?[一二三四五六七八九十百\d]+[章節节部編编]?[、.．:：)）]|[（(][一二三四五六七八九十\dA-Za-z]{1,3}[)）]"
    r"|[IVXivx]{1,5}[.．、]|[A-Za-z][.)]|(?:Chapter|Section|Part)\s+[\dIVX]+[.:]?)\s*"
)
_LAST = re.compile(r"[\s:：。.]+$")

# Chosen. With twice the doubt, 0.90, the demo would not approve a cell by itself; with half of it,
# 0.93, it would a heading. At half and double of the full score the demo's documents give the same
# pairs; a heading whose score is between is more or less sure.
_SURE_OF_CELL = 0.95  # confidence in the row of a list of terms
_HEADING_SURE = 0.85  # in two headings that are aligned as well as can be
_HEADING_LEAST_SCORE, _HEADING_FULL_SCORE = 0.05, 0.45  # of a bead: no confidence, all of it


def whole(bead: Bead) -> PairInBead | None:
    """The pair of cells or headings that the bead is, or None."""
    blocks = bead.blocks()
    if blocks is None:
        return None
    if blocks[0].kind == "cell" and blocks[1].kind == "cell":
        return _cells(bead)
    return _headings(bead, *blocks)


def _cells(bead: Bead) -> PairInBead | None:
    zh, en = bead.zh.text, bead.en.text
    if not _short(bead, *_LONGEST_TERM) or _SENTENCE.search(zh) or _SENTENCE.search(en):
        return None
    return PairInBead((0, len(zh)), (0, len(en)), None, "table", _SURE_OF_CELL)


def _headings(bead: Bead, zh: Block, en: Block) -> PairInBead | None:
    headings = all(p.heading for block in (zh, en) for p in passages_of(block))
    left, right = _bare(zh.text), _bare(en.text)
    if not headings or not _short(bead, *_LONGEST_HEADING) or not left or not right:
        return None
    sure = (bead.score - _HEADING_LEAST_SCORE) / (_HEADING_FULL_SCORE - _HEADING_LEAST_SCORE)
    return PairInBead(left, right, "title", "title", _HEADING_SURE * min(1.0, max(0.0, sure)))


def _short(bead: Bead, characters: int, words: int) -> bool:
    zh, en = bead.zh.text, bead.en.text
    return len(zh) <= characters and len(en.split()) <= words and has_han(zh)


def _bare(text: str) -> Span | None:
    """A heading without its number and its colon; None where nothing is left."""
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    end = len(_LAST.sub("", text))
    return (start, end) if start < end else None
