"""Jobs beside a running server: events, stopping in time, and what a killed server leaves."""

from __future__ import annotations

import http.client
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from glossary.termbase import Termbase
from tests.served import Served, command, served

CSV = "id,en,zh-Hant-TW\nbollard,bollard,纜椿\n"
LONG = "學者認為航道焦慮（channel anxiety）很常見。The anxiety is common in ports.\n" * 4_000


def queued(server: Served, path: str, body: dict[str, Any]) -> int:
    """The number of the job that a request was taken as."""
    status, answer = server.ask("POST", path, body, {"Prefer": "respond-async"})
    assert status == 202, answer
    return int(answer["id"])


def importing(server: Served, name: str = "a.csv") -> int:
    return queued(server, "/api/v1/import", {"text": CSV, "name": name})


def mining(server: Served) -> int:
    return queued(server, "/api/v1/mine", {"text": LONG, "name": "long.txt"})


def until(server: Served, job: int, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    end = time.monotonic() + 600
    while time.monotonic() < end:
        record: dict[str, Any] = server.ask("GET", f"/api/v1/jobs/{job}")[1]
        if is_so(record):
            return record
        time.sleep(0.05)
    raise AssertionError(record)


def state(*names: str) -> Callable[[dict[str, Any]], bool]:
    return lambda record: record["state"] in names


def test_a_job_is_done_beside_the_server_and_its_events_come_as_they_are(tmp_path: Path) -> None:
    with served(tmp_path / "terms.db", "--jobs", "1") as server:
        job = importing(server)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        connection.request("GET", f"/api/v1/jobs/{job}/events")
        response = connection.getresponse()
        assert response.headers.get_content_type() == "text/event-stream"
        told = response.read().decode()  # it ends with the job
        connection.close()
        events = [part for part in told.split("\n\n") if "data: " in part]
        records = [json.loads(part.partition("data: ")[2]) for part in events]
        numbers = [int(part.partition("id: ")[2].split()[0]) for part in events]
        assert records[-1]["state"] == "done" and numbers == sorted(set(numbers))
        assert server.ask("GET", f"/api/v1/jobs/{job}/result")[1]["counts"]["new"] == 1
        assert server.ask("GET", "/api/v1/concepts/bollard")[0] == 200


def test_streams_take_no_thread_and_are_limited(tmp_path: Path) -> None:
    """With more streams than threads look-ups are answered; one too many is told to poll."""
    from api.events import MOST_STREAMS

    path = tmp_path / "terms.db"
    with Termbase.open(path) as termbase:
        from glossary.jobs.queue import JobQueue, Sent

        job = JobQueue(termbase.store, termbase.clock).submit(Sent("import", "never begun"))
    with served(path, "--jobs", "0") as server:
        streams = []
        for _ in range(MOST_STREAMS):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("GET", f"/api/v1/jobs/{job.id}/events")
            response = connection.getresponse()
            assert response.status == 200
            streams.append((connection, response))
        assert server.ask("GET", "/api/v1/terms?q=x")[0] == 200
        status, answer = server.ask("GET", f"/api/v1/jobs/{job.id}/events")
        assert (status, answer["error"]["code"]) == (503, "busy")
        for connection, response in streams:
            response.close()
            connection.close()
        end = time.monotonic() + 60
        while status == 503 and time.monotonic() < end:  # those that left have made room
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("GET", f"/api/v1/jobs/{job.id}/events")
            status = connection.getresponse().status
            connection.close()
        assert status == 200


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_stop_ends_the_process_and_leaves_the_termbase_as_it_was(
    tmp_path: Path, workers: str
) -> None:
    with served(tmp_path / "terms.db", "--jobs", "1", "--workers", workers) as server:
        job = mining(server)
        until(server, job, lambda record: record["stage"] != "")
        status, answer = server.ask("DELETE", f"/api/v1/jobs/{job}")
        assert (status, answer["state"]) == (200, "stopped")
        folder = tmp_path / "terms.db.jobs"
        end = time.monotonic() + 60
        while [path for path in folder.iterdir() if path.is_dir()] and time.monotonic() < end:
            time.sleep(0.02)
        assert [path.name for path in folder.iterdir()] == ["lock"]
        assert server.ask("GET", "/api/v1/healthz")[1]["counts"]["documents"] == 0
        following = importing(server)
        assert until(server, following, state("done", "failed"))["state"] == "done"


def test_after_a_kill_what_waited_runs_and_what_ran_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "terms.db"
    with served(path, "--jobs", "1") as server:
        ran = mining(server)
        waited = importing(server)
        until(server, ran, state("running"))
        server.kill()
    with served(path, "--jobs", "1") as server:
        assert until(server, ran, state("broken"))["message"].endswith("start it again")
        assert until(server, waited, state("done"))["attempt"] == 1
        status, answer = server.ask("POST", f"/api/v1/jobs/{ran}/restart", {})
        assert (status, answer["state"]) == (200, "waiting")
        until(server, ran, state("running"))
        listed = command(path, "jobs", "--format", "json")
        assert [job["id"] for job in json.loads(listed.stdout)] == [waited, ran]
        stopped = command(path, "jobs", "--stop", ran, "--by", "bo", "--format", "json")
        assert json.loads(stopped.stdout)[0]["message"] == "stopped by bo", stopped.stderr
        assert command(path, "jobs", "--restart", waited).returncode == 1


def test_a_runner_that_is_lost_comes_again(tmp_path: Path) -> None:
    path = tmp_path / "terms.db"
    with served(path, "--jobs", "1") as server:
        [runner] = children(server.process.pid)
        os.kill(runner, 9)
        job = importing(server)
        assert until(server, job, state("done", "failed"))["state"] == "done"
        assert children(server.process.pid) != [runner]


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [int(n) for task in tasks for n in (task / "children").read_text().split()]
