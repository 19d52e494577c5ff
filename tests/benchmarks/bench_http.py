"""Requests a second over HTTP, on one server process.

    python tests/benchmarks/bench_http.py [--size 100000] [--seconds 5] [--clients 4] [--db FILE]

Prints for each hot route the requests a second, p50 and p95, the processor time of the server a
request (which other programs on the machine disturb least), and the ratio of the rate to a small
static file from the same server: what HTTP alone costs here. The memory holds `size` made-up
sentences; `--db` takes a database that is there instead.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from glossary.model import TranslationUnit, Variant
from glossary.termbase import Termbase

SERVER = """
import sys
from api.serve import serve
from glossary.termbase import Termbase
serve(Termbase.open(sys.argv[1]), port=0)
"""
SYLLABLES = "安全政策經濟技術外交關係軍事合作競爭國家戰略風險管理半導體供應鏈條約海洋區域投資貿易"
WORDS = (
    "security policy trade region risk treaty chain supply military partner strategy state "
    "market ocean power nuclear talks border allied export control chip rule order crisis"
).split()


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


def queries(path: Path, count: int = 200) -> list[str]:
    """Sentences of the memory with a token changed."""
    with Termbase.open(path) as termbase:
        units = list(termbase.store.units(range(1, count + 1)))
    return [(u.zh.text if at % 2 else u.en.text)[1:] for at, u in enumerate(units)]


class Client(threading.Thread):
    """Asks for paths on one connection, again and again, until the time is over.

    It shares the machine with the server: it writes what it asks beforehand and reads no more of
    an answer than its status and length.
    """

    def __init__(self, port: int, paths: list[str], until: float) -> None:
        super().__init__()
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = f"HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: identity\r\n\r\n"
        self.requests = [f"GET {path} {head}".encode() for path in paths]
        self.until, self.times = until, list[float]()

    def run(self) -> None:
        number = 0
        with self.connection:
            while (start := time.perf_counter()) < self.until:
                self.connection.sendall(self.requests[number % len(self.requests)])
                self._read()
                self.times.append(time.perf_counter() - start)
                number += 1

    def _read(self) -> None:
        answer = b""
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._piece()
        assert answer.startswith(b"HTTP/1.1 200"), answer
        length = re.search(rb"(?i)content-length: *(\d+)", answer[:end])
        assert length
        rest = end + 4 + int(length[1]) - len(answer)
        while rest > 0:
            rest -= len(self._piece())

    def _piece(self) -> bytes:
        piece = self.connection.recv(1 << 16)
        assert piece, "the server closed the connection"
        return piece


def measure(port: int, paths: list[str], seconds: float, clients: int) -> list[float]:
    until = time.perf_counter() + seconds
    threads = [Client(port, paths[at:] + paths[:at], until) for at in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(t for thread in threads for t in thread.times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--db", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder, "terms.db")
        if not options.db:
            filled(path, options.size)
        asked = [quote(q) for q in queries(path)]
        with subprocess.Popen(
            [sys.executable, "-c", SERVER, str(path)], stderr=subprocess.PIPE, text=True
        ) as server:
            assert server.stderr
            found = re.search(r":(\d+)/", server.stderr.readline())
            assert found
            try:
                report(server.pid, int(found[1]), asked, options)
            finally:
                server.terminate()


def processor_seconds(pid: int) -> float:
    """Of a process so far; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(pid: int, port: int, asked: list[str], options: argparse.Namespace) -> None:
    routes = {
        "static file": ["/static/icon.svg"],
        "/memory 70 %": [f"/api/v1/memory?q={q}&threshold=70" for q in asked],
        "/memory 50 %": [f"/api/v1/memory?q={q}&threshold=50" for q in asked],
        "/terms": [f"/api/v1/terms?q={quote(word)}" for word in WORDS],
    }
    plain = 0.0
    for name, paths in routes.items():
        measure(port, paths, 2, 1)  # the index is built and read once
        before = processor_seconds(pid)
        times = measure(port, paths, options.seconds, options.clients)
        rate = len(times) / options.seconds
        plain = plain or rate
        row = {
            "route": name,
            "requests_a_second": round(rate),
            "p50_ms": round(1000 * statistics.median(times), 2),
            "p95_ms": round(1000 * times[len(times) * 95 // 100], 2),
            "server_cpu_ms": round(1000 * (processor_seconds(pid) - before) / len(times), 2),
            "of_static": round(rate / plain, 2),
        }
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
