"""Check the integrity of the database: pages, references, records, and derived data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from glossary.codec import from_plain
from glossary.errors import GlossaryError, StoreError
from glossary.model import AlignedPair, CorpusUse, Evidence, TranslationUnit
from glossary.store.base import Check, Conflicted, TermRow
from glossary.store.sqlite import changes, comments, hooks, jobs, rows, term_index
from glossary.store.sqlite.session import Session
from glossary.store.sqlite.tables import Tables
from glossary.text.fold import term_key
from glossary.text.tags import language_of

SHOWN = 3
"""Problems of a kind that are told; the others are counted. Chosen: that they fit in a terminal."""

_RESTORE = "restore a backup with: glossary restore FILE"
_REBUILD = "make it anew from the entries with: glossary doctor --rebuild"


def _stop(_: Any) -> None:
    return None


def _body(cls: type, what: str) -> Callable[[rows.Row], object]:
    return lambda row: row[-1] is None or rows.value_of(cls, row[-1], what)


def _revision(row: rows.Row) -> None:
    if row[2] is not None and rows.entry_in(row[2]).id != row[1]:
        raise rows.damaged("entry", f"{row[1]} has the body of another")


def _conflict(row: rows.Row) -> None:
    with rows.reading("conflict"):
        from_plain(Conflicted, json.loads(row[-1]) | {"id": row[0]})


_RECORDS: tuple[tuple[str, rows.Shape, Callable[[rows.Row], object]], ...] = (
    ("id, verb, by, at, summary, undone_by FROM step", rows.STEP, _stop),
    ("id, concept_id, body FROM revision", rows.Shape("revision", "ITt"), _revision),
    (
        "id, subject, number, revision, changed_at FROM concept",
        rows.Shape("concept", "TTIIT"),
        _stop,
    ),
    ("id, concept_id, tag, language, text, status, subject FROM term", rows.TERM, _stop),
    ("query, language, count, last_at FROM wanted", rows.WANTED, _stop),
    (
        "sha256, name, added_at, text FROM document",
        rows.Shape("document", "TTTB"),
        lambda row: rows.text_in(row[-1]),
    ),
    (
        "id, zh, en, kind, method, confidence, state, abbreviation, subject, concept_id, "
        "skipped_by, use FROM candidate",
        rows.CANDIDATE,
        _body(CorpusUse, "candidate"),
    ),
    ("id, body FROM evidence", rows.EVIDENCE, _body(Evidence, "evidence")),
    (
        "id, decision, zh, en, by, at, note, concept_id, candidate_id, step FROM judgement",
        rows.JUDGEMENT,
        _stop,
    ),
    (
        "id, zh, en, zh_tag, en_tag, document, created_by, created_at, body FROM unit",
        rows.UNIT,
        _body(TranslationUnit, "translation unit"),
    ),
    (
        "id, alignment, place, added, removed, body FROM bead",
        rows.BEAD,
        _body(AlignedPair, "bead"),
    ),
    ("change, mark, unit_id FROM unit_change", rows.Shape("change of a unit", "III"), _stop),
    ("id, state, settled, body FROM conflict", rows.CONFLICT, _conflict),
    (f"{jobs.COLUMNS} FROM job", jobs.JOB, jobs.job_of),
    (f"{comments.COLUMNS} FROM comment", comments.COMMENT, _stop),
    ("concept_id, comment_id FROM comment_move", comments.MOVE, _stop),
    ("number, source, first, last FROM change", changes.RUN, _stop),
    ("id, kind, subject, event, by, at FROM noted", changes.NOTED, _stop),
    (f"{hooks.COLUMNS} FROM hook", hooks.HOOK, _stop),
    (f"{hooks.LETTER_COLUMNS} FROM dead_letter", hooks.LETTER, _stop),
)


def checks(tables: Tables, path: Path) -> Iterator[Check]:
    """See `glossary.store.base.Upkeep.checks`."""
    try:
        pages = tables.session.rows("PRAGMA page_count")[0][0]
    except StoreError as error:
        yield Check("file", "cannot be used", (str(error),), "")
        return
    session = tables.session
    yield Check("file", f"{path}, {pages} pages")
    yield _checked("pages", "sound", _RESTORE, lambda: _integrity(session))
    yield _checked("references", "all lead somewhere", _RESTORE, lambda: _references(session))
    yield _checked("records", "all can be read", _RESTORE, lambda: _records(session))
    yield _checked("term index", "as the entries have it", _REBUILD, lambda: _terms(tables))


def _checked(name: str, well: str, advice: str, find: Callable[[], Iterable[str]]) -> Check:
    problems: list[str] = []
    count = 0
    try:
        for problem in find():
            count += 1
            problems += [problem] * (count <= SHOWN)
    except StoreError as error:
        count += 1
        problems.append(str(error))
    if not count:
        return Check(name, well)
    return Check(name, f"{count} problems" if count > 1 else "a problem", tuple(problems), advice)


def _integrity(session: Session) -> Iterator[str]:
    for (found,) in session.rows("PRAGMA integrity_check(100)"):
        if found != "ok":
            yield " ".join(str(found).split())


def _references(session: Session) -> Iterator[str]:
    for table, row, parent, _ in session.rows("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} names one of {parent} that is not there"


def _records(session: Session) -> Iterator[str]:
    for what, shape, read in _RECORDS:
        try:
            for row in session.stream(f"SELECT {what}"):
                try:
                    read(shape.row(row))
                except GlossaryError as error:
                    yield f"{shape.what} {row[0]}: {str(error).split(';')[0]}"
        except StoreError as error:  # the table cannot be read further
            yield f"{shape.what}s: {str(error).split(';')[0]}"
    if not session.rows("SELECT 1 FROM meta WHERE key = 'database_id'"):
        yield "the database has no identity"


# ---------------------------------------------------------------- derived data


def _terms(tables: Tables) -> Iterator[str]:
    """Problems of the term table and its index: both must have exactly the terms of the entries."""
    session = tables.session
    known: dict[tuple[str, ...], int] = {}
    indexed: dict[int, object] = {}
    for number, tokens in session.stream("SELECT rowid, tokens FROM term_index"):
        indexed[number] = set(str(tokens).split())
    for *row, key, is_current, is_hidden in session.stream(_TERMS):
        term = TermRow(*rows.TERM.row(tuple(row)))
        if is_current:
            known[term[1:]] = known.get(term[1:], 0) + 1
        elif not is_hidden:
            yield f"{term.concept_id}: {term.text!r} is left over"
        if key != term_key(term.text, term.language):
            yield f"{term.concept_id}: {term.text!r} has the key of another"
        if indexed.pop(term.id, None) != set(term_index.tokens_of(term)[0].split()):
            yield f"{term.concept_id}: {term.text!r} is not indexed as it is"
    for entry in tables.concepts.concepts():
        for section in entry.languages:
            for one in section.terms:
                value = (
                    entry.id,
                    section.tag,
                    language_of(section.tag),
                    one.text,
                    one.status,
                    entry.subject,
                )
                known[value] = known.get(value, 0) - 1
                if known[value] < 0:
                    yield f"{entry.id}: {one.text!r} is not in the table of terms"
    yield from (f"{value[0]}: {value[3]!r} is no term of it" for value, n in known.items() if n > 0)
    yield from (f"entry {number} of the index belongs to no term" for number in indexed)
    yield from _inside_of_the_index(session)


_TERMS = """
SELECT t.id, t.concept_id, t.tag, t.language, t.text, t.status, t.subject, t.key,
       c.id IS NOT NULL, EXISTS (SELECT 1 FROM hidden_term h WHERE t.id BETWEEN h.first AND h.last)
