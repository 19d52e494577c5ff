"""Access control for requests, and security headers for responses in a browser.

The server is meant for one machine. A web page from elsewhere must not reach it through the
browser: not by a name that resolves to it (the Host header is checked), not by a form or script
(the Origin and the content type are). Beyond loopback every request requires a token.
"""

from __future__ import annotations

import hmac
import ipaddress
import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote_to_bytes, urlsplit

from apiflask import APIFlask, HTTPError
from flask import Response, abort, current_app, g, request

from api.doors import Doors, OpenToOrigins, is_let_in, preflight
from api.guesses import Guesses, network
from api.identity import Identities, identities
from api.rates import Rates, rates_of
from glossary.errors import InvalidInput

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ANY = frozenset({"0.0.0.0", "::"})
OPEN = ("pages.", "static", "health.", "openapi.")
"""Endpoints that show nothing of the termbase and need no token."""

SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""

HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    (
        "Content-Security-Policy",
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
        "object-src 'none'",
    ),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
ALWAYS = (*HEADERS, ("Cache-Control", "no-store"))
"""What a response has where its view says nothing else."""


def guard(
    app: APIFlask,
    host: str,
    token: str | None,
    accounts: Identities | None = None,
    doors: Doors | None = None,
) -> None:
    """Check every request of `app`, which listens on `host` and comes in by the `doors`, and with
    `accounts` who sends it.

    Raises InvalidInput if others are let in and there is neither a token nor accounts.
    """
    if token and accounts:
        raise InvalidInput("--token is for a server without accounts: people have tokens of theirs")
    doors = doors or Doors()
    beyond = _ways_in(host, doors)
    if beyond and not token and not accounts:
        raise InvalidInput(f"{beyond[0]} lets others in: give a token (--token)")
    allowed, origins = _names(host, doors), doors.let_in
    guesses, rates = Guesses(), rates_of(doors.rate, bool(beyond))

    def check() -> Response | None:
        g.trusted = not token
        if allowed is not None:
            _check_host(allowed)
        _check_encoding()
        if granted := preflight(request, origins):
            return granted
        if accounts:
            accounts.identify()
            request.environ["glossary.by"] = g.person.name if g.person else ""
        is_browser = bool(accounts) and _is_sent_by_a_browser()
        if request.method not in SAFE and (is_browser or not is_let_in(request, origins)):
            _check_origin(must_be_told=is_browser)
        if token:
            _check_token(token, guesses)
        if rates:
            _check_rate(rates)
        if accounts:
            accounts.check_right()
        if request.method in ("POST", "PUT", "PATCH"):
            _check_content_type()
        return None

    app.config["TOKEN"] = token
    if accounts:
        app.extensions["identities"] = accounts
    app.before_request(check)
    app.wsgi_app = _wrapped(app.wsgi_app, doors)  # type: ignore[method-assign]


def _ways_in(host: str, doors: Doors) -> list[str]:
    """What lets in others than programs and pages of this machine. Raises InvalidInput."""
    beyond = [f"listening on {host}"] if not is_loopback(host) else []
    beyond += [f"--allowed-host {name}" for name in sorted(doors.names - LOOPBACK)]
    beyond += ["--behind-proxy"] if doors.behind_proxy else []
    return beyond + [f"--allow-origin {origin}" for origin in sorted(doors.let_in)]


def _names(host: str, doors: Doors) -> frozenset[str] | None:
    """The names that requests may address; None for any."""
    if host in ANY:
        return LOOPBACK | doors.names if doors.hosts else None
    return LOOPBACK | {host.strip("[]").lower()} | doors.names


def _wrapped(application: WSGIApplication, doors: Doors) -> Any:
    application = _Hardened(application)
    if doors.origins:
        application = OpenToOrigins(application, doors.let_in)
    if doors.behind_proxy:
        from werkzeug.middleware.proxy_fix import ProxyFix

        return ProxyFix(application, x_for=1, x_proto=1, x_host=1)  # of one proxy
    return application


def is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _check_host(allowed: frozenset[str]) -> None:
    """Abort if the Host header has a foreign name: a page elsewhere made its name resolve to
    here."""
    if host_name(request.environ.get("HTTP_HOST", "")) not in allowed:
        abort(421, "this server does not answer to that Host")


