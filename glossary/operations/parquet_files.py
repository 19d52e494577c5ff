"""Parquet: the units of a memory in it, and mined pairs written as such a file.

It is read and written with pyarrow, which need not be installed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from glossary.errors import InvalidInput, UnreadableFile
from glossary.mining.corpus.unit import Unit, text_of
from glossary.whole_file import whole_file

_AT_ONCE = 10_000  # rows read at once: chosen, a batch of mining; memory goes with it
_COLUMNS = (("zh", "chinese", "target"), ("en", "english", "source"))
_ORIGINS = ("key", "origin", "document", "text")


@dataclass(frozen=True, slots=True)
class RowRange:
    """The rows of one row group from `first` to before `last`, counted from 0 in the group."""

    group: int
    first: int
    last: int


def units(path: Path, name: str, rows: RowRange | None = None) -> Iterator[Unit]:
    """The rows of a file with columns for both languages, or some of them, numbered from 1; `name`
    is what it is called in errors. Raises UnreadableFile, InvalidInput."""
    table = _opened(path, name)
    zh, en, origin = _columns(name, table.schema_arrow.names)
    number = 0
    for batch in _batches(table, [c for c in (zh, en, origin) if c], rows, name):
        columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
        for row in range(batch.num_rows):
            number += 1
            left, right = (str(columns[name][row] or "") for name in (zh, en))
            text = str(columns[origin][row] or "") if origin else ""
            yield Unit(number, left, right, text_of(text))


def group_sizes(path: Path, name: str) -> list[int]:
    """How many rows each row group of a file has. Raises UnreadableFile, InvalidInput."""
    metadata = _opened(path, name).metadata
    return [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]


def _opened(path: Path, name: str) -> Any:
    needed(f"{name}: Parquet is read")
    try:
        return import_module("pyarrow.parquet").ParquetFile(path)
    except (OSError, ValueError) as error:
        raise UnreadableFile(name, f"no Parquet file: {error}") from error


def needed(what: str) -> None:
    """Raise InvalidInput if Parquet cannot be read or written here."""
    if not find_spec("pyarrow"):
        raise InvalidInput(f"{what} with pyarrow; install it: pip install pyarrow")


def _batches(table: Any, names: Sequence[str], rows: RowRange | None, file: str) -> Iterator[Any]:
    """The rows some thousands at a time. Raises UnreadableFile where one is damaged."""
    groups = None if rows is None else [rows.group]
    left, most = (rows.first, rows.last - rows.first) if rows else (0, None)
    try:
        for batch in table.iter_batches(_AT_ONCE, row_groups=groups, columns=list(names)):
            taken = batch.slice(left, most)
            left = max(0, left - batch.num_rows)
            most = None if most is None else most - taken.num_rows
            yield taken
            if most == 0:
                return
    except (OSError, ValueError) as error:
        raise UnreadableFile(file, f"damaged: {error}") from error


def _columns(file: str, names: list[str]) -> tuple[str, str, str]:
    by_name = {name.lower(): name for name in reversed(names)}
    zh, en = (next((by_name[n] for n in known if n in by_name), "") for known in _COLUMNS)
    if not zh or not en:
        raise UnreadableFile(file, f"no columns zh and en; it has {', '.join(names)}")
    return zh, en, next((by_name[n] for n in _ORIGINS if n in by_name), "")


def write(path: Path, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    """Write rows as a Parquet file; `columns` has the type of each, as pyarrow calls it, in square
    brackets for a list of such. Raises UnwritableFile, InvalidInput."""
    needed(f"{path}: Parquet is written")
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")

    def typed(name: str) -> Any:
        inner = arrow.type_for_alias(name.strip("[]"))
        return arrow.list_(inner) if name.startswith("[") else inner

    schema = arrow.schema([(name, typed(kind)) for name, kind in columns.items()])
    with whole_file(path) as stream:
        parquet.write_table(arrow.Table.from_pylist(list(rows), schema), stream)
