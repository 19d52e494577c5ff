"""What a PostgreSQL schema says of its tables."""

from __future__ import annotations

from collections.abc import Mapping

from glossary.store.postgres.session import PostgresSession
from glossary.store.tables.transfer import TableColumns

_HERE = "quote_ident(current_schema())::regnamespace"
_TABLES = f"""
SELECT c.relname, array_remove(array_agg(DISTINCT p.relname), NULL)
FROM pg_class c LEFT JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f'
LEFT JOIN pg_class p ON p.oid = f.confrelid
WHERE c.relkind = 'r' AND c.relnamespace = {_HERE} GROUP BY c.relname
"""
_COLUMNS = """
SELECT a.attname, coalesce(array_position(i.indkey::smallint[], a.attnum), -1)
FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
_SEQUENCES = f"""
SELECT s.relname, t.relname FROM pg_depend d JOIN pg_class s ON s.oid = d.objid
JOIN pg_class t ON t.oid = d.refobjid
WHERE s.relkind = 'S' AND d.deptype = 'i' AND d.classid = 'pg_class'::regclass
AND s.relnamespace = {_HERE}
"""
_NAMES_ITSELF = f"""
SELECT conname, conrelid::regclass::text FROM pg_constraint
WHERE contype = 'f' AND conrelid = confrelid AND connamespace = {_HERE}
"""


class PostgresCatalog:
    """See `glossary.store.tables.transfer.Catalog`."""

    def __init__(self, session: PostgresSession) -> None:
        self._session = session

    def tables(self) -> Mapping[str, set[str]]:
        return {name: set(named) for name, named in self._session.rows(_TABLES)}

    def columns(self, table: str) -> TableColumns:
        found = self._session.rows(_COLUMNS, (table,))
        key = sorted((place, name) for name, place in found if place >= 0)
        return TableColumns(tuple(name for name, _ in found), tuple(name for _, name in key))

    def sequences(self) -> dict[str, str]:
        """By sequence the table whose numbers it gives."""
        return dict(self._session.rows(_SEQUENCES))

    def last(self, table: str) -> int | None:
        for sequence in self._sequence_of(table):
            [(last, is_called)] = self._session.rows(
                f"SELECT last_value, is_called FROM {sequence}"
            )
            return int(last) if is_called else None
        return None

    def set_last(self, table: str, last: int) -> None:
        for sequence in self._sequence_of(table):
            self._session.rows("SELECT setval(?::regclass, ?)", (sequence, last))

    def _sequence_of(self, table: str) -> list[str]:
        return [sequence for sequence, of in self.sequences().items() if of == table]

    def check_later(self) -> None:
        for name, table in self._session.rows(_NAMES_ITSELF):
            self._session.run(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE")
        self._session.run("SET CONSTRAINTS ALL DEFERRED")
