"""Aligned pairs that are pairs as they stand: cells of a bilingual term list, and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from glossary.mining.align.passages import passages_of
from glossary.mining.align.places import Place
from glossary.model import Block, Span
from glossary.text.script import has_han

_LONGEST_TERM = 24, 10  # Chinese characters, English words
_LONGEST_HEADING = 40, 20
_SENTENCE = re.compile(r"[。！？!?；;…]|[.,:，：]$|[、/|]")
_NUMBER = re.compile(
    r"\s*(?:第?[一二三四五六七八九十百\d]+[章節节部編编]?[、.．:：)）]|[（(][一二三四五六七八九十\dA-Za-z]{1,3}[)）]"
    r"|[IVXivx]{1,5}[.．、]|[A-Za-z][.)]|(?:Chapter|Section|Part)\s+[\dIVX]+[.:]?)\s*"
)
_LAST = re.compile(r"[\s:：。.]+$")
_SURE_OF_CELL = 0.95
_HEADING_SURE = 0.85
_HEADING_LEAST_SCORE, _HEADING_FULL_SCORE = 0.05, 0.45


@dataclass(frozen=True, slots=True)
class Whole:
    """A pair of whole blocks: the spans count in the texts of both sides."""

    zh: Span
    en: Span
    kind: str | None  # None where it is for the words to tell
    method: str
    confidence: float


def whole(place: Place) -> Whole | None:
    """The pair of cells or headings that the bead is, or None."""
    blocks = place.whole_blocks()
    if blocks is None:
        return None
    if blocks[0].kind == "cell" and blocks[1].kind == "cell":
        return _cells(place)
    return _headings(place, *blocks)


def _cells(place: Place) -> Whole | None:
    zh, en = place.zh.text, place.en.text
    if not _short(place, *_LONGEST_TERM) or _SENTENCE.search(zh) or _SENTENCE.search(en):
        return None
    return Whole((0, len(zh)), (0, len(en)), None, "table", _SURE_OF_CELL)


def _headings(place: Place, zh: Block, en: Block) -> Whole | None:
    headings = all(p.heading for block in (zh, en) for p in passages_of(block))
    left, right = _bare(zh.text), _bare(en.text)
    if not headings or not _short(place, *_LONGEST_HEADING) or not left or not right:
        return None
    sure = (place.score - _HEADING_LEAST_SCORE) / (_HEADING_FULL_SCORE - _HEADING_LEAST_SCORE)
    return Whole(left, right, "title", "title", _HEADING_SURE * min(1.0, max(0.0, sure)))


def _short(place: Place, characters: int, words: int) -> bool:
    zh, en = place.zh.text, place.en.text
    return len(zh) <= characters and len(en.split()) <= words and has_han(zh)


def _bare(text: str) -> Span | None:
    """A heading without its number and its colon; None where nothing is left."""
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    end = len(_LAST.sub("", text))
    return (start, end) if start < end else None
