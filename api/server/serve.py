"""Run the application: an address, an event loop with threads, or several processes, until
Ctrl-C."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from api import MAX_BODY, create_app
from api.hooks.delivery import Delivery
from api.hooks.sending import Sender
from api.server.channel import Channel
from api.server.connections import Connections
from api.server.running import running_jobs
from api.server.threads import Threads
from api.server.workers import Workers
from api.server.wsgi import Service
from glossary.errors import GlossaryError, InvalidInput
from glossary.jobs.process import JobLimits
from glossary.termbase import Termbase

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from apiflask import APIFlask

THREADS = 8
"""Requests answered at once. Chosen: at half, five that wait for the disk keep others waiting; at
double, each thread has connections to the database with a memory of their own."""
HEAVY_THREADS = 4
"""Of what may take minutes. Chosen: at half, a third import waits for one of two; at double, they
take twice the memory and no less time, since they compute."""
HEAVY = ("/api/v1/mine", "/api/v1/evaluate", "/api/v1/import", "/api/v1/export")
"""Paths of requests that may take minutes: they have threads of their own, so that look-ups never
wait for them."""
# Chosen: more wait, or are refused, at half; more memory and files are taken at double.
WAITING = 512  # connections that nobody has accepted yet
MOST = 1000  # connections open at once
FILES_BESIDE = 500  # files that a process may need beside its connections
SWITCH_SECONDS = 0.0005
"""How long a thread that computes keeps the interpreter from one that wants it: a look-up asks for
it after every call into the database, and would wait ten times as long by default, which is five
milliseconds. Chosen: half or double halves or doubles that wait; at half, threads that compute
change places twice as often."""
PATIENCE = 1.0
"""Seconds that requests under way have when the server is told to end. Chosen: at half, some that a
second would have been enough for are cut; at double, the end takes two seconds while one lasts."""


def serve(
    termbase: Termbase,
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str | None = None,
    *,
    workers: int = 1,
    jobs: int = 0,
    limits: JobLimits | None = None,
    say: Callable[[str], object] = lambda line: print(line, file=sys.stderr, flush=True),
) -> None:
    """Answer requests until interrupted; `port` 0 takes a free one.

    With several `workers`, that many processes serve; another runs `jobs` at once, each within
    `limits`. Raises InvalidInput if it cannot listen
    there. Exits the process at the end if a request is still running that cannot be waited for.
    """
    app = create_app(termbase, host=host, token=token, jobs=jobs)
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    with listen(host, port) as listener:
        where = address(listener)

        def ready() -> None:
            say(f"Glossary is at {where} (documentation: /docs). Ctrl-C ends it.")

        database = str(getattr(termbase.store, "path", termbase.store))
        with running_jobs(database, jobs, limits or JobLimits()):
            if workers == 1:
                is_left = _serve_here(termbase, listener, app, ready)
            else:
                is_left = Workers(listener, partial(_work, app, database), workers).run(ready)
    if is_left:
        _leave()


def _work(app: APIFlask, database: str, channel: Channel) -> None:
    """Run as one of several workers, until the channel to the parent is closed."""
    with Termbase.open(database) as termbase:
        app.extensions["termbase"] = termbase
        if _serve_here(termbase, channel, app, channel.ready):
            _leave()


def _serve_here(
    termbase: Termbase,
    source: socket.socket | Channel,
    app: WSGIApplication,
    ready: Callable[[], object],
) -> bool:
    """Serve until told to end; returns whether a thread is still busy then."""
    warming = threading.Thread(target=_warm_up, args=(termbase,), daemon=True)
    warming.start()
    return asyncio.run(_beside_delivery(termbase, source, app, ready)) or warming.is_alive()


async def _beside_delivery(
    termbase: Termbase,
    source: socket.socket | Channel,
    app: WSGIApplication,
    ready: Callable[[], object],
) -> bool:
    """Serve, and send to the hooks, until told to end."""
    sender = Sender()
    delivering = asyncio.create_task(Delivery(termbase.store, sender).run())
    try:
        return await run(source, app, ready)
    finally:
        delivering.cancel()
        with suppress(asyncio.CancelledError):
            await delivering
        sender.close()


async def run(
    source: socket.socket | Channel, application: WSGIApplication, ready: Callable[[], object]
) -> bool:
    """Serve a WSGI application on a listening socket, or on connections handed over by a parent,
    until SIGINT, SIGTERM or the parent's end; returns whether a thread is still busy then."""
    sys.setswitchinterval(SWITCH_SECONDS)
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    quick, slow = Threads(THREADS), Threads(HEAVY_THREADS, patience=0)
    service = Service(application, quick, slow, HEAVY, MAX_BODY + 1024 * 1024)
    _end_when_told(loop, ending)
    if isinstance(source, Channel):
        connections = Connections(service, _most(), source.ended)
        source.receive(connections.accept, ending.set)
    else:
        connections = Connections(service, _most())
        connections.listen(source)
    ready()
    await ending.wait()
    await connections.stop(PATIENCE)
    for threads in (quick, slow):
        threads.end()
    return bool(quick.busy + slow.busy)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; `port` 0 takes a free one. Raises InvalidInput."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(where)
        listener.listen(WAITING)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InvalidInput(f"cannot listen on {host} port {port}: {reason}") from error
    return listener


def address(listener: socket.socket) -> str:
    """The URL of a listening socket, to open in a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _warm_up(termbase: Termbase) -> None:
    """Load the indexes while nobody waits; errors are left for the first request to report."""
    with suppress(GlossaryError):
        termbase.warm_up()


def _most() -> int:
    """How many connections may be open: each takes a file descriptor, which are limited."""
    try:
        import resource
    except ImportError:  # Windows, where there are enough
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + FILES_BESIDE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(soft - FILES_BESIDE, soft // 2)
    return MOST


def _end_when_told(loop: asyncio.AbstractEventLoop, ending: asyncio.Event) -> None:
    """Set `ending` at the first Ctrl-C or SIGTERM; a second one has no further effect."""

    def end(number: int, frame: Any) -> None:
        signal.signal(number, signal.SIG_IGN)
        loop.call_soon_threadsafe(ending.set)

    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(ValueError):  # not in the main thread
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, end)


def _leave() -> None:
    """Exit the process now: a thread that computes for minutes cannot be stopped, and no client was
    told that its result is stored."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
