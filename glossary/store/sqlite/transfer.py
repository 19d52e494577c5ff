"""All rows of a SQLite database, and an empty one filled with those of another store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from itertools import islice
from pathlib import Path

from glossary.errors import ConflictError, StoreError
from glossary.store.base.transfer import DERIVED, DERIVED_COLUMNS, DumpedTable
from glossary.store.sqlite.session import Session

LOADED = 5_000
"""Rows that are inserted at once. Chosen: half and double take as long, and a thousand rows of
documents are some MB."""
_TABLES = r"""
SELECT name FROM sqlite_master WHERE type = 'table'
AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_sqlite\_%' ESCAPE '\'
AND name NOT LIKE 'term\_index\_%' ESCAPE '\' ORDER BY name
"""
"""Without SQLite's own tables, and those in which its full-text index keeps itself."""


def table_names(session: Session) -> list[str]:
    """The tables that are not derived, each after those that its rows name."""
    names = [name for (name,) in session.rows(_TABLES) if name not in DERIVED]
    named = {name: _named_by(session, name) - {name} for name in names}
    return list(TopologicalSorter(named).static_order())


def _named_by(session: Session, table: str) -> set[str]:
    return {row[2] for row in session.rows(f"PRAGMA foreign_key_list({table})")}


def _columns(session: Session, table: str) -> tuple[tuple[str, ...], str]:
    """(the columns that are not derived, those of the key for ORDER BY)."""
    found = session.rows(f"PRAGMA table_info({table})")
    names = [row[1] for row in found if (table, row[1]) not in DERIVED_COLUMNS]
    key = [row[1] for row in sorted(found, key=lambda row: row[5]) if row[5]]
    return tuple(names), ", ".join(key)


# ---------------------------------------------------------------- out of it


def dump(session: Session, path: Path) -> Iterator[DumpedTable]:
    """See `glossary.store.base.transfer.WholeReader`."""
    if not path.exists():
        raise StoreError(f"{path} is not there; give the file of a termbase")
    return (_dumped(session, table) for table in _late_names(session))


def _late_names(session: Session) -> Iterator[str]:
    yield from table_names(session)  # read inside the caller's snapshot


def _dumped(session: Session, table: str) -> DumpedTable:
    columns, key = _columns(session, table)
    [(size,)] = session.rows(f"SELECT count(*) FROM {table}")
    last = session.rows("SELECT seq FROM main.sqlite_sequence WHERE name = ?", (table,))
    rows = session.stream(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {key}")
    return DumpedTable(table, columns, size, last[0][0] if last else None, rows)


# ---------------------------------------------------------------- into it


def load(session: Session, tables: Iterable[DumpedTable], path: Path) -> None:
    """Fill the tables that are not derived; see `glossary.store.base.transfer.WholeWriter`."""
    session.writing()
    names = table_names(session)
    for name in names:
        if session.rows(f"SELECT 1 FROM {name} LIMIT 1"):
            raise ConflictError(f"{path} is not empty; give the name of a new termbase")
    session.run("PRAGMA defer_foreign_keys = ON")  # a step names the later one that undid it
    for table in tables:
        if table.name not in names or table.columns != _columns(session, table.name)[0]:
            raise StoreError(f"{path} has another table {table.name!r}; upgrade both termbases")
        _fill(session, table)


def _fill(session: Session, table: DumpedTable) -> None:
    marks = ", ".join("?" * len(table.columns))
    sql = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})"
    while batch := list(islice(table.rows, LOADED)):
        session.run_many(sql, batch)
    if table.last is not None:
        session.run("DELETE FROM main.sqlite_sequence WHERE name = ?", (table.name,))
        session.run("INSERT INTO main.sqlite_sequence VALUES (?, ?)", (table.name, table.last))
