"""Running the application: an address, several threads, until Ctrl-C."""

from __future__ import annotations

import logging
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from api import MAX_BODY, create_app
from api.gateway import WAITING, Server
from glossary.errors import GlossaryError, InvalidInput
from glossary.termbase import Termbase


def serve(
    termbase: Termbase,
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str | None = None,
    *,
    say: Callable[[str], object] = lambda line: print(line, file=sys.stderr, flush=True),
) -> None:
    """Answer requests until interrupted; `port` 0 takes a free one. Raises InvalidInput where
    it cannot listen there."""
    app = create_app(termbase, host=host, token=token)
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    listener = _listen(host, port)
    server = Server(listener, app, max_body=MAX_BODY + 1024 * 1024)
    threading.Thread(target=_warm_up, args=(termbase,), daemon=True).start()
    say(f"Glossary is at {address(listener)} (documentation: /docs). Ctrl-C ends it.")
    try:
        server.start()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(where)
        listener.listen(WAITING)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InvalidInput(f"cannot listen on {host} port {port}: {reason}") from error
    return listener


def address(listener: socket.socket) -> str:
    """The address of a listening socket, to open in a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _warm_up(termbase: Termbase) -> None:
    """Load the indexes while nobody waits; what is wrong with them the first request will say."""
    with suppress(GlossaryError):
        termbase.warm_up()
