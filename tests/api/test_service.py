"""The server as a service: it ends without losing requests, tells its manager how it is, listens on
a path, and is started again behind a socket that its manager keeps."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.server.listening import listen_at
from api.server.numbers import Numbers
from api.server.serve import _watch
from glossary.errors import InvalidInput
from tests.served import environment, served

PROGRAM = """
import asyncio, sys, time
from flask import Response, request
import api.site
from api.server.options import ServerOptions
from api.server.serve import serve
from glossary.termbase import Termbase

made = api.site.create_app

async def ticks():
    while True:
        yield b"data: tick\\n\\n"
        await asyncio.sleep(0.1)

def slow():
    print("working", file=sys.stderr, flush=True)
    time.sleep(1)
    return "done"

def with_more(*arguments, **named):
    app = made(*arguments, **named)
    app.add_url_rule("/slow", "pages.slow", slow)
    app.add_url_rule("/ticks", "pages.ticks", lambda: Response(
        ticks(), mimetype="text/event-stream", direct_passthrough=True))
    return app

api.site.create_app = with_more
options = ServerOptions(grace=60.0)
serve(Termbase.open(sys.argv[1]), port=0, workers=int(sys.argv[2]), options=options)
"""

several = pytest.mark.parametrize("workers", [1, 2])


@contextmanager
def running(folder: Path, workers: int) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """(process, port) of a server with slow answers and endless streams, that has a minute to
    end."""
    command = [sys.executable, "-c", PROGRAM, str(folder / "a.db"), str(workers)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment()) as process:
        try:
            assert process.stderr
            said = process.stderr.readline()
            assert "http://127.0.0.1:" in said, said + process.stderr.read()
            yield process, int(said.partition("127.0.0.1:")[2].partition("/")[0])
        finally:
            process.kill()


def asked(port: int, path: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    return connection


def refuses(port: int) -> bool:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            return True
        time.sleep(0.05)
    return False


# ---------------------------------------------------------------- how it ends


@several
def test_what_is_under_way_is_answered_and_nothing_else_is_taken(
    tmp_path: Path, workers: int
) -> None:
    with running(tmp_path, workers) as (process, port):
        under_way = asked(port, "/slow")
        assert process.stderr and process.stderr.readline() == "working\n"
        process.terminate()
        assert refuses(port)
        assert under_way.getresponse().read() == b"done"
        assert process.wait(30) == 0
        under_way.close()


@several
def test_what_is_half_sent_is_received(tmp_path: Path, workers: int) -> None:
    body = '{"text": "一艘船"}'.encode()
    head = f"POST /api/v1/recognize HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
    with (
        running(tmp_path, workers) as (process, port),
        socket.create_connection(("127.0.0.1", port), timeout=60) as sending,
    ):
        sending.sendall(head.encode() + b"Content-Type: application/json\r\n\r\n" + body[:5])
        time.sleep(0.5)
        process.terminate()
        assert refuses(port)
        sending.sendall(body[5:])
        assert sending.recv(1000).startswith(b"HTTP/1.1 200 ")
        assert process.wait(30) == 0


def test_streams_end_at_once(tmp_path: Path) -> None:
    """Not after the minute that it has."""
    with running(tmp_path, 1) as (process, port):
        stream = asked(port, "/ticks")
        told = stream.getresponse()
        assert told.readline() == b"data: tick\n"
        process.terminate()
        assert process.wait(30) == 0
        stream.close()


# ---------------------------------------------------------------- who manages it


@several
def test_the_manager_is_told(tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    address = tmp_path / "notify"
    monkeypatch.setenv("NOTIFY_SOCKET", str(address))
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        manager.settimeout(60)
        with served(tmp_path / "a.db", "--workers", str(workers)) as server:
            states = {manager.recv(100), manager.recv(100)}
            assert states == {b"READY=1", b"WATCHDOG=1"}
            assert manager.recv(100) == b"WATCHDOG=1"
            server.process.terminate()
            while (state := manager.recv(100)) == b"WATCHDOG=1":
                pass
            assert state == b"STOPPING=1"


def test_a_worker_without_a_pulse_is_not_told_to_be_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    numbers = Numbers((), 2)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.setblocking(False)
        for pulses, told in (((0, 60), None), ((60, 60), None), ((0, 0), b"WATCHDOG=1")):
            for number, ago in enumerate(pulses):
                numbers.tell(number, pulse=time.monotonic() - ago)
            _watch(numbers)
            try:
                heard = manager.recv(100)
            except BlockingIOError:
                heard = None
            assert heard == told


HANDED = """
exec 3<&{number}
LISTEN_PID=$$ LISTEN_FDS=1 exec "{python}" -m glossary --db "{database}" serve --workers {workers}
"""


@several
def test_nobody_is_refused_while_it_is_started_again(tmp_path: Path, workers: int) -> None:
    """The manager keeps the socket: who connects meanwhile waits."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        port, answers, ended = listener.getsockname()[1], list[int](), threading.Event()
        script = HANDED.format(
            number=listener.fileno(),
            python=sys.executable,
            database=tmp_path / "a.db",
            workers=workers,
        )

        def begun() -> subprocess.Popen[str]:
            return subprocess.Popen(
                ["bash", "-c", script],
                pass_fds=[listener.fileno()],
                stderr=subprocess.PIPE,
                text=True,
                env=environment(),
            )

        def ask() -> None:
            while not ended.is_set():
                connection = asked(port, "/healthz")
                answers.append(connection.getresponse().status)
                connection.close()

        asking = threading.Thread(target=ask)
        asking.start()
        try:
            for _ in range(2):
                with begun() as server:
                    assert server.stderr and f":{port}/" in server.stderr.readline()
                    count = len(answers)
                    while len(answers) < count + 5 and asking.is_alive():
                        time.sleep(0.02)
                    last = _ == 1
                    if last:
                        ended.set()
                        asking.join(60)
                    server.send_signal(signal.SIGTERM)
                    assert server.wait(30) == 0
        finally:
            ended.set()
    assert not asking.is_alive()
    assert len(answers) >= 10 and set(answers) == {200}


