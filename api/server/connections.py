"""Connections: accepted, read to the end of each request, and closed in time.

Tornado reads heads and bodies on one event loop, so that a slow client costs a connection and no
thread. A head must arrive within HEAD_SECONDS; if too many connections are open, the one that has
been idle or slow for longest is closed for the next.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable
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
"""What a client has for a head, and between two requests on one connection. Chosen: at half, a
browser opens more connections anew; at double, an idle one is held twice as long."""
FIRST_SECONDS = 0.3
"""How long a connection that has sent nothing yet is waited for when the server ends. Chosen: a
request follows its connection within a round trip; at double, a browser that opened one in advance
holds up the end twice as long."""

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
        forget = add_accept_handler(listener, self.accept)

        def stop() -> None:
            forget()
            listener.close()

        self._stop_listening = stop

    def accept(self, connected: socket.socket, address: Any) -> None:
        stream = Stream(connected, address, self._service.observer.refused)
        if len(self._open) >= self._most and not self._make_room():
            stream.stage = Stage.REFUSED
            self._service.observer.refused(503)
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
            if stream.stage not in (Stage.AT_WORK, Stage.STREAMING):
                del self._open[opened]
                stream.close()
                return True
        return False

    def start_request(self, server_conn: Any, request_conn: Any) -> PendingRequest:
        connection = cast(HTTP1Connection, request_conn)
        stream = cast(Stream, connection.context)
        stream.stage = Stage.IDLE
        stream.requests += 1
        if self._open.pop(server_conn, None):
            self._open[server_conn] = stream
        return PendingRequest(self._service, connection, stream)

    def on_close(self, server_conn: Any) -> None:
        self._open.pop(server_conn, None)
        self._ended()

    def __len__(self) -> int:
        return len(self._open)

    async def stop(self, patience: float) -> None:
        """Accept no more connections; answer what was sent, for `patience` seconds, and close.

        Streams of events end at once: their clients come again, and are told what they missed. A
        connection that has just been opened has FIRST_SECONDS for its request.
        """
        self._stop_listening()
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self._open:
                    self._close_idle()
                    await asyncio.sleep(0.02)
        self._close(self._open)

    def _close_idle(self) -> None:
        now = asyncio.get_running_loop().time()
        for opened, stream in list(self._open.items()):
            is_idle = stream.stage is Stage.IDLE and (
                stream.requests > 1 or now - stream.opened > FIRST_SECONDS
            )
            if is_idle or stream.stage is Stage.STREAMING:
                self._close([opened])

    def _close(self, ending: Iterable[HTTP1ServerConnection]) -> None:
        for opened in list(ending):
            stream = self._open.pop(opened)
            stream.stage = Stage.AT_WORK  # no error response: the server itself ends
            stream.close()
