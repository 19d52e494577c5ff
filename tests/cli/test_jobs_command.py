"""`glossary jobs`: what was sent to a server, seen and stopped without it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.cli import cli
from glossary.cli.jobs import SHOWN
from glossary.jobs.queue import JobQueue, Sent
from glossary.termbase import Termbase
from tests.command import rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one job that waits, one that runs and one that is broken."""
    with Termbase.open(tmp_path / "terms.db") as termbase:
        queue = JobQueue(termbase.store, termbase.clock)
        _, second, third = (queue.submit(Sent("mine", f"{n}.txt", "ada")) for n in (1, 2, 3))
        runs = replace(second, state="running", attempt=1, stage="pairs", unit="sentences")
        with termbase.store.transaction():
            termbase.store.put_job(replace(runs, done=300, total=1200, rate=10.0), was=second)
            termbase.store.put_job(replace(third, state="broken", message="lost"), was=third)
    return tmp_path / "terms.db"


def jobs(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--db", str(path), "jobs", *arguments])


def test_the_newest_are_listed_first_with_their_progress(path: Path) -> None:
    listed = rows(jobs(path).stdout)
    assert [(job["name"], job["state"]) for job in listed] == [
        ("3.txt", "broken"),
        ("2.txt", "running"),
        ("1.txt", "waiting"),
    ]
    assert listed[1]["progress"] == "pairs, 300 of 1,200 sentences, 1 min 30 s left"
    assert listed[1]["seconds_left"] == 90 and "token" not in listed[1]
    assert [job["id"] for job in rows(jobs(path, "2", "1").stdout)] == [2, 1]
    assert "1 min 30 s left" in jobs(path, "--format", "csv").stdout


def test_one_is_stopped_and_one_started_again(path: Path) -> None:
    [stopped] = rows(jobs(path, "--stop", "1", "--by", "bo").stdout)
    assert (stopped["state"], stopped["message"]) == ("stopped", "stopped by bo")
    [again] = rows(jobs(path, "--restart", "3", "--by", "bo").stdout)
    assert (again["state"], again["by"]) == ("waiting", "bo")
    failed = jobs(path, "--restart", "3")
    assert "only a broken one is started again" in str(failed.exception)


def test_without_a_number_nothing_is_stopped(path: Path) -> None:
    for wrong in (["--stop"], ["--restart"], ["--stop", "--restart", "1"]):
        assert jobs(path, *wrong).exit_code == 2
    assert [job["state"] for job in rows(jobs(path).stdout)] == ["broken", "running", "waiting"]
    assert "no job 9" in str(jobs(path, "9").exception)


def test_a_screen_of_them_is_listed_and_all_if_asked_for(path: Path) -> None:
    with Termbase.open(path) as termbase:
        queue = JobQueue(termbase.store, termbase.clock)
        for n in range(SHOWN):
            queue.submit(Sent("mine", str(n)))
    assert len(rows(jobs(path).stdout)) == SHOWN
    assert len(rows(jobs(path, "--all").stdout)) == SHOWN + 3
