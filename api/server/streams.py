"""The stream of a connection, and error responses to clients that are refused while they still
send.

Tornado by itself answers these with a bare status line, or not at all.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from typing import Any

from tornado.iostream import IOStream, UnsatisfiableReadError

from api.refusals import refusal

MAX_HEAD = 256 * 1024
"""Bytes of a head. Derived: the longest query, 10,000 characters, is up to 120,000 bytes
percent-encoded, so that half would just hold it; double only takes memory."""
READ_AT_ONCE = 64 * 1024
"""Bytes. Chosen: at half, a large body takes twice as many reads; at double each connection may
hold twice as much."""
LINGER_SECONDS = 2.0
"""How long a refused client is read from, so that it sees the answer before the end. Chosen: at
half, more of those on a slow line see none; at double, each is held twice as long."""
LINGERING = 200
"""How many are, at once; a client beyond these may miss why it was refused. Chosen: at half
or double they begin to at half or twice as many."""

_BARE_400 = b"HTTP/1.1 400 Bad Request\r\n\r\n"
_MALFORMED = "the request is no HTTP/1.1: its first line, a header or the length of its body"
_TOO_LONG = f"the request's head is too large: {MAX_HEAD} bytes are the most"
_TOO_SLOW = "the request took too long to come; send it again"


class Stage(Enum):
    """The stage of a connection."""

    IDLE = auto()
    RECEIVING = auto()
    AT_WORK = auto()
    STREAMING = auto()
    REFUSED = auto()


class Stream(IOStream):
    """A connection that sends the reason, in the common error format, when it is closed on a
    client."""

    stage = Stage.IDLE
    requests = 0  # how many it has brought

    def __init__(
        self,
        connected: socket.socket,
        address: Any,
        refused: Callable[[int], object] = lambda status: None,
    ) -> None:
        super().__init__(connected, read_chunk_size=READ_AT_ONCE, max_buffer_size=4 * MAX_HEAD)
        self.peer = str(address[0]) if isinstance(address, tuple) else ""
        self.opened = asyncio.get_running_loop().time()
        self._refused = refused

    def read_from_fd(self, buf: bytearray | memoryview) -> int | None:
        count = super().read_from_fd(buf)
        if count and self.stage is Stage.IDLE:
            self.stage = Stage.RECEIVING
        return count

    def write(self, data: bytes | memoryview) -> asyncio.Future[None]:
        if data == _BARE_400:
            self.stage = Stage.REFUSED
            self._refused(400)
            data = refusal(400, _MALFORMED)
        return super().write(data)

    def close(self, exc_info: Any = False) -> None:
        if not self.closed() and self.stage in (Stage.RECEIVING, Stage.REFUSED):
            too_large = isinstance(exc_info, UnsatisfiableReadError)
            if self.stage is Stage.RECEIVING:
                self._refused(431 if too_large else 408)
                self._say(refusal(431, _TOO_LONG) if too_large else refusal(408, _TOO_SLOW))
            if len(_lingering) < LINGERING:
                _linger(self.socket.dup())
        super().close(exc_info)

    def _say(self, answer: bytes) -> None:
        with suppress(OSError):  # the client may have gone
            self.socket.send(answer)


_lingering: set[socket.socket] = set()


def _linger(connected: socket.socket) -> None:
    """Read on for a while: closing with unread bytes would discard the response."""
    loop = asyncio.get_running_loop()

    def end() -> None:
        if connected in _lingering:
            _lingering.discard(connected)
            loop.remove_reader(connected)
            connected.close()

    def read() -> None:
        try:
            gone = not connected.recv(READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            gone = True
        if gone:
            end()

    with suppress(OSError):
        connected.setblocking(False)
        connected.shutdown(socket.SHUT_WR)
    _lingering.add(connected)
    loop.add_reader(connected, read)
    loop.call_later(LINGER_SECONDS, end)
