"""Tables for a terminal: columns share its width, and no row is wider than it.

A Chinese character takes two columns. Where even the words do not fit, each row is printed as a
block of lines, a field a line.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

import click

_IN_A_PIPE = 120  # columns where there is no terminal. Chosen: what a screen of today shows
_WORD = 12
"""Columns of a word that is not broken if another column can give way. Chosen, the longest name of
a kind: at half these are broken, at double a list of candidates is no table at 80 columns."""
_HAN = 8  # columns that a text in Chinese is left: chosen, a term of four characters
_GAP, _WIDE_GAP = 2, 3  # spaces between columns, more where all fits. Chosen, for the eye
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\uffef\U00020000-\U0003ffff"
_CLOSING = ";,.:!?)，。；、：！？）」』》〉】"  # begins no line
_PIECES = re.compile(rf"\s+|[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}-]+-*|-+")  # a line ends between
_IS_WIDE = re.compile(f"[{_WIDE}]")


def width_of_output() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _IN_A_PIPE


def table_lines(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table, each at most `width` columns wide."""
    cells = [[_CONTROL.sub(" ", cell).strip() for cell in row] for row in rows]
    columns = [[head, *(row[at] for row in cells)] for at, head in enumerate(heads)]
    wanted = sum(max(map(columns_of, column)) for column in columns)
    gap = _WIDE_GAP if wanted + _WIDE_GAP * (len(heads) - 1) <= width - 2 else _GAP
    if widths := _widths(columns, width - 2 - gap * (len(heads) - 1)):
        return _as_table(heads, cells, widths, " " * gap)
    return _as_blocks(heads, cells, width)


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """What each column gets: all it wants, or its words and an equal share of what is left; none
    if there is not enough for the words."""
    wanted = [max(map(columns_of, column)) for column in columns]
    if sum(wanted) <= room:
        return wanted
    widths = [min(want, _least(column)) for want, column in zip(wanted, columns, strict=True)]
    if sum(widths) > room:
        return []
    for _ in range(room - sum(widths)):  # the narrowest first: what is short is whole
        growing = [at for at, want in enumerate(wanted) if widths[at] < want]
        widths[min(growing, key=lambda at: widths[at])] += 1
    return widths


def _least(column: Sequence[str]) -> int:
    words = [word for cell in column for word in cell.split()]
    longest = max((columns_of(word) for word in words if not _IS_WIDE.search(word)), default=0)
    return max(min(longest, _WORD), _HAN if any(map(_IS_WIDE.search, column)) else 1)


def _as_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], gap: str
) -> Iterator[str]:
    bold = [click.style(line, bold=True) for line in _row_lines(heads, widths, gap)]
    yield from ("", *bold)
    yield " " + "─" * (sum(widths) + len(gap) * (len(widths) - 1))
    for row in rows:
        yield from _row_lines(row, widths, gap)
    yield ""


def _row_lines(cells: Sequence[str], widths: Sequence[int], gap: str) -> Iterator[str]:
    wrapped = [list(wrap(cell, width)) for cell, width in zip(cells, widths, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        padded = (
            part + " " * (width - columns_of(part))
            for part, width in zip(parts, widths, strict=True)
        )
        yield f" {gap.join(padded)}".rstrip()


def _as_blocks(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    name = max(map(columns_of, heads))
    for row in rows:
        yield ""
        for head, cell in zip(heads, row, strict=True):
            if cell:
                yield from _row_lines((head, cell), (name, max(width - name - 4, 2)), "  ")
    yield ""


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    from rich.cells import cell_len

    return cell_len(text)


def wrap(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` columns (2 or more), without the space around each."""
    places = [0, *breaks(text, width), len(text)]
    lines = (text[start:end].strip() for start, end in pairwise(places))
    found = [line for line in lines if line]
    yield from found or [""]


def breaks(text: str, width: int) -> list[int]:
    """Where the second and later lines of a text begin: after spaces and hyphens, beside Chinese
    characters, and inside a word that is longer than a line. Spaces at an end may stand out."""
    found, at, size = [], 0, 0
    for part in (part for piece in _PIECES.findall(text) for part in _cut(piece, width)):
        wide = columns_of(part)
        if size + wide > width and not part.isspace():
            found.append(at)
            size = 0
        at, size = at + len(part), size + wide
    return found


def _cut(word: str, width: int) -> Iterator[str]:
    """The word in parts that fit a line."""
    part = ""
    for character in word:
        if columns_of(part + character) > width:
            yield part
            part = ""
        part += character
    yield part
