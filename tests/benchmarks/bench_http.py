"""Requests over HTTP: how many a second, and the latency of the slowest in a hundred.

    python tests/benchmarks/bench_http.py [--size 100000] [--seconds 3] [--db FILE]
        [--connections 1 8 64 256] [--server NAME=COMMAND ...] [--beside] [--many N]

Prints a line for each server (one process, and two workers), kind of request and number of
connections: requests a second, p50, p95 and p99 in milliseconds, processor milliseconds of the
server for each request (which other programs on the machine disturb least), the share of each
worker in percent, and its memory. A static file shows the cost of HTTP alone. `--server` measures
others in the same run: COMMAND serves the database whose path is appended to it, and writes
`http://127.0.0.1:PORT/` to stderr.

With `--beside`: look-ups beside 64 slow heads and 64 slow bodies of a byte a second, beside 1000
slow heads, beside 50 open event streams, and beside a document that is mined repeatedly.

With `--many`: queries of a memory of N units that all reach the threshold, for the best 5 and 100.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import selectors
import shlex
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from urllib.parse import quote

from glossary.model import TranslationUnit, Variant
from glossary.termbase import Termbase

SERVER = """
import asyncio, sys
from flask import Response
from api import create_app
from api.server.listening import address, listen
from api.server.serve import run
from glossary.termbase import Termbase

async def ticks():
    while True:
        yield b"data: tick\\n\\n"
        await asyncio.sleep(1)

app = create_app(Termbase.open(sys.argv[1]))
app.extensions["termbase"].warm_up()
app.add_url_rule("/ticks", "pages.ticks", lambda: Response(
    ticks(), mimetype="text/event-stream", direct_passthrough=True))
with listen("127.0.0.1", 0) as listener:
    asyncio.run(run(listener, app, lambda: print(address(listener), file=sys.stderr, flush=True)))
