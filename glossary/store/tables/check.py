"""Check the integrity of tables: their records, and the data that is derived from them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from glossary.codec import from_plain
from glossary.errors import GlossaryError, StoreError
from glossary.model import AlignedPair, CorpusUse, Evidence, TranslationUnit
from glossary.store.base import Check, Conflicted, TermRow
from glossary.store.tables import changes, comments, hooks, jobs, rows
from glossary.store.tables.parts import Tables
from glossary.store.tables.session import Session
from glossary.store.tables.terms import tokens_of
from glossary.text.fold import term_key
from glossary.text.tags import language_of

SHOWN = 3
"""Problems of a kind that are told; the others are counted. Chosen: that they fit in a terminal."""

RESTORE = "restore a backup with: glossary restore FILE"
REBUILD = "make it anew from the entries with: glossary doctor --rebuild"


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
    (f"{hooks.LETTER_COLUMNS} FROM dead_letter", hooks.LETTER, _stop),
)


def checked(name: str, well: str, advice: str, find: Callable[[], Iterable[str]]) -> Check:
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


def records(session: Session, tables: Tables) -> Iterator[str]:
    own = (f"{tables.hooks.columns()} FROM hook", hooks.HOOK, _stop)
    for what, shape, read in (*_RECORDS, own):
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


def terms(session: Session, tables: Tables, index: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Problems of the term table and its index: both must have exactly the terms of the entries.

    `index` has the number of each term that is indexed and its tokens, with spaces between.
    """
    known: dict[tuple[str, ...], int] = {}
    indexed = {number: set(str(tokens).split()) for number, tokens in index}
    for *row, key, is_current, is_hidden in session.stream(_TERMS):
        term = TermRow(*rows.TERM.row(tuple(row)))
        if is_current:
            known[term[1:]] = known.get(term[1:], 0) + 1
        elif not is_hidden:
            yield f"{term.concept_id}: {term.text!r} is left over"
        if key != term_key(term.text, term.language):
            yield f"{term.concept_id}: {term.text!r} has the key of another"
        if indexed.pop(term.id, None) != set(tokens_of(term)[0].split()):
            yield f"{term.concept_id}: {term.text!r} is not indexed as it is"
    for value in _terms_of_entries(tables):
        known[value] = known.get(value, 0) - 1
        if known[value] < 0:
            yield f"{value[0]}: {value[3]!r} is not in the table of terms"
    yield from (f"{value[0]}: {value[3]!r} is no term of it" for value, n in known.items() if n > 0)
    yield from (f"entry {number} of the index belongs to no term" for number in indexed)


def _terms_of_entries(tables: Tables) -> Iterator[tuple[str, ...]]:
    for entry in tables.concepts.concepts():
        for section in entry.languages:
            language = language_of(section.tag)
            for one in section.terms:
                yield entry.id, section.tag, language, one.text, one.status, entry.subject


_TERMS = """
SELECT t.id, t.concept_id, t.tag, t.language, t.text, t.status, t.subject, t.key,
       c.id IS NOT NULL, EXISTS (SELECT 1 FROM hidden_term h WHERE t.id BETWEEN h.first AND h.last)
FROM term t LEFT JOIN concept c ON c.id = t.concept_id AND t.id BETWEEN c.first_term AND c.last_term
"""
"""Every term, whether its entry shows it, and whether a large change keeps it hidden."""
