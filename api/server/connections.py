"""Connections: accepted, read to the end of each request, and closed in time.

Tornado reads heads and bodies on one event loop, so that a slow client costs a connection and no
thread. A head must arrive within HEAD_SECONDS; if too many connections are open, the one that has
been idle or slow for longest is closed for the next.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, cast

from tornado.http1connection import (
    HTTP1Connection,
    HTTP1ConnectionParameters,
    HTTP1ServerConnection,
)
from tornado.httputil import HTTPServerConnectionDelegate
from tornado.netutil import add_accept_handler

from api.refusals import refusal
from api.server.requests import PendingRequest
from api.server.streams import MAX_HEAD, READ_AT_ONCE, Stage, Stream
from api.server.wsgi import Service

HEAD_SECONDS = 15.0
"""What a client has for a head, and between two requests on one connection."""

PARAMETERS: Final = HTTP1ConnectionParameters(
    chunk_size=READ_AT_ONCE,
    max_header_size=MAX_HEAD,
    header_timeout=HEAD_SECONDS,
    max_body_size=1 << 62,  # PendingRequest counts, and reports it
)


class Connections(HTTPServerConnectionDelegate):
    """At most `most` connections, whose requests a service answers; `ended` is called whenever one
    has ended."""

    def __init__(
        self, service: Service, most: int, ended: Callable[[], object] = lambda: None
    ) -> None:
        self._service, self._most, self._ended = service, most, ended
        self._open: dict[HTTP1ServerConnection, Stream] = {}  # in order of the last request
        self._stop_listening: Callable[[], object] = lambda: None

    def listen(self, listener: socket.socket) -> None:
        """Accept connections on a listening socket."""
        listener.setblocking(False)
        self._stop_listening = add_accept_handler(listener, self.accept)

    def accept(self, connected: socket.socket, address: Any) -> None:
        stream = Stream(connected, address)
        if len(self._open) >= self._most and not self._make_room():
            stream.stage = Stage.REFUSED
            stream.write(refusal(503, "too many requests are waiting; try again", "busy"))
            stream.close()
            self._ended()
            return
        opened = HTTP1ServerConnection(stream, PARAMETERS, stream)
        self._open[opened] = stream
        opened.start_serving(self)

    def _make_room(self) -> bool:
        """Close the connection that has been without a complete request for longest, if there is
        one."""
        for opened, stream in self._open.items():
            if stream.stage is not Stage.AT_WORK:
                del self._open[opened]
                stream.close()
                return True
        return False

    def start_request(self, server_conn: Any, request_conn: Any) -> PendingRequest:
        connection = cast(HTTP1Connection, request_conn)
        stream = cast(Stream, connection.context)
        stream.stage = Stage.IDLE
        if self._open.pop(server_conn, None):
            self._open[server_conn] = stream
        return PendingRequest(self._service, connection, stream)

    def on_close(self, server_conn: Any) -> None:
        self._open.pop(server_conn, None)
        self._ended()

    async def stop(self, patience: float) -> None:
        """Accept no more connections, and close each once it is answered, or after `patience`
        seconds."""
        self._stop_listening()
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self._close(Stage.IDLE, Stage.RECEIVING):
                    await asyncio.sleep(0.02)
        self._close(*Stage)

    def _close(self, *stages: Stage) -> int:
        """Close connections in any of these stages; returns how many are left."""
        for opened, stream in list(self._open.items()):
            if stream.stage in stages:
                del self._open[opened]
                stream.stage = Stage.AT_WORK  # no error response: the server itself ends
                stream.close()
        return len(self._open)
