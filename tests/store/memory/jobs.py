"""Jobs in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from glossary.errors import NotFound
from glossary.store.base.jobs import JOB_STATES, Job
from tests.store.memory.session import MemorySession, page


class MemoryJobs(MemorySession):
    """See `glossary.store.base.jobs`."""

    @property
    def job_folder(self) -> Path:
        return Path(tempfile.gettempdir()) / f"{self._now.database}.jobs"

    @property
    def job_files(self) -> None:
        """There is one machine."""

    def new_job(self, job: Job) -> Job:
        made = replace(job, id=self._mine.number("job"))
        self._mine.jobs[made.id] = made
        return made

    def put_job(self, job: Job, was: Job) -> bool:
        held = self._mine.jobs.get(was.id)
        if held is None or (held.state, held.attempt) != (was.state, was.attempt):
            return False
        self._mine.jobs[was.id] = replace(job, version=held.version + 1)
        return True

    def job(self, job_id: int) -> Job:
        if job_id not in self._now.jobs:
            raise NotFound(f"no job {job_id}")
        return self._now.jobs[job_id]

    def jobs(
        self,
        states: Collection[str] = JOB_STATES,
        *,
        newest: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Job]:
        held = [job for job in self._now.jobs.values() if job.state in states]
        return page(held[::-1] if newest else held, limit, offset)

    def count_jobs(self, states: Collection[str] = JOB_STATES) -> int:
        return len(self.jobs(states))
