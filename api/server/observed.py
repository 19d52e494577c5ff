"""Requests as they are observed: counted, and told to the log, when their answer has ended."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from flask import Flask, request

from api.request_id import id_for
from api.server.numbers import GONE, NO_ROUTE, Numbers, ServedRequest

_PARAMETER = re.compile(r"<(?:[^<>:]*:)?(\w+)>")


@cache
def route(rule: str) -> str:
    """A rule of the application as OpenAPI writes it: `/concepts/{concept_id}`."""
    return _PARAMETER.sub(r"{\1}", rule)


def note_route() -> None:
    """Before each request: note its route for who observes it."""
    rule = request.url_rule
    request.environ["glossary.route"] = route(rule.rule) if rule else NO_ROUTE


def routes_of(app: Flask) -> Iterable[str]:
    """The routes of an application."""
    return [route(rule.rule) for rule in app.url_map.iter_rules()]


class Observer:
    """What a process notes of the requests that it answers: in `numbers`, as `process`, and by
    `log`."""

    def __init__(
        self,
        numbers: Numbers | None = None,
        process: int = 0,
        log: Callable[[ServedRequest], object] = lambda _: None,
    ) -> None:
        self.numbers, self.process, self._log = numbers or Numbers(()), process, log

    def note(self, request: ServedRequest) -> None:
        self.numbers.count(self.process, request)
        self._log(request)

    def refused(self, status: int) -> None:
        """Note an answer to what was no whole request."""
        series = self.numbers.series("", NO_ROUTE)
        self.note(ServedRequest(id_for(None), series, status, 0.0, 0.0, 0))


class ObservedRequest:
    """One request, from its head on."""

    def __init__(self, observer: Observer, method: str, told: str | None) -> None:
        self._observer, self._method = observer, method
        self.id = id_for(told)
        self._route, self._by, self._status, self._size = NO_ROUTE, "", GONE, 0
        self._since, self._waited = time.monotonic(), -1.0

    def received(self) -> None:
        """It is complete; from now on it is the server's time."""
        self._since = time.monotonic()

    def answered(self, environ: Mapping[str, Any]) -> None:
        """The application has answered, and has noted what it found out."""
        self._route = environ.get("glossary.route", NO_ROUTE)
        self._by = environ.get("glossary.by", "")

    def begun(self, status: int) -> None:
        self._status, self._waited = status, time.monotonic() - self._since

    def sent(self, size: int) -> None:
        """So many bytes of the answer's body."""
        self._size += size

    def ended(self) -> None:
        seconds = time.monotonic() - self._since
        waited = seconds if self._waited < 0 else self._waited
        series = self._observer.numbers.series(self._method, self._route)
        self._observer.note(
            ServedRequest(self.id, series, self._status, waited, seconds, self._size, self._by)
        )
