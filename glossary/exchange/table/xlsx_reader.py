"""Read concept entries from all sheets of an XLSX workbook.

A workbook is a zip of XML: its sizes are checked before it is opened, and its XML is parsed once
with limits before openpyxl reads it. Formulas give their last value.
"""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.options import READ, OnRecord, ReadOptions
from glossary.exchange.spool import Tally
from glossary.exchange.table.cells import MAX_CELL, MAX_COLUMNS
from glossary.exchange.table.reader import read_rows
from glossary.exchange.table.start import NoTerms
from glossary.exchange.xml import local_name, refuse_hostile
from glossary.model import ConceptEntry

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    NotImplementedError,
    ValueError,
    LookupError,
    EOFError,
    OSError,
)
MAX_UNPACKED = 400_000_000
MAX_RATIO = 200
MAX_PARTS = 5_000
_RATIO_FROM = 1_000_000
"""Bytes of a workbook unpacked, how much smaller it may be packed, parts in it, and the size from
which the ratio counts: chosen. A sheet of terms unpacks to 650 bytes a row, packed 14 to 1: this
takes 600,000 rows, half as many at half; at double a bomb takes twice the time."""
_REPEATED = ("row", "si", "xf", "mergeCell", "hyperlink", "dataValidation")
MAX_ROWS = 1_048_576  # derived: what a sheet of Excel has


def read(
    source: BinaryIO, name: str, options: ReadOptions = READ
) -> Iterator[tuple[int, ConceptEntry]]:
    """(row in the sheet, entry) of a workbook. Raises UnreadableFile."""
    unread: list[UnreadableFile] = []
    ids = _WorkbookIds(options.tell)
    read = False
    for title, rows in sheets(source, name):
        try:
            yield from ids.unique(_sheet(title, rows, name, options))
            read = True
        except _NotRead as error:
            unread.append(error.reason)
            options.tell(1, f"the sheet {title!r} is not read: {error.reason.reason}")
    if not read:
        raise unread[0] if unread else NoTerms(name, "no rows in it")


class _NotRead(Exception):
    """A sheet without terms, with the reason."""

    def __init__(self, reason: UnreadableFile) -> None:
        self.reason = reason


def sheets(source: BinaryIO, name: str) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """(title, rows) of every sheet that has any; the title is "" if there is only one.

    The rows of a sheet must be read before the next sheet is requested.
    """
    import openpyxl

    warnings.filterwarnings("ignore", module="openpyxl")  # it warns on stderr of what it leaves out
    _inspect(source, name)
    with _damage_refused(name):
        book = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
        several = len(book.worksheets) > 1
    for sheet in book.worksheets:
        rows = _rows(sheet, name)
        first = next((row for row in rows if any(map(str.strip, row[1]))), None)
        if first is not None:
            yield sheet.title if several else "", chain([first], rows)


def _rows(sheet: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of one sheet."""
    with _damage_refused(name):
        for number, cells in enumerate(_sheet_rows(sheet), 1):
            if number > MAX_ROWS:  # openpyxl fills in the rows that a gap in the numbers leaves out
                raise UnreadableFile(name, f"over {MAX_ROWS:,} rows")
            if len(cells) > MAX_COLUMNS:
                raise UnreadableFile(name, f"over {MAX_COLUMNS} columns", number)
            row = [_text(cell) for cell in cells]
            if any(len(cell) > MAX_CELL for cell in row):
                raise UnreadableFile(name, f"a cell of over {MAX_CELL:,} characters", number)
            yield number, row


@contextmanager
def _damage_refused(name: str) -> Iterator[None]:
    try:
        yield
    except (UnreadableFile, GeneratorExit):
        raise
    except Exception as error:  # openpyxl raises anything on a damaged part
        raise UnreadableFile(name, f"no workbook that can be read: {_first_line(error)}") from None


def _sheet(
    title: str, rows: Iterator[tuple[int, list[str]]], name: str, options: ReadOptions
) -> Iterator[tuple[int, ConceptEntry]]:
    """(row, entry) of one sheet, which messages name. Raises _NotRead before the first entry."""

    def named(tell: OnRecord | None) -> OnRecord | None:
        return tell and (lambda line, what: tell(line, f"sheet {title!r}: {what}"))

    if not title:
        yield from read_rows(rows, name, options)
        return
    of_sheet = replace(
        options, on_error=named(options.on_error), on_change=named(options.on_change)
    )
    found = read_rows(rows, f"{name}, sheet {title!r}", of_sheet)
    try:
        first = next(found, None)
    except NoTerms as error:
        raise _NotRead(error) from None
    except InvalidInput as error:
        if options.mapping is None or isinstance(error, UnreadableFile):
            raise
        raise _NotRead(UnreadableFile(name, str(error))) from None
    if first is not None:
        yield first
        yield from found


class _WorkbookIds:
    """Makes ids unique across sheets, as many sheets number from 1."""

    def __init__(self, tell: OnRecord) -> None:
        self._met, self._tell = Tally(), tell

    def unique(
        self, entries: Iterator[tuple[int, ConceptEntry]]
    ) -> Iterator[tuple[int, ConceptEntry]]:
        """The entries; an id that an earlier sheet has gets a number."""
        for line, entry in entries:
            identifier, number = entry.id, 1
            while self._met.add(identifier) > 1:
                number += 1
                identifier = f"{entry.id}-{number}"
            if number > 1:
                what = (
                    f"{entry.id!r} stands on an earlier sheet too; here it becomes {identifier!r}"
                )
                self._tell(line, f"the id {what}")
                entry = replace(entry, id=identifier)
            yield line, entry


def _sheet_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows at their actual lengths, whatever dimensions the sheet claims."""
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    return rows


def _inspect(source: BinaryIO, name: str) -> None:
    """Refuse what is not a zip, unpacks to too much, or holds XML with entities or huge
    elements."""
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts, name)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        refuse_hostile(
                            stream, f"{name}, {part.filename}", _REPEATED, _RowOrder(name)
                        )
    except _DAMAGED as error:
        raise UnreadableFile(name, f"a damaged workbook: {_first_line(error)}") from None
    source.seek(0)


class _RowOrder:
    """Refuses a row below one with a higher number: openpyxl would leave it out."""

    def __init__(self, name: str) -> None:
        self._name, self._last = name, 0

    def __call__(self, element: Element) -> None:
        number = element.get("r", "") if local_name(element.tag) == "row" else ""
        if not number.isdecimal():
            return
        if int(number) <= self._last:
            reason = f"this row stands below row {self._last}; save the workbook again"
            raise UnreadableFile(self._name, reason, int(number))
        self._last = int(number)


def _refuse_bombs(parts: Sequence[zipfile.ZipInfo], name: str) -> None:
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MAX_PARTS:
        raise UnreadableFile(name, f"{len(parts):,} parts in the workbook")
    if size > MAX_UNPACKED or (size > _RATIO_FROM and size > MAX_RATIO * packed):
        raise UnreadableFile(name, f"it unpacks to {size / 1e6:,.0f} MB: a zip bomb?")


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]


def _text(value: object) -> str:
    """A cell as text: 1918 for 1918.0, ISO dates, TRUE and FALSE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n")
