"""What a SQLite database says of its tables."""

from __future__ import annotations

from collections.abc import Mapping

from glossary.store.sqlite.session import SqliteSession
from glossary.store.tables.transfer import TableColumns

_TABLES = r"""
SELECT name FROM sqlite_master WHERE type = 'table'
AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_sqlite\_%' ESCAPE '\'
AND name NOT LIKE 'term\_index\_%' ESCAPE '\'
"""
"""Without SQLite's own tables, and those in which its full-text index keeps itself."""


class SqliteCatalog:
    """See `glossary.store.tables.transfer.Catalog`."""

    def __init__(self, session: SqliteSession) -> None:
        self._session = session

    def tables(self) -> Mapping[str, set[str]]:
        rows = self._session.rows
        return {
            name: {row[2] for row in rows(f"PRAGMA foreign_key_list({name})")}
            for (name,) in rows(_TABLES)
        }

    def columns(self, table: str) -> TableColumns:
        found = self._session.rows(f"PRAGMA table_info({table})")
        key = [row[1] for row in sorted(found, key=lambda row: row[5]) if row[5]]
        return TableColumns(tuple(row[1] for row in found), tuple(key))

    def last(self, table: str) -> int | None:
        rows = self._session.rows("SELECT seq FROM main.sqlite_sequence WHERE name = ?", (table,))
        return rows[0][0] if rows else None

    def set_last(self, table: str, last: int) -> None:
        self._session.run("DELETE FROM main.sqlite_sequence WHERE name = ?", (table,))
        self._session.run("INSERT INTO main.sqlite_sequence VALUES (?, ?)", (table, last))

    def check_later(self) -> None:
        self._session.run("PRAGMA defer_foreign_keys = ON")
