"""The HTTP server: cheroot, with what it refuses by itself, and Chinese in a bare URL, made ours.

A thread takes a request, answers it and writes to its socket itself: where requests are short,
threads that hand work to one another spend more time on that than on the work.
"""

from __future__ import annotations

import io
import json
import re
import socket
from contextlib import suppress
from typing import Any, BinaryIO
from urllib.parse import unquote_to_bytes

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.workers.threadpool import ThreadPool
from cheroot.wsgi import Gateway_10
from cheroot.wsgi import Server as CherootServer

from api.turns import Turns

THREADS = 8
WAITING = 128  # connections that nobody has taken yet
MAX_HEAD = 256 * 1024
WRITTEN_AT_ONCE = 64 * 1024
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_LENGTH = re.compile(rb"[0-9]{1,15}")


class _FirstLine:
    """A file of a request whose line has its characters percent-encoded: cheroot reads ASCII."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readline(self, *size: int) -> bytes:
        line = self._file.readline(*size)
        return _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line)


class Request(HTTPRequest):
    """Takes `curl 'http://.../terms?q=小院'`, which sends the characters as they are."""

    def read_request_line(self) -> bool:
        file = self.rfile
        self.rfile = _FirstLine(file)
        try:
            return bool(super().read_request_line())
        finally:
            self.rfile = file

    def read_request_headers(self) -> bool:
        if not super().read_request_headers():
            return False
        self.conn.wfile.flush()  # "100 Continue", which the client waits for
        if not _LENGTH.fullmatch(self.inheaders.get(b"Content-Length", b"0")):
            self.simple_response("400 Bad Request", "Content-Length is no number")
            return False
        return True

    def simple_response(self, status: str, msg: str = "") -> None:
        """A request that is no HTTP, or too large, refused in the one error shape."""
        self.close_connection = True
        reason = status[4:]
        error = {
            "code": reason.lower().replace(" ", "_"), "message": msg or reason, "detail": None,
        }  # fmt: skip
        body = json.dumps({"error": error}, ensure_ascii=False).encode()
        head = (
            f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        with suppress(OSError):  # who asked may have gone
            self.conn.wfile.write(head.encode("latin-1", "replace") + body)
            self.conn.wfile.flush()

    def respond(self) -> None:
        super().respond()
        self.conn.wfile.flush()


class _Incoming(socket.SocketIO):
    """A socket to read from that can be told not to wait."""

    waits = True

    def readinto(self, buffer: Any) -> int | None:
        return super().readinto(buffer) if self.waits else None


class Reader(io.BufferedReader):
    """What comes in on a connection; cheroot's own is written in Python, and slow."""

    raw: _Incoming

    def has_data(self) -> bool:
        """Is a part of the next request here already?"""
        self.raw.waits = False
        try:
            return bool(self.peek(1))
        finally:
            self.raw.waits = True


def _file(connected: socket.socket, mode: str, size: int) -> Reader | io.BufferedWriter:
    """What comes in; or what goes out, head and body in one piece."""
    if "r" in mode:
        return Reader(_Incoming(connected, "r"), size)
    return io.BufferedWriter(socket.SocketIO(connected, "w"), WRITTEN_AT_ONCE)


class Connection(HTTPConnection):
    RequestHandlerClass = Request

    def __init__(self, server: CherootServer, connected: socket.socket, makefile: Any) -> None:
        super().__init__(server, connected, _file)


class Pool(ThreadPool):
    """Threads that take turns."""

    def __init__(self, server: CherootServer) -> None:
        super().__init__(server, min=THREADS)
        self._queue = Turns()
        self.get = self._queue.get


class Gateway(Gateway_10):
    def get_environ(self) -> dict[str, Any]:  # type: ignore[override]
        """The path with %2F decoded too, as WSGI has it: a slash may stand in a text."""
        environ: dict[str, Any] = super().get_environ()  # type: ignore[assignment]
        path = self.req.uri.partition(b"?")[0]
        environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
        return environ


class Server(CherootServer):
    """Serves a WSGI application on a socket that listens already."""

    ConnectionClass = Connection
    max_request_header_size = MAX_HEAD
    keep_alive_conn_limit = None  # type: ignore[assignment]
    """Idle connections are closed after ten seconds; to count them would cost every request."""

    def __init__(self, listener: socket.socket, application: Any, max_body: int) -> None:
        super().__init__(
            listener.getsockname()[:2], application, 1, "glossary", request_queue_size=WAITING
        )
        self.requests = Pool(self)
        self.gateway = Gateway
        self.max_request_body_size = max_body
        self._listener = listener

    def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:
        self.socket = self._listener
        return self._listener

    def process_conn(self, conn: Connection) -> None:
        """Have a thread look at a connection once something has come; browsers open some ahead."""
        if conn.last_used is None:
            self.put_conn(conn)
        else:
            super().process_conn(conn)

    def stop(self) -> None:
        if not self.ready:  # Ctrl-C while the threads were starting: they wait for work for ever
            self.requests.stop(1)
        super().stop()
