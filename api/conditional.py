"""Conditional GET (RFC 9110, 13): what is read has an ETag, and who has it already is told 304.

Most answers are made and compared by a hash of their bytes, a strong ETag: it saves the way, and
counts look-ups in vain as if they were sent. Where an answer depends on the entries or the units
alone, their change number is the ETag, a weak one, and nothing is made for who has it.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b

from apiflask import APIFlask
from flask import Response, abort, g, request
from werkzeug.http import quote_etag

from api.context import termbase
from glossary import __version__

READ = ("GET", "HEAD")
VARIES = ("Authorization", "Cookie")
"""Headers by which answers differ: who asks."""
KEPT = "private, no-cache"
"""A client keeps it, for nobody else, and asks each time whether it still holds."""


def answer_conditionally(app: APIFlask) -> None:
    """Give every JSON answer and file that is read an ETag, and answer 304 to who has it."""
    app.after_request(_conditional)


def of_entries() -> None:
    """Say that the answer depends on the entries alone. Aborts with 304 for who has it."""
    _depends_on(termbase().store.terms_version())


def of_units() -> None:
    """Say that the answer depends on the units alone. Aborts with 304 for who has it."""
    _depends_on(termbase().store.identity())


def _depends_on(version: Collection[object]) -> None:
    """The version is read before the answer is made: one changed in between bears an older tag, and
    is sent once more than it must be."""
    tag = _hash(repr((__version__, request.full_path, *version)).encode())
    g.state = quote_etag(tag, weak=True)
    if request.method in READ and request.if_none_match.contains_weak(tag):
        abort(Response(status=304))


def _conditional(response: Response) -> Response:
    if request.method not in READ or response.status_code not in (200, 304):
        return response
    tag, _ = _tag_of(response)
    if tag is None:
        return response
    if request.endpoint != "static":
        response.vary.update(VARIES)
        if response.headers.get("Cache-Control", "no-cache") == "no-cache":
            response.headers["Cache-Control"] = KEPT
    if request.if_none_match.contains_weak(tag):
        response.status_code = 304
    return response


def _tag_of(response: Response) -> tuple[str | None, bool | None]:
    """(the ETag of a response, whether it is weak), made where there is none; None for what is no
    JSON and no file."""
    if "ETag" not in response.headers:
        if state := g.pop("state", None):
            response.headers["ETag"] = state
        elif response.is_json and not response.is_streamed:
            response.set_etag(_hash(response.get_data()))
    return response.get_etag()


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
