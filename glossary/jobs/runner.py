"""The runner: starts waiting jobs, at most so many at once, and tells what became of them.

    GLOSSARY_DB=DATABASE python -m glossary.jobs.runner JOBS MEMORY MINUTES

A process of its own, so that a server that answers has nothing to do with the jobs, and its memory
stays as it is. It ends with who started it: its input is a pipe. Several runners, also of several
servers, may serve one database: a job belongs to the one that holds its lock and changed its state.
"""

from __future__ import annotations

import logging
import os
import select
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from glossary.errors import Busy, GlossaryError, StoreError
from glossary.jobs.folder import JobFolder
from glossary.jobs.lease import Leases
from glossary.jobs.process import DATABASE, JobLimits, JobProcess
from glossary.jobs.queue import waiting_again
from glossary.jobs.shared import files_of
from glossary.store.base import ENDED, Job
from glossary.termbase import Termbase

log = logging.getLogger("glossary.jobs")

# Chosen: half asks twice as often, double starts, shows and stops that much later.
TURN = 0.1  # seconds between two looks at the jobs that run
LOOK = 0.3  # and at those that wait
TELL = 1.0  # between two records of how far they are
RECOVER = 5.0  # between two looks for those whose process was lost
SWEEP = 3600.0  # between two removals of what is no longer kept
KEPT_DAYS = 7
"""How long a result is kept, and what was sent with a broken job. Chosen: at half, one of a Friday
is gone on Tuesday; at double, twice the disk is taken."""
KEPT_BYTES = 2 << 30
"""Bytes of all results; beyond, the oldest go first. Chosen: eight of the largest uploads."""
LOST = "its process was lost, as in a restart; start it again"
LOST_WITH_FILES = "its process was lost, and so was what was sent; send it again"
LOST_AGAIN = "its process was lost again and again; start it again by hand, or send less at once"
ATTEMPTS = 3
"""How often a job is begun before nobody takes it over by itself. Chosen: at half, one that was
lost by chance twice waits for somebody; at double, one that takes its machine down does so twice as
often."""


