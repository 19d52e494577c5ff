"""Who takes the next request: one thread while it is quick, another where it is not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from api import turns
from api.turns import Turns

Job = Callable[[], None]
END = object()


class Pool:
    """Threads that take jobs by turns and note who did which."""

    def __init__(self, size: int) -> None:
        self.turns = Turns()
        self.done: list[int] = []
        self.threads = [threading.Thread(target=self._work) for _ in range(size)]
        for thread in self.threads:
            thread.start()

    def _work(self) -> None:
        while (job := self.turns.get()) is not END:
            job()
            self.done.append(threading.get_ident())

    def end(self) -> None:
        for _ in self.threads:
            self.turns.put(END)
        for thread in self.threads:
            thread.join(30)
            assert not thread.is_alive()


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(6)
    yield made
    made.end()


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < end, "nobody took it"
        time.sleep(0.001)


def test_nothing_is_lost_whoever_puts(pool: Pool) -> None:
    def put() -> None:
        for _ in range(500):
            pool.turns.put(lambda: None)

    givers = [threading.Thread(target=put) for _ in range(4)]
    for giver in givers:
        giver.start()
    for giver in givers:
        giver.join()
    until(lambda: len(pool.done) == 2000)
    assert pool.turns.qsize() == 0


def test_in_the_order_of_coming(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 60)
    pool, seen = Pool(4), list[int]()
    for n in range(200):
        pool.turns.put(lambda n=n: seen.append(n))
    until(lambda: len(pool.done) == 200)
    assert seen == list(range(200))
    assert len(set(pool.done)) == 1, "one thread, since it was quick"
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    pool.end()


def test_a_slow_one_keeps_nobody_waiting(pool: Pool) -> None:
    going = threading.Event()
    for _ in range(4):
        pool.turns.put(lambda: going.wait(60) and None)
    for _ in range(50):
        pool.turns.put(lambda: None)
    until(lambda: len(pool.done) == 50)
    going.set()
    until(lambda: len(pool.done) == 54)


def test_one_that_follows_an_idle_time_is_taken(pool: Pool) -> None:
    for n in range(1, 20):
        pool.turns.put(lambda: None)
        until(lambda n=n: len(pool.done) == n)  # type: ignore[misc]
        time.sleep(0.012 if n % 2 else 0)


def test_who_was_at_work_last_is_woken_first(pool: Pool) -> None:
    """Its connection to the database and its caches are warm."""
    for n in range(1, 16):
        pool.turns.put(lambda: None)
        until(lambda n=n: len(pool.done) == n)  # type: ignore[misc]
        time.sleep(0.02)  # it is idle again
    assert len(set(pool.done)) <= 3, "by turns it would be all six"
