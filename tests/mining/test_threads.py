"""Work spread over cores comes back in order, whatever their number."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from glossary.mining.knowledge import threads
from glossary.mining.knowledge.context import word_states
from glossary.mining.knowledge.encoder import Encoder

SENTENCES = [f"Buoy number {n} lies {'far ' * (n % 5)}off the harbour." for n in range(40)]


@pytest.fixture(autouse=True)
def _count_anew() -> Iterator[None]:
    threads.cores.cache_clear()
    yield
    threads.cores.cache_clear()


def on_cores(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(threads, "cores", lambda: count)


def test_results_come_in_the_order_of_the_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    on_cores(monkeypatch, 3)
    used = set()

    def slow(n: int) -> int:
        used.add(threading.get_ident())
        time.sleep(0.002 * (10 - n))
        return n * n

    assert threads.spread(slow, range(10)) == [n * n for n in range(10)]
    assert len(used) > 1 and threading.get_ident() not in used


def test_what_is_wrong_with_a_part_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    on_cores(monkeypatch, 2)
    with pytest.raises(ZeroDivisionError):
        threads.spread(lambda n: 1 // n, [1, 0, 1])


@pytest.mark.parametrize("said", ["1", "2", "0", "many", ""])
def test_a_process_takes_no_more_cores_than_it_is_told(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    all_of_them = threads.cores()
    threads.cores.cache_clear()
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    wanted = min(int(said), all_of_them) if said in ("1", "2") else all_of_them
    assert threads.cores() == wanted


def test_vectors_and_states_are_the_same_on_any_number_of_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [[(0, 4), (5, 11)] for _ in SENTENCES]
    found = []
    for count in (1, 4):
        on_cores(monkeypatch, count)
        monkeypatch.setattr("glossary.mining.knowledge.network._BATCH", 40)
        found.append((Encoder().encode(SENTENCES), np.stack(word_states(SENTENCES, words))))
    (vectors, states), (others, other_states) = found
    assert (vectors == others).all() and (states == other_states).all()
