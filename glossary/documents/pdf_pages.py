"""The lines of a PDF, read with PDFium; runs in a separate process, see `confined`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import astuple
from statistics import median_high
from typing import Any

from glossary.documents.lines import Line
from glossary.errors import UnreadableFile
from glossary.text.script import is_han

MAX_PAGES = 5_000
MAX_CHARS = 20_000_000
_HYPHEN = "\x02"  # PDFium's character for the hyphen of a word split at the end of a line
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ufeff]")


def read(data: bytes) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
    """(page, None) as each page begins, then (page, fields of a Line) for each of its lines."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error) or "ecurity" in str(error)
        reason = "protected by a password" if locked else "no sound PDF; damaged or cut off?"
        raise UnreadableFile("", reason) from None
    if len(document) > MAX_PAGES:
        raise UnreadableFile("", f"{len(document):,} pages; split it (limit {MAX_PAGES:,})")
    left = MAX_CHARS
    for number in range(len(document)):
        place = f"page {number + 1}"
        yield place, None
        try:
            page = _Page(document[number], number)
        except pypdfium2.PdfiumError:
            raise UnreadableFile("", f"{place} is damaged") from None
        left -= page.count
        if left < 0:
            raise UnreadableFile("", f"more than {MAX_CHARS:,} characters; split it")
        for line in page.lines():
            yield place, astuple(line)


class _Page:
    """One page as PDFium reads it: characters with their boxes."""

    def __init__(self, page: Any, number: int) -> None:
        import pypdfium2.raw

        self._raw = pypdfium2.raw
        self._matrix = pypdfium2.raw.FS_MATRIX()
        self._page, self._number = page, number
        self._text = page.get_textpage()
        self.count = self._text.count_chars()

    def lines(self) -> Iterator[Line]:
        """The lines in order, without those that are only whitespace."""
        chars: list[str] = []
        places: list[int] = []
        for at, char in self._chars():
            if char not in "\r\n" + _HYPHEN:
                chars.append(char)
                places.append(at)
            else:
                hyphen = "-" if char == _HYPHEN and chars else ""
                yield from self._line(chars, places, hyphen)
                chars, places = [], []
        yield from self._line(chars, places, "")

    def _chars(self) -> Iterator[tuple[int, str]]:
        """(index, character), with surrogate pairs combined."""
        high = 0
        for at in range(self.count):
            code = self._raw.FPDFText_GetUnicode(self._text.raw, at)
            if 0xD800 <= code < 0xDC00:
                high = code
            elif 0xDC00 <= code < 0xE000:
                if high:
                    yield at, chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
                high = 0
            elif code <= 0x10FFFF:
                yield at, chr(code)

    def _line(self, chars: list[str], places: list[int], hyphen: str) -> Iterator[Line]:
        shown = [(c, at) for c, at in zip(chars, places, strict=True) if not _NO_TEXT.match(c)]
        letters = [at for c, at in shown if not c.isspace()]
        if not letters:
            return
        sample = letters[:: max(1, len(letters) // 7)]
        size = median_high(sorted(self._size(at) for at in sample))
        left, bottom, *_ = self._box(letters[0])
        right = self._box(letters[-1])[2]
        text = "".join(self._clean(shown, size, bottom)) + hyphen
        if text.strip():
            yield Line(text.strip(), self._number, left, right, bottom, size)

    def _clean(self, shown: list[tuple[str, int]], size: float, bottom: float) -> Iterator[str]:
        """The characters without raised digits and without spaces inserted by PDFium in Chinese."""
        kept = [
            (c, at) for c, at in shown if not (c.isdigit() and self._is_raised(at, size, bottom))
        ]
        for n, (char, at) in enumerate(kept):
            if char == " " and 0 < n < len(kept) - 1:
                chinese = is_han(kept[n - 1][0]) and is_han(kept[n + 1][0])
                if chinese and self._raw.FPDFText_IsGenerated(self._text.raw, at) == 1:
                    continue
            yield char

    def _is_raised(self, at: int, size: float, bottom: float) -> bool:
        return self._size(at) < 0.8 * size and self._box(at)[1] > bottom + 0.15 * size

    def _box(self, at: int) -> tuple[float, float, float, float]:
        """(left, bottom, right, top) of a character, at the full height of the line."""
        box: tuple[float, float, float, float] = self._text.get_charbox(at, loose=True)
        return box

    def _size(self, at: int) -> float:
        """The printed size of a character: its font's size, scaled."""
        self._raw.FPDFText_GetMatrix(self._text.raw, at, self._matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d) or 1.0
        size: float = self._raw.FPDFText_GetFontSize(self._text.raw, at) * scale
        return size
