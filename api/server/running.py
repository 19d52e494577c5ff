"""The process that runs the jobs beside a server: started again if it ends, and ended with it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from glossary.jobs.process import JobLimits

log = logging.getLogger("glossary.api")

_AGAIN = 2.0  # seconds before it is started again: chosen, so that one that cannot start is no load
_PATIENCE = 1.0
"""Seconds that it has to end its jobs and note that. Chosen: at half, on a busy machine the next
start notes it; at double, the end of a server takes as long."""


@contextmanager
def running_jobs(
    database: str,
    most: int,
    limits: JobLimits,
    told: Callable[[int], object] = lambda process: None,
) -> Iterator[None]:
    """Run at most `most` jobs at once while the block lasts; none if that is 0. The process that
    does so is `told` when it begins, and 0 when it has ended."""
    if not most:
        yield
        return
    arguments = [database, str(most), str(limits.memory), str(limits.minutes)]
    keeper = _RunnerKeeper(arguments, told)
    keeper.start()
    try:
        yield
    finally:
        keeper.end()


class _RunnerKeeper(threading.Thread):
    """Keeps the process alive. Its input is a pipe from this one: it ends when that is closed."""

    def __init__(self, arguments: list[str], told: Callable[[int], object]) -> None:
        super().__init__(daemon=True)
        self._arguments, self._told = arguments, told
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        while not self._ending.is_set():
            self._process = process = _started(self._arguments)
            self._told(process.pid)
            code = process.wait()
            self._told(0)
            if not self._ending.wait(_AGAIN):
                log.error("the process that runs the jobs has ended (exit %s); started again", code)

    def end(self) -> None:
        self._ending.set()
        if process := self._process:
            with suppress(OSError):
                process.stdin.close()  # type: ignore[union-attr]
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)


def _started(arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start it in a session of its own: Ctrl-C on a terminal is for the server."""
    paths = os.pathsep.join(map(os.path.abspath, sys.path))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "glossary.jobs.runner", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": paths},
        start_new_session=True,
    )
