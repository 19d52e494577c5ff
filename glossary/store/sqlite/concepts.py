"""Concept entries, their terms and their history, in SQLite.

Every change leaves a revision, which holds the whole entry as JSON, so that every change can be
undone. A concept's row points to its newest revision; the term table and its index are derived
from that in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from glossary.codec import to_plain
from glossary.errors import NotFound
from glossary.model import ConceptEntry
from glossary.store.base import (
    EVERYTHING,
    NOT_UNDONE,
    ConceptFilter,
    Revision,
    Step,
    TermRow,
    Wanted,
)
from glossary.store.sqlite import term_index
from glossary.store.sqlite.rows import (
    BODY,
    META,
    NAME,
    NUMBER,
    NUMBERED,
    PAST_BODY,
    REVISION,
    STEP,
    TERM,
    WANTED,
    WORD,
    damaged,
    entry_in,
)
from glossary.text.fold import term_key
from glossary.text.tags import language_of

_STEP = "id, verb, by, at, summary, undone_by"
_TERM = "id, concept_id, tag, language, text, status, subject"
_BODY = "SELECT r.body, r.id FROM concept c LEFT JOIN revision r ON r.id = c.revision"
BATCH = 500
MAX_ID = 2**63 - 1
"""The largest number SQLite knows."""


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dumps(value: Any) -> str:
    return _encode(to_plain(value))


def batches(items: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """Lists of at most `size`: SQLite takes a limited number of arguments."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def marks(items: list[Any]) -> str:
    return ",".join("?" * len(items))


