"""What a large change writes ahead in SQLite is hidden, and nothing of it is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.errors import ConflictError
from glossary.store.base import Staging
from glossary.store.sqlite.connection import CACHE_KB
from glossary.store.sqlite.session import MOST_KB
from glossary.store.sqlite.store import SqliteStore
from glossary.store.tables import staging as table_staging
from tests.samples import AT, unit
from tests.store.large_changes import COUNT, named, put, seen


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], SqliteStore]]:
    """A function that opens the database of this test anew; few entries are written at a time."""
    monkeypatch.setattr(table_staging, "CHUNK", 4)
    stores: list[SqliteStore] = []

    def open_again() -> SqliteStore:
        stores.append(SqliteStore(tmp_path / "terms.db"))
        return stores[-1]

    yield open_again
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], SqliteStore]) -> SqliteStore:
    return opened()


def hidden(store: SqliteStore) -> tuple[int, int]:
    """(ranges of hidden terms, terms that no entry points to)"""
    rows = store.session.rows
    left_over = "SELECT (SELECT count(*) FROM term) - (SELECT count(*) FROM current_term)"
    return rows("SELECT count(*) FROM hidden_term")[0][0], rows(left_over)[0][0]


def replaced_and_deleted(staging: Staging) -> None:
    staging.put_concepts(named(n, "puzzle") for n in range(10))
    staging.delete_concepts(f"c{n}" for n in (*range(10, COUNT), 99))


def several_of_one_id(staging: Staging) -> None:
    for start in (0, COUNT):
        staging.put_concepts(named(n % 7, f"word{n}") for n in range(start, start + COUNT))
        staging.write()


@pytest.mark.parametrize("change", [replaced_and_deleted, several_of_one_id])
@pytest.mark.parametrize("ends", ["well", "early", "late"])
def test_nothing_hidden_stays(
    store: SqliteStore, change: Callable[[Staging], None], ends: str
) -> None:
    put(store, *(named(n) for n in range(COUNT)))
    try:
        with store.staging() as staging:
            change(staging)
            staging.write()
            assert hidden(store)[1] > 0
            if ends == "early":
                raise ZeroDivisionError
            with store.transaction():
                staging.apply(store.new_step("import", "ada", AT))
                if ends == "late":
                    raise ZeroDivisionError
    except ZeroDivisionError:
        assert ends != "well"
    assert hidden(store) == (0, 0)


def test_a_large_change_that_ends_leaves_what_another_has_written_ahead(
    opened: Callable[[], SqliteStore],
) -> None:
    first, second = opened(), opened()
    with first.staging() as one:
        one.put_concepts(named(n) for n in range(COUNT))
        one.write()
        with second.staging() as two, second.transaction():
            two.apply(second.new_step("import", "bo", AT))
        assert hidden(second)[1] > 0
        with first.transaction():
            one.apply(first.new_step("import", "ada", AT))
    assert hidden(first) == (0, 0)


def test_what_a_killed_process_wrote_ahead_goes_with_the_next_large_change(
    opened: Callable[[], SqliteStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed, store = opened(), opened()
    left = table_staging.TableStaging(killed.tables)
    left.put_concepts(named(n) for n in range(COUNT))
    left.write()
    before = seen(store)
    with store.staging():
        pass
    assert hidden(store)[1] > 0, "it may be alive"
    monkeypatch.setattr(table_staging, "DEAD", -1)
    with store.staging():
        pass
    assert hidden(store) == (0, 0) and seen(store) == before
    with pytest.raises(ConflictError, match="try again"), killed.transaction():
        left.apply(killed.new_step("import", "ada", AT))
    assert seen(store) == before, "and one that was alive after all shows no entry without terms"


def test_a_database_from_before_concepts_pointed_to_their_terms(
    opened: Callable[[], SqliteStore],
) -> None:
    store = opened()
    put(store, *(named(n) for n in range(COUNT)))
    put(store, *(named(n, "puzzle") for n in range(0, COUNT, 2)), replace(named(1), languages=()))
    before = seen(store)
    with store.transaction():
        store.session.run("DROP VIEW current_term")
        store.session.run("DROP TABLE hidden_term")
        for column in ("first_term", "last_term"):
            store.session.run(f"ALTER TABLE concept DROP COLUMN {column}")
        store.session.run("DELETE FROM _sqlite_migrations WHERE name = '0002_current_terms'")
    store.close()
    assert seen(opened()) == before


def test_pages_are_kept_for_as_long_as_units_are_added(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the hashes of millions are not written and read again for each unit."""
    monkeypatch.setattr(table_staging, "_HASH_BYTES", 50_000_000)
    said: list[str] = []
    with store.staging() as staging:
        staging.put_units([unit("好", "Good")])
        store.db.set_trace_callback(said.append)
        with store.transaction():
            assert staging.apply(store.new_step("units", "ada", AT)).units == 1
        store.db.set_trace_callback(None)
    kept = [word for word in said if "cache_size" in word or word.startswith("INSERT INTO unit ")]
    assert kept[0] == f"PRAGMA cache_size = -{50_000_000 // 1024}"
    assert kept[1].startswith("INSERT INTO unit ")
    assert kept[2] == f"PRAGMA cache_size = -{CACHE_KB}"


@pytest.mark.parametrize(("asked", "kept"), [(1, CACHE_KB), (1 << 40, MOST_KB)])
def test_pages_are_kept_within_reason(store: SqliteStore, asked: int, kept: int) -> None:
    with store.session.keeping_pages(asked):
        assert store.session.rows("PRAGMA cache_size") == [(-kept,)]
    assert store.session.rows("PRAGMA cache_size") == [(-CACHE_KB,)]
