"""The terms of the entries and their index, in SQLite."""

from __future__ import annotations

from collections.abc import Iterable

from glossary.model import ConceptEntry
from glossary.store.base import TermRow
from glossary.store.base.narrowing import Narrowing
from glossary.store.sqlite import term_index
from glossary.store.sqlite.session import SqliteSession
from glossary.store.tables.rows import NUMBER, TERM, WORD
from glossary.store.tables.terms import TERM_COLUMNS, TermTables, term_values
from glossary.text.fold import term_key


class SqliteTerms(TermTables):
    """Terms with an FTS5 index."""

    def __init__(self, session: SqliteSession) -> None:
        super().__init__(session)
        self._session: SqliteSession = session

    def add(self, entries: Iterable[ConceptEntry]) -> list[tuple[int, int]]:
        values: list[tuple[str, ...]] = []
        ranges, free = [], free_id(self._session, "term")
        for entry in entries:
            first = free + len(values)
            values += term_values(entry)
            ranges.append((first, free + len(values) - 1))
        rows = [TermRow(number, *row) for number, row in enumerate(values, free)]
        self._session.put_rows(
            "term",
            f"{TERM_COLUMNS}, key",
            [
                (row.id, *value, term_key(row.text, row.language))
                for row, value in zip(rows, values, strict=True)
            ],
        )
        with self._session.using() as connection:
            term_index.add(connection, rows)
        return ranges

    def drop(self, ids: list[int]) -> None:
        with self._session.using(self._session.writing()) as connection:
            term_index.remove(connection, ids)
        self._session.run_many("DELETE FROM term WHERE id = ?", [(number,) for number in ids])

    def clear(self) -> None:
        with self._session.using(self._session.writing()) as connection:
            term_index.drop(connection)
            term_index.create(connection)
        self._session.run("DELETE FROM term")
        self._session.run("DELETE FROM hidden_term")  # a large change under way then fails

    def narrow_terms(self, wanted: Narrowing, language: str | None, limit: int) -> list[TermRow]:
        with self._session.using() as connection:
            rows = term_index.narrow(connection, wanted, language, limit)
        return [TermRow(*TERM.row(row)) for row in rows]

    def term_words(self, after: int) -> list[tuple[int, str]]:
        with self._session.using() as connection:
            rows = term_index.words(connection, after)
        return WORD.rows(rows)


def free_id(session: SqliteSession, table: str) -> int:
    """The next id that was never used; the transaction keeps others from using it."""
    sql = "SELECT seq FROM main.sqlite_sequence WHERE name = ?"
    rows = session.rows(sql, (table,), NUMBER)
    return rows[0][0] + 1 if rows else 1
