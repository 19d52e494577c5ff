"""The server ends with its workers: at a signal, at any moment, whatever connections are open."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PREPARED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
"""
LONG = f"""{PREPARED}
import time
from api.server.listening import address, listen
from api.server.serve import _serve_here
from api.site import Site
from glossary.people import PLAIN
from glossary.termbase import Termbase
site = Site({{PLAIN: Termbase.open(sys.argv[1])}})
app = site.application("127.0.0.1", None, 0)

def busy(seconds):
    print("working", file=sys.stderr, flush=True)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return "done"

app.plain.add_url_rule("/busy/<int:seconds>", "pages.busy", busy)
with listen("127.0.0.1", 0) as listener:
    ready = lambda: print(address(listener), file=sys.stderr, flush=True)
    _serve_here(site, listener, app, ready)
"""
WORKERS = f"""{PREPARED}
from api.server.serve import serve
from glossary.termbase import Termbase
serve(Termbase.open(sys.argv[1]), port=0, workers=2)
"""


@contextmanager
def program(text: str, database: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """(process, port) of a server in its own process."""
    with subprocess.Popen(
        [sys.executable, "-c", text, str(database)], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr
            said = process.stderr.readline()
            port = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
            assert port, said + process.stderr.read()
            yield process, int(port[1])
        finally:
            process.kill()


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """(exit code, rest of stderr); two seconds are enough, except on a slow machine."""
    code = process.wait(10)
    assert process.stderr
    return code, process.stderr.read()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_whatever_is_open(tmp_path: Path, number: int) -> None:
    with program(LONG, tmp_path / "terms.db") as (process, port):
        begun = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
        long = begun.replace(b"healthz", b"busy/60") + b"\r\n"
        opened = [socket.create_connection(("127.0.0.1", port)) for _ in range(4)]
        for connection, sent in zip(opened, (b"", begun, begun + b"\r\n", long), strict=True):
            connection.sendall(sent)
        assert process.stderr and process.stderr.readline() == "working\n"
        process.send_signal(number)
        process.send_signal(number)
        assert ended(process) == (0, "")
        for connection in opened:
            connection.close()


def test_what_is_soon_done_is_answered(tmp_path: Path) -> None:
    with program(LONG, tmp_path / "terms.db") as (process, port):
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        asking.request("GET", "/busy/0")
        assert asking.getresponse().read() == b"done"
        asking.close()
        assert process.stderr and process.stderr.readline() == "working\n"
        process.terminate()
        assert ended(process)[0] == 0


@pytest.mark.parametrize("seconds", [0.05, 0.15, 0.3, 0.5, 0.8, 1.2])
def test_ctrl_c_while_it_starts(tmp_path: Path, seconds: float) -> None:
    """From its first line on, it ends with at most one line, and never with a traceback."""
    start = f"{PREPARED}print('on', flush=True)\nfrom glossary.__main__ import main\nmain()\n"
    database = str(tmp_path / "terms.db")
    with subprocess.Popen(
        [sys.executable, "-c", start, "--db", database, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout and process.stdout.readline() == "on\n"
            time.sleep(seconds)
            process.send_signal(signal.SIGINT)
            code, said = ended(process)
        finally:
            process.kill()
    stopped = "Error: stopped; what was acknowledged is stored, nothing else"
    lines = [line for line in said.splitlines() if line and not line.startswith("Glossary is ")]
    assert (code, lines) in ((0, []), (130, [stopped]))


# ---------------------------------------------------------------- workers


def children(pid: int) -> list[int]:
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(condition: object, *arguments: object) -> None:
    deadline = time.monotonic() + 120
    while not condition(*arguments):  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def well(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/healthz")
    answer = json.load(connection.getresponse())
    connection.close()
    return answer["status"] == "ok"


proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")


@proc
def test_workers_answer_and_end_together(tmp_path: Path) -> None:
    with program(WORKERS, tmp_path / "terms.db") as (process, port):
        workers = children(process.pid)
        assert len(workers) == 2
        assert all(well(port) for _ in range(10))
        process.terminate()
        assert ended(process)[0] == 0
        assert not any(map(alive, workers))


@proc
def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    with program(WORKERS, tmp_path / "terms.db") as (process, port):
        dead = children(process.pid)[0]
        os.kill(dead, signal.SIGKILL)
        wait_for(lambda: len(children(process.pid)) == 2 and dead not in children(process.pid))
        assert all(well(port) for _ in range(10))
        process.send_signal(signal.SIGINT)
        code, said = ended(process)
        assert code == 0 and "Traceback" not in said
        assert "a worker has ended" in said


@proc
def test_workers_do_not_outlive_their_parent(tmp_path: Path) -> None:
    with program(WORKERS, tmp_path / "terms.db") as (process, _):
        workers = children(process.pid)
        process.kill()
        wait_for(lambda: not any(map(alive, workers)))


@proc
def test_what_one_worker_stores_the_other_finds(tmp_path: Path) -> None:
    with program(WORKERS, tmp_path / "terms.db") as (_, port):
        for number in range(6):
            body = json.dumps({"zh": f"纜椿{number}", "en": f"bollard {number}"})
            head = {"Content-Type": "application/json"}
            made = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            made.request("POST", "/api/v1/concepts", body, head)
            assert made.getresponse().status == 201
            for _ in range(4):
                found = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                found.request("GET", f"/api/v1/terms?q=bollard+{number}&limit=1")
                items = json.load(found.getresponse())["items"]
                assert items[0]["terms"]["en"][0]["text"] == f"bollard {number}"
                found.close()
            made.close()
