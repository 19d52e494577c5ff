"""The text before a gloss that may contain the Chinese term, and the offsets where it may begin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from glossary.text.fold import INVISIBLE
from glossary.text.script import HAN_RANGES, is_han, to_simplified
from glossary.text.segment import tagged_words

DOTS = "·•‧・∙⋅･．﹒˙"
"""Signs between the parts of a transliterated name."""
_DASHES = "－–-"
# Chosen. Of 205 written cases 7 fail, and as many with half and double of each, but for the
# shortest body: 6 at half, 10 at double. No case is near the last.
_LONGEST = 30  # characters of a run that are looked at
_LONGEST_PLACE, _SHORTEST_BODY = 5, 3  # characters of 澳大利亚 and of 情报局
_SHOWN = 40  # characters before it that the segmenter sees
_WINDOW = 60_000  # characters of the document, around the gloss, in which recurrence is counted
_INNER = f"{HAN_RANGES}A-Za-z0-9À-ÿ{DOTS}+&/.%"
_RUN = re.compile(
    rf"(?:[{_INNER}]|(?<=[{_INNER}])[{_DASHES}](?=[{_INNER}])"
    rf"|(?<=[{_INNER}]) [{_DASHES}] (?=[{_INNER}])"
    rf"|(?<=[{HAN_RANGES}]) (?=[{DOTS}])|(?<=[{DOTS}]) (?=[{HAN_RANGES}])"
    rf"|(?<=[A-Za-z0-9]) (?=[{_INNER}])|(?<=[{HAN_RANGES}]) (?=[A-Za-z]))+$"
)
_QUOTED = re.compile(r"「[^「」]{1,16}」|“[^“”]{1,16}”|『[^『』]{1,16}』|《[^《》]{1,24}》")

_UNREAD = re.compile(rf"{INVISIBLE.pattern}|[\u2e80-\u2fdf\uf900-\ufaff]")
_PAIRED = re.compile(rf"([{HAN_RANGES}])[到对靠挨接把]\1")
_RARE = re.compile(f"[\U00020000-\U000323af][{HAN_RANGES}]")


@dataclass(frozen=True)
class Run:
    """The text left of a gloss that may contain the term, Simplified, with its words and
    candidates.

    `offset` is where `text` begins in the left text given.
    """

    text: str
    offset: int
    words: tuple[tuple[int, int, str], ...]  # over `text`; the first may begin before it
    starts: tuple[int, ...]  # candidates, ascending

    @cached_property
    def edges(self) -> dict[int, int]:
        """The index in `words` by the offset at which the word begins."""
        return {start: index for index, (start, _, _) in enumerate(self.words)}

    def words_from(self, start: int) -> list[tuple[int, int, str]]:
        """The words right of `start`; of a word that contains it, the right part."""
        return [(max(a, start), b, tag) for a, b, tag in self.words if b > start]

    def word_before(self, start: int) -> tuple[str, str]:
        """(text, tag) of the word that ends at `start`, or ("", "")."""
        for a, b, tag in self.words:
            if b == start:
                return self.text[max(a, 0) : b], tag
        return "", ""


def readable(text: str) -> tuple[str, Sequence[int]]:
    """(the text without invisible characters and with standard ones for radicals and compatibility
    forms, the offset of each of its characters in `text`)."""
    if not _UNREAD.search(text):
        return text, range(len(text))
    places = [at for at, char in enumerate(text) if not INVISIBLE.match(char)]
    plain = (unicodedata.normalize("NFKC", text[at]) for at in places)
    shown = [char if len(char) == 1 else text[at] for at, char in zip(places, plain, strict=True)]
    return "".join(shown), places


def run_before(left: str, over: str = "") -> Run | None:
    """The run at the end of `left`, or None; it may extend over one of the signs in `over`."""
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
        for a, b, tag in _without_places(simple[shown:])
        if b + shown > begin
    )
    starts = _starts(text)
    return Run(text, begin, words, starts) if starts else None


def _without_places(text: str) -> Iterator[tuple[int, int, str]]:
    """The tagged words of a text; a name like 美国联邦调查局 is two, the place and the rest."""
    for a, b, tag in tagged_words(text):
        place = _place_first(text[a:b]) if tag[:2] in ("nt", "nz") else 0
        if place:
            yield a, a + place, "ns"
        yield a + place, b, tag


@lru_cache(maxsize=5000)
def _place_first(name: str) -> int:
    """The length of the place at the start of a body's name; 0 if little stands after it."""
    for size in range(min(_LONGEST_PLACE, len(name) - _SHORTEST_BODY), 1, -1):
        if [tag[:2] for _, _, tag in tagged_words(name[:size])] == ["ns"]:
            return size
    return 0


def _begin(text: str, end: int) -> int:
    """Where the run that ends at `end` begins: after a sign, except closing quotation marks."""
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
    """The beginning of the sentence that contains `end`, roughly: enough for the segmenter."""
    return max(text.rfind(stop, 0, end) for stop in "。！？；\n") + 1


def _starts(text: str) -> tuple[int, ...]:
    """Offsets at which a term may begin.

    Not inside a Latin word, a number, quotation marks or a pattern like 端到端, nor right after a
    rare character, which more often begins a name than ends one.
    """
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
    """Whether a term that begins with `char` would cut a Latin word, a number or a hyphenated
    name."""
    if before.rstrip(" ")[-1:] in tuple(_DASHES):
        return True
    last = before[-1]
    return not is_han(char) and (last.isalnum() or last in ".+&/") and not is_han(last)


def joints(english: str) -> str:
    """The Chinese signs that a term may contain because its English has the equivalent."""
    return ("，,、" if re.search("[,，]", english) else "") + ("／/" if "/" in english else "")


class TextRecurrence:
    """Counts how often a text recurs in a document, near an offset in it."""

    def __init__(self, document: str, around: int | None = None) -> None:
        if len(document) > _WINDOW:
            middle = around if around is not None else _WINDOW // 2
            begin = max(0, min(middle - _WINDOW // 2, len(document) - _WINDOW))
            document = document[begin : begin + _WINDOW]
        self._text = to_simplified(document)
        self.size = len(document)

    @lru_cache(maxsize=5000)  # noqa: B019 - lives as long as the document's mining
    def others(self, text: str) -> int:
        """The number of other occurrences; 0 if the text without its first character has none."""
        if len(text) > 1 and not self.others(text[1:]):
            return 0
        return max(0, self._text.count(text) - 1)


def size(text: str) -> float:
    """The length in Chinese characters; a Latin word or number counts as two."""
    return sum(map(is_han, text)) + 2 * len(re.findall(r"[A-Za-z0-9]+", text))
