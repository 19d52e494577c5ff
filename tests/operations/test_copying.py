"""A termbase is copied whole, in one step or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from glossary.errors import ConflictError, StoreError
from glossary.store import open_store
from glossary.store.base.transfer import DERIVED
from glossary.store.sqlite.store import SqliteStore
from glossary.termbase import Termbase
from tests.samples import AT, entry, unit
from tests.store.whole import differences, fill


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "from.db", lambda: AT) as opened:
        fill(opened.store)
        yield opened


@pytest.fixture
def target(tmp_path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore(tmp_path / "to.db")) as store:
        yield store


def test_every_row_of_every_table_arrives(termbase: Termbase, target: SqliteStore) -> None:
    counts = termbase.copy_to(target.path)
    assert counts == termbase.stats() == target.counts()
    assert list(differences(termbase.store, target)) == []
    assert target.identity().database != termbase.store.identity().database


def test_no_table_is_forgotten(termbase: Termbase) -> None:
    assert all(table.size for table in termbase.store.dump()), "and each is tried"
    dumped = {table.name for table in termbase.store.dump()}
    assert isinstance(termbase.store, SqliteStore)
    with closing(sqlite3.connect(termbase.store.path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        made = {name for (name,) in tables if "sqlite_" not in name}
    assert {name for name in made - dumped if not name.startswith("term_index")} <= DERIVED
    assert dumped < made


def test_a_difference_is_found(termbase: Termbase, target: SqliteStore) -> None:
    termbase.copy_to(target.path)
    with target.transaction():
        target.want("another", "en", AT)
    assert [each[:6] for each in differences(termbase.store, target)] == ["('want"]


def test_numbers_go_on_where_they_were(termbase: Termbase, target: SqliteStore) -> None:
    termbase.copy_to(target.path)
    given = []
    for store in (termbase.store, target):
        with store.transaction():
            step = store.new_step("add", "ada", AT)
            store.put_units([unit("新的一句。")], step)
            given.append((step, store.step_units(step), store.identity().change))
    assert given[0] == given[1], "a number that was given away is not given again"


def test_what_is_not_empty_stays_as_it_is(termbase: Termbase, target: SqliteStore) -> None:
    with target.transaction():
        target.put_concept(entry("own"), target.new_step("add", "ada", AT))
    with pytest.raises(ConflictError, match="is not empty"):
        termbase.copy_to(target.path)
    with pytest.raises(ConflictError, match="is not empty"):
        termbase.copy_to(tmp := termbase.store.path)  # type: ignore[attr-defined]
    assert tmp and [found.id for found in target.concepts()] == ["own"]


def test_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "none.db") as opened, pytest.raises(StoreError, match="not ther"):
        opened.copy_to(tmp_path / "to.db")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_is_stopped_leaves_nothing(termbase: Termbase, target: SqliteStore) -> None:
    def stop(step: str) -> None:
        if step == "judgement":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        termbase.copy_to(target.path, stop)
    assert not any(table.size for table in target.dump())
    assert termbase.copy_to(target.path) == termbase.stats()


def test_others_write_meanwhile_and_the_copy_is_of_one_moment(
    termbase: Termbase, target: SqliteStore
) -> None:
    before = termbase.stats()
    with closing(open_store(termbase.store.path)) as other:  # type: ignore[attr-defined]

        def write(step: str) -> None:
            with other.transaction():
                other.put_units([unit(f"{step}之後。")], None)

        assert termbase.copy_to(target.path, write) == before
    assert termbase.stats()["units"] > before["units"]


def test_it_tells_how_far_it_is(termbase: Termbase, target: SqliteStore) -> None:
    told: list[str] = []
    termbase.copy_to(target.path, told.append)
    assert told[-1] == "terms"
    assert set(told) > {"step", "revision", "unit change", "judgement"}
