"""The feed of changes as a response body: server-sent events, by no thread of their own.

All streams of a process look at one newest number, which one thread reads from the database a few
times a second; a page of changes is read once for all streams that stand at one number. So several
hundred readers cost little more than one, and each worker tells what any other has written.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from pydantic_core import to_json

from api.answers import ChangeRecord
from api.events import AGAIN_MS, STILL_THERE
from glossary.store.base import Change, ChangePage, ChangeReader

MOST_READERS = 500
"""Streams open at once in a process. Chosen: half of its connections, so that as many are left for
all else; at half, a team with two pages open each finds no room, at double requests do not."""
BETWEEN = 0.5
"""Seconds between two looks. Chosen: half takes twice the reading, double is that late."""
PAGE = 200
"""Changes sent at once. Chosen: some 40 KB; half takes more reads after a large import, at double
each stream under way holds twice as much."""
PAGES_KEPT = 16
"""Pages kept for streams that stand at the same number. Chosen: those that are up to date share
one, and others are on their way; at half, those read again, at double they keep 600 KB."""

_free = threading.BoundedSemaphore(MOST_READERS)
_reader = ThreadPoolExecutor(1, "changes")  # starts its thread when first used, after any fork


class Tail:
    """The newest number of a feed, and its pages as events, for all streams of this process."""

    def __init__(self, store: ChangeReader) -> None:
        self.store = store
        self.newest = ("", 0)
        self._looked = float("-inf")
        self.page = lru_cache(maxsize=PAGES_KEPT)(self._page)

    async def look(self) -> tuple[str, int]:
        """The feed and its newest number, as they were less than BETWEEN seconds ago."""
        if time.monotonic() - self._looked >= BETWEEN:
            await asyncio.get_running_loop().run_in_executor(_reader, self._look)
        return self.newest

    def _look(self) -> None:
        if time.monotonic() - self._looked >= BETWEEN:  # not for each that has waited
            self.newest, self._looked = self.store.last_change(), time.monotonic()

    def _page(
        self, newest: tuple[str, int], after: int, kinds: Collection[str]
    ) -> tuple[str, int, bytes]:
        """The feed, the number reached, and the events up to it; `newest` tells when to read
        again."""
        page = self.store.changes(after, kinds=kinds, limit=PAGE)
        return page.feed, page.upto, b"".join(map(event, page.changes))


class ChangeEvents:
    """A stream of the changes after a number, of some kinds, without an end."""

    def __init__(self, tail: Tail, feed: str, after: int, kinds: Collection[str]) -> None:
        self._tail, self._feed, self._after, self._kinds = tail, feed, after, tuple(kinds)
        self._is_open = True

    @classmethod
    def opened(
        cls, tail: Tail, feed: str, after: int, kinds: Collection[str]
    ) -> ChangeEvents | None:
        """A new stream; None if as many as may be are open. It counts until `close`."""
        return cls(tail, feed, after, kinds) if _free.acquire(blocking=False) else None

    def close(self) -> None:
        """Called by the server when the response has ended, however that was."""
        if self._is_open:
            self._is_open = False
            _free.release()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        quiet = time.monotonic()
        yield opening(self._after)
        while True:
            newest = await self._tail.look()
            if newest[0] == self._feed and newest[1] <= self._after:
                if time.monotonic() - quiet >= STILL_THERE:
                    quiet = time.monotonic()
                    yield b": still there\nid: %d\n\n" % self._after
                await asyncio.sleep(BETWEEN)
                continue
            told = await self._next(newest)
            if told is None:
                yield b"event: replaced\ndata: %s\n\n" % to_json({"feed": newest[0]})
                return
            if told:
                quiet = time.monotonic()
                yield told

    async def _next(self, newest: tuple[str, int]) -> bytes | None:
        """The next events, none if all are of other kinds; None if the database was replaced."""
        loop = asyncio.get_running_loop()
        feed, upto, told = await loop.run_in_executor(
            _reader, self._tail.page, newest, self._after, self._kinds
        )
        if feed != self._feed:
            return None
        self._after = upto
        return told


def opening(after: int) -> bytes:
    """What a stream begins with: when to come again, and the number it goes on from."""
    return b"retry: %d\nid: %d\n\n" % (AGAIN_MS, after)


def event(change: Change) -> bytes:
    return b"id: %d\nevent: change\ndata: %s\n\n" % (
        change.number,
        to_json(ChangeRecord.of(change)),
    )


def once(page: ChangePage, after: int) -> bytes:
    """What a server without streams answers: some events; the client comes again for more."""
    return opening(after) + b"".join(map(event, page.changes))
