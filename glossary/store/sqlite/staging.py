"""A large change, prepared beside the data in use and made visible at once.

Entries, conflicts and units are staged in temporary tables of this connection, which lock nobody
out and disappear with it. What takes long to write, the terms and their index, is written ahead in
short transactions, hidden: a term becomes visible when its concept's row points to it. One last
transaction then writes the revisions and moves the pointers.

`hidden_term` lists the ranges of term ids in which some may be hidden: those written by a change in
progress (with its `owner`, which updates the time `seen`), and those that were replaced or left by
a killed process, which the next large change removes.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from glossary.errors import ConflictError, GlossaryError
from glossary.model import ConceptEntry, Document, Proposal, TranslationUnit
from glossary.store.base import Added, Conflicted, Stale, TermRow
from glossary.store.sqlite import term_index
from glossary.store.sqlite.session import SqliteSession
from glossary.store.sqlite.terms import free_id
from glossary.store.tables.document_rows import DOCUMENT, document_values
from glossary.store.tables.parts import Tables
from glossary.store.tables.rows import dumps, entry_of
from glossary.store.tables.session import batches, marks
from glossary.store.tables.terms import TermTables, term_values
from glossary.store.tables.unit_rows import unit_values
from glossary.text.fold import term_key

CHUNK = 1_000
"""Entries whose terms are written in one short transaction: about a tenth of a second, which others
wait. Chosen: an import takes 5 % longer at half, and others wait twice as long at double."""
DEAD = 600
"""Seconds without a sign of life, which comes with every chunk, after which a large change is taken
for killed. Chosen: at half, a program that was halted for five minutes must begin anew; at double,
what a killed one left takes up room for twenty."""
_SWEPT = 20_000  # term ids looked through at a time; chosen: their list is below a megabyte

_TABLES = {
    "staged": "n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, subject TEXT, "
    "body TEXT, base INTEGER NOT NULL, number INTEGER NOT NULL, first INTEGER NOT NULL, "
    "last INTEGER NOT NULL, shift INTEGER NOT NULL DEFAULT 0",
    "staged_term": "id INTEGER PRIMARY KEY, concept_id TEXT, tag TEXT, language TEXT, text TEXT, "
    "status TEXT, subject TEXT, key TEXT, tokens TEXT",
    "staged_word": "word TEXT PRIMARY KEY, term INTEGER NOT NULL",
    "staged_conflict": "id INTEGER PRIMARY KEY, concept_id TEXT, body TEXT",
    "staged_document": "sha256 TEXT PRIMARY KEY, name TEXT, text BLOB, added_at TEXT, "
    "languages TEXT, length INTEGER",
    "staged_unit": "id INTEGER PRIMARY KEY, zh TEXT, en TEXT, zh_tag TEXT, en_tag TEXT, "
    "document TEXT, created_by TEXT, created_at TEXT, body TEXT, hash BLOB UNIQUE",
}
_TERM = "concept_id, tag, language, text, status, subject, key"
_UNIT = "zh, en, zh_tag, en_tag, document, created_by, created_at, body, hash"
_OF_CHUNK = (
    "FROM temp.staged s CROSS JOIN temp.staged_term t ON t.id BETWEEN s.first AND s.last "
    "WHERE s.n BETWEEN ? AND ? ORDER BY t.id"
)
_NOT_CURRENT = (
    "SELECT t.id FROM term t WHERE t.id BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM concept c "
    "WHERE c.id = t.concept_id AND t.id BETWEEN c.first_term AND c.last_term) AND NOT EXISTS "
    "(SELECT 1 FROM hidden_term h WHERE h.owner IS NOT NULL AND t.id BETWEEN h.first AND h.last)"
)


@contextmanager
def staging(session: SqliteSession, tables: Tables) -> Iterator[SqliteStaging]:
    """One large change of this thread. If the block raises, nothing is changed."""
    staged = SqliteStaging(session, tables)
    try:
        yield staged
    finally:
        with suppress(GlossaryError):  # hidden terms do no harm; the next large change removes them
            staged.close()


class SqliteStaging:
    """See `glossary.store.base.Staging`."""

    def __init__(self, session: SqliteSession, tables: Tables) -> None:
        self._session, self._terms = session, tables.terms
        self._concepts, self._review, self._units = tables.concepts, tables.review, tables.units
        self._owner = secrets.token_hex(8)
        self._last_term = self._chunks = self._done = 0
        self._has_proposals = False
        self._drop()
        with self._temporary():
            for name, columns in _TABLES.items():
                self._session.run(f"CREATE TEMP TABLE {name} ({columns})")
            self._session.run("CREATE INDEX temp.staged_word_term ON staged_word (term)")
            self._since = self._one("SELECT coalesce(max(id), 0) FROM revision")

    def _temporary(self) -> Any:
        """A transaction that only writes to temporary tables, which locks nobody out."""
        return self._session.snapshot()

    def _one(self, sql: str, arguments: Sequence[Any] = ()) -> Any:
        return self._session.rows(sql, arguments)[0][0]

    # ------------------------------------------------------------ staging

    def put_concepts(self, entries: Iterable[ConceptEntry]) -> None:
        for batch in batches(entries):
            with self._temporary():
                last = self._last_revisions([entry.id for entry in batch])
                rows = [self._row(entry, *last.get(entry.id, (0, 0))) for entry in batch]
                self._put_rows(rows)

    def delete_concepts(self, ids: Iterable[str]) -> None:
        for batch in batches(dict.fromkeys(ids)):
            with self._temporary():
                last = self._last_revisions(batch)
                there = self._concepts.concepts_by_id(batch)
                self._put_rows([(i, "", None, *last[i], 0, -1) for i in batch if i in there])

    def _last_revisions(self, ids: list[str]) -> dict[str, tuple[int, int]]:
        """(id, number) of the last revision of every entry that exists or existed."""
        sql = (
            "SELECT concept_id, max(id), max(number) FROM revision "
            f"WHERE concept_id IN ({marks(ids)}) GROUP BY concept_id"
        )
        return {row[0]: (row[1], row[2]) for row in self._session.rows(sql, ids)}

    def _row(self, entry: ConceptEntry, base: int, number: int) -> tuple[Any, ...]:
        first = self._last_term + 1
        self._put_terms(entry)
        return entry.id, entry.subject, dumps(entry), base, number, first, self._last_term

    def _put_terms(self, entry: ConceptEntry) -> None:
        rows, words = [], []
        for value in term_values(entry):
            self._last_term += 1
            row = TermRow(self._last_term, *value)
            tokens, found = term_index.tokens_of(row)
            rows.append((*row, term_key(row.text, row.language), tokens))
            words += [(word, row.id) for word in found]
        self._session.run_many(f"INSERT INTO temp.staged_term VALUES ({marks([0] * 9)})", rows)
        self._session.run_many("INSERT OR IGNORE INTO temp.staged_word VALUES (?, ?)", words)

    def _put_rows(self, rows: list[tuple[Any, ...]]) -> None:
        """Stage rows; a later one of the same id replaces an earlier one and moves to the end."""
        sql = "INSERT OR REPLACE INTO temp.staged (id, subject, body, base, number, first, last)"
        self._session.run_many(f"{sql} VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        found: dict[str, ConceptEntry] = {}
        for batch in batches(ids):
            sql = f"SELECT id, body FROM temp.staged WHERE id IN ({marks(batch)})"
            found |= {i: entry_of(body) for i, body in self._session.rows(sql, batch) if body}
        return found

    def put_conflict(self, conflict: Conflicted) -> None:
        with self._temporary():
            sql = "INSERT INTO temp.staged_conflict (concept_id, body) VALUES (?, ?)"
            self._session.run(sql, (conflict.concept_id, dumps(conflict)))

    def put_units(self, units: Iterable[TranslationUnit]) -> None:
        sql = f"INSERT OR IGNORE INTO temp.staged_unit ({_UNIT}) VALUES ({marks([0] * 9)})"
        for batch in batches(units):
            with self._temporary():
                self._session.run_many(sql, [unit_values(unit) for unit in batch])

    def put_document(self, document: Document, at: str) -> None:
        with self._temporary():
            sql = (
                f"INSERT OR IGNORE INTO temp.staged_document ({DOCUMENT}) VALUES ({marks([0] * 6)})"
            )
            self._session.run(sql, document_values(document, at))

    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> None:
        self._has_proposals = True
        with self._temporary():
            self._review.stage_proposals(proposals, subject, at)

    # ------------------------------------------------------------ applying

    def write(self) -> None:
        while self._one("SELECT count(*) FROM temp.staged WHERE n > ?", (self._done,)) > CHUNK:
            with self._session.transaction():
                self._write_chunk()
            self._session.give_way()

    def _write_chunk(self) -> bool:
        """Write the terms of the next entries; False if there are no more."""
        sql = "SELECT n, first, last FROM temp.staged WHERE n > ? ORDER BY n LIMIT ?"
        rows = self._session.rows(sql, (self._done, CHUNK))
        if not rows:
            return False
        chunk = rows[0][0], rows[-1][0]
        ids = [number for row in rows for number in row[1:] if row[2] >= row[1]]
        if ids:
            self._write_terms(chunk, min(ids), max(ids))
        self._done = chunk[1]
        return True

    def _write_terms(self, chunk: tuple[int, int], first: int, last: int) -> None:
        run, shift = self._session.run, free_id(self._session, "term") - first
        run("UPDATE hidden_term SET seen = ? WHERE owner = ?", (time.time(), self._owner))
        run(
            "INSERT INTO hidden_term (first, last, owner, seen) VALUES (?, ?, ?, ?)",
            (first + shift, last + shift, self._owner, time.time()),
        )
        of_terms = ", ".join(f"t.{column}" for column in _TERM.split(", "))
        run(
            f"INSERT INTO term (id, {_TERM}) SELECT t.id + ?, {of_terms} {_OF_CHUNK}",
            (shift, *chunk),
        )
        run(
            f"INSERT INTO term_index (rowid, tokens) SELECT t.id + ?, t.tokens {_OF_CHUNK}",
            (shift, *chunk),
        )
        run(
            "INSERT OR IGNORE INTO term_word (word) SELECT word FROM temp.staged_word "
            "WHERE term BETWEEN ? AND ? ORDER BY term, word",
            (first, last),
        )
        run("UPDATE temp.staged SET shift = ? WHERE n BETWEEN ? AND ?", (shift, *chunk))
        self._chunks += 1

    def stale(self) -> list[Stale]:
        sql = (
            "SELECT DISTINCT s.id, s.body, b.body FROM revision r "
            "JOIN temp.staged s ON s.id = r.concept_id LEFT JOIN revision b ON b.id = s.base "
            "WHERE r.id > ? AND r.id > s.base ORDER BY s.n"
        )
        rows = self._session.rows(sql, (self._since,))
        return [
            Stale(i, mine and entry_of(mine), base and entry_of(base)) for i, mine, base in rows
        ]

    def apply(self, step: int) -> Added:
        while self._write_chunk():
            pass
        self._expect_mine()
        self._point_to_staged(step)
        self._session.run(
            "INSERT INTO conflict (concept_id, state, body, step) "
            "SELECT concept_id, 'open', body, ? FROM temp.staged_conflict ORDER BY id",
            (step,),
        )
        self._session.run(
            f"INSERT OR IGNORE INTO document ({DOCUMENT}) "
            f"SELECT {DOCUMENT} FROM temp.staged_document"
        )
        proposed = self._review.take_proposals() if self._has_proposals else Added()
        return replace(proposed, units=self._apply_units(step))

    def _expect_mine(self) -> None:
        """Check that everything written ahead is still there, and mark it as no longer owned."""
        sql = "SELECT count(*) FROM hidden_term WHERE owner = ?"
        if self._one(sql, (self._owner,)) != self._chunks:
            raise ConflictError(
                "what was prepared is gone: the database was replaced, or this program was halted "
                "for minutes; try again"
            )
        self._session.run("UPDATE hidden_term SET owner = NULL WHERE owner = ?", (self._owner,))

    def _point_to_staged(self, step: int) -> None:
        run, shift = self._session.run, free_id(self._session, "revision")
        run(
            "INSERT INTO hidden_term (first, last) SELECT min(first_term), max(last_term) "
            "FROM temp.staged s JOIN concept c ON c.id = s.id "
            "WHERE first_term <= last_term HAVING count(*)"
        )
        run(
            "INSERT INTO revision (id, concept_id, number, step, body) "
            "SELECT n + ?, id, number + 1, ?, body FROM temp.staged ORDER BY n",
            (shift, step),
        )
        run("DELETE FROM concept WHERE id IN (SELECT id FROM temp.staged WHERE body IS NULL)")
        run(
            "INSERT INTO concept (id, subject, number, revision, changed_at, first_term, last_term)"
            " SELECT id, subject, number + 1, n + ?, ?, first + shift, last + shift "
            "FROM temp.staged WHERE body IS NOT NULL ORDER BY id "
            "ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, number = excluded.number, "
            "revision = excluded.revision, changed_at = excluded.changed_at, "
            "first_term = excluded.first_term, last_term = excluded.last_term",
            (shift, self._concepts.time_of(step)),
        )

    def _apply_units(self, step: int) -> int:
        last = self._one("SELECT coalesce(max(id), 0) FROM unit")
        self._session.run(
            f"INSERT INTO unit ({_UNIT}, step) SELECT {_UNIT}, ? FROM temp.staged_unit "
            "WHERE true ORDER BY id ON CONFLICT (hash) DO NOTHING",
            (step,),
        )
        return self._units.note_new_units(last)

    # ------------------------------------------------------------ cleaning up

    def close(self) -> None:
        """Discard what was staged, and remove terms that are no longer visible."""
        self._drop()
        if self._chunks:  # ranges that are still owned: the change was not applied
            with self._session.transaction():
                sql = "UPDATE hidden_term SET owner = NULL WHERE owner = ?"
                self._session.run(sql, (self._owner,))
        sweep(self._session, self._terms)

    def _drop(self) -> None:
        with self._temporary():
            for name in _TABLES:
                self._session.run(f"DROP TABLE IF EXISTS temp.{name}")
            self._review.drop_proposals()


def sweep(session: SqliteSession, terms: TermTables) -> None:
    """Remove hidden terms that nobody will show, in short transactions."""
    dead = "owner IS NULL OR seen < ?", (time.time() - DEAD,)
    for row, first, last in session.rows(
        f"SELECT id, first, last FROM hidden_term WHERE {dead[0]}", dead[1]
    ):
        with session.transaction():
            session.run("UPDATE hidden_term SET owner = NULL WHERE id = ?", (row,))
        for start in range(first, last + 1, _SWEPT):
            end = min(last, start + _SWEPT - 1)
            gone = [one[0] for one in session.rows(_NOT_CURRENT, (start, end))]
            for batch in batches(gone):
                with session.transaction():
                    terms.drop(batch)
                session.give_way()
        with session.transaction():
            session.run("DELETE FROM hidden_term WHERE id = ?", (row,))
