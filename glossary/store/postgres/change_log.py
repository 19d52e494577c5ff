"""The feed of changes in PostgreSQL: its tables, the triggers that note what is not appended, and
the function that numbers what a transaction has changed, whose plan the server keeps."""

from __future__ import annotations

from glossary.store.tables.numbering import NUMBER

TABLES = """
CREATE TABLE change (
    number bigint PRIMARY KEY, source TEXT NOT NULL,
    first bigint NOT NULL, last bigint NOT NULL,
    at TEXT NOT NULL, step bigint REFERENCES step(id)
);
CREATE INDEX change_source ON change (source, last);

CREATE TABLE noted (
    id NUMBERED,
    kind TEXT NOT NULL, subject TEXT NOT NULL, event TEXT NOT NULL,
    by TEXT NOT NULL DEFAULT '', at TEXT NOT NULL DEFAULT ''
);
"""
_TRIGGERS = {
    "document_noted": ("INSERT ON document", "'document', new.sha256, 'created', '', new.added_at"),
    "comment_noted": ("INSERT ON comment", "'comment', new.id, 'created', new.\"by\", new.at"),
    "comment_marked": (
        "UPDATE OF done_at ON comment",
        "'comment', new.id, 'changed', new.done_by, new.done_at",
    ),
    "comment_moved": ("UPDATE OF concept_id ON comment", "'comment', new.id, 'changed', '', ''"),
    "comment_deleted": ("DELETE ON comment", "'comment', old.id, 'deleted', old.\"by\", ''"),
    "conflict_noted": ("INSERT ON conflict", "'conflict', new.id, 'created', '', ''"),
    "conflict_changed": ("UPDATE OF state ON conflict", "'conflict', new.id, 'changed', '', ''"),
    "conflict_deleted": ("DELETE ON conflict", "'conflict', old.id, 'deleted', '', ''"),
    "candidate_withdrawn": (
        "UPDATE OF state ON candidate",
        "'candidate', new.id, new.state, '', ''",
    ),
    "step_undone": ("UPDATE OF undone_by ON step", "'step', new.id, 'undone', '', ''"),
}
"""What is not appended but changed or deleted, and rare: when, and what is noted then."""
_AS_OWNER = "SECURITY DEFINER SET search_path FROM CURRENT"
"""Whoever may change anything may not write the feed itself; the schema is the owner's, too."""
_PATH = "SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);\n"
_WHEN = {"candidate_withdrawn": "WHEN ((old.state = 'withdrawn') <> (new.state = 'withdrawn'))"}


def triggers() -> str:
    """The statements that create the triggers, and the function `number_changes`."""
    return (
        _PATH
        + "\n".join([_trigger(name, *what) for name, what in _TRIGGERS.items()])
        + (
            "CREATE FUNCTION number_changes(now text) RETURNS void LANGUAGE plpgsql "
            f"{_AS_OWNER} AS $$ BEGIN {NUMBER.replace('?', 'now')}; END $$;"
        )
    )


def _trigger(name: str, event: str, values: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {_AS_OWNER} AS $$ BEGIN "
        f"INSERT INTO noted (kind, subject, event, by, at) VALUES ({values}); "
        "RETURN NULL; END $$;\n"
        f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW {_WHEN.get(name, '')} "
        f"EXECUTE FUNCTION {name}();"
    )
