"""The terms of the entries, their index, and unsuccessful look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary.model import ConceptEntry
from glossary.store.base import TermRow, Wanted
from glossary.store.base.narrowing import Narrowing
from glossary.store.tables.rows import META, NAME, TERM, WANTED, damaged
from glossary.store.tables.session import Session, batches, marks
from glossary.text.tags import language_of

TERM_COLUMNS = "id, concept_id, tag, language, text, status, subject"


class TermTables:
    """Terms, derived from the entries and written with them. Each store has its own index."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------ the index of a database

    def add(self, entries: Iterable[ConceptEntry]) -> list[tuple[int, int]]:
        """Add the terms of entries; returns the first and last id of the terms of each."""
        raise NotImplementedError

    def drop(self, ids: list[int]) -> None:
        """Remove terms."""
        raise NotImplementedError

    def clear(self) -> None:
        """Remove all terms, and the index even if it is damaged."""
        raise NotImplementedError

    def narrow_terms(self, wanted: Narrowing, language: str | None, limit: int) -> list[TermRow]:
        raise NotImplementedError

    def term_words(self, after: int) -> list[tuple[int, str]]:
        raise NotImplementedError

    def remove(self, concept_ids: Iterable[str]) -> None:
        """Remove the terms of entries."""
        gone = [row.id for row in self.term_rows_of(concept_ids)]
        if gone:
            self.drop(gone)

    # ------------------------------------------------------------ read

    def term_rows(self, language: str | None = None) -> Iterator[TermRow]:
        condition = "WHERE language = ?" if language else ""
        sql = f"SELECT {TERM_COLUMNS} FROM current_term {condition} ORDER BY id"
        rows = self._session.stream(sql, [language] if language else [], TERM)
        return (TermRow(*row) for row in rows)

    def term_rows_of(self, concept_ids: Iterable[str]) -> list[TermRow]:
        sql = f"SELECT {TERM_COLUMNS} FROM current_term WHERE concept_id IN"
        return [
            TermRow(*row)
            for batch in batches(concept_ids)
            for row in self._session.rows(f"{sql} ({marks(batch)}) ORDER BY id", batch, TERM)
        ]

    def terms_with_key(self, key: str, language: str) -> list[TermRow]:
        sql = f"SELECT {TERM_COLUMNS} FROM current_term WHERE key = ? AND language = ? ORDER BY id"
        return [TermRow(*row) for row in self._session.rows(sql, (key, language), TERM)]

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
            "ON CONFLICT (query, language) DO UPDATE SET count = wanted.count + excluded.count, "
            "last_at = excluded.last_at",
            (query, language, count, at),
        )

    def wanted(self, limit: int = 50) -> list[Wanted]:
        sql = (
            "SELECT query, language, count, last_at FROM wanted ORDER BY count DESC, query LIMIT ?"
        )
        return [Wanted(*row) for row in self._session.rows(sql, (limit,), WANTED)]


def term_values(entry: ConceptEntry) -> list[tuple[str, ...]]:
    """The terms of an entry in the fields of TermRow, without ids."""
    return [
        (entry.id, section.tag, language_of(section.tag), term.text, term.status, entry.subject)
        for section in entry.languages
        for term in section.terms
    ]
