"""A memory as parts that can be read apart: rows of a Parquet file, files of a folder.

A folder of parts is what programs such as Spark write: `part-00000.parquet`, `part-00001.parquet`,
or likewise tables and TMX. What begins with a dot or underscore is none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from glossary.mining.corpus.parts import MemoryPart, Parts, Refuse
from glossary.mining.corpus.unit import Unit
from glossary.operations import parquet_files
from glossary.operations.memory_files import (
    document_pairs,
    units_as_they_stand,
    usable,
)
from glossary.operations.memory_names import EXCHANGED, PARQUET, TABLES, MemoryFile
from glossary.operations.parquet_files import RowRange

_ROWS = 20_000
"""Rows of a part. Chosen: two batches. Those before it in its row group are read and dropped: with
a million rows in a group that costs 5 % of the work on the part; double halves it, and leaves half
as many parts to share out."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file of a folder, whole."""

    path: Path
    must_be_read: ClassVar[bool] = True

    def size(self) -> int:
        last = 0

        def refused(number: int, reason: str) -> None:
            nonlocal last
            last = max(last, number)

        for unit in units_as_they_stand(self._file, refused):
            last = max(last, unit.number)
        return last

    def units(self, refuse: Refuse) -> Iterator[Unit]:
        return usable(units_as_they_stand(self._file, refuse), refuse)

    @property
    def _file(self) -> MemoryFile:
        return MemoryFile(self.path, str(self.path))


@dataclass(frozen=True, slots=True)
class RowsPart:
    """Some rows of a Parquet file."""

    path: Path
    rows: RowRange
    must_be_read: ClassVar[bool] = False

    def size(self) -> int:
        return self.rows.last - self.rows.first

    def units(self, refuse: Refuse) -> Iterator[Unit]:
        return usable(parquet_files.units(self.path, str(self.path), self.rows), refuse)


def parts_of(path: Path, refuse: Refuse) -> Parts | None:
    """The parts of a Parquet file, or of a folder that has parts; None for other memories, which
    are read in one go. Raises UnreadableFile, InvalidInput."""
    parts = [part for file in _files(path) for part in _of_file(file)]
    return Parts(str(path), parts, refuse) if parts else None


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path] if path.suffix.lower() == PARQUET else []
    if document_pairs(path):
        return []
    return [file for file in sorted(path.rglob("*")) if _is_part(file.relative_to(path), file)]


def _is_part(name: Path, file: Path) -> bool:
    hidden = any(part.startswith((".", "_")) for part in name.parts)
    suffix = MemoryFile(file, str(file)).suffix
    return not hidden and suffix in TABLES | EXCHANGED | {PARQUET} and file.is_file()


def _of_file(file: Path) -> Sequence[MemoryPart]:
    if file.suffix.lower() != PARQUET:
        return [FilePart(file)]
    sizes = parquet_files.group_sizes(file, str(file))
    return [
        RowsPart(file, RowRange(group, first, min(size, first + _ROWS)))
        for group, size in enumerate(sizes)
        for first in range(0, size, _ROWS)
    ]
