"""The threads that answer requests, and which of them takes the next.

Requests are short, and threads of CPython that run at once take the interpreter from one another
at every call into the database. So one thread answers as long as it is quick about it, all that
has come meanwhile, while the event loop sleeps; what it has done is delivered together, since to
wake the loop takes as long as a tenth of a request. Where one takes longer, another thread goes
on with what is waiting.
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
may wait for those after it. Chosen: look-ups take less, so that they are answered in turn, which is
the quickest; at half, more of them are answered beside others, at double a slow one holds up those
behind it twice as long."""


class Threads:
    """At most `most` threads, which run what they are given in the order of coming.

    Belongs to an event loop: all but `next` and `work` is called there. Nothing is locked: what
    the threads and the loop share are queues whose ends are atomic.
    Raises nothing where a thread is busy for ever: it ends with the process.
    """

    def __init__(self, most: int, patience: float = PATIENCE) -> None:
        self._loop = asyncio.get_running_loop()
        self._most, self._patience = most, patience
        self._waiting: deque[Job] = deque()
        self._done: deque[Done] = deque()
        self._idle: list[_Thread] = []
        self._busy: set[_Thread] = set()
        self._handing = False  # whether _hand_out is about to be called
        self._watched = False  # whether the loop looks again soon, and delivers what is done

    @property
    def busy(self) -> int:
        """How many are at work, also on what nobody waits for any more."""
        return len(self._busy)

    def run(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """The result of `work`, once a thread has done it; not begun where that is cancelled."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append((future, work))
        if not self._handing:  # once for all that has come in this turn of the loop
            self._handing = True
            self._loop.call_soon(self._hand_out)
        return future

    def end(self) -> None:
        """Have every idle thread end, and every busy one when it is done; start nothing more."""
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
        self._watched = False  # before _deliver: from now on threads tell what they have done
        self._deliver()
        self._hand_out()

    def _deliver(self) -> None:
        while self._done:
            future, result, error = self._done.popleft()
            if future.cancelled():
                if close := getattr(result, "close", None):  # nobody else will
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
        """What has waited longest, of what is still waited for."""
        with suppress(IndexError):  # another has taken it
            while (job := self._waiting.popleft())[0].cancelled():
                pass
            return job
        return None

    def work(self, thread: _Thread, job: Job | None) -> None:
        """Do a job and those that wait, until one was slow. Raises RuntimeError where the loop
        has ended meanwhile."""
        while job:
            thread.since = time.monotonic()
            self._done.append(_done(job))
            if time.monotonic() - thread.since >= self._patience:
                break  # another may have gone on
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
    """One of them; what it is to begin with is put into `jobs`, None ends it."""

    def __init__(self, threads: Threads) -> None:
        super().__init__(daemon=True)
        self.since = 0.0  # when it began what it does now
        self.jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._threads = threads
        self.start()

    def run(self) -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            while job := self.jobs.get():
                self._threads.work(self, job)
