"""Communication of a worker and its parent, over a pair of sockets.

The parent sends connections. The worker answers READY once it serves, and ENDED for each connection
that has ended. It exits when the channel is closed, so that no worker outlives its parent, however
that ends.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

READY: Final = b"r"
ENDED: Final = b"-"
_CONNECTION: Final = b"+"
_AT_ONCE = getattr(socket, "MSG_DONTWAIT", 0)


def send(channel: socket.socket, connected: socket.socket) -> bool:
    """Hand a connection to the worker at the other end; returns whether it could take it."""
    try:
        return bool(socket.send_fds(channel, [_CONNECTION], [connected.fileno()], _AT_ONCE))
    except OSError:
        return False


class Channel:
    """The worker's end of the channel; `number` is that of the worker, from 0."""

    def __init__(self, paired: socket.socket, number: int = 0) -> None:
        self._socket, self.number = paired, number

    def ready(self) -> None:
        self._say(READY)

    def ended(self) -> None:
        self._say(ENDED)

    def _say(self, what: bytes) -> None:
        with suppress(OSError):  # the parent has gone, which `receive` notices
            self._socket.send(what)

    def receive(
        self, accept: Callable[[socket.socket, Any], object], at_end: Callable[[], object]
    ) -> None:
        """Have the running event loop accept connections, until the parent closes the channel."""
        loop = asyncio.get_running_loop()

        def read() -> None:
            try:
                said, files, _, _ = socket.recv_fds(self._socket, 1, 1, _AT_ONCE)
            except BlockingIOError:
                return
            except OSError:
                said, files = b"", []
            if not said:
                loop.remove_reader(self._socket)
                at_end()
            elif not files:  # there were too few file descriptors for one more
                self.ended()
            for file in files:
                os.set_inheritable(file, False)
                connected = socket.socket(fileno=file)
                accept(connected, _peer(connected))

        loop.add_reader(self._socket, read)


def _peer(connected: socket.socket) -> Any:
    with suppress(OSError):  # the client has gone already
        return connected.getpeername()
    return None