FROM term t LEFT JOIN concept c ON c.id = t.concept_id AND t.id BETWEEN c.first_term AND c.last_term
"""
"""Every term, whether its entry shows it, and whether a large change keeps it hidden."""


def _inside_of_the_index(session: Session) -> Iterator[str]:
    """SQLite's own check of the full-text index, which is invoked as an INSERT but changes
    nothing."""
    if session.connection.may_write:
        with session.transaction():
            session.run("INSERT INTO term_index (term_index) VALUES ('integrity-check')")
    yield from ()


def evidence(tables: Tables) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Evidence]]:
    """See `glossary.store.base.EvidenceReader`."""
    sql = (
        "SELECT c.id, c.zh, c.en, e.body FROM evidence e JOIN candidate c "
        "ON c.id = e.candidate_id WHERE e.withdrawn IS NULL ORDER BY e.id"
    )
    for number, zh, en, body in tables.session.stream(sql, (), rows.Shape("evidence", "ITTT")):
        found = rows.value_of(Evidence, body, "evidence")
        yield f"candidate {number}", ((zh, en),), found
    for entry in tables.concepts.concepts():
        pairs = tuple(
            (zh.text, en.text) for _, zh in entry.terms("zh") for _, en in entry.terms("en")
        )
        yield from ((entry.id, pairs, each) for each in entry.evidence)
