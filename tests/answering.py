"""Serve a WSGI application on a real socket, in a thread of this process."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from api.server.connections import Connections
from api.server.listening import listen
from api.server.threads import Threads
from api.server.wsgi import Service

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@contextmanager
def served(
    application: Application, *, threads: int = 1, most: int = 1000, max_body: int = 1_000_000
) -> Iterator[int]:
    """The port of a running server. Paths that begin with /heavy have as many threads of their
    own."""
    with listen("127.0.0.1", 0) as listener:
        started, loops = threading.Event(), list[asyncio.AbstractEventLoop]()
        ended = asyncio.Event()

        async def serve() -> None:
            loops.append(asyncio.get_running_loop())
            quick, slow = Threads(threads), Threads(threads, patience=0)
            service = Service(application, quick, slow, ("/heavy",), max_body)  # type: ignore[arg-type]
            connections = Connections(service, most)
            connections.listen(listener)
            started.set()
            await ended.wait()
            await connections.stop(0)
            quick.end()
            slow.end()

        running = threading.Thread(target=lambda: asyncio.run(serve()))
        running.start()
        assert started.wait(30)
        try:
            yield listener.getsockname()[1]
        finally:
            loops[0].call_soon_threadsafe(ended.set)
            running.join(30)


def said(environ: dict[str, Any], start: Callable[..., Any], body: bytes = b"well") -> list[bytes]:
    """A minimal WSGI application: answers 200 and a body with its length."""
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def raw(port: int, request: bytes, seconds: float = 30) -> tuple[bytes, bytes]:
    """(head, body) of the response to a raw request, read to the end of the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(request)
        return heard(connection)


def heard(connection: socket.socket) -> tuple[bytes, bytes]:
    """(head, body) of what is received until the connection ends."""
    answer = b""
    while piece := connection.recv(65_536):
        answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, body
