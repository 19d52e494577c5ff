"""The threads that answer requests, and which of them takes the next.

Requests are short, and threads of CPython that run at once take the interpreter from one another
at every call into the database. So one thread answers as long as it is quick about it, always
the one that was at work last, whose connection and caches are warm; where a request takes
longer, another thread goes on with what has come meanwhile.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
Job = tuple[asyncio.Future[Any], Callable[[], Any]]

PATIENCE = 0.01
"""Seconds that a request may take before the next one is answered beside it."""


class Threads:
    """At most `most` threads, which run what they are given in the order of coming.

    Belongs to an event loop: all but the work itself happens there, so that nothing is locked.
    Raises nothing where a thread is busy for ever: it ends with the process.
    """

    def __init__(self, most: int, patience: float = PATIENCE) -> None:
        self._loop = asyncio.get_running_loop()
        self._most, self._patience = most, patience
        self._waiting: deque[Job] = deque()
        self._idle: list[_Thread] = []
        self._busy: dict[_Thread, float] = {}  # since when
        self._watched = False

    @property
    def busy(self) -> int:
        """How many are at work, also on what nobody waits for any more."""
        return len(self._busy)

    def run(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """The result of `work`, once a thread has done it; not begun where that is cancelled."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append((future, work))
        self._hand_out()
        return future

    def end(self) -> None:
        """Have every idle thread end, and every busy one when it is done; start nothing more."""
        self._waiting.clear()
        self._most = 0
        while self._idle:
            self._idle.pop().jobs.put(None)

    def _hand_out(self) -> None:
        while self._waiting and len(self._busy) < self._most:
            now = time.monotonic()
            soon = max(self._busy.values(), default=-1.0) + self._patience - now
            if soon > 0:
                self._look_again(soon)
                return
            job = self._waiting.popleft()
            if not job[0].cancelled():
                thread = self._idle.pop() if self._idle else _Thread(self)
                self._busy[thread] = now
                thread.jobs.put(job)

    def _look_again(self, seconds: float) -> None:
        if not self._watched:
            self._watched = True
            self._loop.call_later(seconds, self._looked)

    def _looked(self) -> None:
        self._watched = False
        self._hand_out()

    def done(self, thread: _Thread, job: Job, result: Any, error: BaseException | None) -> None:
        """Called on the event loop when a thread has done a job."""
        del self._busy[thread]
        self._idle.append(thread)
        self._hand_out()
        if not self._most:
            self.end()
        future = job[0]
        if future.cancelled():
            if close := getattr(result, "close", None):  # nobody else will
                close()
        elif error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)


class _Thread(threading.Thread):
    """One of them; what it is to do next is put into `jobs`, None ends it."""

    def __init__(self, threads: Threads) -> None:
        super().__init__(daemon=True)
        self._threads, self._loop = threads, asyncio.get_running_loop()
        self.jobs: SimpleQueue[Job | None] = SimpleQueue()
        self.start()

    def run(self) -> None:
        while job := self.jobs.get():
            result, error = None, None
            try:
                result = job[1]()
            except BaseException as raised:
                error = raised
            try:
                self._loop.call_soon_threadsafe(self._threads.done, self, job, result, error)
            except RuntimeError:  # the loop has ended meanwhile
                return
