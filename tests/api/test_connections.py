"""Clients that are slow, disconnect, send too much or invalid HTTP do not affect others."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

import pytest
from answering import heard, raw, said, served

from api.server import connections, requests

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
ENDS = b"Connection: close\r\n\r\n"


def connected(port: int, *sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    for each in sent:
        connection.sendall(each)
    return connection


def error_of(answer: tuple[bytes, bytes]) -> tuple[int, str]:
    """(status, code) of a response that must be in the common error format."""
    head, body = answer
    error = json.loads(body)["error"]
    assert set(error) == {"code", "message", "detail"}
    assert error["message"] and "\n" not in error["message"]
    assert b"application/json" in head and b"Server:" not in head
    return int(head.split()[1]), error["code"]


# ---------------------------------------------------------------- slow ones


def test_slow_heads_and_bodies_hold_no_thread() -> None:
    body = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx"
    with served(said) as port:
        slow = [connected(port, beginning) for beginning in (GET, body) for _ in range(64)]
        for _ in range(20):
            assert raw(port, GET + ENDS, seconds=10)[1] == b"well"
        for connection in slow:
            connection.close()


def test_who_reads_slowly_holds_no_thread() -> None:
    def large(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/":
            return said(environ, start)
        start("200 OK", [("Content-Length", str(100 << 20))])
        return (bytes(1 << 20) for _ in range(100))

    with served(large) as port:
        slow = [connected(port, GET.replace(b"/", b"/large", 1) + b"\r\n") for _ in range(3)]
        assert raw(port, GET + ENDS)[1] == b"well"
        total = 0
        while total < 100 << 20:  # the response is sent completely all the same
            total += len(slow[0].recv(1 << 20))
        for connection in slow:
            connection.close()


def test_a_head_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections.PARAMETERS, "header_timeout", 0.3)
    with served(said) as port:
        with connected(port, GET) as slow:
            assert error_of(heard(slow)) == (408, "request_timeout")
        with connected(port) as silent:
            assert heard(silent) == (b"", b""), "nothing was asked, nothing is answered"
        with connected(port, GET + b"\r\n") as idle:
            assert heard(idle)[1] == b"well"


def test_a_body_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "BODY_SECONDS", 0.3)
    with served(said) as port:
        for length in (
            b"Content-Length: 9",
            b"Content-Length: 9999",
            b"Transfer-Encoding: chunked",
        ):
            monkeypatch.setattr(requests, "SLOWEST", 1e9)
            post = b"POST / HTTP/1.1\r\nHost: localhost\r\n" + length + b"\r\n\r\n9\r\nab"
            assert error_of(raw(port, post[:-3] if b"-L" in length else post))[0] == 408


def test_who_is_slow_or_silent_for_longest_makes_room() -> None:
    with served(said, most=10) as port:
        slow = [connected(port, GET) for _ in range(5)]
        assert raw(port, GET + ENDS)[1] == b"well"
        silent = [connected(port) for _ in range(30)]
        assert raw(port, GET + ENDS)[1] == b"well"
        assert [error_of(heard(each)) for each in slow] == [(408, "request_timeout")] * 5
        assert all(heard(each) == (b"", b"") for each in silent[:20])
        silent[-1].sendall(GET + ENDS)
        assert heard(silent[-1])[1] == b"well"
        for connection in slow + silent:
            connection.close()


def test_a_connection_at_work_is_not_closed_for_others() -> None:
    going, working = threading.Event(), threading.Semaphore(0)

    def waits(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        working.release()
        assert going.wait(30)
        return said(environ, start)

    with served(waits, most=3, threads=3) as port:
        asked = [connected(port, GET + ENDS) for _ in range(3)]
        assert all(working.acquire(timeout=30) for _ in asked)
        refused = [raw(port, GET + ENDS) for _ in range(2)]
        going.set()
        assert [heard(each)[1] for each in asked] == [b"well"] * 3
        assert [error_of(each) for each in refused] == [(503, "busy")] * 2


# ---------------------------------------------------------------- those that leave


def test_requests_of_disconnected_clients_are_dropped() -> None:
    going, called = threading.Event(), list[str]()

    def waits(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        called.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/first":
            assert going.wait(30)
            deadline = time.monotonic() + 120
            while not environ["glossary.gone"]() and time.monotonic() < deadline:
                time.sleep(0.01)
            called.append(f"gone: {environ['glossary.gone']()}")
        return said(environ, start)

    with served(waits) as port:
        leaving = [connected(port, GET.replace(b"/", b"/first", 1) + b"\r\n")]
        while not called:
            time.sleep(0.01)
        leaving += [connected(port, GET.replace(b"/", b"/left", 1) + b"\r\n") for _ in range(20)]
        time.sleep(0.1)  # they wait for the only thread
        for connection in leaving:
            connection.close()
        time.sleep(0.1)
        going.set()
        assert raw(port, GET + ENDS)[1] == b"well"
    assert called == ["/first", "gone: True", "/"]


def test_the_iterable_of_an_answer_is_closed() -> None:
    closed = threading.Semaphore(0)

    class Source:
        def __init__(self, pieces: int) -> None:
            self.left = pieces

        def __iter__(self) -> Source:
            return self

        def __next__(self) -> bytes:
            self.left -= 1
            if self.left < 0:
                raise StopIteration
            return bytes(1 << 20)

        def close(self) -> None:
            closed.release()

    def files(environ: dict[str, Any], start: Callable[..., Any]) -> Source:
        start("200 OK", [])
        return Source(int(environ["QUERY_STRING"]))

    with served(files) as port:
        for pieces in (0, 1, 3):
            assert raw(port, GET.replace(b"/", b"/?%d" % pieces, 1) + ENDS)
            assert closed.acquire(timeout=30)
        with connected(port, GET.replace(b"/", b"/?1000", 1) + b"\r\n") as leaving:
            assert leaving.recv(1)
        assert closed.acquire(timeout=30), "its client has left"
        assert not closed.acquire(blocking=False), "each is closed once"


# ---------------------------------------------------------------- event streams


def test_streams_hold_no_thread() -> None:
    ended = list[int]()

    async def ticks() -> AsyncIterator[bytes]:
        try:
            for number in range(10_000):
                yield b"data: %d\n\n" % number
                await asyncio.sleep(0.01)
        finally:
            ended.append(1)

    def streams(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if environ["PATH_INFO"] == "/":
            return said(environ, start)
        start("200 OK", [("Content-Type", "text/event-stream")])
        return ticks()

    with served(streams) as port:
        opened = [connected(port, GET.replace(b"/", b"/ticks", 1) + b"\r\n") for _ in range(50)]
        for stream in opened:
            assert stream.recv(10_000).startswith(b"HTTP/1.1 200 OK")
        for _ in range(20):
            assert raw(port, GET + ENDS)[1] == b"well"
        for stream in opened:
            assert stream.recv(100_000), "it goes on"
            stream.close()
        deadline = time.monotonic() + 120
        while len(ended) < 50 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert len(ended) == 50, "a stream ends with its client"


# ---------------------------------------------------------------- what is no HTTP, or too much


def post(*headers: bytes, body: bytes = b"") -> bytes:
    lines = b"".join(header + b"\r\n" for header in headers)
    return b"POST / HTTP/1.1\r\nHost: localhost\r\n" + lines + ENDS + body


@pytest.mark.parametrize(
    "request_text",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/2.0\r\n\r\n",
        b"GET /a b HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: a\x00b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        post(b"Content-Length: -1"),
        post(b"Content-Length: 1_0"),
        post(b"Content-Length: 4", b"Content-Length: 5", body=b"abcde"),
        post(b"Content-Length: 4", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"),
        post(b"Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n"),
        post(b"Transfer-Encoding: chunked", body=b"zz\r\nabc\r\n0\r\n\r\n"),
        post(b"Transfer-Encoding: chunked", body=b"-1\r\nabc\r\n0\r\n\r\n"),
    ],
)
def test_what_is_no_http(request_text: bytes) -> None:
    called = list[Any]()

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        called.append(environ)
        return said(environ, start)

    with served(app) as port:
        assert error_of(raw(port, request_text)) == (400, "bad_request")
    assert not called


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_too_large_is_refused_while_it_is_sent(chunked: bool) -> None:
    size = 3_000_000
    kind = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: %d" % size
    body = b"%x\r\n" % size + bytes(size) if chunked else bytes(size)
    with served(said, max_body=1_000_000) as port:
        assert error_of(raw(port, post(kind, body=body))) == (413, "too_large")
        assert error_of(raw(port, post(b"Content-Length: " + b"9" * 50))) == (413, "too_large")


def test_a_head_too_large_is_refused_while_it_is_sent() -> None:
    with served(said) as port:
        for head in (b"GET /" + b"a" * 900_000, GET + b"X: " + b"a" * 900_000):
            assert error_of(raw(port, head)) == (431, "head_too_large")


def test_an_application_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    def fails(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        raise RuntimeError("secret")

    with served(fails) as port:
        answer = raw(port, GET + ENDS)
    assert error_of(answer) == (500, "internal")
    assert b"secret" not in answer[1] and "secret" in caplog.text


# ---------------------------------------------------------------- what the application is given


def told(request_text: bytes) -> dict[str, Any]:
    """The environment of a request, with its body read."""
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        seen.update(environ, body=environ["wsgi.input"].read())
        return said(environ, start)

    with served(app) as port:
        assert raw(port, request_text)[0].startswith(b"HTTP/1.1 200 ")
    return seen


def test_a_body_in_chunks_arrives_whole() -> None:
    chunks = b"3\r\nabc\r\n5;x=y\r\ndefgh\r\n0\r\n\r\n".replace(b";x=y", b"")
    environ = told(post(b"Transfer-Encoding: chunked", body=chunks))
    assert (environ["CONTENT_LENGTH"], environ["body"]) == ("8", b"abcdefgh")
    assert "HTTP_TRANSFER_ENCODING" not in environ


def test_a_body_that_is_larger_than_memory_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "IN_MEMORY", 1000)
    body = bytes(range(256)) * 100
    assert told(post(b"Content-Length: 25600", body=body))["body"] == body


def test_headers_as_wsgi_has_them() -> None:
    environ = told(
        post(b"Content-Type: a/b", b"X-Two: 1", b"X-Two: 2", b"If_Match: x", b"X_Two: 3")
    )
    assert environ["CONTENT_TYPE"] == "a/b"
    assert environ["HTTP_X_TWO"] == "1,2"
    assert "HTTP_IF_MATCH" not in environ
    assert environ["REMOTE_ADDR"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        ("/terms?q=小院", "/terms", "q=%E5%B0%8F%E9%99%A2"),
        ("/小院?", "/小院", ""),
        ("/a%2Fb%20c?x=%41", "/a/b c", "x=%41"),
        ("http://other:80/x?y", "/x", "y"),
        ("http://other", "/", ""),
        ("*", "*", ""),
        ("//x/y", "//x/y", ""),
    ],
)
def test_targets(target: str, path: str, query: str) -> None:
    environ = told(f"OPTIONS {target} HTTP/1.1\r\nHost: localhost\r\n".encode() + ENDS)
    assert environ["PATH_INFO"].encode("latin-1").decode() == path
    assert environ["QUERY_STRING"] == query
    if target.startswith("http"):
        assert environ["HTTP_HOST"].startswith("other"), "it is what the client asks for"


def test_http_1_0_and_head() -> None:
    with served(said) as port:
        head, body = raw(port, b"GET / HTTP/1.0\r\n\r\n")
        assert (head.split()[1], body) == (b"200", b"well")
        head, body = raw(port, GET.replace(b"GET", b"HEAD") + ENDS)
        assert b"Content-Length: 4" in head and body == b""


def test_requests_sent_ahead_are_answered_in_order() -> None:
    def echo(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        return said(environ, start, environ["QUERY_STRING"].encode())

    ahead = [b"GET /?%d HTTP/1.1\r\nHost: x\r\n\r\n" % n for n in range(300)]
    with served(echo, threads=8) as port:
        answer = b"\r\n\r\n".join(
            raw(port, b"".join(ahead) + GET.replace(b"/", b"/?end", 1) + ENDS)
        )
    bodies = [part.split(b"HTTP/1.1")[0] for part in answer.split(b"\r\n\r\n")[1:]]
    assert bodies == [b"%d" % n for n in range(300)] + [b"end"]


def test_heavy_requests_do_not_delay_others() -> None:
    going = threading.Event()

    def heavy(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        assert environ["PATH_INFO"] == "/" or going.wait(30)
        return said(environ, start)

    with served(heavy) as port:
        working = [connected(port, GET.replace(b"/", b"/heavy", 1) + ENDS) for _ in range(5)]
        assert raw(port, GET + ENDS)[1] == b"well"
        going.set()
        assert [heard(each)[1] for each in working] == [b"well"] * 5