class ConceptTables:
    """The concept half of the SQLite store."""

    db: Any
    _rows: Callable[..., list[tuple[Any, ...]]]
    _stream: Callable[..., Iterator[tuple[Any, ...]]]
    _run: Callable[..., Any]
    _run_many: Callable[..., None]
    _using: Callable[..., Any]
    _writing: Callable[..., Any]

    # ------------------------------------------------------------ steps and history

    def new_step(self, verb: str, by: str, at: str, summary: str = "") -> int:
        sql = "INSERT INTO step (verb, by, at, summary) VALUES (?, ?, ?, ?)"
        return int(self._run(sql, (verb, by, at, summary)).lastrowid)

    def last_step(self) -> Step | None:
        rows = self._rows(
            f"SELECT {_STEP} FROM step WHERE undone_by IS NULL "
            f"AND verb NOT IN ({marks(list(NOT_UNDONE))}) ORDER BY id DESC LIMIT 1",
            NOT_UNDONE,
            STEP,
        )
        return Step(*rows[0]) if rows else None

    def step(self, step_id: int) -> Step:
        sql = f"SELECT {_STEP} FROM step WHERE id = ?"
        rows = self._rows(sql, (step_id,), STEP) if 0 < step_id <= MAX_ID else []
        if not rows:
            raise NotFound(f"no step {step_id}; list them with: glossary undo --list")
        return Step(*rows[0])

    def step_counts(self, step: int) -> dict[str, int]:
        counted = {
            "entries": "SELECT count(DISTINCT concept_id) FROM revision WHERE step = ?",
            "judgements": "SELECT count(*) FROM judgement WHERE step = ?",
            "units": "SELECT count(*) FROM unit WHERE step = ?",
            "conflicts": "SELECT count(*) FROM conflict WHERE step = ?",
        }
        return {name: self._rows(sql, (step,))[0][0] for name, sql in counted.items()}

    def steps_upon(self, step: int) -> list[Step]:
        rows = self._rows(
            f"SELECT {_STEP} FROM step WHERE id > :step AND undone_by IS NULL AND verb != 'undo' "
            "AND id IN ("
            " SELECT step FROM revision WHERE step > :step AND concept_id IN "
            " (SELECT concept_id FROM revision WHERE step = :step)"
            " UNION SELECT step FROM judgement WHERE step > :step AND candidate_id IN "
            " (SELECT candidate_id FROM judgement WHERE step = :step)"
            ") ORDER BY id DESC",
            {"step": step},
            STEP,
        )
        return [Step(*row) for row in rows]

    def steps(
        self, verb: str | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Step]:
        condition, arguments = ("WHERE verb = ?", [verb]) if verb else ("", [])
        most = -1 if limit is None else limit
        sql = f"SELECT {_STEP} FROM step {condition} ORDER BY id DESC LIMIT ? OFFSET ?"
        return [Step(*row) for row in self._rows(sql, [*arguments, most, offset], STEP)]

    def count_steps(self) -> int:
        return int(self._rows("SELECT count(*) FROM step")[0][0])

    def mark_undone(self, step: int, by_step: int) -> None:
        self._run("UPDATE step SET undone_by = ? WHERE id = ?", (by_step, step))

    def step_concepts(self, step: int) -> list[str]:
        rows = self._rows(
            "SELECT concept_id FROM revision WHERE step = ? ORDER BY id", (step,), NAME
        )
        return list(dict.fromkeys(row[0] for row in rows))

    def revisions(self, concept_id: str) -> list[Revision]:
        rows = self._rows(
            "SELECT r.id, r.concept_id, r.number, r.body, s.id, s.verb, s.by, s.at, s.summary, "
            "s.undone_by FROM revision r JOIN step s ON s.id = r.step "
            "WHERE r.concept_id = ? ORDER BY r.id",
            (concept_id,),
            REVISION,
        )
        return [
            Revision(
                row[0], row[1], row[2], Step(*row[4:]), None if row[3] is None else entry_of(row[3])
            )
            for row in rows
        ]

    def entries_before(self, ids: Iterable[str], step: int) -> Iterator[ConceptEntry]:
        for batch in batches(ids):
            sql = (
                "SELECT body FROM revision WHERE body IS NOT NULL AND id IN "
                f"(SELECT max(id) FROM revision WHERE concept_id IN ({marks(batch)}) AND step < ? "
                "GROUP BY concept_id) ORDER BY id"
            )
            yield from (entry_of(row[0]) for row in self._rows(sql, [*batch, step], PAST_BODY))

    # ------------------------------------------------------------ entries

    def concept(self, concept_id: str) -> ConceptEntry:
        rows = self._rows(f"{_BODY} WHERE c.id = ?", (concept_id,), BODY)
        if not rows:
            raise NotFound(f"no concept {concept_id!r}; look for it with: glossary search TEXT")
        return entry_of(rows[0][0])

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        wanted = list(dict.fromkeys(ids))
        found: dict[str, ConceptEntry] = {}
        for batch in batches(wanted):
            rows = self._rows(f"{_BODY} WHERE c.id IN ({marks(batch)})", batch, BODY)
            found |= {entry.id: entry for entry in (entry_of(row[0]) for row in rows)}
        return {i: found[i] for i in wanted if i in found}

    def concepts(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[ConceptEntry]:
        return (entry for _, entry in self.concepts_at(where, limit=limit, offset=offset))

    def concepts_at(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[tuple[int, ConceptEntry]]:
        condition, arguments = _where(where)
        sql = f"{_BODY} {condition} ORDER BY c.id LIMIT ? OFFSET ?"
        for body, revision in self._stream(
            sql, [*arguments, -1 if limit is None else limit, offset], BODY
        ):
            yield revision, entry_of(body)

    def count_concepts(self, where: ConceptFilter = EVERYTHING) -> int:
        condition, arguments = _where(where)
        count: int = self._rows(f"SELECT count(*) FROM concept c {condition}", arguments)[0][0]
        return count

    def revision_number(self, concept_id: str) -> int:
        rows = self._rows("SELECT number FROM concept WHERE id = ?", (concept_id,), NUMBER)
        return rows[0][0] if rows else 0

    def id_used(self, concept_id: str) -> bool:
        sql = "SELECT 1 FROM revision WHERE concept_id = ? LIMIT 1"
        return bool(self._rows(sql, (concept_id,)))

    def put_concept(self, entry: ConceptEntry, step: int) -> None:
        self.put_concepts([entry], step)

    def put_concepts(self, entries: Iterable[ConceptEntry], step: int) -> None:
        at = self._time_of(step)
        for batch in batches(entries):
            numbers = self._numbers(entry.id for entry in batch)
            self._remove_terms(numbers)
            self._put_revisions([(entry.id, dumps(entry)) for entry in batch], numbers, step)
            latest = {entry.id: entry for entry in batch}
            self._point_to_newest(latest.values(), self._add_terms(latest.values()), at)

    def delete_concept(self, concept_id: str, step: int) -> None:
        self.delete_concepts([concept_id], step)

    def delete_concepts(self, ids: Iterable[str], step: int) -> None:
        for batch in batches(dict.fromkeys(ids)):
            sql = f"SELECT id, number FROM concept WHERE id IN ({marks(batch)})"
            numbers: dict[str, int] = dict(self._rows(sql, batch, NUMBERED))
            self._remove_terms(numbers)
            self._put_revisions([(i, None) for i in batch if i in numbers], numbers, step)
            self._run_many("DELETE FROM concept WHERE id = ?", [(i,) for i in numbers])

    def _time_of(self, step: int) -> str:
        at: str = self._rows("SELECT at FROM step WHERE id = ?", (step,), NAME)[0][0]
        return at

    def _numbers(self, ids: Iterable[str]) -> dict[str, int]:
        """The number of the last revision of every entry that has or had one."""
        wanted = list(dict.fromkeys(ids))
        sql = (
            f"SELECT concept_id, max(number) FROM revision WHERE concept_id IN ({marks(wanted)}) "
            "GROUP BY concept_id"
        )
        return dict(self._rows(sql, wanted, NUMBERED))

    def _put_revisions(
        self, bodies: list[tuple[str, str | None]], numbers: dict[str, int], step: int
    ) -> None:
        """Append a revision each; `numbers` is brought up to date."""
        rows = []
        for concept_id, body in bodies:
            numbers[concept_id] = numbers.get(concept_id, 0) + 1
            rows.append((concept_id, numbers[concept_id], step, body))
        sql = "INSERT INTO revision (concept_id, number, step, body) VALUES (?, ?, ?, ?)"
        self._run_many(sql, rows)

    def _point_to_newest(
        self, entries: Iterable[ConceptEntry], terms: Iterable[tuple[int, int]], at: str
    ) -> None:
        """To the newest revision, and to the terms, by the first and the last of their ids."""
        self._run_many(
            "INSERT INTO concept (id, subject, changed_at, first_term, last_term, revision, number)"
            " SELECT ?1, ?2, ?3, ?4, ?5, id, number FROM revision WHERE id = "
            "(SELECT max(id) FROM revision WHERE concept_id = ?1) "
            "ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, number = excluded.number, "
            "revision = excluded.revision, changed_at = excluded.changed_at, "
            "first_term = excluded.first_term, last_term = excluded.last_term",
            [(e.id, e.subject, at, *ids) for e, ids in zip(entries, terms, strict=True)],
        )

    # ------------------------------------------------------------ terms

    def _add_terms(self, entries: Iterable[ConceptEntry]) -> list[tuple[int, int]]:
        """The first and the last id that the terms of each entry got."""
        values: list[tuple[str, ...]] = []
        ranges, free = [], self._free_id("term")
        for entry in entries:
            first = free + len(values)
            values += term_values(entry)
            ranges.append((first, free + len(values) - 1))
        rows = [TermRow(number, *row) for number, row in enumerate(values, free)]
        self._run_many(
            f"INSERT INTO term ({_TERM}, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (row.id, *value, term_key(row.text, row.language))
                for row, value in zip(rows, values, strict=True)
            ],
        )
        with self._using() as connection:
            term_index.add(connection, rows)
        return ranges

    def _free_id(self, table: str) -> int:
        """The next id that was never given; the transaction keeps others from taking it."""
        sql = "SELECT seq FROM main.sqlite_sequence WHERE name = ?"
        rows = self._rows(sql, (table,), NUMBER)
        return rows[0][0] + 1 if rows else 1

    def _remove_terms(self, concept_ids: Iterable[str]) -> None:
        gone = [row.id for row in self.term_rows_of(concept_ids)]
        if gone:
            self._drop_terms(gone)

    def _drop_terms(self, ids: list[int]) -> None:
        with self._using(self._writing()) as connection:
            term_index.remove(connection, ids)
        self._run_many("DELETE FROM term WHERE id = ?", [(number,) for number in ids])

    def term_rows(self, language: str | None = None) -> Iterator[TermRow]:
        condition = "WHERE language = ?" if language else ""
        sql = f"SELECT {_TERM} FROM current_term {condition} ORDER BY id"
        rows = self._stream(sql, [language] if language else [], TERM)
        return (TermRow(*row) for row in rows)

    def term_rows_of(self, concept_ids: Iterable[str]) -> list[TermRow]:
        sql = f"SELECT {_TERM} FROM current_term WHERE concept_id IN"
        return [
            TermRow(*row)
            for batch in batches(concept_ids)
            for row in self._rows(f"{sql} ({marks(batch)}) ORDER BY id", batch, TERM)
        ]

    def terms_with_key(self, key: str, language: str) -> list[TermRow]:
        sql = f"SELECT {_TERM} FROM current_term WHERE key = ? AND language = ? ORDER BY id"
        return [TermRow(*row) for row in self._rows(sql, (key, language), TERM)]

    def narrow_terms(self, query: str, language: str | None, limit: int) -> list[TermRow]:
        with self._using() as connection:
            rows = term_index.narrow(connection, query, language, limit)
        return [TermRow(*TERM.row(row)) for row in rows]

    def term_words(self, after: int) -> list[tuple[int, str]]:
        with self._using() as connection:
            rows = term_index.words(connection, after)
        return WORD.rows(rows)

    def terms_version(self) -> tuple[str, int]:
        sql = "SELECT value, (SELECT max(id) FROM revision) FROM meta WHERE key = 'database_id'"
        for database, change in self._rows(sql, (), META):
            return database, change or 0
        raise damaged("identity", "there is none")

    def concepts_changed_since(self, change: int) -> list[str]:
        sql = "SELECT DISTINCT concept_id FROM revision WHERE id > ?"
        return [row[0] for row in self._rows(sql, (change,), NAME)]

    # ------------------------------------------------------------ look-ups in vain

    def want(self, query: str, language: str, at: str, count: int = 1) -> None:
        self._run(
            "INSERT INTO wanted (query, language, count, last_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET count = count + excluded.count, last_at = excluded.last_at",
            (query, language, count, at),
        )

    def wanted(self, limit: int = 50) -> list[Wanted]:
        sql = (
            "SELECT query, language, count, last_at FROM wanted ORDER BY count DESC, query LIMIT ?"
        )
        return [Wanted(*row) for row in self._rows(sql, (limit,), WANTED)]


def term_values(entry: ConceptEntry) -> list[tuple[str, ...]]:
    """The terms of an entry as TermRow has them, without their ids."""
    return [
        (entry.id, section.tag, language_of(section.tag), term.text, term.status, entry.subject)
        for section in entry.languages
        for term in section.terms
    ]


entry_of = lru_cache(maxsize=1_000)(entry_in)
"""The entry that a body holds, decoded once for many readers. Raises StoreError."""


def _where(where: ConceptFilter) -> tuple[str, list[Any]]:
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
    wanted = {"t.status": where.status, "t.tag": where.tag}
    wanted = {column: value for column, value in wanted.items() if value is not None}
    if wanted:
        term = " AND ".join(f"{column} = ?" for column in wanted)
        parts.append(f"EXISTS (SELECT 1 FROM current_term t WHERE t.concept_id = c.id AND {term})")
        arguments += wanted.values()
    return ("WHERE " + " AND ".join(parts) if parts else ""), arguments
