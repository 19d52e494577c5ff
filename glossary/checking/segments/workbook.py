"""Segments of the sheets of an XLSX workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from glossary.checking.segments.base import RawSegment, SegmentOptions
from glossary.checking.segments.table import segments_of_rows
from glossary.exchange.table.xlsx_reader import sheets


def read(source: BinaryIO, name: str, options: SegmentOptions) -> Iterator[RawSegment]:
    """The segments of all sheets. Raises UnreadableFile."""
    for title, rows in sheets(source, name):
        yield from segments_of_rows(rows, f"{name} ({title})" if title else name, options)
