"""Who may ask, and what an answer may do in a browser.

The server is meant for one machine. A web page from elsewhere must not reach it through the
browser: not by a name that points here (the Host header is checked), not by a form or script
(the Origin and the content type are). Beyond loopback every request brings a token.
"""

from __future__ import annotations

import hmac
import ipaddress
from urllib.parse import urlsplit

from apiflask import APIFlask, HTTPError
from flask import Response, abort, current_app, request

from glossary.errors import InvalidInput

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ANY = frozenset({"0.0.0.0", "::"})
OPEN = ("pages.", "static", "health.", "openapi.")
"""Endpoints that show nothing of the termbase: they need no token."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'; object-src 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guard(app: APIFlask, host: str, token: str | None) -> None:
    """Check every request of `app`, which listens on `host`. Raises InvalidInput where another
    host than loopback has no token."""
    if not is_loopback(host) and not token:
        raise InvalidInput(f"listening on {host} lets others in: give a token (--token)")
    app.config["ALLOWED_HOSTS"] = None if host in ANY else LOOPBACK | {host.strip("[]").lower()}
    app.config["TOKEN"] = token
    app.before_request(_check)
    app.after_request(_harden)


def is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _check() -> None:
    _check_host()
    _check_origin()
    _check_token()
    _check_content_type()


def _check_host() -> None:
    """A foreign name in the Host header is a page elsewhere that had its name point here."""
    allowed = current_app.config["ALLOWED_HOSTS"]
    if allowed is not None and host_name(request.headers.get("Host", "")) not in allowed:
        abort(421, "this server does not answer to that Host")


def host_name(host: str) -> str | None:
    """The name in `name:port`, in lower case; None where there is none."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _check_origin() -> None:
    """A page from elsewhere may send a form without asking; its browser says where from."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2].lower() != request.host.lower():
        abort(403, "pages from elsewhere may not change anything here")
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        abort(403, "pages from elsewhere may not change anything here")


def _check_token() -> None:
    """`Authorization: Bearer TOKEN`, or the token as password where a tool knows Basic only."""
    wanted = current_app.config["TOKEN"]
    if not wanted or (request.endpoint or "").startswith(OPEN):
        return
    given = request.authorization
    brought = (given.token or given.password or "") if given else ""
    if not hmac.compare_digest(brought.encode(), wanted.encode()):
        message = "a token is wanted: Authorization: Bearer TOKEN"
        raise HTTPError(401, message, headers={"WWW-Authenticate": "Bearer"})


def _check_content_type() -> None:
    """Only what a page elsewhere cannot send unasked; `api.uploads` also takes multipart."""
    if request.routing_exception or request.method not in ("POST", "PUT", "PATCH"):
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if request.is_json or (hasattr(view, "uploads") and request.mimetype == "multipart/form-data"):
        return
    also = " or multipart/form-data" if hasattr(view, "uploads") else ""
    abort(415, f"the body must be application/json{also}")


def _harden(response: Response) -> Response:
    response.headers.extend(HEADERS)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
