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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, TypeVar

from glossary.errors import ConflictError, GlossaryError
from glossary.model import ConceptEntry, Document, Proposal, TranslationUnit
from glossary.store.base import Added, Conflicted, Stale, TermRow
from glossary.store.tables.document_rows import DOCUMENT, document_values
from glossary.store.tables.parts import Tables
from glossary.store.tables.rows import dumps, entry_of
from glossary.store.tables.session import MAX_ID, Session, batches, marks
from glossary.store.tables.terms import TERM_COLUMNS, TermTables, term_values, tokens_of
from glossary.store.tables.unit_rows import UNIT_BATCH, unit_values
from glossary.text.fold import term_key

CHUNK = 1_000
"""Entries whose terms are written in one short transaction: about a tenth of a second, which others
wait. Chosen: an import takes 5 % longer at half, and others wait twice as long at double."""
DEAD = 600
"""Seconds without a sign of life, which comes with every chunk, after which a large change is taken
for killed. Chosen: at half, a program that was halted for five minutes must begin anew; at double,
what a killed one left takes up room for twenty."""
_HASH_BYTES = 40
"""Bytes that the hash of a unit takes in its index. Measured: 29; chosen above it, as other pages
are kept too. At half, half of the hashes are read again; at double, memory is kept in vain."""
_SWEPT = 20_000  # term ids looked through at a time; chosen: their list is below a megabyte

_TABLES = {
    "staged": "n BIGINT PRIMARY KEY, id {text} NOT NULL UNIQUE, subject {text}, body {text}, "
    "base BIGINT NOT NULL, number BIGINT NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL, "
    "shift BIGINT NOT NULL DEFAULT 0",
    "staged_term": "id BIGINT PRIMARY KEY, n BIGINT NOT NULL, concept_id {text}, tag {text}, "
    "language {text}, text {text}, status {text}, subject {text}, key {text}, tokens {text}",
    "staged_word": "word {text} NOT NULL, term BIGINT NOT NULL",
    "staged_conflict": "id {numbered}, concept_id {text}, body {text}",
    "staged_document": "sha256 {text} PRIMARY KEY, name {text}, text {bytes}, added_at {text}, "
    "languages {text}, length BIGINT",
    "staged_unit": "id {numbered}, zh {text}, en {text}, zh_tag {text}, en_tag {text}, "
    "document {text}, created_by {text}, created_at {text}, body {text}, hash {bytes}",
}
UNIT = "zh, en, zh_tag, en_tag, document, created_by, created_at, body, hash"
_OF_CHUNK = "FROM staged_term t {} staged s ON s.n = t.n WHERE t.id BETWEEN ? AND ? ORDER BY t.id"
_NOT_CURRENT = (
    "SELECT t.id FROM term t WHERE t.id BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM concept c "
    "WHERE c.id = t.concept_id AND t.id BETWEEN c.first_term AND c.last_term) AND NOT EXISTS "
    "(SELECT 1 FROM hidden_term h WHERE h.owner IS NOT NULL AND t.id BETWEEN h.first AND h.last)"
)


Staged = TypeVar("Staged", bound="TableStaging")


@contextmanager
def staging(session: Session, begun: Callable[[], Staged]) -> Iterator[Staged]:
    """One large change of this thread. If the block raises, nothing is changed."""
    with session.keeping():
        staged = begun()
        try:
            yield staged
        finally:
            with suppress(GlossaryError):  # hidden terms do no harm; the next large change has them
                staged.close()


