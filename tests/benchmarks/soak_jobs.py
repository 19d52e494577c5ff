"""Jobs queued and stopped in any order beside a server that is killed at random.

    python tests/benchmarks/soak_jobs.py [ROUNDS] [SEED]

In each round a server is started on the database as the last one left it, up to 50 jobs are open:
some are queued, some stopped, some that a kill has broken are started again, look-ups go on; then
the server, or the process that runs the jobs, is killed. At the end what is left is done in peace.
Prints what happened, and the memory of the servers; exits with 1 if a job was lost, took effect
twice or by half, or took effect although it was not done.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from glossary.store.base import Job
from glossary.termbase import Termbase
from tests.served import Served, served

OPEN = 50  # jobs that wait or run at once
HANDFUL = 10  # jobs queued one after another
ENTRIES = 40  # entries of one import
ASYNC = {"Prefer": "respond-async"}


class JobSoak:
    """What was acknowledged, and what is wrong with it."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path, self.chance = path, random.Random(seed)
        self.queued: dict[int, str] = {}  # number of the job: name of its file
        self.stopped: set[int] = set()  # answered as stopped
        self.did: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.memory: list[float] = []  # MB of the server at the end of each round
        self._number = 0

    def round(self) -> None:
        with served(self.path, "--jobs", "2") as server:
            until = time.monotonic() + self.chance.uniform(0.2, 3.0)
            while time.monotonic() < until:
                with suppress(OSError, HTTPException):
                    self._turn(server)
            self.memory.append(resident(server.process.pid))
            if self.chance.random() < 0.2:
                for child in children(server.process.pid):  # it comes again beside the server
                    with suppress(ProcessLookupError):
                        os.kill(child, 9)
                        self.did["runner killed"] += 1
                time.sleep(self.chance.uniform(0, 0.5))
            server.kill()
            self.did["server killed"] += 1

    def _turn(self, server: Served) -> None:
        count = server.ask("GET", "/api/v1/jobs?state=waiting&limit=1")[1]["total"]
        acts = [(self._stop, 3), (self._look, 1), (self._restart, 1), (self._pause, 4)]
        if count <= OPEN - HANDFUL:
            acts.append((self._queue, 6))
        act = self.chance.choices([a for a, _ in acts], [w for _, w in acts])[0]
        act(server)

    def _queue(self, server: Served) -> None:
        """Queue a handful, one after another."""
        for _ in range(self.chance.randint(1, HANDFUL)):
            self._queue_one(server)

    def _queue_one(self, server: Served) -> None:
        self._number += 1
        name, n = f"{self._number}.csv", self._number
        rows = "".join(f"k{n}-{k},keel {n} of {k},龍骨{n}之{k}\n" for k in range(ENTRIES))
        body = {"text": f"id,en,zh-Hant-TW\n{rows}", "name": name}
        status, answer = server.ask("POST", "/api/v1/import", body, ASYNC)
        if status == 202:
            self.queued[answer["id"]] = name
            self.did["queued"] += 1
        else:
            self.wrong.append(f"POST answered {status}: {answer}")

    def _stop(self, server: Served) -> None:
        if not (open_now := self._some(server, "waiting") + self._some(server, "running")):
            return
        job = self.chance.choice(open_now)
        began = time.monotonic()
        status, answer = server.ask("DELETE", f"/api/v1/jobs/{job}")
        took = time.monotonic() - began
        if status == 200 and answer["state"] == "stopped":
            self.stopped.add(job)
            self.did["stopped"] += 1
            self.did["stopped after more than 2 s"] += took > 2
        elif status != 409:  # it was done meanwhile
            self.wrong.append(f"DELETE answered {status}: {answer}")

    def _restart(self, server: Served) -> None:
        for job in self._some(server, "broken")[:3]:
            status, answer = server.ask("POST", f"/api/v1/jobs/{job}/restart", {})
            self.did["started again"] += status == 200
            if status not in (200, 409):
                self.wrong.append(f"restart answered {status}: {answer}")

    def _look(self, server: Served) -> None:
        status, answer = server.ask("GET", "/api/v1/terms?q=龍骨&remember=false")
        self.did["looked up"] += 1
        if status != 200:
            self.wrong.append(f"a look-up answered {status}: {answer}")

    def _pause(self, server: Served) -> None:
        time.sleep(0.1)

    def _some(self, server: Served, state: str) -> list[int]:
        found = server.ask("GET", f"/api/v1/jobs?state={state}&limit=100")[1]["items"]
        return [job["id"] for job in found]

    # ------------------------------------------------------------ at the end

    def finish(self) -> None:
        """Start what is broken again, and wait until all has ended."""
        with served(self.path, "--jobs", "2") as server:
            end = time.monotonic() + 1800
            while time.monotonic() < end:
                for job in self._some(server, "broken"):
                    server.ask("POST", f"/api/v1/jobs/{job}/restart", {})
                if not self._some(server, "waiting") + self._some(server, "running"):
                    return
                time.sleep(0.2)
            self.wrong.append("jobs were not done in half an hour")

    def examine(self) -> None:
        with Termbase.open(self.path) as termbase:
            jobs = {job.id: job for job in termbase.store.jobs()}
            for number, name in self.queued.items():
                if number not in jobs or jobs[number].name != name:
                    self.wrong.append(f"job {number} ({name}) is lost")
            steps = Counter(step.summary for step in termbase.steps("import"))
            for job in jobs.values():
                self._examine(job, steps[job.name], termbase)
            for found in termbase.examine():
                self.wrong += [f"doctor, {found.name}: {problem}" for problem in found.problems]
        left = [p.name for p in self.path.with_name(f"{self.path.name}.jobs").glob("*/sent-*")]
        if left:
            self.wrong.append(f"{len(left)} sent files are left")

    def _examine(self, job: Job, steps: int, termbase: Termbase) -> None:
        number = job.name.partition(".")[0]
        there = termbase.concepts_by_id([f"k{number}-{k}" for k in range(ENTRIES)])
        wanted = (1, ENTRIES) if job.state == "done" else (0, 0)
        self.did[f"ended as {job.state}"] += 1
        if (steps, len(there)) != wanted:
            self.wrong.append(
                f"job {job.id} is {job.state}, with {steps} steps and {len(there)} entries"
            )
        if job.id in self.stopped and job.state != "stopped":
            self.wrong.append(f"job {job.id} was stopped and is {job.state}")
        if job.state in ("failed", "waiting", "running"):
            self.wrong.append(f"job {job.id} is {job.state}: {job.message}")


def resident(process: int) -> float:
    """MB of resident memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [int(n) for task in tasks for n in (task / "children").read_text().split()]


def soak_jobs(rounds: int, seed: int, folder: Path) -> JobSoak:
    path = folder / "terms.db"
    with Termbase.open(path) as termbase:
        termbase.add("安全困境", "security dilemma")
    soak = JobSoak(path, seed)
    for _ in range(rounds):
        soak.round()
    soak.finish()
    soak.examine()
    return soak


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    began: Any = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        done = soak_jobs(rounds, seed, Path(folder))
    for what, count in sorted(done.did.items()):
        print(f"{count:7,} {what}")
    quarter = max(1, len(done.memory) // 4)
    first, last = done.memory[:quarter], done.memory[-quarter:]
    print(
        f"{rounds} rounds in {time.monotonic() - began:.0f} s; {len(done.wrong)} failures; a "
        f"server takes {sum(first) / len(first):.0f} MB in the first quarter, "
        f"{sum(last) / len(last):.0f} MB in the last"
    )
    print("\n".join(done.wrong[:20]))
    return bool(done.wrong)


if __name__ == "__main__":
    sys.exit(main())
