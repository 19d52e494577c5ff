"""The socket that a server listens on: of an address, of a path, or handed over by its manager.

With systemd's socket activation the manager keeps the socket while the server is started again:
whoever connects meanwhile waits, and is not refused.
"""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from glossary.errors import InvalidInput

WAITING = 512
"""Connections that nobody has accepted yet. Chosen: more wait, or are refused, at half; more memory
and files are taken at double."""
_FIRST_HANDED = 3  # given by systemd: the first file descriptor that it hands over


@contextmanager
def listening(host: str, port: int, path: Path | None = None) -> Iterator[socket.socket]:
    """A listening socket, as long as the block lasts: what the manager handed over, else of the
    path, else of the address. Raises InvalidInput."""
    handed = handed_over()
    listener = handed or (listen_at(path) if path else listen(host, port))
    try:
        with listener:
            yield listener
    finally:
        if path and not handed:
            path.unlink(missing_ok=True)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; `port` 0 takes a free one. Raises InvalidInput."""
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


def listen_at(path: Path) -> socket.socket:
    """A socket of that path, for the owner and the group; one that nobody listens on any more is
    replaced. Raises InvalidInput."""
    if not hasattr(socket, "AF_UNIX"):
        raise InvalidInput("there are no sockets with a path here; leave out --socket")
    listener = socket.socket(socket.AF_UNIX)
    try:
        _remove_dead(path)
        before = os.umask(0o117)
        try:
            listener.bind(str(path))
        finally:
            os.umask(before)
        listener.listen(WAITING)
    except OSError as error:
        listener.close()
        raise InvalidInput(f"cannot listen at {path}: {error.strerror or error}") from error
    return listener


def _remove_dead(path: Path) -> None:
    """Remove a socket without a listener; anything else stays, and is in the way."""
    with suppress(FileNotFoundError):
        if stat.S_ISSOCK(path.stat().st_mode):
            with socket.socket(socket.AF_UNIX) as asking:
                try:
                    asking.connect(str(path))
                except ConnectionRefusedError:
                    path.unlink()


def handed_over() -> socket.socket | None:
    """The socket that the service manager listens on for this process; None if there is none."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"):  # not for the children
        os.environ.pop(name, None)
    handed = socket.socket(fileno=_FIRST_HANDED)
    handed.set_inheritable(False)
    return handed


def address(listener: socket.socket) -> str:
    """The URL of a listening socket, to open in a browser; of one with a path, that path."""
    where = listener.getsockname()
    if isinstance(where, str):
        return where
    host, port = where[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
