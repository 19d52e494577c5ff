"""The list of file formats: their names, and what reads and writes them.

    read_entries, read_units    (stream, name, ReadOptions) -> (line, entry or unit), one by one
    write_entries               (entries, ExportTarget, WriteOptions) -> pieces of the file
    write_units                 (units, WriteOptions, LossReport) -> pieces of the file

Each is `module.function` of this package, imported on first use; "" if the format has none. A
reader refuses a record through `ReadOptions.refuse`. A writer of entries gets entries that fit its
target and refuses anything else; a writer of units reports what it leaves out. So a new format is
one module or folder here, and one line in FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from glossary.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its suffixes, the usual one first; the root element of its XML; its readers
    and writers.

    A table (`is_table`) takes a mapping of columns, and may come back as another kind of table; a
    cell holds `longest_cell` characters, 0 for any number.
    """

    name: str
    suffixes: tuple[str, ...]
    roots: tuple[str, ...] = ()
    read_entries: str = ""
    read_units: str = ""
    write_entries: str = ""
    write_units: str = ""
    media_type: str = ""
    is_table: bool = False
    longest_cell: int = 0
    magic: bytes = b""  # how its files begin, if that identifies them
    syntax: str = ""  # its syntax, if users know it by that name

    @property
    def is_written(self) -> bool:
        return bool(self.write_entries or self.write_units)


FORMATS = (
    Format(
        "tbx",
        (".tbx", ".tbxm"),
        ("tbx", "martif", "TBX"),
        read_entries="tbx.reader.read",
        write_entries="tbx.writer.write",
        media_type="application/x-tbx",
    ),
    Format(
        "csv",
        (".csv",),
        read_entries="table.reader.read_csv",
        write_entries="table.writer.write",
        media_type="text/csv; charset=utf-8",
        is_table=True,
    ),
    Format(
        "tsv",
        (".tsv", ".tab", ".txt", ".utf8"),
        read_entries="table.reader.read_csv",
        read_units="table.units_tsv.read",
        write_entries="table.writer.write",
        media_type="text/tab-separated-values; charset=utf-8",
        is_table=True,
    ),
    Format(
        "xlsx",
        (".xlsx", ".xlsm"),
        read_entries="table.xlsx_reader.read",
        write_entries="table.xlsx_writer.write",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        is_table=True,
        longest_cell=32_767,
        magic=b"PK\x03\x04",
    ),
    Format("curated", (".toml",), read_entries="curated.read", syntax="TOML"),
    Format(
        "tmx",
        (".tmx",),
        ("tmx",),
        read_units="tmx.reader.read",
        write_units="tmx.writer.write",
        media_type="application/x-tmx+xml",
    ),
    Format(
        "xliff",
        (".xlf", ".xliff", ".sdlxliff", ".mqxliff"),
        ("xliff",),
        read_units="xliff.reader.read",
    ),
)


def format_named(format: str, name: str = "") -> Format:
    """The format of that name. Raises InvalidInput, listing the known ones."""
    for known in FORMATS:
        if known.name == format:
            return known
    names = ", ".join(known.name for known in FORMATS)
    raise InvalidInput(f"{name}: unknown format {format!r}; known are {names}")


def function(path: str) -> Callable[..., Any]:
    """Import the reader or writer at `module.function`."""
    module, name = path.rsplit(".", 1)
    found: Callable[..., Any] = getattr(import_module(f"glossary.exchange.{module}"), name)
    return found
