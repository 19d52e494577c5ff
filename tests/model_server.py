"""A language model's server for tests: a real HTTP server that answers well or badly, as told.

A behaviour is a function that is called with the request's handler and its JSON; a server has one,
or a list of them, of which the last goes on.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Asked = dict[str, Any]
Behaviour = Callable[["Handler", Asked], None]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.next_behaviour(self, asked)(self, asked)
        self.close_connection = True

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        named = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in named.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """`asked` has the JSON of each request, `headers` its headers, `paths` where it went."""

    daemon_threads = True

    def __init__(self, behaviours: Sequence[Behaviour]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[Asked] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.ended = threading.Event()
        self._behaviours, self._lock = list(behaviours), threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def next_behaviour(self, handler: Handler, asked: Asked) -> Behaviour:
        with self._lock:
            self.asked.append(asked)
            self.headers.append(dict(handler.headers.items()))
            self.paths.append(handler.path)
            return self._behaviours.pop(0) if len(self._behaviours) > 1 else self._behaviours[0]

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # the client has closed: that is tested


@contextmanager
def model_server(*behaviours: Behaviour) -> Iterator[Server]:
    with Server(behaviours) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()


# ---------------------------------------------------------------- behaviours


def sentences(asked: Asked) -> dict[str, str]:
    """The two sentences of a request."""
    found: dict[str, str] = json.loads(asked["messages"][-1]["content"])
    return found


def chat(text: object, finish: str = "stop", **more: object) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    answer = {"choices": [choice | {"finish_reason": finish}], "usage": usage, **more}
    return json.dumps(answer).encode()


def as_json(*pairs: tuple[str, str]) -> str:
    return json.dumps({"pairs": [{"zh": zh, "en": en} for zh, en in pairs]}, ensure_ascii=False)


def says(text: object, finish: str = "stop") -> Behaviour:
    return lambda handler, asked: handler.reply(200, chat(text, finish))


def names(*pairs: tuple[str, str]) -> Behaviour:
    """Says the same pairs to each request, whether they stand there or not."""
    return says(as_json(*pairs))


def names_its_own(*pairs: tuple[str, str]) -> Behaviour:
    """Says those of the pairs that stand in the sentences."""

    def behave(handler: Handler, asked: Asked) -> None:
        own = sentences(asked)
        there = [(zh, en) for zh, en in pairs if zh in own["zh"] and en in own["en"]]
        handler.reply(200, chat(as_json(*there)))

    return behave


def fails(status: int, message: str = "", **headers: str) -> Behaviour:
    body = json.dumps({"error": {"message": message}}).encode()
    return lambda handler, asked: handler.reply(status, body, **headers)


def page(status: int = 200) -> Behaviour:
    html = b"<!DOCTYPE html><title>Welcome</title>"
    return lambda handler, asked: handler.reply(status, html, Content_Type="text/html; x=y")


def hangs(handler: Handler, asked: Asked) -> None:
    handler.server.ended.wait(60)


def closes(handler: Handler, asked: Asked) -> None:
    """Without a word."""


def closes_in_the_middle(handler: Handler, asked: Asked) -> None:
    whole = chat(as_json(("熱線", "hotline")))
    handler.reply(200, whole[: len(whole) // 2], Content_Length=str(len(whole)))


def ends_in_the_middle(handler: Handler, asked: Asked) -> None:
    """As if that were all."""
    whole = chat(as_json(("熱線", "hotline")))
    handler.reply(200, whole[: len(whole) // 2])


def comes_letter_by_letter(handler: Handler, asked: Asked) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.server.ended.wait(0.02):
        handler.wfile.write(b"x")


def never_ends(handler: Handler, asked: Asked) -> None:
    """An answer of 64 MB, if anybody reads it."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    for _ in range(1024):
        handler.wfile.write(b"0," * 32_768)
