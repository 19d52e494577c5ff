"""Call the application for a request: its WSGI environment, and its response."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import AsyncIterable, Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

from tornado.httputil import HTTPHeaders, RequestStartLine

from api.refusals import refusal_body
from api.request_id import current
from api.server.observed import Observer
from api.server.threads import Threads

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger("glossary.api")

PIECE = 256 * 1024
"""Bytes of a response that are taken from the application at once. Chosen: at half, a large export
takes twice as many steps; at double, each response under way may hold twice as much."""

_UNDER = re.compile(r"^/t/[^/]+")  # where a termbase stands that is not at the root
_NOT_ASCII = re.compile("[\x80-\xff]")
# Given by WSGI.
_ALWAYS: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
_NOT_FORWARDED = ("TRANSFER_ENCODING", "EXPECT", "CONTENT_LENGTH")


def environment(
    start: RequestStartLine, headers: HTTPHeaders, body: IO[bytes], length: int
) -> dict[str, Any]:
    """The WSGI environment of a request whose complete body has `length` bytes.

    Non-ASCII characters in the query string are percent-encoded: `curl 'http://.../terms?q=小院'`
    sends them raw. A header with an underscore could be mistaken for the one with a hyphen, and is
    dropped.
    """
    target, _, query = start.path.partition("?")
    fields = _fields(headers)
    if not target.startswith("/") and "://" in target:
        parts = urlsplit(target)
        target, fields["HTTP_HOST"] = parts.path or "/", parts.netloc
    path = unquote_to_bytes(target.encode("latin-1")).decode("latin-1")
    return (
        _ALWAYS
        | fields
        | {
            "REQUEST_METHOD": start.method,
            "PATH_INFO": path,
            "QUERY_STRING": _NOT_ASCII.sub(lambda found: f"%{ord(found[0]):02X}", query),
            "SERVER_PROTOCOL": start.version,
            "CONTENT_LENGTH": str(length),
            "wsgi.input": body,
        }
    )


def _fields(headers: HTTPHeaders) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in headers.get_all():
        field = name.upper().replace("-", "_")
        if "_" in name or field in _NOT_FORWARDED:
            continue
        key = field if field == "CONTENT_TYPE" else f"HTTP_{field}"
        fields[key] = f"{fields[key]},{value}" if key in fields else value
    return fields


class Service:
    """An application, the threads that call it, the maximum size of a body, and who notes what
    was answered.

    Requests that may take minutes (`heavy` are prefixes of their paths) have threads of their own,
    so that look-ups do not wait for them.
    """

    def __init__(
        self,
        application: WSGIApplication,
        quick: Threads,
        slow: Threads,
        heavy: tuple[str, ...],
        max_body: int,
        observer: Observer | None = None,
    ) -> None:
        self.application, self.max_body = application, max_body
        self.observer = observer or Observer()
        self._quick, self._slow, self._heavy = quick, slow, heavy

    def threads_for(self, path: str) -> Threads:
        within = _UNDER.sub("", path)
        return self._slow if within.startswith(self._heavy) else self._quick


@dataclass(slots=True)
class Answered:
    """The response of an application: its first bytes, and an iterator of the rest."""

    status: str
    headers: list[tuple[str, str]]
    first: bytes
    rest: Iterator[bytes] | AsyncIterable[bytes] | None = None
    source: Any = None

    def close(self) -> None:
        """Close the application's iterable, so that it releases its resources."""
        source, self.source = self.source, None
        if close := getattr(source, "close", None):
            close()


def refused(status: int, message: str, detail: Any = None) -> Answered:
    """An error response in the common format."""
    body = refusal_body(status, message, detail=detail)
    head = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    return Answered(f"{status} {HTTPStatus(status).phrase}", head, body)


def call(application: WSGIApplication, environ: dict[str, Any]) -> Answered:
    """The application's response; 500 in the common error format if it raises."""
    current.set(environ.get("glossary.id", ""))
    try:
        return _called(application, environ)
    except Exception:
        log.exception("unexpected error")
        message = "something went wrong here; the server's log says what"
        return refused(500, message, {"request_id": current.get()})
    finally:
        current.set("")
        environ["wsgi.input"].close()


def _called(application: WSGIApplication, environ: dict[str, Any]) -> Answered:
    begun = Answered("", [], b"")

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[..., Any]:
        begun.status, begun.headers = status, headers
        return lambda data: None

    begun.source = application(environ, start)
    if isinstance(begun.source, AsyncIterable):
        begun.rest = begun.source
        return begun
    rest = iter(begun.source)
    begun.first = next_piece(rest)
    if len(begun.first) >= PIECE:
        begun.rest = rest
    else:
        begun.close()
    return begun


def next_piece(chunks: Iterator[bytes]) -> bytes:
    """At least PIECE bytes, or what is left; empty at the end."""
    taken, size = [], 0
    for chunk in chunks:
        taken.append(chunk)
        size += len(chunk)
        if size >= PIECE:
            break
    return taken[0] if len(taken) == 1 else b"".join(taken)


def pieces(data: bytes) -> Iterator[bytes]:
    """The data in chunks of PIECE bytes."""
    return (data[at : at + PIECE] for at in range(0, len(data), PIECE))
