"""The terms of the entries and their index, in SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any

from glossary.model import ConceptEntry
from glossary.store.base import TermRow
from glossary.store.base.narrowing import Narrowing
from glossary.store.sqlite import term_index
from glossary.store.sqlite.session import SqliteSession
from glossary.store.tables.rows import TERM, WORD
from glossary.store.tables.terms import (
    STAGED_TERM,
    TERM_COLUMNS,
    TERM_VALUES,
    TermTables,
    term_values,
)
from glossary.text.fold import term_key


class SqliteTerms(TermTables):
    """Terms with an FTS5 index."""

    def __init__(self, session: SqliteSession) -> None:
        super().__init__(session)
        self._session: SqliteSession = session

    def add(self, entries: Iterable[ConceptEntry]) -> list[tuple[int, int]]:
        made = [term_values(entry) for entry in entries]
        free = self._session.free_ids("term", sum(map(len, made)))
        ends = list(accumulate(map(len, made), initial=free))
        values = list(chain.from_iterable(made))
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
        return [(first, after - 1) for first, after in pairwise(ends)]

    def take_staged(self, shift: int, source: str, arguments: Sequence[Any]) -> None:
        columns = f"SELECT t.id + ?, {STAGED_TERM} {source}"
        self._session.run(f"INSERT INTO term (id, {TERM_VALUES}) {columns}", [shift, *arguments])
        tokens = f"SELECT t.id + ?, t.tokens {source}"
        self._session.run(f"INSERT INTO term_index (rowid, tokens) {tokens}", [shift, *arguments])

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
