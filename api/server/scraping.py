"""A listener for Prometheus alone, beside the one that people use.

It answers `GET /metrics` with the figures of all processes of the server, asks for no token and no
account, and shows nothing else.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from api.figures import figures
from api.guard import ALWAYS, LOOPBACK, host_name, is_loopback
from api.refusals import refusal_body
from api.server.connections import Connections
from api.server.exposition import MEDIA_TYPE, written
from api.server.listening import listen
from api.server.observed import Observer
from api.server.options import GRACE, MetricsAddress
from api.server.threads import Threads
from api.server.wsgi import Service
from api.site import Mounted
from glossary.errors import GlossaryError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

METRICS = "/metrics"
# Chosen: few ask here, and send no bodies; at half, two servers of Prometheus and a person are too
# many; at double, it is as good.
MOST = 8  # connections
LONGEST = 1024  # bytes of a body


class ScrapedApplication:
    """A WSGI application that tells the figures of another, listening on `host`."""

    def __init__(self, application: Mounted, host: str) -> None:
        self._application = application
        self._names = LOOPBACK | {host.strip("[]").lower()} if is_loopback(host) else None

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        status, kind, body = self._answer(environ)
        head = [("Content-Type", kind), ("Content-Length", str(len(body))), *ALWAYS]
        start(f"{status} {HTTPStatus(status).phrase}", head)
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[int, str, bytes]:
        """(status, media type, body)"""
        status, why = self._refusal(environ)
        if not status:
            environ["glossary.route"] = METRICS
            try:
                with self._application.plain.app_context():
                    return 200, MEDIA_TYPE, written(figures()).encode()
            except GlossaryError:
                status, why = 503, "the database cannot be used now; the server's log says why"
        return status, "application/json", refusal_body(status, why)

    def _refusal(self, environ: WSGIEnvironment) -> tuple[int, str]:
        """(status, why), or (0, "")."""
        if self._names is not None and host_name(environ.get("HTTP_HOST", "")) not in self._names:
            return 421, "this server does not answer to that Host"
        if environ["PATH_INFO"] != METRICS:
            return 404, f"there is nothing here but {METRICS}"
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return 405, "the figures are read by GET"
        return 0, ""


@dataclass(frozen=True, slots=True)
class Scraping:
    """The listening socket for Prometheus, which all processes of the server share, and what
    answers there."""

    listener: socket.socket
    application: ScrapedApplication


@contextmanager
def scraping(application: Mounted, where: MetricsAddress | None) -> Iterator[Scraping | None]:
    """Listen there, if that is asked for, and not tell the figures elsewhere. Raises
    InvalidInput."""
    if where is None:
        yield None
        return
    for each in application.applications.values():
        each.config["METRICS_APART"] = True
    with listen(where.host, where.port) as listener:
        yield Scraping(listener, ScrapedApplication(application, where.host))


@asynccontextmanager
async def answering(
    scraped: Scraping | None, thread: Threads, observer: Observer
) -> AsyncIterator[None]:
    """Answer there on the running event loop, if anywhere, by a thread of its own: what is asked
    when all others wait has to be answered then."""
    if scraped is None:
        yield
        return
    service = Service(scraped.application, thread, thread, (), LONGEST, observer)
    connections = Connections(service, MOST)
    connections.listen(scraped.listener)
    try:
        yield
    finally:
        await connections.stop(GRACE)