@lru_cache(maxsize=64)
def host_name(host: str) -> str | None:
    """The name in `name:port`, in lower case; None if there is none."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _check_origin(must_be_told: bool = False) -> None:
    """Abort if a page from elsewhere sent the request: it may send forms without permission, but
    its browser names the origin; or if `must_be_told` and it does not."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is not None and origin.partition("://")[2].lower() != request.host.lower():
        abort(403, "pages from elsewhere may not change anything here")
    if site in ("cross-site", "same-site"):
        abort(403, "pages from elsewhere may not change anything here")
    if must_be_told and origin is None and site != "same-origin":
        abort(403, "a browser that is signed in must say from which page it sends: Origin")


def _is_sent_by_a_browser() -> bool:
    """Whether a browser sends what identifies somebody without being asked: a session, or a form
    that begins one."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(g.person and g.person.session) or hasattr(view, "takes_form")


def _check_encoding() -> None:
    """Abort if the path or query is not UTF-8: it would be looked up as other characters."""
    path, query = request.environ["PATH_INFO"], request.environ.get("QUERY_STRING", "")
    if "%" not in query and path.isascii() and query.isascii():
        return
    try:
        unquote_to_bytes(query.encode("latin-1")).decode()
        path.encode("latin-1").decode()
    except UnicodeError:
        abort(400, "the address is not in UTF-8: percent-encode its characters as UTF-8")


def _check_token(wanted: str, guesses: Guesses) -> None:
    """Check `Authorization: Bearer TOKEN`, or the token as password for tools with Basic only.

    Endpoints that show nothing of the termbase answer without it, with less (`g.trusted`).
    """
    given = request.authorization
    brought = (given.token or given.password or "") if given else ""
    is_open = (request.endpoint or "").startswith(OPEN)
    try:
        g.trusted = bool(brought) and _is_right(brought, wanted, guesses)
    except HTTPError:
        if not is_open:
            raise
    if not g.trusted and not is_open:
        message = "a token is wanted: Authorization: Bearer TOKEN"
        raise HTTPError(401, message, headers={"WWW-Authenticate": "Bearer"})


def _is_right(brought: str, wanted: str, guesses: Guesses) -> bool:
    """Whether the token is right. Aborts with 429 for an address that has guessed too often."""
    address = request.remote_addr or ""
    wait = guesses.wait(address)
    if not wait or guesses.is_trusted(address):
        if hmac.compare_digest(brought.encode(), wanted.encode()):
            guesses.right(address)
            return True
        guesses.wrong(address)
    if wait:
        later = {"Retry-After": str(math.ceil(wait))}
        raise HTTPError(429, "too many wrong tokens from this address; try later", headers=later)
    return False


def _check_rate(rates: Rates) -> None:
    """Abort with 429 for who sends too much: the token that was brought, else the address. What
    shows nothing of the termbase is not counted."""
    if (request.endpoint or "").startswith(OPEN):
        return
    given = request.authorization
    brought = (given.token or given.password or "") if given and current_app.config["TOKEN"] else ""
    if wait := rates.take(f"token {brought}" if brought else network(request.remote_addr or "")):
        later = {"Retry-After": str(math.ceil(wait))}
        raise HTTPError(429, f"more than {rates.rate} requests; try later", headers=later)


def takes_any_type(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view for tools that send JSON under another content type: it is accepted together with
    a token, with which no page elsewhere can send a request."""
    view.takes_any_type = True  # type: ignore[attr-defined]
    return view


def takes_form(view: View) -> View:
    """Mark a view that takes the form of a page; its browser must say that the page is of here."""
    view.takes_form = True  # type: ignore[attr-defined]
    return view


def _check_content_type() -> None:
    """Abort unless the content type is one that a page elsewhere cannot send without permission;
    `api.uploads` also accepts multipart."""
    if request.routing_exception:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if _has_brought_a_token() and hasattr(view, "takes_any_type"):
        request.taken_as_json = True  # type: ignore[attr-defined]
    if request.mimetype == "application/x-www-form-urlencoded" and hasattr(view, "takes_form"):
        return
    if request.is_json or (hasattr(view, "uploads") and request.mimetype == "multipart/form-data"):
        return
    also = " or multipart/form-data" if hasattr(view, "uploads") else ""
    abort(415, f"the body must be application/json{also}")


def _has_brought_a_token() -> bool:
    """Whether the request got here by a token, which no page elsewhere has."""
    by_token = identities() and g.person and not g.person.session
    return bool(current_app.config["TOKEN"] or by_token)


class _Hardened:
    """A WSGI application that adds ALWAYS to every response."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def hardened(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            named = {name for name, _ in headers}
            headers += [header for header in ALWAYS if header[0] not in named]
            return start(status, headers, *error)

        return self._application(environ, hardened)
