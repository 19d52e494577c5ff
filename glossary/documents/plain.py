"""Plain text and Markdown: paragraphs, list items, headings, table cells and notes.

A paragraph that is split by a footnote or a hard line break becomes one block. Front matter (YAML
or TOML between two rules at the very beginning) is no text.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from glossary.documents.markup import strip_markup
from glossary.errors import UnreadableFile
from glossary.model import Block
from glossary.text.encoding import decode
from glossary.text.script import HAN, is_han
from glossary.text.segment import ENTRY

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_BULLET = re.compile(r"\s*(?:[•▪▫●○◦‣■□◆◇▶►·]\s*|[-*+–—]\s+|\(?[0-9]{1,3}[.)]\s+(?=\S))")
_BARE_BULLET = re.compile(r"\s*[•▪▫●○◦‣■□◆◇▶►·*+–—-]\s*$")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_RULE = re.compile(r"\s*(?:[-*_=~]\s*){3,}$")
_NOTE = re.compile(r"\s*(?:\[\^[\w-]+\]:\s*|(\d{1,3})[)）]\s)")
_MARK = re.compile(r"([⁰¹²³⁴-⁹]+)[⁾)]?")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?$")
_CAPTION = re.compile(r"\s*[▲△▼▽]")
_ADDRESS_TAIL = re.compile(r"\s*+(?P<tail>[\w%.~=&?/+-]{21,}+)(?:\s*\(|[>)]|$)", re.ASCII)
_ADDRESS_SIGN = re.compile("[-/_=%]")
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()（）]*")
_ENDS_SENTENCE = re.compile(r"[。！？!?.:：;；…」』”\"'’）)\]】》〉]\s*$")
_CONTENT = re.compile(r"[^\W_]")
_FRONT_RULES = {"---": ("---", "..."), "+++": ("+++",)}
_FIELD = re.compile(r"\s*(?:#.*|-\s.*|[\w\"'.-]+\s*[:=](?:\s.*)?|\[.*|[\]})].*)?|\s+\S.*")

# Chosen: no text or table comes near, so that half and double move only what a hostile file takes.
MAX_LINE = 5_000_000
MAX_COLUMNS = 1_000

# Chosen. At half, short lines (verse, addresses, headings) join into paragraphs; at double, more of
# the paragraphs that a note or a page cuts stay cut.
_ADDRESSES = 0.3  # of a line, by web addresses: an entry of a list of references
_ADDRESS_END = 20  # characters at the end of an address, whose signs are a sentence's too
_LONG = 200  # columns of a paragraph that may go on after a page break
_BEFORE_NOTE, _AFTER_NOTE = 60, 30  # columns of a paragraph that a note may cut, at least
_BROKEN, _WRAPPED = 40, 55  # columns of a line that may go on in the next one: a sentence, any


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block, and whether a blank line precedes it."""

    block: Block
    gap: bool  # a blank line precedes it


def parse(data: bytes, name: str) -> tuple[str, list[Block]]:
    """The text of a .txt or .md file, and its blocks. Raises UnreadableFile."""
    text = decode(data, name)
    return text, blocks_of(text, name)


def blocks_of(text: str, name: str = "") -> list[Block]:
    """The blocks of plain text. Raises UnreadableFile for a line longer than MAX_LINE."""
    _refuse_long_lines(text, name)
    marks = {m[1].translate(_SUPERSCRIPT) for m in _MARK.finditer(text)}
    return _joined(_pieces(text, marks))


