"""A request: received completely, answered by a thread, sent at the client's own pace.

A thread is taken when the request is complete, and is free again when the application has answered:
neither a slow sender nor a slow reader holds one. Requests of clients that disconnect are dropped.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterable
from functools import lru_cache, partial
from tempfile import SpooledTemporaryFile
from typing import Any

from tornado.http1connection import HTTP1Connection
from tornado.httputil import (
    HTTPHeaders,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
    format_timestamp,
)
from tornado.iostream import StreamClosedError

from api.request_id import HEADER, current
from api.server.observed import ObservedRequest
from api.server.streams import Stage, Stream
from api.server.threads import Threads
from api.server.wsgi import Answered, Service, call, environment, next_piece, pieces, refused

log = logging.getLogger("glossary.api")

IN_MEMORY = 1024 * 1024
"""Bytes of a body kept in memory; a larger one goes to a file. Chosen: with the most connections
that may be open it is a gigabyte, half or twice as much at half and double."""
BODY_SECONDS = 30.0
"""What a client has for a body at least. Chosen: at half, one on a line that stops for a while is
refused; at double, one that sends nothing holds a connection twice as long."""
SLOWEST = 50_000
"""Bytes a second that a body must come with, beyond its first BODY_SECONDS. Chosen, 0.4 Mbit/s: at
double a slow line cannot send a large file; at half one that is sent slowly takes twice as long."""
STALLED_SECONDS = 60.0
"""How long a client may take to read the next piece of an answer. Chosen: at half, a program that
handles what it reads may lose the rest; at double, one that hangs is held twice as long."""


class PendingRequest(HTTPMessageDelegate):
    """One request of a connection, from its head to the last byte of its response."""

    def __init__(self, service: Service, connection: HTTP1Connection, stream: Stream) -> None:
        self._service, self._connection, self._stream = service, connection, stream
        self._body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by its reader
        self._length = 0
        self._task: asyncio.Task[None] | None = None
        self.gone = False

    # ------------------------------------------------------------ receiving

    def headers_received(self, start_line: Any, headers: HTTPHeaders) -> None:
        self._start: RequestStartLine = start_line
        self._headers = headers
        told = headers.get(HEADER)
        self._observed = ObservedRequest(self._service.observer, start_line.method, told)
        announced = _announced(headers)
        self._connection.set_body_timeout(BODY_SECONDS + announced / SLOWEST)
        if announced > self._service.max_body:
            self._refuse_body()
        elif "Transfer-Encoding" in headers:
            self._connection.set_body_timeout(BODY_SECONDS + self._service.max_body / SLOWEST)

    def data_received(self, chunk: bytes) -> None:
        self._length += len(chunk)
        if self._length > self._service.max_body:
            self._refuse_body()
        else:
            self._body.write(chunk)

    def _refuse_body(self) -> None:
        self._stream.stage = Stage.REFUSED
        self._body.close()
        answered = refused(413, f"a body is at most {self._service.max_body} bytes")
        self._begin(answered, answered.first)
        self._connection.finish()
        self._observed.ended()

    def finish(self) -> None:
        self._stream.stage = Stage.AT_WORK
        self._connection.set_close_callback(self.on_connection_close)
        self._observed.received()
        self._task = asyncio.get_running_loop().create_task(self._answer())
        self._task.add_done_callback(lambda _: self._observed.ended())

    def on_connection_close(self) -> None:
        self.gone = True
        if self._task:
            self._task.cancel()

    # ------------------------------------------------------------ answering

    async def _answer(self) -> None:
        current.set(self._observed.id)
        try:
            await self._answered()
        except (StreamClosedError, TimeoutError):
            self._stream.close()
        except Exception:
            log.exception("an answer could not be sent")
            self._stream.close()

    async def _answered(self) -> None:
        self._body.seek(0)
        environ = environment(self._start, self._headers, self._body, self._length)
        environ["REMOTE_ADDR"] = self._stream.peer
        environ["glossary.gone"] = lambda: self.gone
        environ["glossary.id"] = self._observed.id
        threads = self._service.threads_for(environ["PATH_INFO"])
        answered = await threads.run(partial(call, self._service.application, environ))
        self._observed.answered(environ)
        try:
            await self._send(answered, threads)
        finally:
            answered.close()

    async def _send(self, answered: Answered, threads: Threads) -> None:
        first = pieces(answered.first)
        if self._start.method == "HEAD":
            await _read(self._begin(answered, b""))
            return self._connection.finish()
        await _read(self._begin(answered, next(first, b"")))
        for piece in first:
            await self._write(piece)
        if isinstance(answered.rest, AsyncIterable):
            self._stream.stage = Stage.STREAMING
            async for piece in answered.rest:
                await self._write(piece)
        elif answered.rest:
            while more := await threads.run(partial(next_piece, answered.rest)):
                for piece in pieces(more):
                    await self._write(piece)
        self._connection.finish()

    async def _write(self, piece: bytes) -> None:
        self._observed.sent(len(piece))
        await _read(self._connection.write(piece))

    def _begin(self, answered: Answered, first: bytes) -> asyncio.Future[None]:
        code, _, reason = answered.status.partition(" ")
        headers = HTTPHeaders({"Date": _date(int(time.time())), HEADER: self._observed.id})
        for name, value in answered.headers:
            headers.add(name, value)
        self._observed.begun(int(code))
        self._observed.sent(len(first))
        line = ResponseStartLine("HTTP/1.1", int(code), reason)
        return self._connection.write_headers(line, headers, first)


def _announced(headers: HTTPHeaders) -> int:
    """The body length declared in the head; tornado refuses what is not a number."""
    length = headers.get("Content-Length", "")
    return int(length[:18]) if length.isascii() and length.isdecimal() else 0


@lru_cache(maxsize=2)
def _date(second: int) -> str:
    return format_timestamp(second)


async def _read(written: asyncio.Future[None]) -> None:
    """Wait until the client has taken what was written. Raises TimeoutError after
    STALLED_SECONDS."""
    if not written.done():
        await asyncio.wait_for(written, STALLED_SECONDS)
