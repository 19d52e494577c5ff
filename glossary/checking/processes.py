"""Looks at segments in several processes, batch by batch; what comes out is the same, in order.

The processes are forks: they have the terms at once, and share the memory of them. So this is for a
program that runs no other threads than those it knows, as the command line does: its progress, of
which a fork needs nothing.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import active_children, connection, get_context, parent_process

from glossary.checking.looks import Looking, SegmentLook
from glossary.checking.segment import BilingualSegment
from glossary.errors import GlossaryError

_BATCH = 100  # segments sent at once: chosen, half or double takes as long
_AHEAD = 3  # batches given out for each process: chosen, so that none waits and few lie in memory


def looks_in_processes(
    segments: Iterator[BilingualSegment], looking: Looking, processes: int
) -> Iterator[SegmentLook]:
    """A look at each segment. Raises GlossaryError if a process was killed."""
    batches = iter(lambda: list(islice(segments, _BATCH)), [])
    waiting: deque[Future[list[SegmentLook]]] = deque()
    with _pool(processes, looking) as pool:
        with _without_interrupts():
            first = islice(batches, processes * _AHEAD)
            waiting.extend(pool.submit(_look_at, batch) for batch in first)
        while waiting:
            looks = _result(waiting.popleft())
            waiting.extend(pool.submit(_look_at, batch) for batch in islice(batches, 1))
            yield from map(looking.received, looks)


def _result(future: Future[list[SegmentLook]]) -> list[SegmentLook]:
    try:
        return future.result()
    except BrokenProcessPool:
        raise GlossaryError(
            "a process of the check was killed, most likely for want of memory; check again with "
            "--processes 1"
        ) from None


@contextmanager
def _pool(processes: int, looking: Looking) -> Iterator[ProcessPoolExecutor]:
    """Forks of this process; left by an error, they are ended at once."""
    others = set(active_children())
    pool = ProcessPoolExecutor(processes, get_context("fork"), _begin, (looking,))
    try:
        yield pool
    except BaseException:
        for process in set(active_children()) - others:
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """What is forked meanwhile never hears Ctrl-C: that is for the one that forked it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ---------------------------------------------------------------- in each process

_looking: Looking


def _begin(looking: Looking) -> None:
    """Begin a process: it prints nothing, as another thread may have been printing at the fork, and
    ends with the one that began it."""
    global _looking
    _looking = looking
    gc.freeze()  # what was loaded stays shared as long as nobody writes to it
    sys.stdout = sys.stderr = io.StringIO()
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _look_at(segments: list[BilingualSegment]) -> list[SegmentLook]:
    return [_looking.sent(segment) for segment in segments]