def _refuse_long_lines(text: str, name: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        longest = max(map(len, line.split("\r"))) if len(line) > MAX_LINE else 0
        if longest > MAX_LINE:
            raise UnreadableFile(name, f"a line of {longest:,} characters", number)


def _pieces(text: str, marks: set[str]) -> Iterator[_Piece]:
    gap, table, row = True, -1, 0
    in_table = False
    for match in _LINE.finditer(text, _front_matter(text)):
        start, end = match.start(), match.start() + len(match[0].rstrip("\r\n"))
        line = text[start:end]
        cells = _cells(line)
        if cells:
            if not in_table:
                in_table, table, row = True, table + 1, 0
            if not _TABLE_RULE.match(line):
                for column, (a, b) in enumerate(cells):
                    block = _block("cell", text, start + a, start + b)
                    if block:
                        yield _Piece(replace(block, table=table, row=row, column=column), gap)
                row += 1
            continue
        in_table = False
        if not line.strip() or _RULE.match(line) or _BARE_BULLET.match(line):
            gap = True
            continue
        kind, at = _kind(line, marks)
        block = _block(kind, text, start + at, end)
        if block:
            yield _Piece(block, gap)
            gap = False


def _front_matter(text: str) -> int:
    """The length of the fields between two rules at the beginning of a text, or 0."""
    lines = _LINE.finditer(text)
    closing = _FRONT_RULES.get(next(lines)[0].rstrip().lstrip("\ufeff"), ())
    for number, line in enumerate(lines if closing else ()):
        if line[0].rstrip() in closing:
            return line.end() if number else 0
        if not _FIELD.fullmatch(line[0].rstrip()) or line.end() == len(text):
            break
    return 0


def _cells(line: str) -> list[tuple[int, int]]:
    """The spans of the cells of a table row, or [] if the line is not one."""
    if _TABLE_ROW.match(line) and line.count("|") >= 3:
        sign = "|"
        start, end = line.index("|") + 1, line.rstrip().rindex("|")
    elif "\t" in line and all(part.strip() for part in line.split("\t", 2)[:2]):
        bullet = _BULLET.match(line)
        if bullet and bullet.end() > line.index("\t"):  # a bullet followed by a tab is not a table
            return []
        sign, start, end = "\t", 0, len(line)
    else:
        return []
    parts = line[start:end].split(sign)
    if len(parts) > MAX_COLUMNS:
        return []
    ends = list(accumulate((len(part) + 1 for part in parts), initial=start))
    return [(at, at + len(part)) for at, part in zip(ends, parts, strict=False)]


def _kind(line: str, marks: set[str]) -> tuple[str, int]:
    """(kind of block, where its text begins in the line)."""
    heading = _HEADING.match(line)
    if heading:
        return "heading", heading.end()
    note = _NOTE.match(line)
    if note and (note[1] is None or note[1] in marks or _WEB_ADDRESS.search(line)):
        return "note", note.end()
    if sum(len(m[0]) for m in _WEB_ADDRESS.finditer(line)) > _ADDRESSES * len(line):
        return "note", 0  # an entry of a list of references
    if _is_address_tail(line):
        return "note", 0
    if _CAPTION.match(line):
        return "caption", _CAPTION.match(line).end()  # type: ignore[union-attr]
    bullet = _BULLET.match(line)
    if bullet:
        return "item", bullet.end()
    quote = _QUOTE.match(line)
    return "paragraph", quote.end() if quote else 0


def _is_address_tail(line: str) -> bool:
    """Whether a line is the rest of a web address that was split by a page break."""
    match = _ADDRESS_TAIL.match(line)
    return bool(match and _ADDRESS_SIGN.search(match["tail"][:-_ADDRESS_END]))


def _block(kind: str, text: str, start: int, end: int) -> Block | None:
    clean, offsets, markup = strip_markup(text, start, end)
    left = len(clean) - len(clean.lstrip())
    right = len(clean.rstrip())
    if not _CONTENT.search(clean):
        return None
    return Block(kind, clean[left:right], offsets[left:right], markup)  # type: ignore[arg-type]


class _Paragraph:
    """A block that following lines may continue; joined once, when it is complete."""

    def __init__(self, block: Block) -> None:
        self._parts = [block]
        self._gaps: list[str] = []
        self.width = _width(block.text)

    @property
    def is_entry(self) -> bool:
        """Whether it begins with a number, as the entries of a list do."""
        return self._parts[0].kind == "item" or bool(ENTRY.match(self._parts[0].text))

    @property
    def tail(self) -> str:
        """The last line so far."""
        return self._parts[-1].text

    def add(self, after: Block) -> None:
        latin = self.tail[-1].isascii() and after.text[0].isascii()
        self._gaps.append(" " if latin and self.tail[-1] != "-" else "")
        self._parts.append(after)
        self.width += len(self._gaps[-1]) + _width(after.text)

    def block(self) -> Block:
        first, *further = self._parts
        if not further:
            return first
        texts, offsets = [first.text], array("q", first.offsets)
        for gap, part in zip(self._gaps, further, strict=True):
            texts += gap, part.text
            offsets.extend([offsets[-1] + 1] * len(gap))
            offsets.extend(part.offsets)
        markup = tuple(piece for part in self._parts for piece in part.markup)
        return replace(first, text="".join(texts), offsets=offsets, markup=markup)


def _joined(pieces: Iterable[_Piece]) -> list[Block]:
    """The blocks in order, with split paragraphs joined; notes stay in place."""
    found: list[_Paragraph] = []
    last: _Paragraph | None = None  # the paragraph that the next line may continue
    note_between = False
    for piece in pieces:
        block = piece.block
        if block.kind == "note":
            found.append(_Paragraph(block))
            note_between = True
            continue
        if last and _continues(last, block, piece.gap, note_between):
            last.add(block)
        else:
            found.append(_Paragraph(block))
            last = found[-1] if block.kind in ("paragraph", "item") else None
        note_between = False
    return [paragraph.block() for paragraph in found]


def _continues(before: _Paragraph, after: Block, gap: bool, note_between: bool) -> bool:
    """Whether the next block continues a paragraph."""
    if after.kind != "paragraph" or _ENDS_SENTENCE.search(before.tail[-1]):
        return False
    if before.is_entry and ENTRY.match(after.text):
        return False
    tail, head = before.tail[-1], after.text[0]
    if gap and not note_between:  # a page break: only in English does a lower-case letter show it
        long = before.width > _LONG
        return long and bool(re.match(r"[a-z,;-]", tail)) and bool(re.match("[a-z]", head))
    if note_between and (before.width < _BEFORE_NOTE or _width(after.text) < _AFTER_NOTE):
        return False
    if not note_between and before.width < _BROKEN:
        return False
    chinese = (is_han(tail) or tail in "，、,") and (is_han(head) or head in "「『《〈“，、。；：")
    english = bool(re.match(r"[a-z,-]", tail)) and bool(re.match(r"[a-z(]", head))
    wrapped = not note_between and tail.isascii() and head.isascii() and before.width > _WRAPPED
    return chinese or english or wrapped


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return len(text) + len(HAN.findall(text))
