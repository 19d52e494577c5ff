"""The index of terms: FTS5 over our own tokens, exact at every length.

SQLite's tokenizers find nothing for queries of one or two characters; here every term is indexed by
the tokens of `glossary.text.grams`, and narrowing values are compiled into match expressions over
them. The index narrows; `glossary.lookup.search` scores. `term_word` lists every Latin word that a
term ever had, for misspelt queries; it only grows, since a word without terms does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection

from glossary.store.base import TermRow
from glossary.store.base.narrowing import AllOf, HasPrefix, HasToken, Narrowing
from glossary.store.tables.terms import tokens_of
from glossary.text.grams import token

_MOST = 2_000
"""Terms that are looked at for one expression, so that a common word costs no more. Chosen, ten
times what is scored: words that each fifth of 10,000 terms has cost 6 % less at half, 8 % more at
double."""
_NO_TERM = '"w\uffff"'  # FTS5 has no word for nothing; no word of a term is this sign
_CREATE = (
    "CREATE VIRTUAL TABLE term_index USING fts5 "
    "(tokens, detail = none, columnsize = 0, tokenize = \"ascii tokenchars '_'\")",
    "CREATE TABLE term_word (id INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT NOT NULL UNIQUE)",
)
_SELECT = """
SELECT t.id, t.concept_id, t.tag, t.language, t.text, t.status, t.subject
FROM (SELECT rowid AS id FROM term_index WHERE term_index MATCH ? LIMIT ?) i
JOIN current_term t ON t.id = i.id ORDER BY length(t.text), t.id LIMIT ?
"""


def create(connection: Connection) -> None:
    """Create the tables."""
    for statement in _CREATE:
        connection.execute(statement)


def drop(connection: Connection) -> None:
    """Remove the tables, even if they are damaged."""
    for table in ("term_index", "term_word"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def add(connection: Connection, rows: Iterable[TermRow]) -> None:
    """Index terms that are not in the index yet; inside the caller's transaction."""
    indexed: list[tuple[int, str]] = []
    words: dict[str, None] = {}
    for row in rows:
        tokens, found = tokens_of(row)
        indexed.append((row.id, tokens))
        words.update(dict.fromkeys(found))
    connection.executemany("INSERT INTO term_index (rowid, tokens) VALUES (?, ?)", indexed)
    known = [(word,) for word in words]
    connection.executemany("INSERT OR IGNORE INTO term_word (word) VALUES (?)", known)


def remove(connection: Connection, term_ids: Iterable[int]) -> None:
    """Remove terms from the index; inside the caller's transaction."""
    connection.executemany("DELETE FROM term_index WHERE rowid = ?", [(id_,) for id_ in term_ids])


def narrow(
    connection: Connection, wanted: Narrowing, language: str | None, limit: int
) -> list[TermRow]:
    """The terms that match, shortest first.

    If more than 2,000 match, only the oldest 2,000 are considered.
    """
    query = compiled(wanted)
    if language:
        query = f"({query}) AND {compiled(HasToken(token('g', language)))}"
    return [TermRow(*row) for row in connection.execute(_SELECT, (query, _MOST, limit)).fetchall()]


def compiled(wanted: Narrowing) -> str:
    """The FTS5 match expression for a narrowing value."""
    if isinstance(wanted, HasToken):
        return _quoted(wanted.token)
    if isinstance(wanted, HasPrefix):
        return f"{_quoted(wanted.prefix)} *"
    if not wanted.parts:
        return _NO_TERM
    operator = " AND " if isinstance(wanted, AllOf) else " OR "
    return f"({operator.join([compiled(part) for part in wanted.parts])})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def words(connection: Connection, after: int = 0) -> list[tuple[int, str]]:
    """(rising number, word) of the Latin words of all terms, with numbers after `after`."""
    sql = "SELECT id, word FROM term_word WHERE id > ? ORDER BY id"
    return list(connection.execute(sql, (after,)))
