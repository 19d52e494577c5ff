"""Build the text and blocks of a document whose file is not plain text (html, docx, pdf, tmx).

The text is what `glossary text FILE` prints: each paragraph on a line followed by a blank line,
each table row on a line with tabs between its cells. Every block is a contiguous part of it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from typing import Literal

from glossary.errors import UnreadableFile
from glossary.model import Block
from glossary.text.script import HAN_RANGES

Kind = Literal["paragraph", "heading", "item", "cell", "note", "caption"]
Cell = tuple[int, str]
"""A table cell: (column, text)."""

MAX_BLOCK = 5_000_000
_CJK = f"{HAN_RANGES}\u3001-\u303f\uff01-\uff60"
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0\u2028\u2029\x85]+")
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])[ \t]*[\r\n][ \t\r\n]*(?=[{_CJK}])")
_CONTENT = re.compile(r"[^\W_]")


def clean(text: str) -> str:
    """Collapse whitespace to single spaces; a line break between Chinese characters is removed."""
    return _SPACE.sub(" ", _BREAK_IN_CHINESE.sub("", text)).strip()


class Builder:
    """Appends blocks to a growing text. Text without a letter or digit makes no block."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._tables = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, kind: Kind, text: str) -> None:
        """Add a block on a line of its own, its whitespace cleaned. Raises UnreadableFile."""
        text = self._cleaned(text)
        if text:
            self._block(kind, text)
            self._write("\n\n")

    def table(self, rows: Iterable[Iterable[Cell]]) -> None:
        """Add the rows of one table; a merged cell is given once, in the column where it begins."""
        number, written = self._tables, False
        for row, cells in enumerate(rows):
            filled = [(column, text) for column, raw in cells if (text := self._cleaned(raw))]
            for at, (column, text) in enumerate(filled):
                self._write("\t" if at else "")
                self._block("cell", text, number, row, column)
            self._write("\n" if filled else "")
            written = written or bool(filled)
        if written:
            self._write("\n")
            self._tables += 1

    def _cleaned(self, text: str) -> str:
        if len(text) > MAX_BLOCK:
            raise UnreadableFile(self._name, f"a paragraph of {len(text):,} characters")
        return clean(text)

    def _block(
        self,
        kind: Kind,
        text: str,
        table: int | None = None,
        row: int | None = None,
        column: int | None = None,
    ) -> None:
        if _CONTENT.search(text):
            offsets = array("q", range(self._length, self._length + len(text)))
            self.blocks.append(Block(kind, text, offsets, (), table, row, column))
        self._write(text)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