"""
WORKERS = """
import sys
from api.server.serve import serve
from glossary.termbase import Termbase
serve(Termbase.open(sys.argv[1]), port=0, workers=2)
"""
SYLLABLES = "安全政策經濟技術外交關係軍事合作競爭國家戰略風險管理半導體供應鏈條約海洋區域投資貿易"
WORDS = (
    "security policy trade region risk treaty chain supply military partner strategy state "
    "market ocean power nuclear talks border allied export control chip rule order crisis"
).split()
HEAD = "Host: 127.0.0.1\r\nAccept-Encoding: identity\r\n"


# ---------------------------------------------------------------- what is asked


def sentences(size: int, seed: int = 7) -> Iterator[TranslationUnit]:
    chance = random.Random(seed)
    for number in range(size):
        zh = "".join(chance.choices(SYLLABLES, k=chance.randint(6, 30)))
        en = " ".join(chance.choices(WORDS, k=chance.randint(4, 18)))
        yield TranslationUnit(
            Variant("zh-Hant", f"{zh}{number}。"), Variant("en", f"{en} {number}.")
        )


def filled(path: Path, size: int) -> None:
    with Termbase.open(path) as termbase:
        termbase.add_units(sentences(size))
        for at, (zh, en) in enumerate(zip(SYLLABLES, WORDS, strict=False)):
            termbase.add(f"{zh}{SYLLABLES[at - 1]}", f"{en} {WORDS[at - 1]}")


def like_units(size: int) -> Iterator[TranslationUnit]:
    """Units that differ in a number, so that each reaches the threshold of every other."""
    for number in range(size):
        zh, en = f"這是第{number}句話，說的是安全困境。", f"This is sentence {number}."
        yield TranslationUnit(Variant("zh-Hant", zh), Variant("en", en))


def kinds_of_many(path: Path, size: int) -> dict[str, list[bytes]]:
    with Termbase.open(path) as termbase:
        termbase.add_units(like_units(size))
    asked = [quote(unit.zh.text) for unit in like_units(200)]
    return {
        f"{size} like it, limit {limit}": [
            get(f"/api/v1/memory?q={q}&threshold=70&limit={limit}") for q in asked
        ]
        for limit in (5, 100)
    }


def queries(path: Path, count: int = 200) -> list[str]:
    """Sentences of the memory with one token changed."""
    with Termbase.open(path) as termbase:
        units = list(termbase.store.units(range(1, count + 1)))
    return [(u.zh.text if at % 2 else u.en.text)[1:] for at, u in enumerate(units)]


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\n{HEAD}\r\n".encode()


def post(path: str, value: object) -> bytes:
    body = json.dumps(value, ensure_ascii=False).encode()
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"POST {path} HTTP/1.1\r\n{HEAD}{kind}\r\n".encode() + body


def kinds(path: Path) -> dict[str, list[bytes]]:
    asked = queries(path)
    return {
        "static": [get("/static/icon.svg")],
        "look-up": [get(f"/api/v1/terms?q={quote(word)}&remember=false") for word in WORDS],
        "memory": [get(f"/api/v1/memory?q={quote(q)}&threshold=70") for q in asked],
        "recognition": [post("/api/v1/recognize", {"text": q}) for q in asked],
    }


# ---------------------------------------------------------------- clients


class Client:
    """A connection that sends one request after another, and records how long each takes."""

    def __init__(self, port: int, requests: list[bytes], first: int, step: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests, self._next, self._step = requests, first, step
        self._missing = -1
        self.times: list[float] = []

    def ask(self) -> None:
        self.socket.sendall(self._requests[self._next % len(self._requests)])
        self._next += self._step
        self._answer = b""
        self._asked = time.perf_counter()

    def heard(self) -> None:
        """Receive data; send the next request when a response is complete."""
        piece = self.socket.recv(1 << 18)
        assert piece, "the server closed the connection"
        self._answer += piece
        end = self._answer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = re.search(rb"(?i)content-length: *(\d+)", self._answer[: end + 2])
        assert length and self._answer.startswith(b"HTTP/1.1 200"), self._answer[:300]
        if len(self._answer) >= end + 4 + int(length[1]):
            self.times.append(time.perf_counter() - self._asked)
            self.ask()


def measure(port: int, requests: list[bytes], seconds: float, connections: int) -> list[float]:
    """Seconds of each request, sorted; an unfinished one counts with its time so far."""
    clients = [Client(port, requests, at, connections) for at in range(connections)]
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.ask()
        until = time.perf_counter() + seconds
        while (now := time.perf_counter()) < until:
            for key, _ in selector.select(until - now):
                key.data.heard()
    for client in clients:
        client.socket.close()
    waiting = [until - c._asked for c in clients if not c.times]
    return sorted([t for client in clients for t in client.times] + waiting)


@contextmanager
def dripping(port: int, beginnings: Iterable[bytes]) -> Iterator[None]:
    """Clients that have sent the beginning of a request and go on by a byte a second."""
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in beginnings]
    for connection, beginning in zip(slow, beginnings, strict=True):
        connection.sendall(beginning)
    ended = threading.Event()

    def drip() -> None:
        while not ended.wait(1):
            for connection in slow:
                with suppress(OSError):  # the server may have closed it
                    connection.send(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        for connection in slow:
            connection.close()


@contextmanager
def streaming(port: int, count: int) -> Iterator[None]:
    """Open event streams; each has begun, and must still be running at the end."""
    opened = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(count)]
    for stream in opened:
        stream.sendall(get("/ticks"))
    for stream in opened:
        assert stream.recv(1 << 16).startswith(b"HTTP/1.1 200")
    yield
    for stream in opened:
        stream.setblocking(False)
        while (piece := _unread(stream)) is not None:
            assert piece, "a stream has ended"
        stream.setblocking(True)
        assert b"tick" in stream.recv(1 << 16), "a stream stands still"
        stream.close()


def _unread(stream: socket.socket) -> bytes | None:
    try:
        return stream.recv(1 << 16)
    except BlockingIOError:
        return None


@contextmanager
def mining(port: int) -> Iterator[None]:
    """Mine a long document again and again."""
    text = "\n\n".join(f"{u.zh.text}（{u.en.text}）" for u in sentences(3000))
    request = post("/api/v1/mine", {"text": text, "name": "long.txt", "dry_run": True})
    ended = threading.Event()

    def mine() -> None:
        while not ended.is_set():
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(request)
                while not ended.is_set() and len(connection.recv(1 << 18)) == 1 << 18:
                    pass

    thread = threading.Thread(target=mine)
    thread.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        ended.set()
        thread.join()


# ---------------------------------------------------------------- servers


@contextmanager
def running(command: list[str]) -> Iterator[tuple[int, int]]:
    """(process, port) of a server."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        found = re.search(r":(\d+)/", server.stderr.readline())
        assert found
        try:
            yield server.pid, int(found[1])
        finally:
            server.terminate()


