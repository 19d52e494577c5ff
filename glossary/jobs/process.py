"""The process of a job as its runner sees it: started, watched, ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from glossary.jobs.folder import Lock
from glossary.progress import Headway, Pace, in_words
from glossary.store.base import Job

WORKER = "glossary.jobs.worker"
DATABASE = "GLOSSARY_DB"
"""In the environment, as an address may have a password, and the list of processes is public."""
STEP: Final = "step"
FAILED: Final = "failed"
"""The messages of a job, as JSON lines: a step with its numbers, or why it failed."""

_LINE = 64 * 1024  # bytes read of its messages at once: chosen, hundreds of them
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Each job takes one core: several of them, and answers, share the machine by that."""


@dataclass(frozen=True, slots=True)
class JobLimits:
    """What one job may use. Chosen: mining takes 0.6 GB for a document of 60 KB, nearly all for its
    models; at half, long documents would be refused; at double, two jobs take a small machine."""

    memory: int = 2_000  # MB resident
    minutes: int = 360


class JobProcess:
    """A job that runs. It leads a process group, so that what it started ends with it."""

    def __init__(self, job: Job, lock: Lock, database: str, limits: JobLimits) -> None:
        self.job, self._lock, self._limits = job, lock, limits
        self._began = time.monotonic()
        self._pace, self._told = Pace(), b""
        self._reason = ""
        self._process = _started(job, lock, database)
        assert self._process.stdout
        os.set_blocking(self._process.stdout.fileno(), False)

    # ------------------------------------------------------------ watched

    def look(self) -> bool:
        """Read its messages and check its limits; returns whether it still runs."""
        self._read()
        if self._process.poll() is not None:
            self._read()
            return False
        if _resident(self._process.pid) > self._limits.memory << 20:
            self.end(
                f"it needed more than {self._limits.memory:,} MB of memory and was ended; split "
                "the input, or serve with a larger --job-memory"
            )
        elif time.monotonic() - self._began > 60 * self._limits.minutes:
            self.end(
                f"it took more than {in_words(60 * self._limits.minutes)} and was ended; split the "
                "input, or serve with larger --job-minutes"
            )
        return True

    def _read(self) -> None:
        assert self._process.stdout
        with suppress(BlockingIOError):
            while piece := os.read(self._process.stdout.fileno(), _LINE):
                self._told += piece
        *lines, self._told = self._told.split(b"\n")
        for line in lines:
            kind, *said = json.loads(line)
            if kind == STEP:
                self._pace.tell(Headway(*said))
            elif kind == FAILED:
                self._reason = self._reason or " ".join(str(said[0]).split())

    def progressed(self) -> Job:
        """The record with what it told last."""
        step = self._pace.step
        if not isinstance(step, Headway):
            return self.job
        rate = self._pace.rate or 0.0
        return replace(
            self.job, stage=step.stage, unit=step.unit, done=step.done, total=step.total, rate=rate
        )

    # ------------------------------------------------------------ ended

    def end(self, reason: str) -> None:
        """Kill it, with all that it started. What it had not committed is undone by the store."""
        self._reason = reason
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def cause(self) -> str:
        """Why it ended without being done, in a line."""
        code = self._process.wait()
        if self._reason:
            return self._reason
        if code == -signal.SIGKILL:
            return "it was killed from outside, most likely by the system, for want of memory"
        with suppress(ValueError):
            return f"its process ended by {signal.Signals(-code).name}"
        return f"its process ended with exit code {code}"

    def close(self) -> None:
        """Wait for its end, and let go of it."""
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self._lock.release()


def _started(job: Job, lock: Lock, database: str) -> subprocess.Popen[bytes]:
    """Start a fresh interpreter, which inherits the lock: it is free when neither lives."""
    paths = os.pathsep.join(map(os.path.abspath, sys.path))
    return subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            WORKER,
            str(job.id),
            str(job.attempt),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | _ONE_THREAD | {"PYTHONPATH": paths, DATABASE: database},
        pass_fds=(lock.handle,),
        start_new_session=True,
    )


def _resident(process: int) -> int:
    """Bytes of resident memory of a process; 0 if the system does not report it."""
    try:
        with open(f"/proc/{process}/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
