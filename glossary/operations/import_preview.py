"""What a file is, before it is imported: its format, and the beginning of a table."""

from __future__ import annotations

import io
from dataclasses import dataclass

from glossary.exchange.detection import HEAD, format_of
from glossary.exchange.formats import format_named
from glossary.exchange.table.preview import TablePreview, preview_csv, preview_xlsx
from glossary.operations.importing import holds_units
from glossary.operations.options import FileImport

ROWS = 10
"""Rows of a table that are shown. Chosen: as many as fit beside a choice of columns; half shows too
few of what is seldom filled in, double is scrolled."""


@dataclass(frozen=True, slots=True)
class FilePreview:
    """A file's format, what it holds (terms or units), and the start of a table of terms."""

    name: str
    format: str
    holds: str
    table: TablePreview | None = None


def preview(source: bytes, file: FileImport) -> FilePreview:
    """What `file` is; of the options, format, holds and mapping count. Raises UnreadableFile,
    InvalidInput."""
    name, head = str(file.path), source[:HEAD]
    found = format_named(file.format, name) if file.format else format_of(name, head)
    if holds_units(found, head, file.holds, file.mapping):
        return FilePreview(name, found.name, "units")
    if not found.is_table:
        return FilePreview(name, found.name, "terms")
    read = preview_xlsx if found.name == "xlsx" else preview_csv
    table = read(io.BytesIO(source), name, file.mapping, ROWS)
    return FilePreview(name, found.name, "terms", table)
