"""The schema of the SQLite store, as a list of migrations. A released migration never changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.errors import StoreError
from glossary.store.sqlite import term_index
from glossary.store.tables.concepts import new_database_id

if TYPE_CHECKING:
    from sqlite_utils import Database

NAME = "glossary"


def applied(connection: sqlite3.Connection) -> list[str]:
    """Names of the migrations applied to a database; read-only.

    Like `Migrations.applied` of sqlite-utils, whose import takes a fifth of a second, which is
    saved when there is nothing to migrate.
    """
    sql = "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
    if not connection.execute(sql).fetchone():
        return []
    sql = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid"
    return [row[0] for row in connection.execute(sql, (NAME,))]


def refuse_unknown(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the database has the newest schema. Raises StoreError if it is not of this program,
    or of a newer version."""
    known = applied(connection)
    newer = [name for name in known if name not in STEPS]
    if newer:
        raise StoreError(
            f"{path} was written by a newer version of this program ({str(newer[-1])[:60]}); "
            "upgrade, or give another file"
        )
    if not known and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise StoreError(f"{path} is a database of another program; give another file")
    return len(known) == len(STEPS)


def apply(connection: sqlite3.Connection) -> None:
    """Migrate a database to the newest schema, inside the caller's transaction."""
    from sqlite_utils import Database, Migrations  # late: a fifth of a second to import

    migrations = Migrations(NAME)
    for name, step in STEPS.items():
        migrations(name=name)(step)
    migrations.apply(Database(connection, execute_plugins=False))


def first(db: Database) -> None:
    """Concept entries with their history, terms, candidates with their evidence, units."""
    for statement in _FIRST.split(";\n\n"):
        db.conn.execute(statement)
    sql = "INSERT INTO meta (key, value) VALUES ('database_id', ?)"
    db.conn.execute(sql, (new_database_id(),))
    term_index.create(db.conn)


def current_terms(db: Database) -> None:
    """A concept's row points to its terms, so that others can be written before they are shown."""
    for statement in _CURRENT_TERMS.split(";\n\n"):
        db.conn.execute(statement)


def unit_codes(db: Database) -> None:
    """Include inline codes in the hash: units that differ only in these are two."""
    from glossary.store.sqlite.mending import rehash  # late: most databases have been migrated

    rehash(db.conn)


def jobs(db: Database) -> None:
    """Long work that is queued, and what became of it."""
    for statement in _JOBS.split(";\n\n"):
        db.conn.execute(statement)


def corpus_use(db: Database) -> None:
    """How a memory uses a candidate that was found in one."""
    db.conn.execute("ALTER TABLE candidate ADD COLUMN use TEXT")


def comments(db: Database) -> None:
    """What people say about an entry, and from where merges moved it."""
    for statement in _COMMENTS.split(";\n\n"):
        db.conn.execute(statement)


def review_queue(db: Database) -> None:
    """Who put a candidate off; the queue filtered, and counted, without reading all of it."""
    for statement in _REVIEW_QUEUE.split(";\n\n"):
        db.conn.execute(statement)


def alignments(db: Database) -> None:
    """Alignments of documents; which languages these are in; evidence that was withdrawn."""
    from glossary.store.sqlite.mending import describe  # late: most have been migrated

    for statement in _ALIGNMENTS.split(";\n\n"):
        db.conn.execute(statement)
    describe(db.conn)


def first_revisions(db: Database) -> None:
    """Which step made an entry, without reading the entries."""
    db.conn.execute("CREATE INDEX revision_first ON revision (concept_id, step) WHERE number = 1")


def change_feed(db: Database) -> None:
    """A number for every change, in the order of commits."""
    from glossary.store.sqlite import change_log  # late: most databases have been migrated

    change_log.create(db.conn)


def webhooks(db: Database) -> None:
    """Whom to tell of changes."""
    for statement in _WEBHOOKS.split(";\n\n"):
        db.conn.execute(statement)


STEPS: dict[str, Callable[[Database], None]] = {
    "0001_first": first,
    "0002_current_terms": current_terms,
    "0003_unit_codes": unit_codes,
    "0004_jobs": jobs,
    "0005_corpus_use": corpus_use,
    "0006_comments": comments,
    "0007_review_queue": review_queue,
    "0008_alignments": alignments,
    "0009_first_revisions": first_revisions,
    "0010_change_feed": change_feed,
    "0012_webhooks": webhooks,
}

