"""The queue as its doors see it: submit a job, stop it, start it again, read what it left."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from glossary.errors import Busy, ConflictError, GlossaryError, NotFound, StoreError
from glossary.jobs.shared import files_of
from glossary.operations.clock import Clock
from glossary.store.base import ENDED, Job, Store

MOST_WAITING = 200
"""Jobs that wait at once. Chosen: at half, who drops a folder of documents is refused sooner; at
double what was sent takes twice the disk."""
STOP_SECONDS = 1.5
"""How long `stop` tries to note that a job is stopped, which ends within two seconds: chosen below
these. At half it leaves that to the runner more often; at double it answers later."""
_BETWEEN = 0.05  # seconds between two tries: chosen
ANSWER = "answer.json"


class QueueFull(GlossaryError):
    """Too many jobs wait."""

    code = "busy"


@dataclass(frozen=True, slots=True)
class Sent:
    """A job to be queued: its kind, what it is called, its options, and the files sent with it, by
    part: (name, stream)."""

    kind: str
    name: str
    by: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, tuple[str, BinaryIO]] = field(default_factory=dict)


class JobResult(NamedTuple):
    """What a job left: the name of the file and its bytes, how to open it, its media type, and
    further headers of an answer that has it."""

    name: str
    size: int
    opened: Callable[[], BinaryIO]
    media_type: str
    headers: dict[str, str]


class JobQueue:
    """The jobs of a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
        self.folder = files_of(store)

    def submit(self, sent: Sent) -> Job:
        """Queue a job; it is kept, with its files, when this returns. Raises QueueFull,
        StoreError."""
        if self.store.count_jobs(["waiting"]) >= MOST_WAITING:
            raise QueueFull(f"{MOST_WAITING} jobs wait already; try again when some are done")
        token = secrets.token_hex(16)
        names = {part: name for part, (name, _) in sent.files.items()}
        options = {**sent.options, "files": names}
        job = Job(0, sent.kind, sent.name, token, self.clock(), sent.by, options)
        try:
            with self.folder.adding(token):
                for part, (_, stream) in sent.files.items():
                    self.folder.put(token, part, stream)
                with self.store.transaction():
                    return self.store.new_job(job)
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(f"{self.folder.root}: {reason}; the job was not taken") from error

    def stop(self, job_id: int, *, by: str = "") -> Job:
        """Stop a job: one that waits is not started, one that runs is ended and changes nothing.

        Returns it as it is then; if others keep writing, still as it ran, and it is noted later.
        Raises NotFound, ConflictError if it has ended in another way.
        """
        job = self.store.job(job_id)
        if job.state == "running":
            self.folder.ask_to_stop(job.token)
        until = time.monotonic() + STOP_SECONDS
        while job.state in ("waiting", "running"):
            try:
                self._note_stop(job, by)
            except Busy:
                if time.monotonic() > until:
                    return job
                time.sleep(_BETWEEN)
            job = self.store.job(job_id)
        if job.state != "stopped":
            raise ConflictError(f"job {job_id} is {job.state} and cannot be stopped")
        return job

    def _note_stop(self, job: Job, by: str) -> None:
        message = f"stopped by {by}" if by else "stopped"
        stopped = replace(job, state="stopped", message=message, ended_at=self.clock())
        with self.store.transaction(wait=False):
            changed = self.store.put_job(stopped, was=job)
        if changed and job.state == "waiting":
            self.folder.remove(job.token)

    def restart(self, job_id: int, *, by: str = "") -> Job:
        """Queue a broken job again, in the name of `by` if that is given. Raises NotFound,
        ConflictError."""
        job = self.store.job(job_id)
        if job.state != "broken":
            raise ConflictError(f"job {job_id} is {job.state}; only a broken one is started again")
        if not self.folder.has_all(job.token, job.options.get("files", ())):
            raise ConflictError(f"the files of job {job_id} are not here any more; send them again")
        with self.store.transaction():
            if not self.store.put_job(waiting_again(job, by or job.by), was=job):
                raise ConflictError(f"job {job_id} was started again just now")
        return self.store.job(job_id)

    def result(self, job: Job) -> JobResult:
        """What a job left. Raises ConflictError if it has not ended well, NotFound if it is no
        longer kept."""
        if job.state != "done":
            reason = f": {job.message}" if job.message and job.state in ENDED else ""
            raise ConflictError(f"job {job.id} is {job.state}, and has no result{reason}")
        opened = partial(self.folder.opened, job.token)
        try:
            size = self.folder.size(job.token, job.result)
            with opened(ANSWER) as file:
                told = json.load(file)
        except FileNotFoundError:
            raise NotFound(f"the result of job {job.id} is no longer kept") from None
        with_it = told["media_type"], told["headers"]
        return JobResult(job.result, size, partial(opened, job.result), *with_it)


def waiting_again(job: Job, by: str) -> Job:
    """The same job as one that waits, without what its last attempt left in the record."""
    return replace(
        job,
        by=by,
        state="waiting",
        stage="",
        unit="",
        done=0,
        total=0,
        rate=0.0,
        message="",
        started_at="",
        ended_at="",
    )
