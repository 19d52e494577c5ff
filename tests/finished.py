"""A job that is done, without a process of its own."""

from __future__ import annotations

import io
from dataclasses import replace

from glossary.jobs.queue import JobQueue, Sent
from glossary.jobs.worker import Messages, run
from glossary.store.base import Job
from glossary.termbase import Termbase


def finished_job(termbase: Termbase) -> Job:
    """A trial import, whose report is there as its result."""
    queue = JobQueue(termbase.store, termbase.clock)
    sent = {"file": ("a.csv", io.BytesIO("id,en,zh\nberth,berth,泊位\n".encode()))}
    job = queue.submit(Sent("import", "a.csv", "ada", {"dry_run": True}, sent))
    running = replace(job, state="running", attempt=1)
    with termbase.store.transaction():
        assert termbase.store.put_job(running, was=job)
    run(termbase.store, running, termbase, Messages(io.StringIO()))
    return termbase.store.job(job.id)
