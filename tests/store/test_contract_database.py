"""The contract of a store: transactions, threads, processes, backups, identity."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from glossary.errors import InvalidInput, StoreError
from glossary.model import TranslationUnit
from glossary.store import open_store
from glossary.store.base import Store
from tests.samples import AT, entry, proposal, unit
from tests.store.contract import STORES


def put(store: Store, *ids: str) -> None:
    with store.transaction():
        store.put_concepts(map(entry, ids), store.new_step("add", "ada", AT))


def held(store: Store) -> list[str]:
    return [found.id for found in store.concepts()]


# ---------------------------------------------------------------- transactions


class Stop(BaseException):
    """Not an Exception, as KeyboardInterrupt is none."""


@pytest.mark.parametrize(
    "failure", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit, Stop]
)
def test_whatever_stops_a_transaction_takes_it_back(
    store: Store, failure: type[BaseException]
) -> None:
    put(store, "kept")
    version, identity = store.terms_version(), store.identity()
    with pytest.raises(failure), store.transaction():
        step = store.new_step("add", "ada", AT)
        store.put_concepts([entry("half")], step)
        store.delete_concept("kept", step)
        store.put_units([unit()], step)
        store.propose([proposal("安全困境", "security dilemma")], "", AT)
        store.want("x", "en", AT)
        raise failure
    assert held(store) == ["kept"]
    assert store.revisions("half") == []
    assert store.candidates() == []
    assert store.wanted() == []
    assert (store.terms_version(), store.identity()) == (version, identity)
    put(store, "next")
    assert held(store) == ["kept", "next"]


def test_nested_transactions_are_one(opened: Callable[[], Store]) -> None:
    store, other = opened(), opened()
    with store.transaction():
        put(store, "inner")
        assert held(store) == ["inner"], "a transaction sees its own changes"
        assert held(other) == [], "others see them when it has ended"
    assert held(other) == ["inner"]
    with pytest.raises(ValueError), store.transaction():
        put(store, "second")
        raise ValueError
    assert held(other) == ["inner"]
    with pytest.raises(ValueError), store.transaction(), store.transaction():
        put(store, "third")
        raise ValueError
    assert held(store) == ["inner"]


def test_a_change_outside_a_transaction_is_a_mistake_of_the_program(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store.new_step("add", "ada", AT)


def test_a_transaction_sees_one_moment_and_keeps_writers_in_order(
    opened: Callable[[], Store],
) -> None:
    first, second = opened(), opened()
    put(first, "a")
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with first.transaction():
            entered.set()
            leave.wait(10)
            put(first, "b")

    with ThreadPoolExecutor() as threads:
        holding = threads.submit(hold)
        entered.wait(10)
        writing = threads.submit(put, second, "c")
        assert held(second) == ["a"], "readers do not wait"
        assert not writing.done()
        leave.set()
        holding.result(30)
        writing.result(30)
    assert held(first) == ["a", "b", "c"]


# ---------------------------------------------------------------- threads and processes


def test_eight_threads_read_and_write_at_once(store: Store) -> None:
    def work(number: int) -> None:
        for n in range(12):
            put(store, f"t{number}-{n}")
            with store.transaction():
                store.put_units([unit(zh=f"線{number}第{n}"), unit()], None)
            assert f"t{number}-{n}" in held(store)
            assert store.concept(f"t{number}-{n}").subject == "security"

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    assert store.count_concepts() == 96
    assert store.counts()["units"] == 97
    numbers = [changed.change for changed in store.segment_changes("zh", 0)]
    assert len(numbers) == 97
    assert numbers == sorted(set(numbers))


def test_threads_that_have_ended_can_be_replaced_without_end(store: Store) -> None:
    for n in range(60):
        with ThreadPoolExecutor(1) as threads:
            threads.submit(put, store, f"c{n}").result(30)
    assert store.count_concepts() == 60


def _add_from_process(kind: str, folder: str, name: str, count: int) -> None:
    store = STORES[kind](Path(folder))
    for n in range(count):
        put(store, f"{name}-{n}")
    store.close()


@pytest.mark.parametrize("kind", STORES)
def test_processes_that_start_on_one_new_database(kind: str, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_add_from_process, args=(kind, str(tmp_path), f"p{n}", 20))
        for n in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    store = STORES[kind](tmp_path)
    assert store.count_concepts() == 80
    store.close()


@pytest.mark.parametrize("kind", STORES)
def test_many_may_open_a_new_database_at_the_same_moment(kind: str, tmp_path: Path) -> None:
    """SQLite refuses at once, without waiting, when two switch a new file to its log."""
    for n in range(60):
        folder = tmp_path / str(n)
        folder.mkdir()
        stores = [STORES[kind](folder) for _ in range(8)]
        together = threading.Barrier(len(stores))

        def open_one(store: Store, together: threading.Barrier = together) -> int:
            together.wait(30)
            return store.count_concepts()

        with ThreadPoolExecutor(len(stores)) as threads:
            assert list(threads.map(open_one, stores)) == [0] * len(stores)
        for store in stores:
            store.close()


# ---------------------------------------------------------------- backup and identity


def test_identity_stays_with_the_database(opened: Callable[[], Store]) -> None:
    first = opened()
    identity = first.identity()
    assert first.terms_version()[0] == identity[0]
    assert opened().identity() == identity


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


def test_opening_touches_nothing_until_it_is_used(tmp_path: Path) -> None:
    open_store(tmp_path / "sub" / "terms.db").close()
    assert list(tmp_path.iterdir()) == []


def test_a_closed_store_opens_again_when_used(store: Store) -> None:
    put(store, "a")
    store.close()
    store.close()
    assert held(store) == ["a"]
