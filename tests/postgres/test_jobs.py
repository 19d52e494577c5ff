"""Servers on several machines share a queue: no job is done twice, none is lost with one."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from glossary.errors import ConflictError, NotFound
from glossary.jobs import lease
from glossary.jobs.queue import JobQueue, Sent
from glossary.jobs.runner import LOST_ELSEWHERE, JobRunner
from glossary.store.base import Job
from glossary.termbase import Termbase
from tests.postgres.cluster import until


class Machine:
    """A server with folders of its own."""

    def __init__(self, url: str, data: Path) -> None:
        self._data = str(data)
        self._be_here()
        self.termbase = Termbase.open(url)
        self.store = self.termbase.store
        self.queue = JobQueue(self.store, self.termbase.clock)
        self.runner = JobRunner(self.termbase, 2)

    def _be_here(self) -> None:
        os.environ["XDG_DATA_HOME"] = self._data  # also of the processes that it starts

    def turn(self) -> None:
        self._be_here()
        self.runner.turn()
        time.sleep(0.02)

    def close(self) -> None:
        self.runner.end()
        self.termbase.close()


@pytest.fixture
def machine(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Machine]]:
    """A function that starts a machine of a name."""
    for name in ("LOOK", "TELL", "RECOVER"):
        monkeypatch.setattr(f"glossary.jobs.runner.{name}", 0.05)
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(closing(Machine(url, tmp_path / name)))


def importing(queue: JobQueue, name: str) -> Job:
    file = io.BytesIO(f"id,en,zh\n{name},berth {name},泊位{name}\n".encode())
    return queue.submit(Sent("import", name, "ada", {"dry_run": False}, {"file": (name, file)}))


def turns_until(is_so: Callable[[], Any], *machines: Machine) -> None:
    """Let the machines take turns until something is so."""

    def looked() -> Any:
        for machine in machines:
            machine.turn()
        return is_so()

    until(looked, "it does not come about")


def in_progress(queue: JobQueue, job: Job) -> Job:
    """The record of a job whose machine is then lost: nobody writes it any more."""
    running = replace(job, state="running", attempt=1)
    with queue.store.transaction():
        assert queue.store.put_job(running, was=job)
    return queue.store.job(job.id)


def test_no_job_is_done_twice_and_each_where_its_files_are(
    machine: Callable[[str], Machine],
) -> None:
    first, second = machine("first"), machine("second")
    jobs = [importing(each.queue, f"{n}.csv") for n in range(3) for each in (first, second)]
    turns_until(lambda: first.store.count_jobs(["done"]) == 6, first, second)
    assert {first.store.job(job.id).attempt for job in jobs} == {1}
    assert first.termbase.count_concepts() == 3
    assert len(first.termbase.steps("import")) == 6


def test_a_job_of_a_machine_that_lives_is_left_to_it(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LEASE", 1.0)
    first, second = machine("first"), machine("second")
    waiting = importing(first.queue, "b.csv")
    job = in_progress(first.queue, importing(first.queue, "a.csv"))
    end = time.monotonic() + 3.0
    while time.monotonic() < end:
        with first.store.transaction():  # as its runner does every second
            first.store.put_job(job, was=job)
        second.turn()
    assert first.store.job(job.id).state == "running"
    assert first.store.job(waiting.id).state == "waiting", "its files are not here"


def test_a_job_of_a_machine_that_is_lost_is_taken_over_after_its_lease(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LEASE", 0.5)
    first, second = machine("first"), machine("second")
    first.termbase.add("安全困境", "security dilemma", by="ada")
    options = {"format": "csv", "media_type": "text/csv", "where": {}, "strict": False}
    alone = Sent("export", "all.csv", "ada", options | {"profile": None, "zh_tag": "zh-Hant-TW"})
    lost = in_progress(first.queue, first.queue.submit(alone))
    with_files = in_progress(first.queue, importing(first.queue, "a.csv"))
    turns_until(lambda: second.store.job(lost.id).state in ("done", "failed"), second)
    done = second.store.job(lost.id)
    assert done.state == "done", done.message
    assert (done.attempt, second.queue.result(done).path.name) == (2, "termbase.csv")
    with pytest.raises(NotFound, match="or is on another machine"):
        first.queue.result(done)
    turns_until(lambda: second.store.job(with_files.id).state == "broken", second)
    assert second.store.job(with_files.id).message == LOST_ELSEWHERE
    with pytest.raises(ConflictError, match="send them again"):
        second.queue.restart(with_files.id)


def test_a_machine_ends_a_job_that_was_stopped_on_another(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossary.jobs.process.WORKER", "tests.jobs.odd_worker")
    first, second = machine("first"), machine("second")
    job = first.queue.submit(Sent("wait", "wait", "ada"))
    child = first.queue.folder.of(job.token) / "child"
    turns_until(lambda: child.exists() and child.read_text(), first)
    process = Path(f"/proc/{child.read_text()}")
    assert second.queue.stop(job.id, by="bo").state == "stopped"
    turns_until(lambda: not process.exists() or b") Z " in (process / "stat").read_bytes(), first)
    assert first.store.job(job.id).state == "stopped"
