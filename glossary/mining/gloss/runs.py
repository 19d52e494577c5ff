"""The text before a point that may hold a Chinese term, and the places where it may begin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from glossary.text.fold import INVISIBLE
from glossary.text.script import HAN_RANGES, is_han, to_simplified
from glossary.text.segment import tagged_words

DOTS = "·•‧・∙⋅･"
"""Signs between the parts of a transliterated name."""
_DASHES = "－–-"
_LONGEST = 30  # characters of a run that are looked at
_SHOWN = 40  # characters before it that the segmenter sees
_WINDOW = 60_000  # characters of the document, around the gloss, in which recurrence is counted
_INNER = f"{HAN_RANGES}A-Za-z0-9À-ÿ{DOTS}+&/.%"
_RUN = re.compile(
    rf"(?:[{_INNER}]|(?<=[{_INNER}])[{_DASHES}](?=[{_INNER}])"
    rf"|(?<=[{_INNER}]) [{_DASHES}] (?=[{_INNER}])"
    rf"|(?<=[A-Za-z0-9]) (?=[{_INNER}])|(?<=[{HAN_RANGES}]) (?=[A-Za-z]))+$"
)
_QUOTED = re.compile(r"「[^「」]{1,16}」|“[^“”]{1,16}”|『[^『』]{1,16}』|《[^《》]{1,24}》")

_UNREAD = re.compile(rf"{INVISIBLE.pattern}|[\u2e80-\u2fdf\uf900-\ufaff]")
_PAIRED = re.compile(rf"([{HAN_RANGES}])[到对靠挨接把]\1")
_RARE = re.compile(f"[\U00020000-\U000323af][{HAN_RANGES}]")


@dataclass(frozen=True)
class Run:
    """The text left of a point that may hold the term, Simplified, with its words and candidates.

    `offset` is where `text` begins in the left text that was given.
    """

    text: str
    offset: int
    words: tuple[tuple[int, int, str], ...]  # over `text`; the first may begin before it
    starts: tuple[int, ...]  # candidates, ascending

    @cached_property
    def edges(self) -> dict[int, int]:
        """Where a word begins -> its index in `words`."""
        return {start: index for index, (start, _, _) in enumerate(self.words)}

    def words_from(self, start: int) -> list[tuple[int, int, str]]:
        """The words right of `start`; a word that it cuts gives its right part."""
        return [(max(a, start), b, tag) for a, b, tag in self.words if b > start]

    def word_before(self, start: int) -> tuple[str, str]:
        """(text, tag) of the word that ends at `start`, or ("", "")."""
        for a, b, tag in self.words:
            if b == start:
                return self.text[max(a, 0) : b], tag
        return "", ""


def readable(text: str) -> tuple[str, Sequence[int]]:
    """The text as a segmenter knows it, and where each character stands in `text`: without signs
    that nobody sees, and with characters in place of radicals and compatibility forms."""
    if not _UNREAD.search(text):
        return text, range(len(text))
    places = [at for at, char in enumerate(text) if not INVISIBLE.match(char)]
    plain = (unicodedata.normalize("NFKC", text[at]) for at in places)
    shown = [char if len(char) == 1 else text[at] for at, char in zip(places, plain, strict=True)]
    return "".join(shown), places


def run_before(left: str, over: str = "") -> Run | None:
    """The run that ends `left`; it may reach over one of the signs in `over`."""
    simple = to_simplified(left)
    begin = _begin(simple, len(simple))
    if over and begin and simple[begin - 1] in over:
        begin = _begin(simple, begin - 1)
    begin = max(begin, len(simple) - _LONGEST)
    text = simple[begin:]
    if not any(is_han(char) for char in text):
        return None
    shown = max(_stop_before(simple, begin), begin - _SHOWN)
    words = tuple(
        (a + shown - begin, b + shown - begin, tag)
        for a, b, tag in tagged_words(simple[shown:])
        if b + shown > begin
    )
    starts = _starts(text)
    return Run(text, begin, words, starts) if starts else None


def _begin(text: str, end: int) -> int:
    """Where the run that ends at `end` begins: at a sign, but for quotation marks that close."""
    while True:
        found = _RUN.search(text, max(0, end - 2 * _LONGEST), end)
        begin = found.start() if found else end
        quoted = next(
            (m for m in _QUOTED.finditer(text, max(0, begin - 30), begin) if m.end() == begin), None
        )
        if quoted is None or begin == end:
            return begin
        if text[quoted.start() : begin].startswith("《"):
            return begin
        end = quoted.start()


def _stop_before(text: str, end: int) -> int:
    """The beginning of the sentence that holds `end`, roughly: enough for the segmenter."""
    return max(text.rfind(stop, 0, end) for stop in "。！？；\n") + 1


def _starts(text: str) -> tuple[int, ...]:
    """Offsets at which a term may begin: not inside a Latin word, a number, quotation marks or
    端到端, nor right behind a rare character, the first of a name sooner than its last."""
    inside = {
        at
        for pattern in (_QUOTED, _PAIRED, _RARE)
        for m in pattern.finditer(text)
        for at in range(m.start() + 1, m.end())
    }
    return tuple(
        at
        for at, char in enumerate(text)
        if at not in inside
        and (is_han(char) or char.isalnum() or char in "「“『")
        and not (at and _joins(text[:at], char))
    )


def _joins(before: str, char: str) -> bool:
    """Would a term that begins with `char` cut a Latin word, a number or a hyphened name?"""
    if before.rstrip(" ")[-1:] in tuple(_DASHES):
        return True
    last = before[-1]
    return not is_han(char) and (last.isalnum() or last in ".+&/") and not is_han(last)


def joints(english: str) -> str:
    """The Chinese signs that a term may hold because its English holds their like."""
    return ("，,、" if re.search("[,，]", english) else "") + ("／/" if "/" in english else "")


class TextRecurrence:
    """How often a stretch of text stands elsewhere in a document, near a place in it."""

    def __init__(self, document: str, around: int | None = None) -> None:
        if len(document) > _WINDOW:
            middle = around if around is not None else _WINDOW // 2
            begin = max(0, min(middle - _WINDOW // 2, len(document) - _WINDOW))
            document = document[begin : begin + _WINDOW]
        self._text = to_simplified(document)
        self.size = len(document)

    @lru_cache(maxsize=5000)  # noqa: B019 - lives as long as the document's mining
    def others(self, text: str) -> int:
        """Occurrences beside the one at hand: none where there are none of its end."""
        if len(text) > 1 and not self.others(text[1:]):
            return 0
        return max(0, self._text.count(text) - 1)


def size(text: str) -> float:
    """Length in Chinese characters; a Latin word or number counts as two."""
    return sum(map(is_han, text)) + 2 * len(re.findall(r"[A-Za-z0-9]+", text))
