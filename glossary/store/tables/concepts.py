"""Concept entries.

Every change adds a revision with the whole entry as JSON, so that every change can be undone. A
concept's row points to its newest revision; the term table and its index are derived from that in
the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from glossary.errors import NotFound
from glossary.model import ConceptEntry
from glossary.store.base import EVERYTHING, ConceptFilter
from glossary.store.tables.rows import BODY, NAME, NUMBER, NUMBERED, dumps, entry_of
from glossary.store.tables.session import ALL_ROWS, Session, SqlDialect, batches, marks
from glossary.store.tables.terms import TermTables
from glossary.text.written import saying

_BODY = "SELECT r.body, r.id FROM concept c LEFT JOIN revision r ON r.id = c.revision"

_HAS_TERM = "EXISTS (SELECT 1 FROM current_term t WHERE t.concept_id = c.id AND {})"
_SUBTAGS = "'-' || t.tag || '-'"
_BEGINS = "substr(t.key, 1, 1) IN ({})"


class ConceptTables:
    """Entries, and the terms derived from them."""

    def __init__(self, session: Session, terms: TermTables) -> None:
        self._session, self._terms = session, terms

    def concept(self, concept_id: str) -> ConceptEntry:
        rows = self._session.rows(f"{_BODY} WHERE c.id = ?", (concept_id,), BODY)
        if not rows:
            raise NotFound(f"no concept {concept_id!r}; look for it with: glossary search TEXT")
        return entry_of(rows[0][0])

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        wanted = list(dict.fromkeys(ids))
        found: dict[str, ConceptEntry] = {}
        for batch in batches(wanted):
            rows = self._session.rows(f"{_BODY} WHERE c.id IN ({marks(batch)})", batch, BODY)
            found |= {entry.id: entry for entry in (entry_of(row[0]) for row in rows)}
        return {i: found[i] for i in wanted if i in found}

    def concepts(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[ConceptEntry]:
        return (entry for _, entry in self.concepts_at(where, limit=limit, offset=offset))

    def concepts_at(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[tuple[int, ConceptEntry]]:
        condition, arguments = _where(where, self._session.dialect)
        sql = f"{_BODY} {condition} ORDER BY c.id LIMIT ? OFFSET ?"
        for body, revision in self._session.stream(
            sql, [*arguments, ALL_ROWS if limit is None else limit, offset], BODY
        ):
            yield revision, entry_of(body)

    def concepts_saying(self, keys: Collection[str]) -> Iterator[ConceptEntry]:
        says = saying(keys)
        for body, _ in self._session.stream(f"{_BODY} ORDER BY c.id", (), BODY):
            if says(body):
                yield entry_of(body)

    def count_concepts(self, where: ConceptFilter = EVERYTHING) -> int:
        condition, arguments = _where(where, self._session.dialect)
        sql = f"SELECT count(*) FROM concept c {condition}"
        return int(self._session.rows(sql, arguments)[0][0])

    def revision_number(self, concept_id: str) -> int:
        rows = self._session.rows("SELECT number FROM concept WHERE id = ?", (concept_id,), NUMBER)
        return rows[0][0] if rows else 0

    def id_used(self, concept_id: str) -> bool:
        sql = "SELECT 1 FROM revision WHERE concept_id = ? LIMIT 1"
        return bool(self._session.rows(sql, (concept_id,)))

    def put_concept(self, entry: ConceptEntry, step: int) -> None:
        self.put_concepts([entry], step)

    def put_concepts(self, entries: Iterable[ConceptEntry], step: int) -> None:
        at = self.time_of(step)
        for batch in batches(entries):
            numbers = self._numbers(entry.id for entry in batch)
            self._terms.remove(numbers)
            self._put_revisions([(entry.id, dumps(entry)) for entry in batch], numbers, step)
            latest = {entry.id: entry for entry in batch}
            self._point_to_newest(latest.values(), self._terms.add(latest.values()), at)

    def delete_concept(self, concept_id: str, step: int) -> None:
        self.delete_concepts([concept_id], step)

    def delete_concepts(self, ids: Iterable[str], step: int) -> None:
        for batch in batches(dict.fromkeys(ids)):
            sql = f"SELECT id, number FROM concept WHERE id IN ({marks(batch)})"
            numbers: dict[str, int] = dict(self._session.rows(sql, batch, NUMBERED))
            self._terms.remove(numbers)
            self._put_revisions([(i, None) for i in batch if i in numbers], numbers, step)
            self._session.run_many("DELETE FROM concept WHERE id = ?", [(i,) for i in numbers])

    def time_of(self, step: int) -> str:
        """The time of a step."""
        return str(self._session.rows("SELECT at FROM step WHERE id = ?", (step,), NAME)[0][0])

    def _numbers(self, ids: Iterable[str]) -> dict[str, int]:
        """The number of the last revision of every entry that exists or existed."""
        wanted = list(dict.fromkeys(ids))
        sql = (
            f"SELECT concept_id, max(number) FROM revision WHERE concept_id IN ({marks(wanted)}) "
            "GROUP BY concept_id"
        )
        return dict(self._session.rows(sql, wanted, NUMBERED))

    def _put_revisions(
        self, bodies: list[tuple[str, str | None]], numbers: dict[str, int], step: int
    ) -> None:
        """Append a revision for each entry; `numbers` is updated."""
        rows = []
        for concept_id, body in bodies:
            numbers[concept_id] = numbers.get(concept_id, 0) + 1
            rows.append((concept_id, numbers[concept_id], step, body))
        self._session.put_rows("revision", "concept_id, number, step, body", rows)

    def _point_to_newest(
        self, entries: Iterable[ConceptEntry], terms: Iterable[tuple[int, int]], at: str
    ) -> None:
        """Point concept rows to their newest revisions and to their terms (first and last id)."""
        self._session.run_many(
            "INSERT INTO concept (id, subject, changed_at, first_term, last_term, revision, number)"
            " SELECT ?, ?, ?, ?, ?, id, number FROM revision WHERE id = "
            "(SELECT max(id) FROM revision WHERE concept_id = ?) "
            "ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, number = excluded.number, "
            "revision = excluded.revision, changed_at = excluded.changed_at, "
            "first_term = excluded.first_term, last_term = excluded.last_term",
            [(e.id, e.subject, at, *ids, e.id) for e, ids in zip(entries, terms, strict=True)],
        )

    # ------------------------------------------------------------ derived data

    def rebuild_terms(self) -> None:
        """See `glossary.store.base.Upkeep`."""
        self._terms.clear()
        places: list[tuple[int, int, str]] = []
        for batch in batches(self.concepts()):
            ranges = self._terms.add(batch)
            places += [(*ids, entry.id) for entry, ids in zip(batch, ranges, strict=True)]
        sql = "UPDATE concept SET first_term = ?, last_term = ? WHERE id = ?"
        self._session.run_many(sql, places)
        new_id = (new_database_id(),)  # caches may be wrong
        self._session.run("UPDATE meta SET value = ? WHERE key = 'database_id'", new_id)


def new_database_id() -> str:
    """A random id, which no other state of a database has."""
    import secrets  # late: it loads all of OpenSSL, which a look-up does not need

    return secrets.token_hex(16)


def _where(where: ConceptFilter, words: SqlDialect) -> tuple[str, list[Any]]:
    parts: list[str] = []
    arguments: list[Any] = []
    if where.subject is not None:
        parts.append("c.subject = ?")
        arguments.append(where.subject)
    if where.id is not None:
        parts.append("c.id = ?")
        arguments.append(where.id)
    if where.changed_since is not None:
        parts.append("c.changed_at >= ?")
        arguments.append(where.changed_since)
    if where.missing is not None:
        parts.append(
            "NOT EXISTS (SELECT 1 FROM term t WHERE t.id BETWEEN c.first_term AND c.last_term "
            "AND t.concept_id = c.id AND t.tag = ?)"
        )
        arguments.append(where.missing)
    wanted = {"t.status = ?": where.status, "t.tag = ?": where.tag}
    wanted[f"{_SUBTAGS} {words.like} ?"] = None if where.region is None else f"%-{where.region}-%"
    signs = None if where.begins is None else json.dumps(list(where.begins))
    for term in (wanted, {_BEGINS.format(words.members): signs}):
        given = {condition: value for condition, value in term.items() if value is not None}
        if given:
            parts.append(_HAS_TERM.format(" AND ".join(given)))
            arguments += given.values()
    return ("WHERE " + " AND ".join(parts) if parts else ""), arguments
