"""Protocols for jobs: long work that is queued, run by a process of its own, and remembered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

JOB_STATES = ("waiting", "running", "done", "failed", "stopped", "broken")
"""`broken`: the process that ran it was lost, as in a restart; it can be started again."""
ENDED = ("done", "failed", "stopped", "broken")


@dataclass(frozen=True, slots=True)
class Job:
    """Long work of a kind, and how far it is.

    `token` names the folder of its files; `options` are those of its kind. Each start is an
    `attempt`; `version` counts the changes of this record. `done` units of `total` (0 where that is
    not known) of a stage, at `rate` a second. `message` is a line about its end, `result` the name
    of the file in its folder that it left.
    """

    id: int
    kind: str
    name: str
    token: str
    created_at: str
    by: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    state: str = "waiting"
    attempt: int = 0
    version: int = 1
    stage: str = ""
    unit: str = ""
    done: int = 0
    total: int = 0
    rate: float = 0.0
    message: str = ""
    result: str = ""
    started_at: str = ""
    ended_at: str = ""

    @property
    def seconds_left(self) -> float | None:
        """Of its stage, if it goes on like this; None where that cannot be said."""
        if self.state != "running" or not self.rate or self.total < self.done:
            return None
        return (self.total - self.done) / self.rate


class JobFileTable(Protocol):
    """The files of jobs in a database, by the token of a job and a name, for all its machines.

    A file is there whole or not at all. Inside `transaction()` a change is part of that, else it
    is done when the method returns. All raise StoreError.
    """

    def put(self, token: str, name: str, source: BinaryIO) -> None:
        """Keep what a stream has, in the place of an older file of that name; never whole in
        memory. Raises OSError if the stream does."""

    def tokens(self) -> set[str]:
        """The jobs that have files."""

    def sizes(self, token: str) -> dict[str, int]:
        """The names of the files of a job, and how many bytes each has."""

    def piece(self, token: str, name: str, start: int) -> bytes:
        """Some bytes of a file from `start` on, at least one if there is a further one. Raises
        NotFound if the file has been removed."""

    def remove(self, token: str, names: Collection[str] | None = None) -> None:
        """Remove these files of a job; None: all of them."""

    def remove_unknown(self) -> None:
        """Remove files whose job was never queued, as where its sender was killed; not those
        that are being sent."""


class JobReader(Protocol):
    """Reads jobs."""

    @property
    def job_folder(self) -> Path:
        """The folder for the files of jobs, beside the database; it may not exist yet."""

    @property
    def job_files(self) -> JobFileTable | None:
        """Where the files of jobs are kept, if several machines share the database; they are only
        worked on in the folder then. None: they stay in the folder."""

    def job(self, job_id: int) -> Job:
        """The job of that number. Raises NotFound."""

    def jobs(
        self,
        states: Collection[str] = JOB_STATES,
        *,
        newest: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Job]:
        """The jobs in these states, the newest or the oldest first."""

    def count_jobs(self, states: Collection[str] = JOB_STATES) -> int: ...


class JobWriter(Protocol):
    """Adds jobs, and changes them."""

    def new_job(self, job: Job) -> Job:
        """Add a job; returns it with its number."""

    def put_job(self, job: Job, was: Job) -> bool:
        """Change a job, if its state and attempt are still those of `was`; returns whether. What
        two processes want of one job is decided by this."""
