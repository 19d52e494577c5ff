"""The beginning of a table, before it is read: its first rows, and what its columns are taken for.

It is read by the same rules as the whole table, so what is shown is what an import will do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from glossary.exchange.table import cells
from glossary.exchange.table.columns import (
    CONCEPT_FIELDS,
    SECTION_FIELDS,
    TERM_FIELDS,
    Column,
)
from glossary.exchange.table.reader import SAMPLE
from glossary.exchange.table.start import NoTerms, Row, Start, start_of

FIELDS_OF = (
    {"term": "term", "ignore": "", "extra": ""}
    | dict.fromkeys(sorted(TERM_FIELDS), "term")
    | dict.fromkeys(sorted(SECTION_FIELDS), "language")
    | dict.fromkeys(sorted(CONCEPT_FIELDS), "concept")
)
"""What each field that a column can be mapped to is of: a term or a language, which a tag after a
colon names, or the concept."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its number from 1, its head, the key that names it in a mapping, and what it is
    taken for: a field, with the tag of its language where the field has one."""

    number: int
    head: str
    key: str
    field: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The columns of a table and its first rows, (line, cells). `problem` says why no columns of
    terms were recognised; then they want a mapping."""

    sheet: str
    has_heads: bool
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...]
    problem: str = ""


def preview_csv(
    source: BinaryIO, name: str, mapping: Mapping[str, str] | None, most: int
) -> TablePreview:
    """The preview of a CSV or TSV file. Raises UnreadableFile, InvalidInput (a bad mapping)."""
    delimiter, rows = cells.opened(source, name)
    return _of_rows(rows, name, mapping, most, remarks=delimiter == "\t")


def preview_xlsx(
    source: BinaryIO, name: str, mapping: Mapping[str, str] | None, most: int
) -> TablePreview:
    """The preview of the first sheet of a workbook in which terms are recognised, else of the first
    one. Raises UnreadableFile, InvalidInput."""
    from glossary.exchange.table.xlsx_reader import sheets

    first: TablePreview | None = None
    for title, rows in sheets(source, name):
        found = _of_rows(rows, name, mapping, most, sheet=title)
        if not found.problem:
            return found
        first = first or found
    if first is None:
        raise NoTerms(name, "no rows in it")
    return first


def _of_rows(
    rows: Iterable[Row],
    name: str,
    mapping: Mapping[str, str] | None,
    most: int,
    *,
    remarks: bool = False,
    sheet: str = "",
) -> TablePreview:
    sample = list(islice((row for row in rows if any(map(str.strip, row[1]))), SAMPLE))
    if not sample:
        raise NoTerms(name, "no rows in it")
    try:
        start = start_of(sample, name, mapping, remarks)
    except NoTerms as error:
        return _unknown(sample, most, sheet, error.reason)
    columns = tuple(_columns(start))
    return TablePreview(sheet, start.head is not None, columns, tuple(start.rows[:most]))


def _columns(start: Start) -> Iterator[TableColumn]:
    heads = [cell.strip() for cell in start.head or []]
    for number, column in enumerate(start.columns, 1):
        head = heads[number - 1] if number <= len(heads) else ""
        key = head if heads.count(head) == 1 and head else str(number)
        yield TableColumn(number, head, key, column.field, _tag(column, start.roles))


def _tag(column: Column, roles: Mapping[str, str]) -> str:
    """The language of a column; of a source or target the one that its cells tell."""
    of = FIELDS_OF[column.field]
    return roles.get(column.language, column.language) if of in ("term", "language") else ""


def _unknown(sample: Sequence[Row], most: int, sheet: str, reason: str) -> TablePreview:
    """A table whose columns nothing names; its first row may be heads in unknown words."""
    width = max(len(row) for _, row in sample)
    columns = tuple(TableColumn(n, "", str(n), "extra") for n in range(1, width + 1))
    return TablePreview(sheet, False, columns, tuple(sample[:most]), reason)
