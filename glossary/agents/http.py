"""The same server over streamable HTTP, on this machine only: for clients that do not start it."""

from __future__ import annotations

import hmac
import os
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import anyio.to_thread
import uvicorn
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import PlainTextResponse

from glossary.agents.requester import HOST, Identify, Requester
from glossary.agents.server import server_of
from glossary.errors import InvalidInput
from glossary.termbase import Termbase

MOST_BYTES = 6_000_000
"""Of a request. Derived: 50 segments of two sides, 5,000 characters each, of twelve bytes where a
client escapes them."""

_REQUESTER = "glossary.requester"
_REFUSAL = "give a token for this server: Authorization: Bearer TOKEN\n"

Asgi = Callable[[Any, Any, Any], Awaitable[None]]


def serve_http(termbase: Termbase, listening: socket.socket, identify: Identify) -> None:
    """Answer clients at a socket until the process is told to end. Who asks is told anew for each
    request."""
    app = server_of(termbase, _requester_of).streamable_http_app(
        stateless_http=True,
        json_response=True,
        max_request_body_size=MOST_BYTES,
        transport_security=_own_pages(),
    )
    config = uvicorn.Config(_identified(app, identify), log_level="warning")
    uvicorn.Server(config).run(sockets=[listening])


def by_one_token(token: str | None, requester: Requester) -> Identify:
    """The same one for whoever brings the token; for everybody without one."""

    def identify(secret: str) -> Requester | None:
        is_right = not token or hmac.compare_digest(secret.encode(), token.encode())
        return requester if is_right else None

    return identify


def listening_at(port: int) -> socket.socket:
    """A socket of this machine at a port; 0 for any that is free. Raises InvalidInput."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise InvalidInput(f"port {port}: {reason}; give another") from error


def _own_pages() -> TransportSecuritySettings:
    """Only who names this machine, and no page of another: a browser must not be led here."""
    names = [HOST, "localhost"]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[f"{name}:*" for name in names],
        allowed_origins=[f"http://{name}:*" for name in names],
    )


def _requester_of(context: Any) -> Requester:
    requester: Requester = context.request.scope[_REQUESTER]
    return requester


def _identified(app: Asgi, identify: Identify) -> Asgi:
    """The app for those who are somebody; 401 for others."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        requester = await anyio.to_thread.run_sync(identify, _secret(scope))
        if requester is None:
            refusal = PlainTextResponse(_REFUSAL, 401, {"WWW-Authenticate": "Bearer"})
            await refusal(scope, receive, send)
            return
        await app({**scope, _REQUESTER: requester}, receive, send)

    return guarded


def _secret(scope: Any) -> str:
    """What is brought as `Authorization: Bearer SECRET`; "" without it."""
    kind, _, secret = dict(scope["headers"]).get(b"authorization", b"").partition(b" ")
    return secret.decode("latin-1") if kind == b"Bearer" else ""
