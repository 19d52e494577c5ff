"""A small HTTP server that answers as recorded, or goes wrong as it is told.

It is no server of ClickHouse: it knows what `record.py` wrote down, and computes nothing.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote_plus

RECORDED = {
    piece: base64.b64decode(answer)
    for piece, answer in json.loads(
        Path(__file__).with_name("recorded.json").read_text(encoding="utf-8")
    ).items()
}
FAULT = b"Code: 241. DB::Exception: Memory limit (total) exceeded. (MEMORY_LIMIT_EXCEEDED)\n"


class RecordedServer(ThreadingHTTPServer):
    """`asked` has each request, as text. `fault` is what the next answers to queries do wrong."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.fault = ""

    @property
    def url(self) -> str:
        return f"clickhouse://me:geheim@127.0.0.1:{self.server_port}/terms"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RecordedServer

    def do_POST(self) -> None:
        sent = self._body()
        said = f"{unquote_plus(self.path)}\n{sent.decode('utf-8', 'replace')}"
        self.server.asked.append(said)
        if "version(), timezone()" in said:
            return self._answer(b"26.9.2.1\tUTC\n")
        if "SELECT 1 AS check" in said:
            return self._answer(b"")
        answer = next((body for piece, body in RECORDED.items() if piece in said), b"")
        is_query = "argMax" in said
        fault = self.server.fault if is_query or "INSERT INTO" in said else ""
        return getattr(self, f"_{fault}" if fault else "_answer")(answer)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _answer(self, body: bytes, status: int = 200, size: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("X-ClickHouse-Summary", "{}")
        if status != 200:
            self.send_header("X-ClickHouse-Exception-Code", "241")
        self.send_header("Content-Length", str(len(body) if size is None else size))
        self.end_headers()
        self.wfile.write(body)

    # ------------------------------------------------------------ faults

    def _refuses(self, body: bytes) -> None:
        self._answer(FAULT, 500)

    def _breaks_off(self, body: bytes) -> None:
        """In the middle of an answer."""
        self._answer(body[: len(body) // 2], size=len(body))
        self.close_connection = True

    def _cuts(self, body: bytes) -> None:
        """An answer that seems whole to HTTP."""
        self._answer(body[: len(body) // 2])

    def _says_nothing(self, body: bytes) -> None:
        self._answer(b"")

    def _fails_at_the_end(self, body: bytes) -> None:
        """As a server that has begun to answer and then fails."""
        self._answer(body[:-10] + FAULT)

    def _hangs(self, body: bytes) -> None:
        time.sleep(3)
        self.close_connection = True

    def _hangs_up(self, body: bytes) -> None:
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def recorded_server() -> Iterator[RecordedServer]:
    server = RecordedServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
