"""The server as it runs: on a real socket."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from api.server.serve import THREADS, serve
from glossary.errors import InvalidInput
from glossary.termbase import Termbase

PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
from api.server.serve import serve
from glossary.termbase import Termbase
serve(Termbase.open(sys.argv[1]), port=0)
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """(process, port) of a server in its own process."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "terms.db")],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr
            said = process.stderr.readline()
            port = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
            assert port, said
            yield process, int(port[1])
        finally:
            process.kill()


def raw(port: int, request: bytes) -> tuple[bytes, bytes]:
    """(head, body) of the response to a raw request."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, body


def test_it_answers_and_ends_on_ctrl_c(running: tuple[subprocess.Popen[str], int]) -> None:
    process, port = running
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/api/v1/healthz")
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["status"]) == (200, "ok")
    connection.close()
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    assert process.stderr
    assert "Traceback" not in process.stderr.read()


def test_chinese_as_curl_sends_it(running: tuple[subprocess.Popen[str], int]) -> None:
    line = "GET /api/v1/terms?q=小院高牆 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    head, body = raw(running[1], line.encode())
    assert b" 200 " in head.splitlines()[0]
    assert json.loads(body)["total"] == 0
    wanted = b"GET /api/v1/wanted HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert json.loads(raw(running[1], wanted)[1])["items"][0]["query"] == "小院高牆"


@pytest.mark.parametrize(
    "request_line",
    [b"GARBAGE", b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1", b"GET /\xff\xfe[ X"],
)
def test_what_is_no_http(running: tuple[subprocess.Popen[str], int], request_line: bytes) -> None:
    head, body = raw(running[1], request_line + b"\r\nConnection: close\r\n\r\n")
    assert b"Traceback" not in body
    if b" 200 " not in head.splitlines()[0]:
        assert set(json.loads(body)["error"]) == {"code", "message", "detail"}


def test_a_body_without_a_length_that_makes_sense(
    running: tuple[subprocess.Popen[str], int],
) -> None:
    for length in ("-1", "+1", "1_0", "9" * 30, "1, 2"):
        head = f"POST /api/v1/recognize HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
        answer, body = raw(running[1], head.encode())
        assert re.search(rb" (400|413) ", answer.splitlines()[0]), answer
        assert json.loads(body)["error"]["message"]


def test_a_head_without_end_is_refused(running: tuple[subprocess.Popen[str], int]) -> None:
    for head in (b"GET /" + b"a" * 300_000, b"GET / HTTP/1.1\r\nX: " + b"a" * 300_000):
        answer, body = raw(running[1], head)
        assert answer.startswith(b"HTTP/1.1 431 "), answer[:200]
        assert json.loads(body)["error"]["code"] == "head_too_large"


def test_slashes_and_signs_in_a_path(running: tuple[subprocess.Popen[str], int]) -> None:
    path = "/tmserver/en/zh_hant/unit/" + quote("50%2F a/b? 安全", safe="")
    line = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    head, body = raw(running[1], line.encode())
    assert b" 200 " in head.splitlines()[0]
    assert json.loads(body) == []


def test_many_at_once(running: tuple[subprocess.Popen[str], int]) -> None:
    def ask(_: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", running[1], timeout=30)
        codes = set()
        for _ in range(5):
            connection.request("GET", "/api/v1/healthz")
            answer = connection.getresponse()
            answer.read()
            codes.add(answer.status)
        connection.close()
        return max(codes)

    with ThreadPoolExecutor(40) as threads:  # five times as many as the server has threads
        assert set(threads.map(ask, range(40))) == {200}


def test_an_address_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken, Termbase.open(tmp_path / "terms.db") as termbase:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InvalidInput, match="cannot listen"):
            serve(termbase, port=taken.getsockname()[1])


def test_a_host_that_is_none(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        with pytest.raises(InvalidInput, match="cannot listen"):
            serve(termbase, host="no.such.host.invalid", token="x")
        with pytest.raises(InvalidInput, match="token"):
            serve(termbase, host="0.0.0.0", port=0)


def test_connections_without_a_request_keep_nobody_waiting(
    running: tuple[subprocess.Popen[str], int],
) -> None:
    """Browsers open some in advance; there are fewer threads than these."""
    idle = [socket.create_connection(("127.0.0.1", running[1])) for _ in range(3 * THREADS)]
    try:
        connection = http.client.HTTPConnection("127.0.0.1", running[1], timeout=5)
        for _ in range(3):
            connection.request("GET", "/api/v1/healthz")
            assert json.load(connection.getresponse())["status"] == "ok"
    finally:
        for opened in idle:
            opened.close()


def test_requests_sent_ahead_are_answered_in_order(
    running: tuple[subprocess.Popen[str], int],
) -> None:
    request = b"GET /api/v1/concepts?limit=%d HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
    ahead = [request % (n, b"Connection: close\r\n" * (n == 9)) for n in range(1, 10)]
    with socket.create_connection(("127.0.0.1", running[1]), timeout=10) as connection:
        connection.sendall(b"".join(ahead))
        answers = connection.makefile("rb").read()
    assert re.findall(rb'"limit":(\d)', answers) == [b"%d" % n for n in range(1, 10)]


def test_a_body_waits_for_the_word_to_go_on(running: tuple[subprocess.Popen[str], int]) -> None:
    body = '{"zh": "纜椿", "en": "bollard"}'.encode()
    head = (
        "POST /api/v1/concepts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", running[1]), timeout=10) as connection:
        connection.sendall(head.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(body)
        assert connection.makefile("rb").readline() == b"HTTP/1.1 201 CREATED\r\n"


def test_slow_heads_and_bodies_keep_nobody_waiting(
    running: tuple[subprocess.Popen[str], int],
) -> None:
    """A byte at a time, before any token is checked."""
    head = b"GET /api/v1/healthz HTTP/1.1\r\nHost: localhost\r\nX: "
    body = b"POST /api/v1/recognize HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"
    slow = [socket.create_connection(("127.0.0.1", running[1])) for _ in range(128)]
    try:
        for byte in range(3):
            for number, connection in enumerate(slow):
                connection.sendall((head, body)[number % 2] if byte == 0 else b"x")
            asking = http.client.HTTPConnection("127.0.0.1", running[1], timeout=20)
            asking.request("GET", "/api/v1/healthz")
            assert json.load(asking.getresponse())["status"] == "ok"
            asking.close()
    finally:
        for connection in slow:
            connection.close()
