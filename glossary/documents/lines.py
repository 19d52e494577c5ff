"""Join lines of printed pages into paragraphs, without running heads.

By geometry alone, in points from the lower left corner of a page: a paragraph continues if the
first word of the next line would not have fitted on the line before.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from glossary.documents.builder import Kind
from glossary.text.script import HAN_RANGES, is_han

_NUMBER = re.compile(r"\d+")
_BULLET = re.compile(r"\s*(?:[•▪▫●○◦‣■□◆◇▶►·\uf0b7\uf06c\uf0a7]\s*|[-*–—]\s+)")
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,3}[.)]|[（(][一二三四五六七八九十]{1,3}[）)])\s*[^\s\d]")
_NOTE = re.compile(r"\s*(?:\d{1,3}|[*†‡§¶①-⑳]|\[\d{1,3}\])(?!\d)")
_ENDS = re.compile(r"[。！？!?.:：;；…][」』”\"'’）)\]】》〉]*\s*$")
_HYPHEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u00ad\u2010]$")
_LOWER = re.compile("[a-zà-öø-ÿ]")
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[^\W\d_]+")
_FIRST = re.compile(rf"[「『《（“]?[{HAN_RANGES}][，。、；：！？」』》）”]*|[^\s{HAN_RANGES}]+")
_FIRST_OF_COMPOUNDS = frozenset(
    """long short high low well self mid half cross all ever first second third hard large small old
    full early late so one two three four five decision policy peace rule state time""".split()
)  # seldom the first syllable of a word that is hyphenated at the end of a line
_CJK_SIGN = re.compile("[\u3000-\u303f\uff00-\uffef]")
_LONGEST_WORD = 200  # characters; what is longer was never cut by a hyphen
_EDGE_LINES = 3  # so many at the top and at the bottom of a page may be running heads
_BUCKET = 20  # points: lines that begin within two of them are of one column
_SMALL, _LARGE = 0.92, 1.12  # of the size of the body: notes are smaller, headings larger


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, page (from 0), edges and letter size in points."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float


@dataclass(slots=True)
class Paragraph:
    kind: Kind
    lines: list[Line]


def without_running_heads(lines: Sequence[Line]) -> list[Line]:
    """The lines without those at page edges that recur at one height, page numbers included."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    keys: dict[int, set[object]] = {}
    for page in pages.values():
        ordered = sorted(page, key=lambda line: line.bottom)
        for line in ordered[:_EDGE_LINES] + ordered[-_EDGE_LINES:]:
            keys[id(line)] = _head_keys(line)
    seen = Counter(key for found in keys.values() for key in found)
    return [line for line in lines if all(seen[key] < 2 for key in keys.get(id(line), ()))]


def _head_keys(line: Line) -> set[object]:
    """What running heads have in common: height, and text up to a number that grows with the
    page."""
    text, height = "".join(line.text.split())[:200], round(line.bottom)
    keys: set[object] = set() if text.isdigit() else {(text, height)}
    for match in _NUMBER.finditer(text):
        around = text[: match.start()], text[match.end() :]
        keys.add((around, int(match[0]) - line.page, height))
    return keys


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """The lines grouped into paragraphs, in order; one continues after a note at the foot of a
    page."""
    layout = _Layout(lines)
    found: list[Paragraph] = []
    body: Paragraph | None = None  # the last one that is not a note
    for line in lines:
        before = found[-1] if found else None
        if before and before.kind == "note" and not layout.is_small(line):
            before = body
        if before and layout.goes_on(before, line):
            before.lines.append(line)
            continue
        found.append(Paragraph(layout.kind(line), [line]))
        body = found[-1] if found[-1].kind != "note" else body
    return found


