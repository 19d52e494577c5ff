"""Cut a text into its paragraphs and the items of its lists, with the depth of each.

    本辦法用詞，定義如下：          depth 0
    一、船長：指…                   depth 1
    （一）…                         depth 2

Items are known by their numbers, at the beginning of a line or in running text, where they count
from one: 「定義如下：一、…。二、…。」
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_HAN_DIGITS = {char: n for n, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_ROMAN = {"i": 1, "v": 5, "x": 10}  # given
_HAN = "〇零一二三四五六七八九十百"
_MARK = re.compile(
    rf"""(?P<han>[{_HAN}]{{1,5}})[、．]
    | [（(](?P<han_in>[{_HAN}]{{1,4}})[)）]、?
    | (?P<parts>\d{{1,3}}(?:\.\d{{1,3}})+)[.、)]?(?=\s)
    | (?P<digits>\d{{1,3}})(?:[.．、]|[)）](?!\s*[-+=]))(?!\d)
    | [（(](?P<digits_in>\d{{1,3}})[)）]
    | [（(](?P<roman_in>[ivx]{{1,5}})[)）]
    | (?P<roman>[IVX]{{1,5}})[.．、](?=\s*\S)
    | [（(](?P<letter_in>[A-Za-z])[)）]
    | (?P<letter>[A-Za-z])(?:\.(?=\s|["“A-Z](?![.]))|\)(?=\s))
    | (?P<bullet>[•●‧*–-])\s
    """,
    re.VERBOSE,
)
_ARTICLE = re.compile(
    rf"\s*(?:第\s*[{_HAN}\d\s-]+\s*[條条](?:\s*之\s*[{_HAN}\d]+)?(?=[\s　]|$)"
    r"|(?:Article|Section|Clause|Paragraph)\s+\(?\d+(?:[.-]\d+)*\)?\.?(?=\s+[\"“(A-Z]|\s*$))[\s　]*"
)
_AFTER = "：:︰；;。.，,、—–"  # what may stand before an item in running text
_NEAR = 20  # characters before a number that are looked at: chosen, longer than any run of spaces
_LINE = re.compile(r"[^\n]+")
_RUNNING = frozenset({"han", "han_in", "digits", "digits_in", "roman", "letter", "letter_in"})


@dataclass(frozen=True, slots=True)
class Segment:
    """A paragraph (depth 0) or an item; `start` and `end` exclude its number and spaces."""

    start: int
    end: int
    depth: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    style: str
    number: int
    loose: bool = False  # in running text without a stop before it


def segments(text: str) -> list[Segment]:
    """All segments of a text, in order; each line has at least one."""
    found: list[Segment] = []
    styles: list[str] = []  # of the list that is open, the outermost first
    for line in _LINE.finditer(text):
        article = _ARTICLE.match(text, line.start(), line.end())
        start = article.end() if article else line.start()
        marks = list(_marks(text, start, line.end()))
        lead = marks[0].start if marks else line.end()
        if article or text[start:lead].strip():
            styles = []
            found.append(_trimmed(text, Segment(start, lead)))
        ends = [*(mark.start for mark in marks[1:]), line.end()]
        for mark, end in zip(marks, ends, strict=False):
            styles = _within(styles, mark.style)
            found.append(_trimmed(text, Segment(mark.end, end, len(styles), mark.number)))
    return [segment for segment in found if segment.start < segment.end]


def _within(styles: list[str], style: str) -> list[str]:
    """The open lists down to one of that style: a known style closes those inside it."""
    return styles[: styles.index(style) + 1] if style in styles else [*styles, style]


def _trimmed(text: str, segment: Segment) -> Segment:
    words = text[segment.start : segment.end]
    left = len(words) - len(words.lstrip())
    end = segment.start + len(words.rstrip())
    return Segment(min(segment.start + left, end), end, segment.depth, segment.number)


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """The number at the beginning of a line, and those in it that count on from one."""
    first = None
    begin = start + len(text[start:end]) - len(text[start:end].lstrip())
    if match := _MARK.match(text, begin, end):
        first = _mark(match)
        yield first
    running = list(_running(text, first.end if first else start, end))
    counted = _counted(running, first)
    yield from counted


def _running(text: str, start: int, end: int) -> Iterator[_Mark]:
    """Numbers in running text: after a stop or a colon, and loose ones before a capital."""
    for match in _MARK.finditer(text, start, end):
        before = text[start : match.start()][-_NEAR:].rstrip()
        if match.lastgroup in _RUNNING and before and before[-1] in _AFTER:
            yield _mark(match)
        elif match.lastgroup == "digits" and _is_loose(text, match):
            yield replace(_mark(match), loose=True)


def _is_loose(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 2].strip()
    return text[match.start() - 1].isspace() and after[:1].isupper()


def _counted(marks: list[_Mark], first: _Mark | None) -> list[_Mark]:
    """Those that make lists of at least two: one, two, three..., with lists inside."""
    open_lists: dict[str, list[_Mark]] = {}
    complete: list[list[_Mark]] = []
    for mark in marks:
        last = open_lists.get(mark.style)
        if last and mark.number == last[-1].number + 1:
            last.append(mark)
        elif mark.number == 1 and not mark.loose:
            open_lists[mark.style] = [mark]
            complete.append(open_lists[mark.style])
        elif first and mark.style == first.style and mark.number == first.number + 1:
            open_lists[mark.style] = [first, mark]
            complete.append(open_lists[mark.style])
    kept = {id(mark) for marks in complete if len(marks) > 1 for mark in marks}
    return [mark for mark in marks if id(mark) in kept]


def _mark(match: re.Match[str]) -> _Mark:
    style = match.lastgroup or ""
    words = match[style]
    return _Mark(match.start(), match.end(), _style(style, words), _number(style, words))


def _style(style: str, words: str) -> str:
    return f"parts of {words.count('.')}" if style == "parts" else style


def _number(style: str, words: str) -> int:
    """The value of a number; 0 for bullets."""
    if style in ("han", "han_in"):
        return _han_number(words)
    if style == "parts":
        return int(words.rsplit(".", 1)[1])
    if style in ("digits", "digits_in"):
        return int(words)
    if style in ("roman", "roman_in"):
        return _roman_number(words.lower())
    return ord(words.lower()) - ord("a") + 1 if style.startswith("letter") else 0


def _han_number(words: str) -> int:
    total = digit = 0
    for char in words:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _HAN_DIGITS[char]
    return total + digit


def _roman_number(words: str) -> int:
    values = [_ROMAN[char] for char in words]
    following = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, following, strict=True))
