"""Through which doors requests come in beside the server's own address: names, origins, a proxy.

All are shut unless they are asked for. A page elsewhere that is let in (CORS) brings a token: no
cookie counts for it, since its browser is never told that it may send one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Request, Response

from glossary.errors import InvalidInput

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Given by HTTP.
DEFAULT_PORTS = {"http": 80, "https": 443}
METHODS = "GET, POST, PUT, PATCH, DELETE"
SENT = "Authorization, Content-Type, If-Match, If-None-Match, Last-Event-ID, Prefer"
"""Headers of requests that a page elsewhere may set."""
SEEN = (
    "Content-Disposition, ETag, Glossary-Losses, Glossary-Noted, Glossary-Step, Location, "
    "Preference-Applied, Retry-After"
)
"""Headers of answers that a page elsewhere may read."""
PREFLIGHT_SECONDS = "600"
"""How long a browser remembers what it may do. Chosen: at half it asks twice as often, at double an
origin that is taken from the list is let ask for ten minutes more, in vain."""


@dataclass(frozen=True, slots=True)
class Doors:
    """`hosts`: names that requests may address; `origins`: pages elsewhere that may send some;
    `behind_proxy`: whether one proxy before the server tells who asks; `rate`: see `api.rates`,
    without one the usual one beyond loopback."""

    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    behind_proxy: bool = False
    rate: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """The hosts as names in lower case. Raises InvalidInput."""
        return frozenset(map(_name, self.hosts))

    @property
    def let_in(self) -> frozenset[str]:
        """The origins as browsers write them. Raises InvalidInput."""
        return frozenset(map(_origin, self.origins))


def _name(host: str) -> str:
    if not re.fullmatch(r"[a-z0-9_.:\[\]-]+", host.lower()) or _parts(f"//{host}") is None:
        raise InvalidInput(f"{host!r} is no name of a host; give one such as terms.example.org")
    return str(urlsplit(f"//{host}").hostname)


def _origin(given: str) -> str:
    parts = _parts(given)
    if parts is None or not re.fullmatch(r"[a-z][a-z0-9+.-]*://[a-z0-9_.:\[\]-]+", given.lower()):
        example = "https://tool.example or chrome-extension://ID"
        raise InvalidInput(f"{given!r} is no origin; give its scheme and host alone: {example}")
    scheme, port = parts
    without_port = re.sub(r":\d+$", "", given.lower())
    return without_port if port == DEFAULT_PORTS.get(scheme, 0) else given.lower()


def _parts(address: str) -> tuple[str, int | None] | None:
    """(scheme, port) of an address with a host; None for any other."""
    try:
        parts = urlsplit(address)
        return (parts.scheme, parts.port) if parts.hostname else None
    except ValueError:
        return None


# ---------------------------------------------------------------- pages elsewhere (CORS)


def is_let_in(request: Request, origins: frozenset[str]) -> bool:
    """Whether a page of one of the origins sent the request."""
    return request.headers.get("Origin", "").lower() in origins


def preflight(request: Request, origins: frozenset[str]) -> Response | None:
    """The answer to a browser that asks what a page of these origins may send; None for any other
    request."""
    asked = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    if not asked or not is_let_in(request, origins):
        return None
    granted = {
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": SENT,
        "Access-Control-Max-Age": PREFLIGHT_SECONDS,
    }
    return Response(status=204, headers=granted)


class OpenToOrigins:
    """A WSGI application whose every answer, errors too, may be read by pages of these origins."""

    def __init__(self, application: WSGIApplication, origins: frozenset[str]) -> None:
        self._application, self._origins = application, origins

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        origin = environ.get("HTTP_ORIGIN", "")

        def opened(status: str, headers: list[tuple[str, str]], *error: object) -> object:
            varies = [value for name, value in headers if name == "Vary"]
            headers[:] = [header for header in headers if header[0] != "Vary"]
            headers.append(("Vary", ", ".join([*varies, "Origin"])))
            if origin.lower() in self._origins:
                headers.append(("Access-Control-Allow-Origin", origin))
                headers.append(("Access-Control-Expose-Headers", SEEN))
            return start(status, headers, *error)  # type: ignore[arg-type]

        return self._application(environ, opened)  # type: ignore[arg-type]
