"""The terms of the entries, their index, and unsuccessful look-ups, in SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary.model import ConceptEntry
from glossary.store.base import TermRow, Wanted
from glossary.store.base.narrowing import Narrowing
from glossary.store.sqlite import term_index
from glossary.store.sqlite.rows import META, NAME, NUMBER, TERM, WANTED, WORD, damaged
from glossary.store.sqlite.session import Session, batches, marks
from glossary.text.fold import term_key
from glossary.text.tags import language_of

_TERM = "id, concept_id, tag, language, text, status, subject"


class TermTables:
    """Terms, derived from the entries and written with them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------ written with the entries

    def add(self, entries: Iterable[ConceptEntry]) -> list[tuple[int, int]]:
        """Add the terms of entries; returns the first and last id of the terms of each."""
        values: list[tuple[str, ...]] = []
        ranges, free = [], free_id(self._session, "term")
        for entry in entries:
            first = free + len(values)
            values += term_values(entry)
            ranges.append((first, free + len(values) - 1))
        rows = [TermRow(number, *row) for number, row in enumerate(values, free)]
        self._session.run_many(
            f"INSERT INTO term ({_TERM}, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (row.id, *value, term_key(row.text, row.language))
                for row, value in zip(rows, values, strict=True)
            ],
        )
        with self._session.using() as connection:
            term_index.add(connection, rows)
        return ranges

    def remove(self, concept_ids: Iterable[str]) -> None:
        gone = [row.id for row in self.term_rows_of(concept_ids)]
        if gone:
            self.drop(gone)

    def drop(self, ids: list[int]) -> None:
        with self._session.using(self._session.writing()) as connection:
            term_index.remove(connection, ids)
        self._session.run_many("DELETE FROM term WHERE id = ?", [(number,) for number in ids])

    def clear(self) -> None:
        """Remove all terms, and the index even if it is damaged."""
        with self._session.using(self._session.writing()) as connection:
            term_index.drop(connection)
            term_index.create(connection)
        self._session.run("DELETE FROM term")
        self._session.run("DELETE FROM hidden_term")  # a large change under way then fails

    # ------------------------------------------------------------ read

    def term_rows(self, language: str | None = None) -> Iterator[TermRow]:
        condition = "WHERE language = ?" if language else ""
        sql = f"SELECT {_TERM} FROM current_term {condition} ORDER BY id"
        rows = self._session.stream(sql, [language] if language else [], TERM)
        return (TermRow(*row) for row in rows)

    def term_rows_of(self, concept_ids: Iterable[str]) -> list[TermRow]:
        sql = f"SELECT {_TERM} FROM current_term WHERE concept_id IN"
        return [
            TermRow(*row)
            for batch in batches(concept_ids)
            for row in self._session.rows(f"{sql} ({marks(batch)}) ORDER BY id", batch, TERM)
        ]

    def terms_with_key(self, key: str, language: str) -> list[TermRow]:
        sql = f"SELECT {_TERM} FROM current_term WHERE key = ? AND language = ? ORDER BY id"
        return [TermRow(*row) for row in self._session.rows(sql, (key, language), TERM)]

    def narrow_terms(self, wanted: Narrowing, language: str | None, limit: int) -> list[TermRow]:
        with self._session.using() as connection:
            rows = term_index.narrow(connection, wanted, language, limit)
        return [TermRow(*TERM.row(row)) for row in rows]

    def term_words(self, after: int) -> list[tuple[int, str]]:
        with self._session.using() as connection:
            rows = term_index.words(connection, after)
        return WORD.rows(rows)

    def terms_version(self) -> tuple[str, int]:
        sql = "SELECT value, (SELECT max(id) FROM revision) FROM meta WHERE key = 'database_id'"
        for database, change in self._session.rows(sql, (), META):
            return database, change or 0
        raise damaged("identity", "there is none")

    def concepts_changed_since(self, change: int) -> list[str]:
        sql = "SELECT DISTINCT concept_id FROM revision WHERE id > ?"
        return [row[0] for row in self._session.rows(sql, (change,), NAME)]

    # ------------------------------------------------------------ unsuccessful look-ups

    def want(self, query: str, language: str, at: str, count: int = 1) -> None:
        self._session.run(
            "INSERT INTO wanted (query, language, count, last_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET count = count + excluded.count, last_at = excluded.last_at",
            (query, language, count, at),
        )

    def wanted(self, limit: int = 50) -> list[Wanted]:
        sql = (
            "SELECT query, language, count, last_at FROM wanted ORDER BY count DESC, query LIMIT ?"
        )
        return [Wanted(*row) for row in self._session.rows(sql, (limit,), WANTED)]


def free_id(session: Session, table: str) -> int:
    """The next id that was never used; the transaction keeps others from using it."""
    sql = "SELECT seq FROM main.sqlite_sequence WHERE name = ?"
    rows = session.rows(sql, (table,), NUMBER)
    return rows[0][0] + 1 if rows else 1


def term_values(entry: ConceptEntry) -> list[tuple[str, ...]]:
    """The terms of an entry in the fields of TermRow, without ids."""
    return [
        (entry.id, section.tag, language_of(section.tag), term.text, term.status, entry.subject)
        for section in entry.languages
        for term in section.terms
    ]
