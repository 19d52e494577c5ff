"""What every view needs of its application."""

from __future__ import annotations

from flask import current_app, g, request
from werkzeug.datastructures import Headers

from glossary.termbase import Termbase


def termbase() -> Termbase:
    """The termbase that this application serves."""
    kept: Termbase = current_app.extensions["termbase"]
    return kept


def signed_in() -> str:
    """The name of who is signed in; empty on a server without accounts."""
    person = g.get("person")
    return str(person.name) if person else ""


def asked_from_elsewhere() -> bool:
    """Whether a page of another origin sent this request, so that it must leave no trace here.

    Browsers say so (`Sec-Fetch-Site`), older ones by Origin or Referer; programs send none of them.
    A request with a bearer token counts as the user's own: no page elsewhere has one.
    """
    given, person = request.authorization, g.get("person")
    has_token = current_app.config.get("TOKEN") or (person and not person.session)
    if has_token and given and given.token:
        return False
    return _is_foreign(request.headers, request.host)


def _is_foreign(headers: Headers, host: str) -> bool:
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    source = headers.get("Origin") or headers.get("Referer")
    return source is not None and source.partition("://")[2].split("/")[0].lower() != host.lower()


def entity_tag(revision: int) -> str:
    """The ETag of a revision: its number, quoted."""
    return f'"{revision}"'
