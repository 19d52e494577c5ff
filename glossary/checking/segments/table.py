"""Segments of tables: a row each, the source and its translation in two columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from glossary.checking.segments.base import RawSegment, SegmentOptions
from glossary.errors import UnreadableFile
from glossary.exchange.table.cells import opened
from glossary.exchange.table.column_cells import cell_at
from glossary.exchange.table.columns import Column, heads
from glossary.text.script import HAN

Row = tuple[int, Sequence[str]]
_SAMPLE = 100
"""Rows that tell which column is Chinese: chosen. Half or double moves only how much of a file
without any Chinese is read before it is refused."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two columns that hold the segments, with their languages, and that of notes."""

    source: int
    target: int
    source_tag: str
    target_tag: str
    note: int | None = None
    has_heads: bool = True


def read(source: BinaryIO, name: str, options: SegmentOptions) -> Iterator[RawSegment]:
    """The segments of a CSV or TSV file. Raises UnreadableFile."""
    return segments_of_rows(opened(source, name)[1], name, options)


def segments_of_rows(
    rows: Iterable[Row], name: str, options: SegmentOptions
) -> Iterator[RawSegment]:
    """The segments of the rows of a table, whose first row may name its columns."""
    filled = (row for row in rows if any(cell.strip() for cell in row[1]))
    sample = list(islice(filled, _SAMPLE))
    pair = _pair([cells for _, cells in sample], name, options.source)
    for line, cells in chain(sample[pair.has_heads :], filled):
        one, two = cell_at(cells, pair.source), cell_at(cells, pair.target)
        if not one:
            options.on_error(line, "a row without a source")
            continue
        notes = () if pair.note is None else (cell_at(cells, pair.note),)
        yield RawSegment(one, two, pair.source_tag, pair.target_tag, "", line, "", notes)


def _pair(rows: Sequence[Sequence[str]], name: str, source: str) -> _Pair:
    named = heads(rows[0], rows[1:]) if rows else None
    columns = named or [Column("term", "source"), Column("term", "target")]
    texts = [(at, column.language) for at, column in enumerate(columns) if column.field == "term"]
    if len(texts) < 2:
        raise UnreadableFile(name, "give a table with two columns, the source and its translation")
    below = rows[bool(named) :]
    (one, a), (two, b) = texts[:2]
    if a == "target" and b == "source":
        (one, a), (two, b) = (two, b), (one, a)
    tags = _tags((a, b), [_han(below, one), _han(below, two)], name)
    if source and not tags[0].startswith(source) and tags[1].startswith(source):
        one, two, tags = two, one, (tags[1], tags[0])
    note = next((at for at, column in enumerate(columns) if column.field == "note"), None)
    return _Pair(one, two, *tags, note, bool(named))


def _tags(told: tuple[str, str], han: Sequence[int], name: str) -> tuple[str, str]:
    if all(tag not in ("source", "target", "") for tag in told):
        return told
    if not any(han):
        raise UnreadableFile(name, "no Chinese in its first rows")
    return ("zh", "en") if han[0] > han[1] else ("en", "zh")


def _han(rows: Sequence[Sequence[str]], at: int) -> int:
    return sum(len(HAN.findall(cell_at(row, at))) for row in rows)