# A concept's own row is small; the entry itself is the body of its newest revision.
_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    verb TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, summary TEXT NOT NULL DEFAULT '',
    undone_by INTEGER REFERENCES step(id)
);

CREATE TABLE revision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    concept_id TEXT NOT NULL, number INTEGER NOT NULL,
    step INTEGER NOT NULL REFERENCES step(id), body TEXT
);

CREATE INDEX revision_concept ON revision (concept_id, id);

CREATE INDEX revision_step ON revision (step);

CREATE TABLE concept (
    id TEXT PRIMARY KEY, subject TEXT NOT NULL,
    number INTEGER NOT NULL, revision INTEGER NOT NULL REFERENCES revision(id),
    changed_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX concept_subject ON concept (subject);

CREATE TABLE term (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    concept_id TEXT NOT NULL, tag TEXT NOT NULL, language TEXT NOT NULL,
    text TEXT NOT NULL, status TEXT NOT NULL, subject TEXT NOT NULL, key TEXT NOT NULL
);

CREATE INDEX term_concept ON term (concept_id);

CREATE INDEX term_key ON term (key, language);

CREATE TABLE wanted (
    query TEXT NOT NULL, language TEXT NOT NULL, count INTEGER NOT NULL, last_at TEXT NOT NULL,
    PRIMARY KEY (query, language)
) WITHOUT ROWID;

CREATE TABLE document (
    sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, text BLOB NOT NULL, added_at TEXT NOT NULL
);

CREATE TABLE candidate (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    zh TEXT NOT NULL, en TEXT NOT NULL, zh_key TEXT NOT NULL, en_key TEXT NOT NULL,
    abbreviation TEXT, kind TEXT NOT NULL, method TEXT NOT NULL, confidence REAL NOT NULL,
    subject TEXT NOT NULL, state TEXT NOT NULL, concept_id TEXT, created_at TEXT NOT NULL,
    UNIQUE (zh_key, en_key)
);

CREATE INDEX candidate_queue ON candidate (state, confidence DESC, id);

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    candidate_id INTEGER NOT NULL REFERENCES candidate(id),
    document_sha256 TEXT NOT NULL, document TEXT NOT NULL,
    en_document_sha256 TEXT NOT NULL, en_document TEXT NOT NULL,
    zh_start INTEGER NOT NULL, en_start INTEGER NOT NULL, body TEXT NOT NULL,
    UNIQUE (candidate_id, document_sha256, en_document_sha256, zh_start, en_start)
);

CREATE TABLE judgement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    candidate_id INTEGER NOT NULL REFERENCES candidate(id), decision TEXT NOT NULL,
    zh TEXT NOT NULL, en TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
    note TEXT NOT NULL, concept_id TEXT, step INTEGER NOT NULL REFERENCES step(id)
);

CREATE INDEX judgement_candidate ON judgement (candidate_id, id);

CREATE INDEX judgement_step ON judgement (step);

CREATE TABLE unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    zh TEXT NOT NULL, en TEXT NOT NULL, zh_tag TEXT NOT NULL, en_tag TEXT NOT NULL,
    document TEXT NOT NULL, created_by TEXT NOT NULL, created_at TEXT NOT NULL,
    body TEXT, hash BLOB NOT NULL UNIQUE, step INTEGER REFERENCES step(id)
);

CREATE INDEX unit_step ON unit (step);

CREATE TABLE unit_change (
    change INTEGER PRIMARY KEY AUTOINCREMENT, unit_id INTEGER NOT NULL, deleted INTEGER NOT NULL,
    mark INTEGER NOT NULL DEFAULT (random())
);

CREATE TABLE exported (
    concept_id TEXT NOT NULL, profile TEXT NOT NULL, zh_tag TEXT NOT NULL,
    revision INTEGER NOT NULL REFERENCES revision(id), PRIMARY KEY (concept_id, profile)
) WITHOUT ROWID;

CREATE TABLE conflict (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    concept_id TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL,
    step INTEGER NOT NULL REFERENCES step(id), settled INTEGER REFERENCES step(id)
);

CREATE INDEX conflict_state ON conflict (state, id);
"""

# The terms of an entry have consecutive ids; a view, so that no reader forgets which are current.
_CURRENT_TERMS = """
ALTER TABLE concept ADD COLUMN first_term INTEGER NOT NULL DEFAULT 0;

ALTER TABLE concept ADD COLUMN last_term INTEGER NOT NULL DEFAULT -1;

UPDATE concept SET (first_term, last_term) =
    (SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM term WHERE concept_id = concept.id);