class JobRunner:
    """Runs the jobs of a store, at most `most` at once."""

    def __init__(self, termbase: Termbase, most: int, limits: JobLimits | None = None) -> None:
        self._termbase, self._store, self._most = termbase, termbase.store, most
        self._limits = limits or JobLimits()
        self._folder = files_of(self._store)
        self._running: dict[int, JobProcess] = {}
        self._leases = Leases()
        self._due: dict[str, float] = {}
        self._said = ""

    def run(self, is_ended: Callable[[float], bool]) -> None:
        """Take turns until `is_ended(seconds to wait)`; then end the jobs that run: they are
        broken."""
        try:
            while not is_ended(TURN if self._running else LOOK):
                self.turn()
        finally:
            self.end()

    def turn(self) -> None:
        """Do what is due. A database that cannot be used now is tried again."""
        try:
            self._watch()
            for name, seconds, act in (
                ("recover", RECOVER, self.recover),
                ("sweep", SWEEP, self.sweep),
                ("start", LOOK, self._start),
                ("tell", TELL, self._tell),
            ):
                if time.monotonic() >= self._due.get(name, 0.0):
                    act()
                    self._due[name], self._said = time.monotonic() + seconds, ""
        except Busy:
            pass
        except (GlossaryError, OSError) as error:
            self._complain(str(error))

    def _complain(self, said: str) -> None:
        """Log what is wrong, once, and leave it alone for a while."""
        if said != self._said:
            log.error("jobs: %s", said)
        self._said = said
        later = time.monotonic() + RECOVER
        self._due = dict.fromkeys(("recover", "sweep", "start", "tell"), later)

    # ------------------------------------------------------------ the jobs that run

    def _watch(self) -> None:
        for process in list(self._running.values()):
            if self._folder.is_asked_to_stop(process.job.token):
                process.end("stopped")
            if not process.look():
                self._ended(process)

    def _ended(self, process: JobProcess) -> None:
        """Record how a job ended, unless it did so itself. Raises Busy; then it is tried again."""
        job = process.job
        state = "stopped" if self._folder.is_asked_to_stop(job.token) else "failed"
        self._change(process.progressed(), job, state, process.cause())
        del self._running[job.id]
        process.close()
        self._tidy(self._store.job(job.id))

    def _tidy(self, job: Job) -> None:
        """Remove the files that nobody needs any more."""
        if job.state in ("failed", "stopped"):
            self._folder.remove(job.token)
        elif job.state == "done":
            self._folder.remove_sent(job.token)

    def _tell(self) -> None:
        shared, running = self._store.is_shared, self._running.values()
        told = [(p, now) for p in running if (now := p.progressed()) != p.job or shared]
        if told:
            with self._store.transaction(wait=False):
                for process, now in told:
                    if not self._store.put_job(now, was=process.job) and shared:
                        process.end("it was stopped on another machine")

    def _change(self, job: Job, was: Job, state: str, message: str) -> bool:
        ended = replace(job, state=state, message=message, ended_at=self._termbase.clock())
        with self._store.transaction(wait=False):
            return self._store.put_job(ended, was=was)

    # ------------------------------------------------------------ the jobs that wait

    def _start(self) -> None:
        free = self._most - len(self._running)
        if free <= 0:
            return
        for job in self._store.jobs(["waiting"], newest=False, limit=free):
            self._claim(job)

    def _claim(self, job: Job) -> None:
        """Start a job, if nobody else does: first its lock, then its state."""
        try:
            lock = self._folder.hold(job.token)
        except FileNotFoundError:  # the database came here without the files, as a backup does
            self._change(job, job, "broken", "its files are not here; send them again")
            return
        if lock is None:
            return
        try:
            with suppress(FileNotFoundError):  # it was stopped just now, and is not claimed
                self._folder.make_ready(job.token)
            running = replace(
                job, state="running", attempt=job.attempt + 1, started_at=self._termbase.clock()
            )
            with self._store.transaction(wait=False):
                is_mine = self._store.put_job(running, was=job)
            if is_mine:
                database = self._store.target
                self._running[job.id] = JobProcess(running, lock, database, self._limits)
        finally:
            if job.id not in self._running:
                lock.release()

    # ------------------------------------------------------------ what was left

    def recover(self) -> None:
        """See to what runs in the records and in no process: its lock is free, and if several
        machines share the jobs, none has shown life for a lease."""
        for job in self._store.jobs(["running"]):
            if job.id in self._running or (self._store.is_shared and not self._leases.is_over(job)):
                continue
            try:
                lock = self._folder.hold(job.token)
            except FileNotFoundError:
                self._change(job, job, "broken", LOST)
                continue
            if lock:
                with lock:
                    self._recover(job)

    def _recover(self, job: Job) -> None:
        if self._folder.is_asked_to_stop(job.token):
            self._change(job, job, "stopped", "stopped")
        else:
            self._lost(job, job)

    def _lost(self, job: Job, was: Job) -> None:
        """Record that the process of a job was lost; if any machine can do it, it waits for one."""
        if broken := self._why_broken(was):
            self._change(job, was, "broken", broken)
            return
        with self._store.transaction(wait=False):
            self._store.put_job(waiting_again(job, job.by), was=was)

    def _why_broken(self, job: Job) -> str:
        if not self._store.is_shared:
            return LOST
        if job.attempt >= ATTEMPTS:
            return LOST_AGAIN
        has_all = self._folder.has_all(job.token, job.options.get("files", ()))
        return "" if has_all else LOST_WITH_FILES

    def sweep(self) -> None:
        """Remove the files of jobs that ended, but for results and broken ones that are kept."""
        self._folder.sweep(lambda: {job.token for job in self._store.jobs()})
        kept, ended = self._folder.tokens(), self._store.jobs(ENDED)
        before = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
        size = 0
        for job in (job for job in ended if job.token in kept):
            self._tidy(job)
            size += _size(self._folder, job)
            if job.ended_at < before or size > KEPT_BYTES:
                self._folder.remove(job.token)

    def end(self) -> None:
        """End the jobs that run; another start, or another machine, may begin them again."""
        for process in self._running.values():
            process.end(LOST)
        for process in self._running.values():
            process.close()
            with suppress(StoreError):
                self._lost(process.progressed(), process.job)
        self._running.clear()


def _size(folder: JobFolder, job: Job) -> int:
    if not job.result:
        return 0
    with suppress(OSError):
        return folder.size(job.token, job.result)
    return 0


def _input_is_closed(seconds: float) -> bool:
    """Whether who started this process has ended; waits as long for it."""
    ready, _, _ = select.select([0], [], [], seconds)
    return bool(ready) and not os.read(0, 1)


def main(database: str, most: int, limits: JobLimits) -> None:
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    with Termbase.open(database) as termbase:
        JobRunner(termbase, most, limits).run(_input_is_closed)


if __name__ == "__main__":
    main(os.environ[DATABASE], int(sys.argv[1]), JobLimits(int(sys.argv[2]), int(sys.argv[3])))
