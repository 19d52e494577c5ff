"""Which of the server's threads takes the next request.

Requests are short, and threads of CPython that run at once take the interpreter from one another
at every call into the database: eight of them answer fewer requests a second than one. So one
thread answers as long as it is quick about it, always the one whose caches are warm; where a
request takes longer, another thread goes on with what has come meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Any

PATIENCE = 0.01
"""Seconds that a request may take before the next one is answered beside it."""


class Turns:
    """The queue of a thread pool: what is put in is taken by one thread at a time, and by one
    more for each that has been busy with its own for longer than PATIENCE."""

    def __init__(self) -> None:
        self._items: deque[Any] = deque()
        self._taken: dict[int, float] = {}  # thread -> when it took what it is busy with
        self._lock = threading.Lock()
        self._idle: list[threading.Lock] = []  # each released to wake the thread that waits on it
        self._watched = False  # whether a thread looks after what is waiting

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Append an item; there is always room, so that it never blocks."""
        with self._lock:
            self._items.append(item)
            self._wake()

    def get(self) -> Any:
        """The next item, when it is this thread's turn; it is done with the one it took before."""
        me = threading.get_ident()
        with self._lock:
            place = 0 if self._taken.pop(me, None) is None else len(self._idle)
            while not self._items or self._is_quick():
                self._wait(place)
                place = 0
            self._taken[me] = time.monotonic()
            item = self._items.popleft()
            self._wake()
            return item

    def qsize(self) -> int:
        return len(self._items)

    def _is_quick(self) -> bool:
        """Is a thread at work that may soon be back?"""
        soon = time.monotonic() - PATIENCE
        return any(taken > soon for taken in self._taken.values())

    def _wake(self) -> None:
        """Have a thread look after what is waiting, where none does."""
        if self._items and self._idle and not (self._watched and self._is_quick()):
            self._idle.pop().release()

    def _wait(self, place: int) -> None:
        """Until woken; where items are waiting, one thread looks again soon. The last among the
        idle is woken first: who has just been at work, and has its caches warm."""
        watches = bool(self._items) and not self._watched
        woken = threading.Lock()
        woken.acquire()
        self._idle.insert(place, woken)
        self._watched |= watches
        self._lock.release()
        try:
            woken.acquire(timeout=PATIENCE if watches else -1)
        finally:
            self._lock.acquire()
            if watches:
                self._watched = False
            if woken in self._idle:
                self._idle.remove(woken)
