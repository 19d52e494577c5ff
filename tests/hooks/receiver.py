"""A receiver of webhooks: a server that checks, remembers and answers as it is told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def is_genuine(secret: str, headers: Any, body: bytes) -> bool:
    """Whether a message is signed with the secret, and new."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    told = headers["webhook-id"], headers["webhook-timestamp"]
    content = f"{told[0]}.{told[1]}.".encode() + body
    right = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    is_signed = hmac.compare_digest(f"v1,{right}", headers["webhook-signature"])
    return is_signed and abs(time.time() - int(told[1])) < 300


class Receiver:
    """What came, in order; `answer` gives the status for each message, or acts before that."""

    def __init__(self, port: int = 0) -> None:
        self.messages: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answer: Callable[[dict[str, Any]], int] = lambda message: 204
        self.headers: dict[str, str] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/in"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.requests.append(({n.lower(): v for n, v in self.headers.items()}, body))
                message = json.loads(body)
                receiver.messages.append(message)
                receiver.ids.append(self.headers["webhook-id"])
                self.send_response(receiver.answer(message))
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        return Handler

    @property
    def numbers(self) -> list[int]:
        """The numbers of all changes that came, in the order in which they did."""
        return [change["number"] for message in self.messages for change in message["changes"]]

    def wait(self, is_so: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, self.messages
            time.sleep(0.02)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def receiving(port: int = 0) -> Iterator[Receiver]:
    receiver = Receiver(port)
    try:
        yield receiver
    finally:
        receiver.close()
