"""The contract of a store: transactions, threads, identity."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from glossary.store.base import Store
from tests.samples import AT, entry, proposal, unit


def put(store: Store, *ids: str) -> None:
    with store.transaction():
        store.put_concepts(map(entry, ids), store.new_step("add", "ada", AT))


def held(store: Store) -> list[str]:
    return [found.id for found in store.concepts()]


# ---------------------------------------------------------------- transactions


class Stop(BaseException):
    """Not an Exception, like KeyboardInterrupt."""


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


# ---------------------------------------------------------------- threads


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


# ---------------------------------------------------------------- identity


def test_identity_stays_with_the_database(opened: Callable[[], Store]) -> None:
    first = opened()
    identity = first.identity()
    assert first.terms_version()[0] == identity[0]
    assert opened().identity() == identity


def test_a_closed_store_opens_again_when_used(store: Store) -> None:
    put(store, "a")
    store.close()
    store.close()
    assert held(store) == ["a"]
