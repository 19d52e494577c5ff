"""The files of jobs in a database: whole or not there, for every machine, and in no copy."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from glossary.jobs.folder import JobFolder
from glossary.jobs.shared import SharedFolder, files_of
from glossary.store import open_store
from glossary.store.base import ENDED, Job, Store
from tests.samples import AT
from tests.served import Served, environment, served

LONG = random.Random(7).randbytes(3_000_000)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


def files_of_machine(store: Store, folder: Path) -> JobFolder:
    assert store.job_files
    return SharedFolder(folder, store.job_files)


def query(url: str, statement: str) -> list[Any]:
    import psycopg

    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def sent(store: Store, data: bytes) -> Job:
    files = files_of(store)
    with files.adding("t"):
        files.put("t", "file", io.BytesIO(data))
        with store.transaction():
            return store.new_job(Job(0, "import", "t", "t", AT))


def pieces(url: str) -> int:
    return int(query(url, "SELECT count(*) FROM glossary.job_file")[0][0])


def test_a_half_fetched_file_is_never_taken_for_whole(store: Store, tmp_path: Path) -> None:
    sent(store, LONG)
    there = files_of_machine(store, tmp_path / "there")
    assert there.hold("t")
    (there.of("t") / "fetched").write_bytes(LONG[:100])  # as one that was killed leaves it
    assert there.at_hand("t", "file").read_bytes() == LONG


def test_results_of_a_step_that_fails_are_not_seen(store: Store, tmp_path: Path) -> None:
    sent(store, b"")
    here = files_of(store)
    assert here.hold("t")
    (here.of("t") / "result").write_bytes(LONG)
    with pytest.raises(ZeroDivisionError), store.transaction():
        here.keep("t", ["result"])
        assert here.size("t", "result") == len(LONG), "in the step itself they are"
        raise ZeroDivisionError
    with pytest.raises(FileNotFoundError):
        here.size("t", "result")


_SENDS = """
import sys
from glossary.jobs.shared import files_of
from glossary.store import open_store
class Slow:
    sent = 0
    def read(self, size):
        self.sent += 1
        if self.sent == 3:
            print("half", flush=True)
            sys.stdin.read()
        return b"x" * size