CREATE VIEW current_term AS
SELECT t.* FROM term t CROSS JOIN concept c
ON c.id = t.concept_id AND t.id BETWEEN c.first_term AND c.last_term;

CREATE TABLE hidden_term (
    id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, owner TEXT, seen REAL
)
"""

_JOBS = """
CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, name TEXT NOT NULL, token TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL,
    by TEXT NOT NULL, options TEXT NOT NULL,
    state TEXT NOT NULL, attempt INTEGER NOT NULL, version INTEGER NOT NULL,
    stage TEXT NOT NULL, unit TEXT NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL,
    rate REAL NOT NULL, message TEXT NOT NULL, result TEXT NOT NULL,
    started_at TEXT NOT NULL, ended_at TEXT NOT NULL
);

CREATE INDEX job_state ON job (state, id)
"""

_COMMENTS = """
CREATE TABLE comment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    concept_id TEXT NOT NULL, text TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
    done_by TEXT NOT NULL, done_at TEXT NOT NULL
);

CREATE INDEX comment_concept ON comment (concept_id, id);

CREATE TABLE comment_move (
    comment_id INTEGER NOT NULL REFERENCES comment(id), step INTEGER NOT NULL REFERENCES step(id),
    concept_id TEXT NOT NULL, PRIMARY KEY (step, comment_id)
) WITHOUT ROWID;

CREATE INDEX comment_move_comment ON comment_move (comment_id)
"""

# The index `candidate_alike` has all that candidates are counted by, in that order.
_REVIEW_QUEUE = """
ALTER TABLE candidate ADD COLUMN skipped_by TEXT;

CREATE INDEX candidate_open
ON candidate (state, skipped_by IS NOT NULL, confidence DESC, id);

CREATE INDEX candidate_alike ON candidate
(state, skipped_by IS NOT NULL, kind, method, subject,
 min(CAST(confidence * 20 AS INTEGER), 19), confidence);

CREATE INDEX evidence_document ON evidence (document, candidate_id);

CREATE INDEX evidence_en_document ON evidence (en_document, candidate_id)
WHERE en_document <> document
"""

# A bead that was replaced keeps its row, so that the step that did it can be taken back.
_ALIGNMENTS = """
ALTER TABLE document ADD COLUMN languages TEXT NOT NULL DEFAULT '';

ALTER TABLE document ADD COLUMN length INTEGER NOT NULL DEFAULT 0;

CREATE INDEX document_added ON document (added_at, sha256);

ALTER TABLE evidence ADD COLUMN withdrawn INTEGER REFERENCES step(id);

CREATE INDEX evidence_place ON evidence (document_sha256, zh_start);

CREATE INDEX evidence_en_place ON evidence (en_document_sha256, en_start);

CREATE TABLE alignment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    zh_sha256 TEXT NOT NULL, en_sha256 TEXT NOT NULL, document TEXT NOT NULL,
    step INTEGER NOT NULL REFERENCES step(id), UNIQUE (zh_sha256, en_sha256)
);

CREATE INDEX alignment_en ON alignment (en_sha256);

CREATE TABLE bead (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    alignment INTEGER NOT NULL REFERENCES alignment(id), place INTEGER NOT NULL,
    unit BLOB, body TEXT NOT NULL,
    added INTEGER NOT NULL REFERENCES step(id), removed INTEGER REFERENCES step(id)
);

CREATE INDEX bead_order ON bead (alignment, place) WHERE removed IS NULL;

CREATE INDEX bead_added ON bead (added);

CREATE INDEX bead_removed ON bead (removed) WHERE removed IS NOT NULL;

CREATE INDEX bead_unit ON bead (unit) WHERE removed IS NULL
"""

_WEBHOOKS = """
CREATE TABLE hook (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL, kinds TEXT NOT NULL, secret TEXT NOT NULL,
    by TEXT NOT NULL, created_at TEXT NOT NULL, private INTEGER NOT NULL,
    feed TEXT NOT NULL, position INTEGER NOT NULL, tries INTEGER NOT NULL,
    next_at REAL NOT NULL, error TEXT NOT NULL, delivered_at TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '', until REAL NOT NULL DEFAULT 0
);

CREATE TABLE dead_letter (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hook INTEGER NOT NULL REFERENCES hook(id), after INTEGER NOT NULL, upto INTEGER NOT NULL,
    error TEXT NOT NULL, at TEXT NOT NULL, again INTEGER NOT NULL
);

CREATE INDEX dead_letter_hook ON dead_letter (hook, id)
"""
