"""Number what a transaction has changed, just before it is committed.

Whatever is written lands in a table whose ids only grow: revisions, candidates, judgements, changes
of units, steps, and `noted` for the rest. So a transaction is numbered by one statement, which
finds how far each of these tables has grown, and adds one row for each: a run of ids to which as
many numbers belong. An import of a million units costs one row. Since one transaction writes at a
time, numbers are in the order of commits.
"""

from __future__ import annotations

import sqlite3
import time

SOURCES = {
    "noted": "id",
    "candidate": "id",
    "judgement": "id",
    "revision": "id",
    "unit_change": "change",
    "step": "id",
}
"""The tables and their growing ids, in the order in which a transaction is told: the step, which
closes it, last."""


def _grown(place: int, table: str, key: str) -> str:
    seen = f"coalesce((SELECT max(last) FROM change WHERE source = '{table}'), 0)"
    return (
        f"SELECT {place} AS place, '{table}' AS source, "
        f"(SELECT min({key}) FROM {table} WHERE {key} > {seen}) AS first, "
        f"(SELECT max({key}) FROM {table}) AS last"
    )


_ALL_GROWN = " UNION ALL ".join(_grown(i, *pair) for i, pair in enumerate(SOURCES.items()))
_NEXT = "SELECT number + last - first + 1 FROM change ORDER BY number DESC LIMIT 1"
_NUMBER = (
    f"WITH grown AS ({_ALL_GROWN}) "
    "INSERT INTO change (number, source, first, last, at, step) "
    f"SELECT coalesce(({_NEXT}), 1) + coalesce(sum(last - first + 1) OVER "
    "(ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), "
    "source, first, last, ?, "
    "(SELECT last FROM grown WHERE source = 'step' AND last >= first) "
    "FROM grown WHERE last >= first"
)


def number(connection: sqlite3.Connection) -> None:
    """Give numbers to what this transaction has changed so far. Raises sqlite3.Error."""
    connection.execute(_NUMBER, (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),))


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
