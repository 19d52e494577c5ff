"""Several processes that serve one address: the parent accepts connections and hands them on.

A Python process computes on one core; each further process uses another. If all of them accepted,
the kernel might give all persistent connections to one: so the worker with the fewest open ones
gets the next. Workers are forks of a parent that has loaded whatever does not depend on the
database, dictionaries and compiled functions: they share its memory.
"""

from __future__ import annotations

import gc
import logging
import os
import selectors
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NoReturn

from api.refusals import refusal
from api.server.channel import ENDED, READY, Channel, send
from api.server.notify import ENDING, is_watched, notify
from api.server.options import GRACE
from glossary.errors import GlossaryError, InvalidInput
from glossary.termbase import Termbase

log = logging.getLogger("glossary.api")

BESIDE = 0.7
"""Seconds that workers have to end before they are killed, beside those that they give to the
requests under way. Chosen: at half, one on a busy machine is killed while it ends; at double, one
that hangs holds up the end as much longer."""
LOOK_SECONDS = 5.0
"""Between two calls of who watches. Derived from the ten seconds and more that a service manager
waits for: half of that."""
_LOADED: Final = b"l"
_END: Final = b"e"


@dataclass(eq=False, slots=True)
class _Worker:
    """A worker, as seen by its parent."""

    process: int
    number: int
    channel: socket.socket
    connections: int = 0
    is_ready: bool = False


class Workers:
    """`count` processes that serve a listening socket, each by a call of `work`; requests under
    way have `grace` seconds at the end."""

    def __init__(
        self,
        listener: socket.socket,
        work: Callable[[Channel], object],
        count: int,
        grace: float = GRACE,
    ) -> None:
        if not hasattr(os, "fork"):
            raise InvalidInput("several workers cannot share an address here; leave out --workers")
        self._listener, self._work, self._count, self._grace = listener, work, count, grace
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._bell, self._ear = socket.socketpair()  # wakes the loop, from signals and threads
        self._loading = threading.Thread(target=self._load, daemon=True)
        self._is_ending = self._is_open = False

    def run(self, ready: Callable[[], object], watch: Callable[[], object] = lambda: None) -> bool:
        """Keep all workers running until SIGINT or SIGTERM; returns whether the loading thread is
        still busy then. Calls `ready` when all serve, and from then on `watch` now and then.

        Raises InvalidInput if a worker cannot start; it has reported the reason on stderr.
        """
        self._ready = ready
        self._on(self._ear, self._rung)
        self._end_when_told()
        self._loading.start()
        try:
            while not self._is_ending:
                self._turn(LOOK_SECONDS if is_watched() else None)
                if self._is_open and is_watched():
                    watch()
        finally:
            self._stop()
        return self._loading.is_alive()

    def _turn(self, seconds: float | None = None) -> None:
        for key, _ in self._selector.select(seconds):
            key.data()

    def _on(self, source: socket.socket, what: Callable[[], object]) -> None:
        self._selector.register(source, selectors.EVENT_READ, what)

    def _rung(self) -> None:
        if self._ear.recv(1) == _END:
            self._is_ending = True
        elif not self._is_ending:
            self._loading.join()
            gc.collect()
            gc.freeze()  # garbage collection would copy shared memory
            for _ in range(self._count):
                self._fork()

    # ------------------------------------------------------------ starting

    def _load(self) -> None:
        """Load what the workers share. In a thread, since a signal during an import may be lost."""
        try:
            if sys.platform == "linux":  # elsewhere not all libraries survive a fork
                with TemporaryDirectory() as folder, Termbase.open(Path(folder, "empty")) as empty:
                    empty.warm_up()
        finally:
            self._bell.send(_LOADED)

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        number = min(set(range(self._count)) - {worker.number for worker in self._workers})
        process = os.fork()
        if not process:
            self._be_a_worker(ours, Channel(theirs, number))
        theirs.close()
        worker = _Worker(process, number, ours)
        self._workers.append(worker)
        self._on(ours, partial(self._hear, worker))

    def _be_a_worker(self, ours: socket.socket, channel: Channel) -> NoReturn:
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal signals the parent as well
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self._selector.close()
            others = [worker.channel for worker in self._workers]
            for each in (self._listener, self._bell, self._ear, ours, *others):
                each.close()
            self._work(channel)
            os._exit(0)
        except GlossaryError as error:
            log.error("%s", error)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)

    # ------------------------------------------------------------ running

    def _hear(self, worker: _Worker) -> None:
        """Handle messages of a worker; no data means that it has ended."""
        try:
            said = worker.channel.recv(4096)
        except ConnectionError:
            said = b""
        worker.connections -= said.count(ENDED)
        if READY in said:
            worker.is_ready = True
            self._open()
        elif not said:
            self._lost(worker)

    def _open(self) -> None:
        if not self._is_open and all(worker.is_ready for worker in self._workers):
            self._is_open = True
            self._listener.setblocking(False)
            self._on(self._listener, self._accept)
            self._ready()

    def _accept(self) -> None:
        try:
            connected, _ = self._listener.accept()
        except OSError:  # the client has gone
            return
        with connected:
            for worker in sorted(self._workers, key=lambda each: each.connections):
                if send(worker.channel, connected):
                    worker.connections += 1
                    return
            connected.setblocking(False)
            with suppress(OSError):
                connected.send(refusal(503, "no worker is there now; try again", "busy"))

    def _lost(self, worker: _Worker) -> None:
        code = self._forget(worker)
        if self._is_ending:
            return
        if not worker.is_ready:
            raise InvalidInput(f"a worker could not begin (exit {code})")
        log.error("a worker has ended (exit %s); another takes its place", code)
        self._fork()

    def _forget(self, worker: _Worker) -> int:
        """Remove a worker that has ended, or is about to; returns its exit code."""
        self._selector.unregister(worker.channel)
        self._workers.remove(worker)
        worker.channel.close()
        return os.waitstatus_to_exitcode(os.waitpid(worker.process, 0)[1])

    # ------------------------------------------------------------ ending

    def _end_when_told(self) -> None:
        def end(number: int, frame: Any) -> None:
            signal.signal(number, signal.SIG_IGN)
            self._bell.send(_END)

        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, end)

    def _stop(self) -> None:
        """End all workers: close their channels, and kill those that do not end in time."""
        self._is_ending = True
        notify(ENDING)
        if self._is_open:
            self._selector.unregister(self._listener)
        self._listener.close()
        until = time.monotonic() + self._grace + BESIDE
        for worker in self._workers:
            with suppress(OSError):  # it has ended by itself
                worker.channel.shutdown(socket.SHUT_WR)
        while self._workers and (left := until - time.monotonic()) > 0:
            self._turn(left)
        for worker in list(self._workers):
            os.kill(worker.process, signal.SIGKILL)
            self._forget(worker)
