"""Servers on several machines share a queue: no job is done twice, none is lost with one."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from glossary.errors import ConflictError
from glossary.jobs import lease
from glossary.jobs.queue import JobQueue, Sent
from glossary.jobs.runner import ATTEMPTS, LOST_AGAIN, LOST_WITH_FILES, JobRunner
from glossary.jobs.worker import Messages, run
from glossary.store.base import ENDED, Job
from glossary.termbase import Termbase
from tests.postgres.cluster import until


class Machine:
    """A server with folders of its own."""

    def __init__(self, url: str, data: Path) -> None:
        self._data = str(data)
        self.be_here()
        self.termbase = Termbase.open(url)
        self.store = self.termbase.store
        self.queue = JobQueue(self.store, self.termbase.clock)
        self.runner = JobRunner(self.termbase, 2)

    def be_here(self) -> None:
        os.environ["XDG_DATA_HOME"] = self._data  # also of the processes that it starts

    def turn(self) -> None:
        self.be_here()
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


def left(queue: JobQueue, job: Job) -> bytes:
    """What a job left."""
    with queue.result(job).opened() as file:
        return file.read()


def files_in(url: str) -> set[tuple[str, str]]:
    """(token, name) of all files that are kept in the database."""
    import psycopg

    with psycopg.connect(url) as connection:
        return set(connection.execute("SELECT token, name FROM glossary.job_file"))


def test_no_job_is_done_twice_and_what_any_left_is_answered_by_all(
    machine: Callable[[str], Machine],
) -> None:
    first, second = machine("first"), machine("second")
    jobs = [importing(each.queue, f"{n}.csv") for n in range(3) for each in (first, second)]
    turns_until(lambda: first.store.count_jobs(["done"]) == 6, first, second)
    assert {first.store.job(job.id).attempt for job in jobs} == {1}
    assert first.termbase.count_concepts() == 3
    assert len(first.termbase.steps("import")) == 6
    for job in map(first.store.job, [job.id for job in jobs]):
        assert json.loads(left(first.queue, job))["counts"] is not None
        assert left(first.queue, job) == left(second.queue, job)


def test_a_job_is_done_by_a_machine_that_it_was_not_sent_to(
    machine: Callable[[str], Machine], url: str
) -> None:
    first, second = machine("first"), machine("second")
    job = importing(first.queue, "a.csv")
    turns_until(lambda: second.store.job(job.id).state in ENDED, second)
    done = first.store.job(job.id)
    assert (done.state, done.message) == ("done", "1 new")
    assert json.loads(left(first.queue, done))["counts"]["new"] == 1
    turns_until(lambda: (job.token, "sent-file") not in files_in(url), second)
    assert files_in(url) == {(job.token, "result.json"), (job.token, "answer.json")}
    assert not second.queue.folder.of(job.token).exists(), "the copy that was worked on"


def test_a_job_of_a_machine_that_lives_is_left_to_it(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LEASE", 1.0)
    first, second = machine("first"), machine("second")
    job = in_progress(first.queue, importing(first.queue, "a.csv"))
    end = time.monotonic() + 3.0
    while time.monotonic() < end:
        with first.store.transaction():  # as its runner does every second
            first.store.put_job(job, was=job)
        second.turn()
    assert (first.store.job(job.id).state, first.store.job(job.id).attempt) == ("running", 1)


def test_a_job_of_a_machine_that_is_lost_is_taken_over_with_its_files_after_its_lease(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LEASE", 0.5)
    first, second = machine("first"), machine("second")
    first.termbase.add("安全困境", "security dilemma", by="ada")
    options = {"format": "csv", "media_type": "text/csv", "where": {}, "strict": False}
    alone = Sent("export", "all.csv", "ada", options | {"profile": None, "zh_tag": "zh-Hant-TW"})
    lost = in_progress(first.queue, first.queue.submit(alone))
    with_files = in_progress(first.queue, importing(first.queue, "a.csv"))
    turns_until(lambda: second.store.count_jobs(["done", "failed"]) == 2, second)
    for job in map(second.store.job, (lost.id, with_files.id)):
        assert (job.state, job.attempt) == ("done", 2), job.message
        assert left(first.queue, job) == left(second.queue, job) != b""
    assert len(first.termbase.steps("import")) == 1


def test_the_attempt_that_was_taken_over_leaves_nothing(
    machine: Callable[[str], Machine], url: str
) -> None:
    """A machine that was cut off for a while goes on with a job that another has begun anew."""
    first, second = machine("first"), machine("second")
    was = in_progress(first.queue, importing(first.queue, "a.csv"))
    again = replace(was, attempt=2)
    with second.store.transaction():
        assert second.store.put_job(again, was=was)
    first.be_here()
    first.queue.folder.hold(was.token)
    with pytest.raises(ConflictError, match="nothing of it is stored"):
        run(first.store, was, first.termbase, Messages(io.StringIO()))
    assert files_in(url) == {(was.token, "sent-file")} and first.termbase.steps() == []
    second.be_here()
    second.queue.folder.hold(was.token)
    run(second.store, again, second.termbase, Messages(io.StringIO()))
    assert json.loads(left(first.queue, first.store.job(was.id)))["counts"]["new"] == 1


def test_a_machine_that_comes_back_leaves_alone_what_another_does(
    machine: Callable[[str], Machine],
) -> None:
    first, second = machine("first"), machine("second")
    job = importing(first.queue, "a.csv")
    for each in (first, second):  # both have begun it once, the second does it
        lock = each.queue.folder.hold(job.token)
        assert lock
    running = in_progress(second.queue, job)
    first.runner.recover()
    assert first.store.job(job.id) == running


def test_a_job_that_takes_every_machine_down_is_not_taken_over_for_ever(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LEASE", 0.1)
    one = machine("one")
    job = importing(one.queue, "a.csv")
    with one.store.transaction():
        one.store.put_job(replace(job, state="running", attempt=ATTEMPTS), was=job)
    turns_until(lambda: one.store.job(job.id).state != "running", one)
    assert (one.store.job(job.id).state, one.store.job(job.id).message) == ("broken", LOST_AGAIN)
    again = one.queue.restart(job.id)
    turns_until(lambda: one.store.job(again.id).state in ENDED, one)
    assert one.store.job(again.id).state == "done", "with what was sent"


def test_a_job_whose_files_are_lost_says_so(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a backup was put into another database."""
    monkeypatch.setattr(lease, "LEASE", 0.1)
    one = machine("one")
    lost, waits = importing(one.queue, "a.csv"), importing(one.queue, "b.csv")
    for job in (lost, waits):
        one.queue.folder.remove(job.token)
    in_progress(one.queue, lost)
    turns_until(lambda: one.store.count_jobs(["broken", "failed"]) == 2, one)
    assert one.store.job(lost.id).message == LOST_WITH_FILES
    assert "no longer here; send it again" in one.store.job(waits.id).message
    with pytest.raises(ConflictError, match="send them again"):
        one.queue.restart(lost.id)


def test_a_machine_that_is_shut_down_gives_its_jobs_to_others(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossary.jobs.process.WORKER", "tests.jobs.odd_worker")
    first = machine("first")
    job = first.queue.submit(Sent("wait", "wait", "ada"))
    turns_until(lambda: first.store.job(job.id).state == "running", first)
    first.runner.end()
    assert first.store.job(job.id).state == "waiting"


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
