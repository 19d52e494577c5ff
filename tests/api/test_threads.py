"""Which thread answers which request, and when a response is delivered."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

from api.server.threads import Threads

T = TypeVar("T")
SECONDS = 120  # after that it has failed


def on_a_loop(play: Callable[[], Awaitable[T]]) -> T:
    async def played() -> T:
        return await asyncio.wait_for(play(), SECONDS)

    return asyncio.run(played())


def test_what_is_quick_is_done_by_one_thread() -> None:
    async def play() -> list[int]:
        threads = Threads(8, patience=SECONDS)
        return await asyncio.gather(*(threads.run(threading.get_ident) for _ in range(100)))

    assert len(set(on_a_loop(play))) == 1


def test_an_answer_does_not_wait_for_a_slow_one_after_it() -> None:
    async def play() -> None:
        going = threading.Event()
        threads = Threads(1)
        jobs = [threads.run(work) for work in (int, int, lambda: going.wait(SECONDS), int)]
        assert await asyncio.gather(*jobs[:2]) == [0, 0]
        assert not jobs[2].done()
        going.set()
        assert await asyncio.gather(*jobs[2:]) == [True, 0]

    on_a_loop(play)


def test_an_answer_does_not_wait_for_a_slow_one_that_came_later() -> None:
    """The thread takes it before the loop knows that it should watch the first."""

    async def play() -> None:
        begun, going = threading.Event(), threading.Event()
        threads = Threads(1)
        first = threads.run(lambda: begun.set() or going.wait(SECONDS))
        await asyncio.sleep(0)
        assert begun.wait(SECONDS)
        slow = threads.run(lambda: held.wait(SECONDS))
        going.set()
        assert await first
        held.set()
        assert await slow

    held = threading.Event()
    on_a_loop(play)


def test_others_go_on_beside_slow_ones_as_far_as_there_are_threads() -> None:
    async def play() -> None:
        going = threading.Event()
        threads = Threads(3)
        slow = [threads.run(lambda: going.wait(SECONDS)) for _ in range(2)]
        for number in range(20):
            assert await threads.run(lambda number=number: number) == number
        assert threads.busy == 2
        slow.append(threads.run(lambda: going.wait(SECONDS)))
        last = threads.run(int)
        await asyncio.sleep(0.05)
        assert not last.done()
        going.set()
        assert await asyncio.gather(*slow, last) == [True, True, True, 0]

    on_a_loop(play)


def test_cancelled_jobs_are_not_started_and_their_results_closed() -> None:
    class Result:
        closed = False

        def close(self) -> None:
            self.closed = True

    async def play() -> None:
        begun, going, result = threading.Event(), threading.Event(), Result()
        threads = Threads(1)

        def work() -> Result:
            begun.set()
            going.wait(SECONDS)
            return result

        doing, waiting = threads.run(work), threads.run(lambda: never.append(1))
        await asyncio.sleep(0)
        assert begun.wait(SECONDS)
        doing.cancel()
        waiting.cancel()
        going.set()
        await threads.run(int)
        assert result.closed and not never

    never: list[int] = []
    on_a_loop(play)


def test_a_failure_is_that_of_its_own_job() -> None:
    async def play() -> None:
        threads = Threads(1)
        failed, well = threads.run(lambda: 1 // 0), threads.run(int)
        assert await well == 0
        assert isinstance(failed.exception(), ZeroDivisionError)

    on_a_loop(play)