class TableStaging:
    """See `glossary.store.base.Staging`."""

    def __init__(self, tables: Tables) -> None:
        self._session, self._terms, self._steps = tables.session, tables.terms, tables.steps
        self._concepts, self._review, self._units = tables.concepts, tables.review, tables.units
        self._owner = secrets.token_hex(8)
        self._last = self._last_term = self._chunks = self._done = self._pointed = 0
        self._others = MAX_ID  # above the ids of revisions that others have written
        self._staged_units = 0
        self._added_units: int | None = None  # once they are added
        self._has_proposals = False
        self._drop()
        with self._session.private():
            for name, columns in _TABLES.items():
                typed = columns.format(**self._session.dialect.types)
                self._session.run(f"CREATE TEMP TABLE {name} ({typed})")
            self._session.run("CREATE INDEX staged_word_term ON staged_word (term)")
            self._since = self._one("SELECT coalesce(max(id), 0) FROM revision")

    def _one(self, sql: str, arguments: Sequence[Any] = ()) -> Any:
        return self._session.rows(sql, arguments)[0][0]

    # ------------------------------------------------------------ staging

    def put_concepts(self, entries: Iterable[ConceptEntry]) -> None:
        for batch in batches(entries):
            with self._session.private():
                self._put_entries(batch)

    def delete_concepts(self, ids: Iterable[str]) -> None:
        for batch in batches(dict.fromkeys(ids)):
            with self._session.private():
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

    def _put_entries(self, entries: list[ConceptEntry]) -> None:
        last = self._last_revisions([entry.id for entry in entries])
        rows, terms, words = [], [], []
        for n, entry in enumerate(entries, self._last + 1):
            first = self._last_term + 1
            for value in term_values(entry):
                self._last_term += 1
                row = TermRow(self._last_term, *value)
                tokens, found = tokens_of(row)
                terms.append((*row, n, term_key(row.text, row.language), tokens))
                words += [(word, row.id) for word in found]
            base = last.get(entry.id, (0, 0))
            rows.append((entry.id, entry.subject, dumps(entry), *base, first, self._last_term))
        self._session.put_rows("staged_term", f"{TERM_COLUMNS}, n, key, tokens", terms)
        self._session.put_rows("staged_word", "word, term", words)
        self._put_rows(rows)

    def _put_rows(self, rows: list[tuple[Any, ...]]) -> None:
        """Stage rows; a later one of the same id replaces an earlier one and moves to the end."""
        latest = {row[0]: (self._last + n, *row) for n, row in enumerate(rows, 1)}
        self._last += len(rows)
        ids = list(latest)
        self._session.run(f"DELETE FROM staged WHERE id IN ({marks(ids)})", ids)
        columns = "n, id, subject, body, base, number, first, last"
        self._session.put_rows("staged", columns, sorted(latest.values()))

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        found: dict[str, ConceptEntry] = {}
        for batch in batches(ids):
            sql = f"SELECT id, body FROM staged WHERE id IN ({marks(batch)})"
            found |= {i: entry_of(body) for i, body in self._session.rows(sql, batch) if body}
        return found

    def put_conflict(self, conflict: Conflicted) -> None:
        with self._session.private():
            sql = "INSERT INTO staged_conflict (concept_id, body) VALUES (?, ?)"
            self._session.run(sql, (conflict.concept_id, dumps(conflict)))

    def put_units(self, units: Iterable[TranslationUnit]) -> None:
        for rows in batches(map(unit_values, units), UNIT_BATCH):
            with self._session.private():
                self._session.put_rows("staged_unit", UNIT, rows)
            self._staged_units += len(rows)

    def put_document(self, document: Document, at: str) -> None:
        with self._session.private():
            values = document_values(document, at)
            sql = f"INSERT INTO staged_document ({DOCUMENT}) VALUES ({marks(values)})"
            self._session.run(f"{sql} ON CONFLICT DO NOTHING", values)

    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> None:
        self._has_proposals = True
        with self._session.private():
            self._review.stage_proposals(proposals, subject, at)

    # ------------------------------------------------------------ applying

    def write(self) -> None:
        left = 0 if self._session.dialect.apart else CHUNK  # that may be written when it is applied
        while self._one("SELECT count(*) FROM staged WHERE n > ?", (self._done,)) > left:
            self._write_chunk()
            self._session.give_way()

    def _write_chunk(self) -> bool:
        """Write the terms of the next entries; False if there are no more."""
        sql = "SELECT n, first, last FROM staged WHERE n > ? ORDER BY n LIMIT ?"
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
        """Write the terms with those staged ids; where the database lets it, without keeping others
        from writing meanwhile, as nobody sees them yet."""
        source = _OF_CHUNK.format(self._session.dialect.in_order)
        with self._session.transaction():
            shift = self._announced(chunk, first, last)
            if not self._session.dialect.apart:
                self._terms.take_staged(shift, source, (first, last))
        if self._session.dialect.apart:
            with self._session.private():
                self._terms.take_staged(shift, source, (first, last))
        self._chunks += 1

    def _announced(self, chunk: tuple[int, int], first: int, last: int) -> int:
        """Keep ids for terms, and say that they are hidden; by how much the staged ids are moved
        up."""
        run = self._session.run
        shift = self._session.free_ids("term", last - first + 1) - first
        run("UPDATE hidden_term SET seen = ? WHERE owner = ?", (time.time(), self._owner))
        run(
            "INSERT INTO hidden_term (first, last, owner, seen) VALUES (?, ?, ?, ?)",
            (first + shift, last + shift, self._owner, time.time()),
        )
        run(
            "INSERT INTO term_word (word) SELECT word FROM staged_word WHERE term BETWEEN ? AND ? "
            "GROUP BY word ORDER BY min(term), word ON CONFLICT DO NOTHING",
            (first, last),
        )
        run("UPDATE staged SET shift = ? WHERE n BETWEEN ? AND ?", (shift, *chunk))
        return shift

    def stale(self) -> list[Stale]:
        sql = (
            "SELECT DISTINCT s.id, s.body, b.body, s.n FROM revision r "
            "JOIN staged s ON s.id = r.concept_id LEFT JOIN revision b ON b.id = s.base "
            "WHERE r.id > ? AND r.id < ? AND r.id > s.base ORDER BY s.n"
        )
        rows = self._session.rows(sql, (self._since, self._others))
        return [
            Stale(i, mine and entry_of(mine), base and entry_of(base)) for i, mine, base, _ in rows
        ]

    @contextmanager
    def applying(self, verb: str, by: str, at: str, summary: str = "") -> Iterator[int]:
        with self._session.transaction():
            yield self._steps.new_step(verb, by, at, summary)

    def apply(self, step: int) -> Added:
        while self._write_chunk():
            pass
        self._expect_mine()
        if self._pointed < self._last:
            self._point_to_staged(step, self._session.free_ids("revision", self._last + 1))
        self._session.run(
            "INSERT INTO conflict (concept_id, state, body, step) "
            "SELECT concept_id, 'open', body, ? FROM staged_conflict ORDER BY id",
            (step,),
        )
        self._session.run(
            f"INSERT INTO document ({DOCUMENT}) SELECT {DOCUMENT} FROM staged_document "
            "WHERE true ON CONFLICT DO NOTHING"
        )
        proposed = self._review.take_proposals() if self._has_proposals else Added()
        if self._added_units is None:
            self._added_units = self._apply_units(step)
        return replace(proposed, units=self._added_units)

    def _expect_mine(self) -> None:
        """Check that everything written ahead is still there, and mark it as no longer owned."""
        sql = "SELECT count(*) FROM hidden_term WHERE owner = ?"
        if self._one(sql, (self._owner,)) != self._chunks:
            raise ConflictError(
                "what was prepared is gone: the database was replaced, or this program was halted "
                "for minutes; try again"
            )
        self._session.run("UPDATE hidden_term SET owner = NULL WHERE owner = ?", (self._owner,))

    def _point_to_staged(self, step: int, shift: int) -> None:
        """Point the entries to what is staged and not pointed to yet, in revisions with the ids
        `n + shift`."""
        run, those = self._session.run, self._pointed
        run(
            "INSERT INTO hidden_term (first, last) SELECT min(first_term), max(last_term) "
            "FROM staged s JOIN concept c ON c.id = s.id "
            "WHERE s.n > ? AND first_term <= last_term HAVING count(*) > 0",
            (those,),
        )
        run(
            "INSERT INTO revision (id, concept_id, number, step, body) "
            "SELECT n + ?, id, number + 1, ?, body FROM staged WHERE n > ? ORDER BY n",
            (shift, step, those),
        )
        deleted = "SELECT id FROM staged WHERE body IS NULL AND n > ?"
        run(f"DELETE FROM concept WHERE id IN ({deleted})", (those,))
        run(
            "INSERT INTO concept (id, subject, number, revision, changed_at, first_term, last_term)"
            " SELECT id, subject, number + 1, n + ?, ?, first + shift, last + shift "
            "FROM staged WHERE body IS NOT NULL AND n > ? ORDER BY id "
            "ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, number = excluded.number, "
            "revision = excluded.revision, changed_at = excluded.changed_at, "
            "first_term = excluded.first_term, last_term = excluded.last_term",
            (shift, self._concepts.time_of(step), those),
        )
        self._pointed = self._last

    def _apply_units(self, step: int) -> int:
        last = self._one("SELECT coalesce(max(id), 0) FROM unit")
        with self._session.keeping_pages((last + self._staged_units) * _HASH_BYTES):
            self._session.run(
                f"INSERT INTO unit ({UNIT}, step) SELECT {UNIT}, CAST(? AS BIGINT) "
                "FROM staged_unit WHERE true ORDER BY id ON CONFLICT (hash) DO NOTHING",
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
        with self._session.private():
            for name in _TABLES:
                self._session.run(f"DROP TABLE IF EXISTS {name}")
            self._review.drop_proposals()


def sweep(session: Session, terms: TermTables) -> None:
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