store = open_store(sys.argv[1])
files_of(store).put("t", "file", Slow())
"""


def test_a_sender_that_is_killed_leaves_nothing(store: Store, url: str) -> None:
    store.counts()
    command = [sys.executable, "-c", _SENDS, url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=environment(), **pipes) as process:
        assert process.stdout and process.stdout.readline() == b"half\n"
        process.kill()
    assert pieces(url) == 0 and files_of(store).tokens() == set()


def test_nobody_waits_while_a_file_is_sent(store: Store, url: str) -> None:
    store.counts()
    command = [sys.executable, "-c", _SENDS, url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=environment(), **pipes) as process:
        assert process.stdout and process.stdout.readline() == b"half\n"
        with store.transaction(wait=False):
            store.new_step("add", "ada", AT)
        process.kill()


def test_files_whose_job_was_never_queued_go_after_a_day(store: Store, url: str) -> None:
    sent(store, LONG)
    files_of(store).put("never", "file", io.BytesIO(b"x"))
    files = files_of(store)
    files.sweep(lambda: {"t"})
    assert files.tokens() == {"t", "never"}
    query(url, "UPDATE glossary.job_file SET at = at - interval '2 days'")
    files.sweep(lambda: {"t"})
    assert files.tokens() == {"t"}


def test_a_backup_and_a_copy_have_the_jobs_without_their_files(
    store: Store, url: str, tmp_path: Path
) -> None:
    job = sent(store, LONG)
    with store.transaction():
        store.new_step("add", "ada", AT)
    store.backup(tmp_path / "terms.dump")
    assert (tmp_path / "terms.dump").stat().st_size < len(LONG)
    other = open_store(f"{url}?schema=other")
    other.restore(tmp_path / "terms.dump", "ada", AT)
    assert other.jobs() == [job] and files_of(other).tokens() == set()
    other.close()
    copy = open_store(tmp_path / "copy.db")
    with store.snapshot(), copy.transaction():
        copy.load(store.dump())
    assert copy.jobs() == [job] and files_of(copy).tokens() == set()
    copy.close()


def test_a_restore_keeps_the_files_of_jobs_that_are_there(store: Store, tmp_path: Path) -> None:
    job = sent(store, LONG)
    with store.transaction():
        store.new_step("add", "ada", AT)
    store.backup(tmp_path / "terms.dump")
    store.restore(tmp_path / "terms.dump", "ada", AT)
    assert store.jobs() == [job] and files_of(store).has_all("t", ["file"])


# ---------------------------------------------------------------- two servers


def descendants(process: int) -> dict[int, str]:
    """The command lines of all that a process has started, by number."""
    parents, lines = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
            lines[int(folder.name)] = (folder / "cmdline").read_bytes().decode()
        except OSError:
            continue
    found = {process}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return {pid: lines[pid] for pid in found - {process}}


def kill_all(server: Served) -> None:
    """kill -9 of a server, its runner and its jobs, as where a machine loses its power: the server
    is halted first, so that it starts none again."""
    os.kill(server.process.pid, signal.SIGSTOP)
    for pid in descendants(server.process.pid):
        os.kill(pid, signal.SIGKILL)
    server.kill()


def turns(is_so: Callable[[], bool]) -> None:
    """Wait for what servers do with processes of their own, on a busy machine."""
    end = time.monotonic() + 300
    while not is_so():
        assert time.monotonic() < end, "it does not come about"
        time.sleep(0.1)


def downloaded(server: Served, job: int) -> bytes:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", f"/api/v1/jobs/{job}/result")
    answer = connection.getresponse()
    data = answer.read()
    assert answer.status == 200 and int(answer.headers["Content-Length"]) == len(data)
    connection.request("GET", f"/api/v1/jobs/{job}/result", headers={"Range": "bytes=5-14"})
    part = connection.getresponse()
    assert (part.status, part.read()) == (206, data[5:15])
    tag = {"If-None-Match": answer.headers["ETag"]}
    connection.request("GET", f"/api/v1/jobs/{job}/result", headers=tag)
    assert connection.getresponse().status == 304
    connection.close()
    return data


def test_a_server_finishes_what_another_was_killed_in(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent to the first is taken in by the second, and each answers with the report."""
    import psycopg

    from glossary.store.postgres.address import address_of

    short = (
        "import glossary.jobs.lease, glossary.jobs.runner as r\nglossary.jobs.lease.LEASE = 3.0\n"
    )
    (tmp_path / "sitecustomize.py").write_text(short + "r.RECOVER = 0.5\n")
    monkeypatch.syspath_prepend(tmp_path)

    def server(name: str):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / name / "data"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name / "cache"))
        return served(url, "--jobs", "1", log=tmp_path / f"{name}.log")

    table = "id,en,zh\n" + "".join(f"c{n},term {n},術語第{n}種\n" for n in range(200))
    file = {"name": "terms.csv", "text": table}
    with server("first") as first:
        status, job = first.ask("POST", "/api/v1/import", file, {"Prefer": "respond-async"})
        assert status == 202
        address = f"/api/v1/jobs/{job['id']}"
        turns(lambda: first.ask("GET", address)[1]["state"] == "running")
        with psycopg.connect(url) as others:  # now nobody can commit
            others.execute("SELECT pg_advisory_xact_lock(%s)", (address_of(url).lock,))
            kill_all(first)
    with server("second") as second:
        assert second.ask("GET", address)[1]["state"] == "running"
        turns(lambda: second.ask("GET", address)[1]["state"] in ENDED)
        found = second.ask("GET", address)[1]
        assert (found["state"], found["attempt"], found["message"]) == ("done", 2, "200 new")
        assert second.ask("GET", "/api/v1/steps")[1]["total"] == 1
        with server("first") as again:
            assert downloaded(again, job["id"]) == downloaded(second, job["id"])
