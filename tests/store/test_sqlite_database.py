"""The SQLite database: opened by many processes, copied while others write."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from glossary.errors import InvalidInput, StoreError
from glossary.model import TranslationUnit
from glossary.store import open_store
from glossary.store.base import Store
from tests.samples import AT, entry, unit


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """A function that opens the database of this test, each time anew."""
    stores: list[Store] = []

    def open_again() -> Store:
        stores.append(open_store(tmp_path / "terms.db"))
        return stores[-1]

    yield open_again
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()


def put(store: Store, *ids: str) -> None:
    with store.transaction():
        store.put_concepts(map(entry, ids), store.new_step("add", "ada", AT))


def held(store: Store) -> list[str]:
    return [found.id for found in store.concepts()]


# ---------------------------------------------------------------- processes


def _add_from_process(path: Path, name: str, count: int) -> None:
    store = open_store(path)
    for n in range(count):
        put(store, f"{name}-{n}")
    store.close()


def test_processes_that_start_on_one_new_database(tmp_path: Path) -> None:
    context, path = multiprocessing.get_context("spawn"), tmp_path / "terms.db"
    workers = [
        context.Process(target=_add_from_process, args=(path, f"p{n}", 20)) for n in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    store = open_store(path)
    assert store.count_concepts() == 80
    store.close()


def test_many_may_open_a_new_database_at_the_same_moment(tmp_path: Path) -> None:
    """SQLite refuses at once, without waiting, when two processes switch a new file to WAL."""
    for n in range(60):
        folder = tmp_path / str(n)
        folder.mkdir()
        stores = [open_store(folder / "terms.db") for _ in range(8)]
        together = threading.Barrier(len(stores))

        def open_one(store: Store, together: threading.Barrier = together) -> int:
            together.wait(30)
            return store.count_concepts()

        with ThreadPoolExecutor(len(stores)) as threads:
            assert list(threads.map(open_one, stores)) == [0] * len(stores)
        for store in stores:
            store.close()


# ---------------------------------------------------------------- backups


def test_a_backup_is_whole_and_has_an_identity_of_its_own(store: Store, tmp_path: Path) -> None:
    put(store, "a")
    with store.transaction():
        store.put_units([unit()], None)
    store.backup(tmp_path / "copy.db")
    put(store, "b")
    copy = open_store(tmp_path / "copy.db")
    assert held(copy) == ["a"]
    assert len(list(copy.all_units())) == 1
    assert copy.identity()[0] != store.identity()[0]
    assert copy.identity()[1] == store.identity()[1]
    put(copy, "c")
    assert held(store) == ["a", "b"]
    copy.close()


def test_a_backup_has_no_half_step_while_others_write(
    opened: Callable[[], Store], tmp_path: Path
) -> None:
    store, writer = opened(), opened()
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with writer.transaction():  # a step is a pair of entries and two units
                put(writer, f"a{number}", f"b{number}")
                pair: list[TranslationUnit] = [unit(zh=f"甲{number}"), unit(zh=f"乙{number}")]
                writer.put_units(pair, None)

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write)
        try:
            for n in range(5):
                store.backup(tmp_path / f"copy{n}.db")
        finally:
            stop.set()
        writing.result(30)
    for n in range(5):
        copy = open_store(tmp_path / f"copy{n}.db")
        names = held(copy)
        assert {i[1:] for i in names if i[0] == "a"} == {i[1:] for i in names if i[0] == "b"}
        assert copy.counts()["units"] == len(names)
        copy.close()


def test_a_backup_does_not_hold_what_is_not_committed(store: Store, tmp_path: Path) -> None:
    with store.transaction():
        put(store, "open")
        store.backup(tmp_path / "copy.db")
    copy = open_store(tmp_path / "copy.db")
    assert held(copy) == []
    copy.close()


def test_a_backup_writes_over_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    with pytest.raises(StoreError, match="there exists; give a name that is free"):
        store.backup(tmp_path / "there")
    assert (tmp_path / "there").read_text() == "mine"


def test_a_backup_that_fails_leaves_nothing(store: Store, tmp_path: Path) -> None:
    put(store, "a")
    with pytest.raises(StoreError, match="nowhere"):
        store.backup(tmp_path / "nowhere" / "copy.db")
    assert not [
        path for path in tmp_path.iterdir() if "copy" in path.name or "nowhere" in path.name
    ]


# ---------------------------------------------------------------- opening


def test_an_unknown_kind_of_database_is_named() -> None:
    with pytest.raises(InvalidInput, match="unknown database oracle://"):
        open_store("oracle://host/terms")


def test_a_path_and_a_url_open_one_database(store: Store, tmp_path: Path) -> None:
    put(store, "a")
    for target in (str(tmp_path / "terms.db"), f"sqlite://{tmp_path / 'terms.db'}"):
        again = open_store(target)
        assert held(again) == ["a"]
        again.close()


def test_opening_touches_nothing_until_it_is_used(tmp_path: Path) -> None:
    open_store(tmp_path / "sub" / "terms.db").close()
    assert list(tmp_path.iterdir()) == []


def test_a_store_has_the_methods_of_all_parts_and_no_others(store: Store) -> None:
    assert not hasattr(store, "cook")
    assert store.steps() == [] and store.conflicts() == []