def family(pid: int) -> list[int]:
    """A process and its children."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(each for child in children for each in family(int(child)))]


def processor_seconds(pid: int) -> dict[int, float]:
    """Processor seconds of a process and its children so far; 0 if the system does not report
    them."""
    seconds = dict.fromkeys(family(pid), 0.0)
    for each in seconds:
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            seconds[each] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def megabytes(pid: int) -> int:
    """Memory of a process and its children; shared memory is divided among them."""
    total = 0
    for each in family(pid):
        with suppress(OSError):
            found = re.search(r"Pss: *(\d+)", Path(f"/proc/{each}/smaps_rollup").read_text())
            total += int(found[1]) if found else 0
    return total // 1024


def report(
    name: str,
    pid: int,
    port: int,
    asked: dict[str, list[bytes]],
    kind: str,
    connections: int,
    seconds: float,
) -> None:
    before = processor_seconds(pid)
    times = measure(port, asked[kind], seconds, connections)
    spent = {each: s - before.get(each, 0) for each, s in processor_seconds(pid).items()}
    workers = [s for each, s in spent.items() if each != pid]
    row = {
        "server": name,
        "kind": kind,
        "connections": connections,
        "requests_a_second": round(len(times) / seconds),
        "p50_ms": round(1000 * times[len(times) // 2], 1),
        "p95_ms": round(1000 * times[len(times) * 95 // 100], 1),
        "p99_ms": round(1000 * times[len(times) * 99 // 100], 1),
        "server_cpu_ms": round(1000 * sum(spent.values()) / len(times), 2),
        "shares": [round(100 * s / (sum(workers) or 1)) for s in workers],
        "server_mb": megabytes(pid),
    }
    print(json.dumps(row, ensure_ascii=False), flush=True)


def table(
    name: str, command: list[str], asked: dict[str, list[bytes]], options: argparse.Namespace
) -> None:
    with running(command) as (pid, port):
        for kind in asked:
            measure(port, asked[kind], 3, 4)  # loads indexes and caches
            for connections in options.connections:
                report(name, pid, port, asked, kind, connections, options.seconds)


def beside(asked: dict[str, list[bytes]], db: Path, seconds: float) -> None:
    """Look-ups of 8 clients beside other load."""
    head = b"GET /api/v1/terms?q=a HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
    body = post("/api/v1/recognize", {"text": "x" * 100_000})[:300]
    with running([sys.executable, "-c", SERVER, str(db)]) as (pid, port):
        measure(port, asked["look-up"], 3, 4)
        others = {
            "nothing": nullcontext,
            "64 slow heads, 64 slow bodies": lambda: dripping(port, [head] * 64 + [body] * 64),
            "1000 slow heads": lambda: dripping(port, [head] * 1000),
            "50 event streams": lambda: streaming(port, 50),
            "mining": lambda: mining(port),
        }
        for name, other in others.items():
            with other():
                report(f"beside {name}", pid, port, asked, "look-up", 8, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 64, 256])
    parser.add_argument("--server", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--beside", action="store_true")
    parser.add_argument("--many", type=int, metavar="N")
    parser.add_argument("--db", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder, "terms.db")
        if options.many:
            asked = kinds_of_many(path, options.many)
        else:
            if not options.db:
                filled(path, options.size)
            asked = kinds(path)
        if options.beside:
            beside(asked, path, options.seconds)
            return
        servers = {
            "one process": shlex.join([sys.executable, "-c", SERVER]),
            "two workers": shlex.join([sys.executable, "-c", WORKERS]),
        }
        servers |= dict(each.split("=", 1) for each in options.server)
        for name, command in servers.items():
            table(name, [*shlex.split(command), str(path)], asked, options)


if __name__ == "__main__":
    main()