class _Layout:
    """What is usual in a document: letter size, column margins, line spacing."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        gaps = [
            gap
            for a, b in zip(lines, lines[1:], strict=False)
            if a.page == b.page and 0 < (gap := a.bottom - b.bottom) < 3 * a.size
        ]
        self.spacing = median(gaps) if gaps else 0.0
        self._columns: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            self._columns[_bucket(line)].append(line)
        self._edges: dict[int, tuple[float, float]] = {}

    def is_small(self, line: Line) -> bool:
        return line.size < _SMALL * self.size

    def kind(self, line: Line) -> Kind:
        if line.size > _LARGE * self.size:
            return "heading"
        if self.is_small(line) and _NOTE.match(line.text):
            return "note"
        return "item" if _starts_item(line) else "paragraph"

    def goes_on(self, paragraph: Paragraph, line: Line) -> bool:
        """Whether `line` continues the paragraph."""
        last = paragraph.lines[-1]
        if abs(line.size - last.size) > 0.08 * last.size or _starts_item(line):
            return False
        if self.is_small(line) and _NOTE.match(line.text):
            return False
        if not self._is_full(last, line):
            return False
        if last.page == line.page and 0 < last.bottom - line.bottom < 2.5 * last.size:
            return self._goes_on_below(paragraph, line)
        return not _ENDS.search(last.text) and not self._is_indented(line)

    def _goes_on_below(self, paragraph: Paragraph, line: Line) -> bool:
        """Whether the next line of the column continues it: no wider spacing, no indent."""
        last = paragraph.lines[-1]
        if last.bottom - line.bottom > 1.4 * self.spacing:
            return False
        if line.left > last.left + 0.8 * last.size:
            return paragraph.kind in ("item", "note") and len(paragraph.lines) == 1
        alone = len(paragraph.lines) == 1 and self._is_indented(last)
        return not (alone and self._is_indented(line) and _ENDS.search(last.text))

    def _is_full(self, last: Line, line: Line) -> bool:
        """Whether the first word of `line` would not have fitted after `last`, or a sentence or
        word is cut."""
        if _HYPHEN.search(last.text) or (_LOWER.match(line.text) and not _ENDS.search(last.text)):
            return True
        first = _FIRST.search(line.text)
        room = self._edges_of(last)[1] - last.right
        return room < _width(first[0] if first else "", line.size) + 0.5 * line.size

    def _is_indented(self, line: Line) -> bool:
        return line.left > self._edges_of(line)[0] + 0.8 * line.size

    def _edges_of(self, line: Line) -> tuple[float, float]:
        """(left, right) edge of the column, ignoring the outermost tenth of its lines."""
        bucket = _bucket(line)
        if bucket not in self._edges:
            column = [a for near in range(-2, 3) for a in self._columns.get(bucket + near, ())]
            lefts, rights = sorted(a.left for a in column), sorted(a.right for a in column)
            tenth = len(column) // 10
            self._edges[bucket] = lefts[tenth], rights[-1 - tenth]
        return self._edges[bucket]


def _bucket(line: Line) -> int:
    return round(line.left / _BUCKET)


def _starts_item(line: Line) -> bool:
    return bool(_BULLET.match(line.text) or _NUMBERED.match(line.text))


def _width(word: str, size: float) -> float:
    return size * sum(1.0 if is_han(c) or _CJK_SIGN.match(c) else 0.45 for c in word[:30])


class Joiner:
    """Joins the lines of a paragraph; the words of the whole document decide which hyphens stay."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._words: set[str] = set()
        self._compounds: set[str] = set()
        for line in lines:
            text = line.text.lower()
            self._words.update(_WORD.findall(text))
            self._compounds.update(_COMPOUND.findall(text))

    def join(self, paragraph: Paragraph) -> str:
        """The text of a paragraph, without the bullet of a list item."""
        parts = [_BULLET.sub("", paragraph.lines[0].text, count=1).strip()]
        tail = parts[0]  # the end of the text so far: enough to see how it goes on
        for line in paragraph.lines[1:]:
            after = line.text.strip()
            if self._loses_hyphen(tail, after):
                parts[-1], tail = parts[-1][:-1], tail[:-1]
            elif _needs_space(tail, after):
                after = f" {after}"
            if after:
                parts.append(after)
                tail = (tail + after)[-_LONGEST_WORD:]
        return "".join(parts)

    def _loses_hyphen(self, before: str, after: str) -> bool:
        """Whether the hyphen at the end of `before` only splits a word."""
        cut, rest = _HYPHEN.search(before), _WORD.match(after)
        return bool(cut and rest and not self._keeps_hyphen(cut[1], rest[0]))

    def _keeps_hyphen(self, first: str, second: str) -> bool:
        whole, compound = f"{first}{second}".lower(), f"{first}-{second}".lower()
        if (whole in self._words) != (compound in self._compounds):
            return compound in self._compounds
        return first.lower() in _FIRST_OF_COMPOUNDS or second[0].isupper()


def _needs_space(before: str, after: str) -> bool:
    if not before or not after or _is_cjk(before[-1]) or _is_cjk(after[0]):
        return False
    return not (_HYPHEN.search(before) and _WORD.match(after))


def _is_cjk(char: str) -> bool:
    return is_han(char) or bool(_CJK_SIGN.match(char))
