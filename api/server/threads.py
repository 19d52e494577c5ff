"""The threads that answer requests, and the choice of the one for the next request.

Requests are short, and concurrent CPython threads take the interpreter from one another at every
call into the database. So one thread answers all requests that have arrived, as long as it is
quick, while the event loop sleeps; results are delivered in batches, since waking the loop takes as
long as a tenth of a request. If a request takes longer, another thread goes on with the rest.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
Job = tuple[asyncio.Future[Any], Callable[[], Any]]
Done = tuple[asyncio.Future[Any], Any, BaseException | None]

PATIENCE = 0.01
"""Seconds that a request may take before the next one is answered beside it, and that an answer
may wait for those after it."""


class Threads:
    """At most `most` threads, which run jobs in order of arrival.

    It belongs to an event loop: everything but `next` and `work` is called there. No locks are
    needed: threads and loop share only queues with atomic ends. A thread that never finishes ends
    with the process.
    """

    def __init__(self, most: int, patience: float = PATIENCE) -> None:
        self._loop = asyncio.get_running_loop()
        self._most, self._patience = most, patience
        self._waiting: deque[Job] = deque()
        self._done: deque[Done] = deque()
        self._idle: list[_Thread] = []
        self._busy: set[_Thread] = set()
        self._handing = False  # whether a call of _hand_out is scheduled
        self._watched = False  # whether the loop will look again soon, and deliver results

    @property
    def busy(self) -> int:
        """The number of busy threads, including those whose result nobody waits for any more."""
        return len(self._busy)

    def run(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """A future for the result of `work` in a thread; if it is cancelled first, `work` is not
        started."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append((future, work))
        if not self._handing:  # once for all that arrive in this turn of the loop
            self._handing = True
            self._loop.call_soon(self._hand_out)
        return future

    def end(self) -> None:
        """End all idle threads, and busy ones when they are done; start no more jobs."""
        self._waiting.clear()
        self._most = 0
        while self._idle:
            self._idle.pop().jobs.put(None)

    def _hand_out(self) -> None:
        self._handing = False
        while self._waiting and len(self._busy) < self._most:
            now = time.monotonic()
            soon = max((each.since for each in self._busy), default=-1.0) + self._patience - now
            if soon > 0:
                return self._look_again(soon)
            if job := self.next():
                thread = self._idle.pop() if self._idle else _Thread(self)
                thread.since = now
                self._busy.add(thread)
                thread.jobs.put(job)

    def _look_again(self, seconds: float) -> None:
        if not self._watched:
            self._watched = True
            self._loop.call_later(seconds, self._looked)

    def _looked(self) -> None:
        self._watched = False  # before _deliver: from now on threads report their results
        self._deliver()
        self._hand_out()

    def _deliver(self) -> None:
        while self._done:
            future, result, error = self._done.popleft()
            if future.cancelled():
                if close := getattr(result, "close", None):  # nobody else will close it
                    close()
            elif error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)

    def _rest(self, thread: _Thread) -> None:
        self._busy.discard(thread)
        self._idle.append(thread)
        self._deliver()
        self._hand_out()
        if not self._most:
            self.end()

    # ------------------------------------------------------------ in the threads

    def next(self) -> Job | None:
        """The job that has waited longest, skipping cancelled ones; None if there is none."""
        with suppress(IndexError):  # another thread has taken it
            while (job := self._waiting.popleft())[0].cancelled():
                pass
            return job
        return None

    def work(self, thread: _Thread, job: Job | None) -> None:
        """Run a job and then waiting ones, until one was slow. Raises RuntimeError if the loop has
        ended."""
        while job:
            thread.since = time.monotonic()
            self._done.append(_done(job))
            if time.monotonic() - thread.since >= self._patience:
                break  # another thread may have taken over
            if (job := self.next()) and not self._watched:
                self._loop.call_soon_threadsafe(self._deliver)
        self._loop.call_soon_threadsafe(self._rest, thread)


def _done(job: Job) -> Done:
    future, work = job
    try:
        return future, work(), None
    except BaseException as raised:
        return future, None, raised


class _Thread(threading.Thread):
    """A worker thread; its first job is put into `jobs`, and None ends it."""

    def __init__(self, threads: Threads) -> None:
        super().__init__(daemon=True)
        self.since = 0.0  # when it began its present job
        self.jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._threads = threads
        self.start()

    def run(self) -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            while job := self.jobs.get():
                self._threads.work(self, job)
