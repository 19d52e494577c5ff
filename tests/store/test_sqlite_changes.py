"""The feed of changes in SQLite: what a large change costs, and databases from before it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from glossary.errors import StoreError
from glossary.store.base import Comment
from glossary.store.sqlite.store import SqliteStore
from tests.samples import AT, document, entry, unit


def put(store: SqliteStore, count: int, prefix: str) -> None:
    with store.staging() as staged:
        staged.put_concepts(entry(f"{prefix}-{n}") for n in range(count))
        staged.put_units(unit(f"{prefix}第{n}。", f"{prefix} {n}.") for n in range(count))
        with store.transaction():
            staged.apply(store.new_step("import", "ada", AT))


def test_a_large_change_is_a_row_for_each_kind(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "a.db")
    put(store, 3_000, "a")
    rows = store.session.rows("SELECT number, source, first, last FROM change ORDER BY number")
    assert rows == [
        (1, "revision", 2, 3_001),
        (3_001, "unit_change", 1, 3_000),
        (6_001, "step", 1, 1),
    ]
    page = store.changes(2_999, limit=3)
    assert [(c.number, c.kind, c.id) for c in page.changes] == [
        (3_000, "entry", "a-2999"),
        (3_001, "unit", "1"),
        (3_002, "unit", "2"),
    ]
    store.close()


def test_only_the_rows_of_a_page_are_read(tmp_path: Path) -> None:
    """A page in the middle of a run of many costs no more than one at its beginning."""
    store = SqliteStore(tmp_path / "a.db")
    put(store, 3_000, "a")
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    def cost(after: int) -> int:
        store.changes(after, limit=10)  # statements are parsed, pages read
        steps[0] = 0
        store.db.set_progress_handler(count, 10)
        store.changes(after, limit=10)
        store.db.set_progress_handler(None, 0)
        return steps[0]

    assert cost(2_900) <= 2 * cost(1) and cost(5_900) <= 2 * cost(3_001)
    store.close()


def test_what_was_there_before_the_feed_stands_first(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    store = SqliteStore(path)
    put(store, 2, "a")
    with store.transaction():
        store.put_document(document("全文"), AT)
        store.new_comment(Comment("a-0", "?", "bo", AT))
    store.close()
    _without_feed(path)
    store = SqliteStore(path)
    put(store, 1, "b")
    told = [(c.kind, c.id, c.event, c.by, c.step) for c in store.changes().changes]
    assert told == [
        ("document", document("全文").sha256, "created", "", None),
        ("comment", "1", "created", "bo", None),
        ("entry", "a-0", "created", "ada", 1),
        ("entry", "a-1", "created", "ada", 1),
        ("unit", "1", "created", "ada", 1),
        ("unit", "2", "created", "ada", 1),
        ("step", "1", "created", "ada", 1),
        ("entry", "b-0", "created", "ada", 2),
        ("unit", "3", "created", "ada", 2),
        ("step", "2", "created", "ada", 2),
    ]
    store.close()


def _without_feed(path: Path) -> None:
    """Make it one from before the feed."""
    with sqlite3.connect(path) as old:
        triggers = old.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        assert triggers
        for (name,) in triggers:
            old.execute(f"DROP TRIGGER {name}")
        for table in ("change", "noted"):
            old.execute(f"DROP TABLE {table}")
        old.execute("DELETE FROM _sqlite_migrations WHERE name = '0010_change_feed'")
    old.close()


@pytest.mark.parametrize(
    "damage",
    ["UPDATE change SET source = 'x' WHERE number = 1", "DELETE FROM change WHERE number > 1"],
)
def test_a_damaged_feed_is_told_in_a_line(tmp_path: Path, damage: str) -> None:
    store = SqliteStore(tmp_path / "a.db")
    put(store, 5, "a")
    put(store, 5, "b")
    with sqlite3.connect(tmp_path / "a.db") as other:
        other.execute(f"{damage} AND number < (SELECT max(number) FROM change)")
    other.close()
    with pytest.raises(StoreError, match="a damaged run of changes"):
        store.changes(0, limit=1)
        store.changes(7, limit=1)
    store.close()
