"""The feed of changes in SQLite: its tables, and the triggers that note what is not appended."""

from __future__ import annotations

import sqlite3
import time

from glossary.store.tables.numbering import NUMBER


def number(connection: sqlite3.Connection) -> None:
    """Give numbers to what this transaction has changed so far. Raises sqlite3.Error."""
    connection.execute(NUMBER, (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),))


def create(connection: sqlite3.Connection) -> None:
    """Create the tables; what is there already is numbered first, kind by kind."""
    for statement in f"{_TABLES};\n\n{_TRIGGERS}".split(";\n\n"):
        connection.execute(statement)
    number(connection)
    connection.execute("UPDATE change SET step = NULL")  # not all of it is of the last one


_TABLES = """
CREATE TABLE change (
    number INTEGER PRIMARY KEY, source TEXT NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL,
    at TEXT NOT NULL, step INTEGER REFERENCES step(id)
);

CREATE INDEX change_source ON change (source, last);

CREATE TABLE noted (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, subject TEXT NOT NULL, event TEXT NOT NULL,
    by TEXT NOT NULL DEFAULT '', at TEXT NOT NULL DEFAULT ''
);

INSERT INTO noted (kind, subject, event, at)
SELECT 'document', sha256, 'created', added_at FROM document ORDER BY added_at, sha256;

INSERT INTO noted (kind, subject, event, by, at)
SELECT 'comment', id, 'created', by, at FROM comment ORDER BY id
"""

_NOTE = "BEGIN INSERT INTO noted (kind, subject, event, by, at) VALUES"

# What is not appended but changed or deleted, and rare.
_TRIGGERS = f"""
CREATE TRIGGER document_noted AFTER INSERT ON document
{_NOTE} ('document', new.sha256, 'created', '', new.added_at); END;

CREATE TRIGGER comment_noted AFTER INSERT ON comment
{_NOTE} ('comment', new.id, 'created', new.by, new.at); END;

CREATE TRIGGER comment_marked AFTER UPDATE OF done_at ON comment
{_NOTE} ('comment', new.id, 'changed', new.done_by, new.done_at); END;

CREATE TRIGGER comment_moved AFTER UPDATE OF concept_id ON comment
{_NOTE} ('comment', new.id, 'changed', '', ''); END;

CREATE TRIGGER comment_deleted AFTER DELETE ON comment
{_NOTE} ('comment', old.id, 'deleted', old.by, ''); END;

CREATE TRIGGER conflict_noted AFTER INSERT ON conflict
{_NOTE} ('conflict', new.id, 'created', '', ''); END;

CREATE TRIGGER conflict_changed AFTER UPDATE OF state ON conflict
{_NOTE} ('conflict', new.id, 'changed', '', ''); END;

CREATE TRIGGER conflict_deleted AFTER DELETE ON conflict
{_NOTE} ('conflict', old.id, 'deleted', '', ''); END;

CREATE TRIGGER candidate_withdrawn AFTER UPDATE OF state ON candidate
WHEN (old.state = 'withdrawn') <> (new.state = 'withdrawn')
{_NOTE} ('candidate', new.id, new.state, '', ''); END;

CREATE TRIGGER step_undone AFTER UPDATE OF undone_by ON step
{_NOTE} ('step', new.id, 'undone', '', ''); END
"""
