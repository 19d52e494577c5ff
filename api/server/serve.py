"""Run the application: an address, an event loop with threads, or several processes, until
Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Sized
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from api import MAX_BODY
from api.doors import Doors
from api.hooks.delivery import delivering
from api.server import logs
from api.server.channel import Channel
from api.server.connections import Connections
from api.server.listening import address, listening
from api.server.notify import ALIVE, ENDING, READY, is_watched, notify
from api.server.numbers import Numbers
from api.server.observed import Observer, routes_of
from api.server.options import GRACE, ServerOptions
from api.server.pulse import Pulse, is_alive
from api.server.running import running_jobs
from api.server.scraping import Scraping, answering, scraping
from api.server.threads import Threads
from api.server.workers import Workers
from api.server.wsgi import Service
from api.site import Mounted, Site
from glossary.jobs.process import JobLimits
from glossary.people import PLAIN
from glossary.termbase import Termbase

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 8
"""Requests answered at once. Chosen: at half, five that wait for the disk keep others waiting; at
double, each thread has connections to the database with a memory of their own."""
HEAVY_THREADS = 4
"""Of what may take minutes. Chosen: at half, a third import waits for one of two; at double, they
take twice the memory and no less time, since they compute."""
HEAVY = ("/api/v1/mine", "/api/v1/evaluate", "/api/v1/import", "/api/v1/export")
"""Paths of requests that may take minutes: they have threads of their own, so that look-ups never
wait for them."""
# Chosen: more are refused at half; more memory and files are taken at double.
MOST = 1000  # connections open at once
FILES_BESIDE = 500  # files that a process may need beside its connections
SWITCH_SECONDS = 0.0005
"""How long a thread that computes keeps the interpreter from one that wants it: a look-up asks for
it after every call into the database, and would wait ten times as long by default, which is five
milliseconds. Chosen: half or double halves or doubles that wait; at half, threads that compute
change places twice as often."""


def serve(
    termbase: Termbase | Site,
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str | None = None,
    *,
    workers: int = 1,
    jobs: int = 0,
    limits: JobLimits | None = None,
    doors: Doors | None = None,
    options: ServerOptions | None = None,
) -> None:
    """Answer requests until interrupted, for a termbase or a whole site; `port` 0 takes a free one.

    With several `workers`, that many processes serve; another runs `jobs` at once, each within
    `limits`. `doors` are where requests may come from. Raises InvalidInput if it cannot listen
    there. Exits the process at the end if a request is still running that cannot be waited for.
    """
    options = options or ServerOptions()
    site = termbase if isinstance(termbase, Site) else Site({PLAIN: termbase})
    app = site.application(host, token, jobs, doors)
    databases = site.databases()
    numbers = Numbers(routes_of(app.plain), workers, runners=len(databases) if jobs else 0)
    app.count_in(numbers)
    logs.begin(options.log)
    with (
        scraping(app, options.metrics) as scraped,
        listening(host, port, options.socket) as listener,
        ExitStack() as running,
    ):
        ready = partial(_ready, address(listener), options, scraped)
        for number, database in enumerate(databases):
            told = partial(numbers.tell_runner, number)
            running.enter_context(running_jobs(database, jobs, limits or JobLimits(), told))
        if workers == 1:
            is_left = _serve_here(site, listener, app, ready, options, scraped)
        else:
            work = partial(_work, app, site, options, scraped)
            together = Workers(listener, work, workers, options.grace)
            is_left = together.run(ready, partial(_watch, numbers))
    if is_left:
        _leave()


def _ready(where: str, options: ServerOptions, scraped: Scraping | None) -> None:
    said = [f"Glossary is at {where} (documentation: /docs). Ctrl-C ends it."]
    said += [f"Figures for Prometheus: {address(scraped.listener)}metrics"] if scraped else []
    for line in said:
        if options.log == "json":
            logs.tell(line)
        else:
            print(line, file=sys.stderr, flush=True)
    notify(READY)


def _watch(numbers: Numbers) -> None:
    """Tell the service manager that the server is alive, if all workers are."""
    if all(is_alive(numbers, process) for process in range(numbers.processes)):
        notify(ALIVE)


def _work(
    app: Mounted, site: Site, options: ServerOptions, scraped: Scraping | None, channel: Channel
) -> None:
    """Run as one of several workers, until the channel to the parent is closed."""
    with site.reopened() as own:
        app.use(own)
        if _serve_here(own, channel, app, channel.ready, options, scraped):
            _leave()


def _serve_here(
    site: Site,
    source: socket.socket | Channel,
    app: Mounted,
    ready: Callable[[], object],
    options: ServerOptions | None = None,
    scraped: Scraping | None = None,
) -> bool:
    """Serve until told to end; returns whether a thread is still busy then."""
    options = options or ServerOptions()
    numbers = app.numbers
    number = source.number if isinstance(source, Channel) else None
    log = logs.begin(options.log, number)
    observer = Observer(numbers, number or 0, log)
    pulse = Pulse(site.termbases, numbers, observer.process)
    alive = partial(notify, ALIVE) if number is None and is_watched() else lambda: None
    beat = partial(pulse.beat, alive=alive)
    serving = run(source, app, ready, ServerParts(observer, beat, options.grace, scraped))
    stores = [termbase.store for termbase in site.termbases.values()]
    return asyncio.run(delivering(stores, serving)) or pulse.is_busy


@dataclass(frozen=True, slots=True)
class ServerParts:
    """What an event loop serves with beside its application: who observes it, what tells each
    second how it is, the seconds that requests under way have at the end, and where Prometheus
    asks."""

    observer: Observer = field(default_factory=Observer)
    beat: Callable[[Sized], Coroutine[Any, Any, None]] | None = None
    grace: float = GRACE
    scraped: Scraping | None = None


async def run(
    source: socket.socket | Channel,
    application: WSGIApplication,
    ready: Callable[[], object],
    parts: ServerParts | None = None,
) -> bool:
    """Serve a WSGI application on a listening socket, or on connections handed over by a parent,
    until SIGINT, SIGTERM or the parent's end; returns whether a thread is still busy then."""
    sys.setswitchinterval(SWITCH_SECONDS)
    parts = parts or ServerParts()
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    quick, slow, apart = Threads(THREADS), Threads(HEAVY_THREADS, patience=0), Threads(1)
    service = Service(application, quick, slow, HEAVY, MAX_BODY + 1024 * 1024, parts.observer)
    _end_when_told(loop, ending)
    if isinstance(source, Channel):
        connections = Connections(service, _most(), source.ended)
        source.receive(connections.accept, ending.set)
    else:
        connections = Connections(service, _most())
        connections.listen(source)
    beating = loop.create_task(parts.beat(connections)) if parts.beat else None
    async with answering(parts.scraped, apart, parts.observer):
        ready()
        await ending.wait()
        if not isinstance(source, Channel):
            notify(ENDING)
        await connections.stop(parts.grace)
    if beating:
        beating.cancel()
    for threads in (quick, slow, apart):
        threads.end()
    return bool(quick.busy + slow.busy + apart.busy)


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
