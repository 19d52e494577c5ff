"""The same server over streamable HTTP, on this machine only: for clients that do not start it."""

from __future__ import annotations

import hmac
import os
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import PlainTextResponse

from glossary.agents.server import server_of
from glossary.errors import InvalidInput
from glossary.termbase import Termbase

HOST = "127.0.0.1"
MOST_BYTES = 6_000_000
"""Of a request. Derived: 50 segments of two sides, 5,000 characters each, of twelve bytes where a
client escapes them."""

Asgi = Callable[[Any, Any, Any], Awaitable[None]]


def serve_http(
    termbase: Termbase,
    listening: socket.socket,
    token: str | None,
    *,
    by: str,
    read_only: bool,
) -> None:
    """Answer clients at a socket until the process is told to end."""
    app = server_of(termbase, by=by, read_only=read_only).streamable_http_app(
        stateless_http=True,
        json_response=True,
        max_request_body_size=MOST_BYTES,
        transport_security=_own_pages(),
    )
    config = uvicorn.Config(_demanding(app, token) if token else app, log_level="warning")
    uvicorn.Server(config).run(sockets=[listening])


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


def _demanding(app: Asgi, token: str) -> Asgi:
    """The app for those who bring the token; 401 for others."""
    wanted = f"Bearer {token}".encode()

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        brought = dict(scope.get("headers", ())).get(b"authorization", b"")
        if scope["type"] != "http" or hmac.compare_digest(brought, wanted):
            await app(scope, receive, send)
            return
        said = "give the token of this server: Authorization: Bearer TOKEN\n"
        refusal = PlainTextResponse(said, 401, {"WWW-Authenticate": "Bearer"})
        await refusal(scope, receive, send)

    return guarded
