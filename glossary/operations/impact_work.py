"""What a change of a term touches, written as work: XLIFF for a translator, or a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.errors import InvalidInput
from glossary.operations.impact import Impact, TermUse
from glossary.store.base import UnitReader
from glossary.whole_file import whole_file

if TYPE_CHECKING:
    from glossary.exchange.xliff.writer import SegmentToDo

COLUMNS = ("kind", "place", "field", "language", "forms", "text", "translation", "document", "line")
XLIFF, TABLE = (".xlf", ".xliff"), (".csv",)


def check_target(path: Path) -> None:
    """Raises InvalidInput for a file of another kind."""
    if path.suffix.lower() not in (*XLIFF, *TABLE):
        raise InvalidInput(f"{path}: a list of work is written as .xlf or .csv; name such a file")


def write_work(store: UnitReader, found: Impact, path: Path) -> int:
    """Write the places to a file, by its suffix; returns how many. Raises InvalidInput,
    UnwritableFile."""
    check_target(path)
    data, count = work_file(store, found, path.suffix.lower())
    with whole_file(path) as stream:
        stream.write(data)
    return count


def work_file(store: UnitReader, found: Impact, suffix: str) -> tuple[bytes, int]:
    """(the places as a file of that suffix, how many are in it). XLIFF holds the units alone, with
    the side that has the form as the target."""
    if suffix in TABLE:
        return _table(found), len(found.uses)
    from glossary.exchange.xliff.writer import write

    segments, buffer = _segments(store, found), io.BytesIO()
    write(segments, buffer)
    return buffer.getvalue(), len(segments)


def _segments(store: UnitReader, found: Impact) -> list[SegmentToDo]:
    from glossary.exchange.xliff.writer import SegmentToDo

    of_units = [use for use in found.uses if use.kind == "unit"]
    units = {unit.id: unit for unit in store.units({int(use.place) for use in of_units})}
    return [
        SegmentToDo(
            f"{use.place}-{use.field}",
            *((unit.en, unit.zh) if use.field == "zh" else (unit.zh, unit.en)),
            unit.document,
            f"{found.concept_id}: {', '.join(use.forms)}",
        )
        for use in of_units
        if (unit := units.get(int(use.place)))
    ]


def _table(found: Impact) -> bytes:
    """CSV for spreadsheets: UTF-8 with its mark, lines that end in CR LF."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(use) for use in found.uses)
    return text.getvalue().encode("utf-8-sig", "replace")


def _cells(use: TermUse) -> Iterator[str]:
    from glossary.exchange.table.cells import guarded

    for column in COLUMNS:
        value: Any = getattr(use, column)
        yield guarded("; ".join(value) if column == "forms" else str(value or ""))