# ---------------------------------------------------------------- a path


def test_on_a_path(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    command = [sys.executable, "-m", "glossary", "--db", str(tmp_path / "a.db")]
    with subprocess.Popen(
        [*command, "serve", "--socket", str(path)],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        try:
            assert process.stderr and str(path) in process.stderr.readline()
            assert stat.S_IMODE(path.stat().st_mode) == 0o660
            with pytest.raises(InvalidInput, match="in use"):
                listen_at(path)
            with socket.socket(socket.AF_UNIX) as asking:
                asking.settimeout(60)
                asking.connect(str(path))
                asking.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert asking.recv(1000).startswith(b"HTTP/1.1 200 ")
            process.terminate()
            assert process.wait(30) == 0
        finally:
            process.kill()
    assert not path.exists()


def test_a_path_that_a_killed_server_left_is_taken_and_a_file_is_not(tmp_path: Path) -> None:
    listen_at(tmp_path / "left").close()
    listen_at(tmp_path / "left").close()
    file = tmp_path / "file"
    file.write_text("kept", encoding="utf-8")
    with pytest.raises(InvalidInput, match="cannot listen at .*file"):
        listen_at(file)
    assert file.read_text(encoding="utf-8") == "kept"
    with pytest.raises(InvalidInput, match="cannot listen at"):
        listen_at(tmp_path / ("long" * 40))


def test_who_may_come_by_a_path_is_decided_by_its_folder_alone(tmp_path: Path) -> None:
    """The mask of the process is as it was."""
    before = os.umask(0o022)
    try:
        listen_at(tmp_path / "socket").close()
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
