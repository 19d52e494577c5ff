"""The events of a job as a response body: server-sent, on the event loop, by no thread.

Each event is the whole record of the job, with its version as id, so that whoever comes again with
`Last-Event-ID` misses nothing and is told nothing twice. One thread reads for all streams of a
process, once a second each.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

from flask import abort, request
from pydantic_core import to_json

from api.answers import JobRecord
from glossary.store.base import ENDED, Job

MOST_STREAMS = 100
"""Streams open at once in a process. Chosen: a tenth of its connections, each read once a second in
a fifth of a millisecond; at half, more clients ask by polling, at double reading takes 4 %."""
BETWEEN = (
    1.0  # seconds between two looks. Chosen: half takes twice the reading, double is that late
)
STILL_THERE = 15.0
"""Seconds without an event after which a comment is sent, so that no one between takes the stream
for dead. Chosen: many close what is silent for 30 s; half sends twice as many."""
AGAIN_MS = 2_000  # after which a client comes again: chosen, half or double asks as much sooner

_free = threading.BoundedSemaphore(MOST_STREAMS)
_reader = ThreadPoolExecutor(1, "events")  # starts its thread when first used, after any fork


class JobEvents:
    """A stream that ends with the job. `read` gives its record; `seen` is the version that the
    client has."""

    def __init__(self, read: Callable[[], Job], seen: int) -> None:
        self._read, self._seen = read, seen
        self._is_open = True

    @classmethod
    def opened(cls, read: Callable[[], Job], seen: int) -> JobEvents | None:
        """A new stream; None if as many as may be are open. It counts until `close`."""
        return cls(read, seen) if _free.acquire(blocking=False) else None

    def close(self) -> None:
        """Called by the server when the response has ended, however that was."""
        if self._is_open:
            self._is_open = False
            _free.release()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        loop, quiet = asyncio.get_running_loop(), 0.0
        yield f"retry: {AGAIN_MS}\n\n".encode()
        while True:
            job = await loop.run_in_executor(_reader, self._read)
            if job.version != self._seen:
                self._seen, quiet = job.version, 0.0
                yield event(job)
            elif quiet >= STILL_THERE:
                quiet = 0.0
                yield b": still there\n\n"
            if job.state in ENDED:
                return
            await asyncio.sleep(BETWEEN)
            quiet += BETWEEN


def last_event_id() -> int | None:
    """The id of the last event that the client has, a number; None if it tells none."""
    told = request.headers.get("Last-Event-ID")
    if told is not None and not (told.isascii() and told.isdecimal() and len(told) < 19):
        abort(400, "Last-Event-ID is the id of an event, a number")
    return None if told is None else int(told)


def event(job: Job) -> bytes:
    return b"id: %d\nevent: job\ndata: %s\n\n" % (job.version, to_json(JobRecord.of(job)))


def once(job: Job, seen: int) -> bytes:
    """What a server without streams answers: the event, if the client has not seen it; it comes
    again after the time told."""
    told = event(job) if job.version != seen else b""
    return f"retry: {AGAIN_MS}\n\n".encode() + told
