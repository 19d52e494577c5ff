"""Write concept entries as an XLSX workbook of one sheet; the same entries give the same bytes.

Cells are text; nothing is written as a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from glossary.errors import InvalidInput
from glossary.exchange.options import WriteOptions
from glossary.exchange.profiles.base import ExportTarget
from glossary.exchange.table.writer import grid
from glossary.exchange.table.xlsx_reader import MAX_ROWS
from glossary.model import ConceptEntry

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(
    entries: Iterable[ConceptEntry], target: ExportTarget, options: WriteOptions
) -> Iterator[bytes]:
    """The file of fitted entries, in one piece. Raises InvalidInput beyond what a sheet holds."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    book.set_properties({"created": datetime(2000, 1, 1)})
    _fill(book.add_worksheet("Glossary"), grid(entries, target, options))
    book.close()
    yield buffer.getvalue()


def _fill(sheet: Any, rows: Iterable[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        if number >= MAX_ROWS:
            raise InvalidInput(f"over {MAX_ROWS:,} rows do not fit into a sheet; export CSV")
        for column, text in enumerate(row):
            if text:
                sheet.write_string(number, column, text)
