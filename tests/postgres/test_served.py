"""A server over a termbase in PostgreSQL: workers, jobs, and no password where others can read."""

from __future__ import annotations

import time
from pathlib import Path

from tests.postgres.cluster import PASSWORD
from tests.served import Served, served


def ended(server: Served, job: str) -> dict[str, object]:
    """The record of a job when it has ended."""
    end = time.monotonic() + 300  # a job begins with a new process, on a busy machine too
    while True:
        status, found = server.ask("GET", job)
        assert status == 200
        if found["state"] not in ("waiting", "running"):
            return dict(found)
        assert time.monotonic() < end, found
        time.sleep(0.2)


def processes_of(session: int) -> list[str]:
    """The command lines of all processes that this one has started, and they."""
    found, parents = {}, {session}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            found[int(folder.name)] = int(fields[1]), (folder / "cmdline").read_bytes().decode()
        except OSError:
            continue
    while more := {pid for pid, (parent, _) in found.items() if parent in parents} - parents:
        parents |= more
    return [found[pid][1] for pid in parents if pid in found]


def test_workers_and_jobs_share_a_termbase_on_a_server(url: str, tmp_path: Path) -> None:
    with served(url, "--workers", "2", "--jobs", "1", log=tmp_path / "log") as server:
        status, added = server.add("互信", "mutual trust")
        assert status == 201
        for _ in range(6):  # whichever worker answers
            status, found = server.ask("GET", "/api/v1/terms?q=互信")
            assert status == 200 and found["items"][0]["concept_id"] == added["id"]
        table = "en,zh\n" + "".join(f"term {n},術語第{n}種\n" for n in range(50))
        file = {"name": "terms.csv", "text": table}
        status, job = server.ask("POST", "/api/v1/import", file, {"Prefer": "respond-async"})
        assert status == 202
        said = processes_of(server.process.pid)
        assert any("glossary.jobs.runner" in each for each in said)
        assert not any(PASSWORD in each for each in said)
        assert ended(server, f"/api/v1/jobs/{job['id']}")["state"] == "done"
        assert server.ask("GET", "/api/v1/terms?q=術語第7種")[1]["total"] >= 1
        assert server.ask("GET", "/api/v1/healthz")[0] == 200
