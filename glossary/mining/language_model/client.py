"""One HTTP request to a model's server: bounded in time and size, never led to another host.

No redirect is followed and no proxy used, so that the key and the texts go to the host that the
user named and to no other.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
)

from glossary.mining.language_model.address import ServerAddress

_MOST_BYTES = 1 << 20
"""Of an answer. Chosen: a hundred times what the pairs of a long sentence take; at half and at
double the same answers are read."""
_TO_CONNECT = 10.0  # seconds. Chosen: half fails on a slow line, double only waits for the dead


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came, whatever its status; the names of `headers` are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoAnswer(Exception):
    """There is no answer; the message says why. `may_help`: to ask again, after `wait` seconds if
    the server named them."""

    def __init__(self, reason: str, *, may_help: bool = False, wait: float | None = None) -> None:
        super().__init__(reason)
        self.may_help, self.wait = may_help, wait


class Unreachable(NoAnswer):
    """No connection came about."""


class HttpClient:
    """Sends requests, also from several threads; `stop` ends those under way."""

    def __init__(self, address: ServerAddress, timeout: float) -> None:
        """`timeout`: seconds for an answer, once there is a connection."""
        self._address, self._timeout = address, timeout
        self._open: set[socket.socket] = set()

    def post(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """The reply to a request. Raises NoAnswer, Unreachable."""
        connection = self._connected()
        try:
            with self._limited(connection.sock):
                connection.request("POST", self._address.path, body, dict(headers))
                response = connection.getresponse()
                told = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status, told, _whole(response))
        finally:
            connection.close()

    def stop(self) -> None:
        """End the requests that are under way, whatever they wait for."""
        for each in tuple(self._open):
            _cut(each)

    def _connected(self) -> HTTPConnection:
        kind = HTTPSConnection if self._address.scheme == "https" else HTTPConnection
        connection = kind(self._address.host, self._address.port, timeout=_TO_CONNECT)
        try:
            connection.connect()
            connection.sock.settimeout(self._timeout)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error) or "no connection"
            raise Unreachable(f"it cannot be reached: {reason}", may_help=True) from None
        return connection

    @contextmanager
    def _limited(self, opened: socket.socket) -> Iterator[None]:
        """Cut the connection when its time is up, were it in a line that comes letter by letter.
        Raises NoAnswer where what is done meanwhile fails."""
        late = threading.Event()
        timer = threading.Timer(self._timeout, _cut, (opened, late))
        timer.daemon = True
        self._open.add(opened)
        timer.start()
        try:
            yield
            if late.is_set():  # what has no told length may end in the middle and seem whole
                raise TimeoutError
        except (OSError, HTTPException, ValueError) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise NoAnswer(f"it takes longer than {self._timeout:g} s") from None
            raise NoAnswer("its answer breaks off", may_help=True) from None
        finally:
            timer.cancel()
            self._open.discard(opened)


def _cut(opened: socket.socket, late: threading.Event | None = None) -> None:
    if late:
        late.set()
    with suppress(OSError):  # it may be closed already
        opened.shutdown(socket.SHUT_RDWR)


def _whole(response: HTTPResponse) -> bytes:
    """The body. Raises IncompleteRead, NoAnswer."""
    data = response.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise NoAnswer(f"its answer is longer than {_MOST_BYTES >> 20} MB")
    if response.length:  # fewer bytes came than were told
        raise IncompleteRead(data, response.length)
    return data
