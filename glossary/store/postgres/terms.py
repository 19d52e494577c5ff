"""The terms of the entries and their index, in PostgreSQL.

The index is a GIN over our own tokens: exact at every length, without parser or dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any

from glossary.model import ConceptEntry
from glossary.store.base import TermRow
from glossary.store.base.narrowing import AllOf, HasPrefix, HasToken, Narrowing
from glossary.store.tables.rows import TERM, WORD
from glossary.store.tables.terms import (
    STAGED_TERM,
    TERM_COLUMNS,
    TERM_VALUES,
    TermTables,
    term_values,
    tokens_of,
)
from glossary.text.fold import term_key
from glossary.text.grams import token

_MOST = 2_000
"""Terms that are looked at for one expression; chosen as SQLite's are (`sqlite.term_index`)."""
_NO_TERM = "'w\uffff'"  # a query without lexemes is refused; no word of a term is this sign
TOKENS = "array_to_tsvector(string_to_array({}, ' '))"
_NARROW = f"""
SELECT {", ".join(f"t.{column}" for column in TERM_COLUMNS.split(", "))}
FROM (SELECT id FROM term WHERE tokens @@ ?::tsquery LIMIT ?) i
JOIN current_term t ON t.id = i.id ORDER BY length(t.text), t.id LIMIT ?
"""
_ADD = f"""
INSERT INTO term (id, {TERM_VALUES}, tokens)
SELECT ? + n - 1, {TERM_VALUES}, {TOKENS.format("tokens")} FROM
unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
WITH ORDINALITY AS t ({TERM_VALUES}, tokens, n)
"""
ADD_WORDS = """
INSERT INTO term_word (word) SELECT word
FROM unnest({}::text[]) WITH ORDINALITY AS w (word, n) ORDER BY n ON CONFLICT DO NOTHING
"""


class PostgresTerms(TermTables):
    """Terms with a GIN index over their tokens."""

    def add(self, entries: Iterable[ConceptEntry]) -> list[tuple[int, int]]:
        made = [term_values(entry) for entry in entries]
        values = list(chain.from_iterable(made))
        free = self._session.free_ids("term", len(values)) if values else 0
        ends = list(accumulate(map(len, made), initial=free))
        columns, words = term_arrays(values)
        self._session.run(_ADD, [free, *columns])
        self._session.run(ADD_WORDS.format("?"), [words])
        return [(first, after - 1) for first, after in pairwise(ends)]

    def take_staged(self, shift: int, source: str, arguments: Sequence[Any]) -> None:
        self._session.run(
            f"INSERT INTO term (id, {TERM_VALUES}, tokens) "
            f"SELECT t.id + ?, {STAGED_TERM}, {TOKENS.format('t.tokens')} {source}",
            [shift, *arguments],
        )

    def drop(self, ids: list[int]) -> None:
        self._session.run("DELETE FROM term WHERE id = ANY(?)", (ids,))

    def clear(self) -> None:
        for table in ("term", "term_word", "hidden_term"):  # a large change under way then fails
            self._session.run(f"DELETE FROM {table}")

    def narrow_terms(self, wanted: Narrowing, language: str | None, limit: int) -> list[TermRow]:
        query = compiled(wanted)
        if language:
            query = f"({query}) & {compiled(HasToken(token('g', language)))}"
        rows = self._session.rows(_NARROW, (query, _MOST, limit), TERM)
        return [TermRow(*row) for row in rows]

    def term_words(self, after: int) -> list[tuple[int, str]]:
        sql = "SELECT id, word FROM term_word WHERE id > ? ORDER BY id"
        rows: list[tuple[int, str]] = self._session.rows(sql, (after,), WORD)
        return rows


def term_arrays(values: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """(the columns of terms after their id, with key and tokens; their Latin words)"""
    columns: list[list[str]] = [[] for _ in range(8)]
    words: dict[str, None] = {}
    for value in values:
        row = TermRow(0, *value)
        tokens, found = tokens_of(row)
        words.update(dict.fromkeys(found))
        whole = (*value, term_key(row.text, row.language), tokens)
        for column, one in zip(columns, whole, strict=True):
            column.append(one)
    return columns, list(words)


def compiled(wanted: Narrowing) -> str:
    """The tsquery for a narrowing value."""
    if isinstance(wanted, HasToken):
        return _quoted(wanted.token)
    if isinstance(wanted, HasPrefix):
        return f"{_quoted(wanted.prefix)}:*"
    if not wanted.parts:
        return _NO_TERM
    operator = " & " if isinstance(wanted, AllOf) else " | "
    return f"({operator.join([compiled(part) for part in wanted.parts])})"


def _quoted(name: str) -> str:
    return "'" + name.replace("\\", "\\\\").replace("'", "''") + "'"
