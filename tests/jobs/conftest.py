"""A queue on a termbase of its own, and a runner that the test takes through its turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossary.jobs.queue import JobQueue
from glossary.jobs.runner import JobRunner
from glossary.store.base import ENDED, Job
from glossary.termbase import Termbase


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db") as opened:
        yield opened


@pytest.fixture
def queue(termbase: Termbase) -> JobQueue:
    return JobQueue(termbase.store, termbase.clock)


@pytest.fixture
def runner(termbase: Termbase, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobRunner]:
    """Two jobs at once, which may be of the kinds that `tests.jobs.odd_worker` adds."""
    monkeypatch.setattr("glossary.jobs.process.WORKER", "tests.jobs.odd_worker")
    for name in ("LOOK", "TELL", "RECOVER"):
        monkeypatch.setattr(f"glossary.jobs.runner.{name}", 0.05)
    made = JobRunner(termbase, 2)
    yield made
    made.end()


Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def until(runner: JobRunner) -> Until:
    """Take turns until something is so."""

    def wait(is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + 600
        while not is_so():
            assert time.monotonic() < end, "it did not come about in ten minutes"
            runner.turn()
            time.sleep(0.02)

    return wait


@pytest.fixture
def ended(queue: JobQueue, until: Until) -> Callable[[Job], Job]:
    """A job as it ended."""

    def wait(job: Job) -> Job:
        until(lambda: queue.store.job(job.id).state in ENDED)
        return queue.store.job(job.id)

    return wait
