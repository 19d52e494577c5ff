"""Connections that a parent hands over to its workers."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from answering import heard, said

from api.server.channel import ENDED, READY, Channel, send
from api.server.connections import Connections
from api.server.listening import listen
from api.server.threads import Threads
from api.server.wsgi import Service

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forks")

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
CLOSE = GET[:-2] + b"Connection: close\r\n\r\n"
WORKERS = """
import asyncio, os, sys
from api.server.listening import address, listen
from api.server.serve import run
from api.server.workers import Workers

def number(environ, start):
    body = str(os.getpid()).encode()
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]

with listen("127.0.0.1", 0) as listener:
    workers = Workers(listener, lambda channel: asyncio.run(run(channel, number, channel.ready)), 2)
    workers.run(lambda: print(address(listener), flush=True))
"""
FAILS = """
from api.server.listening import listen
from api.server.workers import Workers

def work(channel):
    raise ValueError("no worker")

with listen("127.0.0.1", 0) as listener:
    Workers(listener, work, 2).run(lambda: print("ready"))
"""


@contextmanager
def workers() -> Iterator[tuple[int, int]]:
    """(process of the parent, port) of two workers that answer with their numbers."""
    with subprocess.Popen([sys.executable, "-c", WORKERS], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            found = re.search(rb":(\d+)/", process.stdout.readline())
            assert found
            yield process.pid, int(found[1])
        finally:
            process.send_signal(signal.SIGTERM)


def asked(connection: socket.socket) -> int:
    """The worker that answers on a connection, which is kept open."""
    connection.sendall(GET)
    answer = connection.recv(4096)
    while b"\r\n\r\n" not in answer or answer.endswith(b"\r\n\r\n"):
        answer += connection.recv(4096)
    return int(answer.rpartition(b"\r\n\r\n")[2])


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def test_connections_that_are_kept_are_shared_out() -> None:
    with workers() as (_, port), ExitStack() as stack:
        kept = [stack.enter_context(connected(port)) for _ in range(16)]
        served = Counter(asked(each) for _ in range(5) for each in kept)
    assert sorted(served.values()) == [40, 40]


def test_a_worker_that_is_lost_loses_its_own_connections_only() -> None:
    with workers() as (_, port), ExitStack() as stack:
        kept = {asked(each): each for each in (stack.enter_context(connected(port)) for _ in "ab")}
        lost, left = kept
        os.kill(lost, signal.SIGKILL)
        assert kept[lost].recv(1) == b""
        assert asked(kept[left]) == left
        fresh = [asked(stack.enter_context(connected(port))) for _ in range(4)]
    assert lost not in fresh


def test_a_worker_that_cannot_begin() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILS], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "ValueError: no worker" in done.stderr and "a worker could not begin" in done.stderr
    assert not done.stdout


@contextmanager
def serving(paired: socket.socket, most: int) -> Iterator[None]:
    """A worker's loop, in a thread."""

    async def work() -> None:
        ended, channel = asyncio.Event(), Channel(paired)
        threads = Threads(1)
        service = Service(said, threads, threads, (), 1000)  # type: ignore[arg-type]
        connections = Connections(service, most, channel.ended)
        channel.receive(connections.accept, ended.set)
        channel.ready()
        await ended.wait()
        await connections.stop(0)
        threads.end()

    thread = threading.Thread(target=lambda: asyncio.run(work()))
    thread.start()
    yield
    thread.join(30)
    assert not thread.is_alive()


def test_a_worker_tells_of_each_connection_that_has_ended() -> None:
    ours, theirs = socket.socketpair()
    ours.settimeout(30)
    with listen("127.0.0.1", 0) as listener, ours, theirs, serving(theirs, most=2):
        assert ours.recv(1) == READY
        port = listener.getsockname()[1]

        def handed() -> socket.socket:
            client = connected(port)
            accepted, _ = listener.accept()
            with accepted:
                assert send(ours, accepted)
            return client

        for request in (CLOSE, b"no HTTP\r\n\r\n"):
            with handed() as client:
                client.sendall(request)
                assert heard(client)[0]
                assert ours.recv(9) == ENDED
        silent = [handed() for _ in range(3)]  # one more than there is room for
        assert heard(silent[0]) == (b"", b"")
        assert ours.recv(9) == ENDED
        ours.shutdown(socket.SHUT_WR)
        assert [heard(each) for each in silent[1:]] == [(b"", b"")] * 2
        for client in silent:
            client.close()
