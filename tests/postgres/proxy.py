"""A network between a client and a server that goes away when it is told to."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType


class Proxy:
    """Passes on what comes to its port to another, until it is cut.

    `cut_at` is a piece of what a client sends: the connection that sends it is cut, `before` the
    server has it, or `after` the server has answered and the client has not heard it.
    """

    def __init__(self, port: int) -> None:
        self._server = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.cut_at: tuple[bytes, str] | None = None
        self.cuts = 0
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._unheard: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, kind: type | None, error: object, trace: TracebackType | None) -> None:
        _close(self._listening)  # also where it waits in another thread
        self.cut()

    def through(self, url: str) -> str:
        """The same address by way of this."""
        return url.replace(f":{self._server}/", f":{self.port}/")

    def cut(self) -> None:
        """Cut all connections that there are; new ones are passed on."""
        for pair in self._pairs:
            _close(*pair)
        self._pairs.clear()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._server))
                except OSError:
                    client.close()
                    continue
                self._pairs.append((client, server))
                for one in ((client, server, True), (server, client, False)):
                    threading.Thread(target=self._pass, args=one, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_client: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if source in self._unheard:  # the server has done it, and nobody hears so
                    break
                if is_client and self.cut_at and self.cut_at[0] in data:
                    when, self.cut_at = self.cut_at[1], None
                    self.cuts += 1
                    if when == "before":
                        break
                    self._unheard.add(target)
                target.sendall(data)
        _close(source, target)


def _close(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
