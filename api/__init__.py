"""The HTTP API and the web page for a termbase.

    create_app(termbase) -> Flask application;  serve.serve(termbase, ...) runs it

A view calls one method of `glossary.termbase.Termbase`. A new resource is a new module with its
requests, its answers and a `blueprint` of its views, and a name in RESOURCES.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from apiflask import APIFlask
from flask import Flask, Request, Response, abort
from flask.json.provider import DefaultJSONProvider
from flask.sessions import SessionInterface
from werkzeug.security import safe_join

from api import sent
from api.auditing import note_requests
from api.conditional import answer_conditionally
from api.doors import Doors
from api.failures import handle_failures
from api.guard import guard
from api.identity import Identities
from api.openapi import complete
from api.server.observed import note_route
from glossary import __version__
from glossary.termbase import Termbase

RESOURCES = (
    "terms",
    "concepts",
    "revisions",
    "comments",
    "candidates",
    "proposals",
    "judgements",
    "steps",
    "recognize",
    "check",
    "memory",
    "mine",
    "mine_memory",
    "documents",
    "evaluate",
    "demo",
    "exchange",
    "previews",
    "conflicts",
    "jobs",
    "overview",
    "changes",
    "hooks",
    "regions",
    "impact",
    "lint",
    "health",
    "me",
    "people",
    "audit",
    "people_pages",
    "oidc_pages",
    "metrics",
    "tmserver",
    "pages",
)
MAX_BODY = 256 * 1024 * 1024
"""Bytes of a request. Chosen: at 100 bytes a row they are two million rows, half of that at half;
at double an upload that is refused in the end takes twice the disk."""
MAX_FIELD = 1024 * 1024
"""Bytes of a form field that is no file. Chosen: it is kept in memory, unlike files. A mapping of
a table has a few KB; half or double moves only what a request may take of memory."""


class StrictJSON(DefaultJSONProvider):
    """JSON in UTF-8, strict: NaN and Infinity are errors."""

    ensure_ascii = False
    sort_keys = False
    compact = True

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return super().loads(s, parse_constant=_no_number, parse_float=_finite, **kwargs)


def _finite(text: str) -> float:
    if math.isinf(number := float(text)):
        raise ValueError(f"{text[:30]} is too large a number")
    return number


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


class ApiRequest(Request):
    """A request whose errors say what is wrong with its JSON."""

    max_form_memory_size = MAX_FIELD
    taken_as_json = False
    """Set by the guard if the body is JSON under another content type."""

    @property
    def is_json(self) -> bool:
        return self.taken_as_json or super().is_json

    def get_json(self, *arguments: Any, **options: Any) -> Any:
        """The body as JSON; null is an error (422)."""
        value = super().get_json(*arguments, **options)
        if value is None:
            abort(422, "the body is null; a JSON object is wanted")
        return value

    def on_json_loading_failed(self, e: ValueError | None) -> Any:
        abort(400, f"the body is no JSON: {e}" if e else "the body must be JSON")


class NoSession(SessionInterface):
    """No sessions: nothing is kept for a client between requests."""

    def open_session(self, app: Flask, request: Request) -> None:
        return None


class Application(APIFlask):
    json_provider_class = StrictJSON
    request_class = ApiRequest
    session_interface = NoSession()

    def send_static_file(self, filename: str) -> Response:
        """A file of the page, as small as it can be sent (`api.sent`)."""
        path = Path(safe_join(self.static_folder or "", filename) or "")
        if path.suffix in sent.TEXTS and path.is_file():
            return sent.answer(path)
        return super().send_static_file(filename)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the view unchanged: none is asynchronous, and checking takes time at every
        request."""
        return func


def create_app(
    termbase: Termbase | str | Path,
    *,
    host: str = "127.0.0.1",
    token: str | None = None,
    jobs: int = 0,
    accounts: Identities | None = None,
    doors: Doors | None = None,
) -> APIFlask:
    """The application for a termbase, or for the one at a path or URL.

    `host` is where it will listen: besides loopback, the only name that requests may address,
    unless `doors` open others. `jobs` is how many jobs are run beside it: without any, all is
    answered at once. With `accounts` everybody signs in. Raises InvalidInput if others are let in
    and there is neither a token nor accounts.
    """
    app = Application(
        __name__,
        title="Glossary",
        version=__version__,
        docs_path=None,
        json_errors=False,
        spec_path="/api/v1/openapi.json",
        static_folder="web/static",
        template_folder="web",
    )
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, JOBS=jobs, **DOCUMENT)
    opened = termbase if isinstance(termbase, Termbase) else Termbase.open(termbase)
    app.extensions["termbase"] = opened
    app.before_request(note_route)
    guard(app, host, token, accounts, doors)
    handle_failures(app)
    answer_conditionally(app)
    if accounts:
        note_requests(app, accounts)
    resources = [import_module(f"api.resources.{name}") for name in RESOURCES]
    complete(app, resources)
    for module in resources:
        app.url_map.converters.update(getattr(module, "CONVERTERS", {}))
        app.register_blueprint(module.blueprint)
    return app


DOCUMENT = {
    "AUTO_404_RESPONSE": False,
    "AUTO_OPERATION_ID": True,
    "AUTO_VALIDATION_ERROR_RESPONSE": False,
    "DESCRIPTION": "A Chinese–English termbase and translation memory that mines itself.\n\n"
    "Lists take `limit` and `offset` and answer with `total`; a `cursor` that a page tells, sent "
    "with the same question, brings the next one. Times are ISO 8601 in UTC; places "
    "in texts are `[start, end)` in code points. In an address `true` or `1` and `false` or `0` "
    "say yes and no; in JSON only `true` and `false` do.",
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
}
"""Metadata of the OpenAPI document; APIFlask leaves the rest to `api.openapi`."""

__all__ = ["create_app"]
