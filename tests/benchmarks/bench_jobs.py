"""Look-ups beside jobs, how soon a job stops, and the memory of a server over many of them.

    python tests/benchmarks/bench_jobs.py [--seconds 10] [--many 60] [--size 20000]

A server with two jobs at once, over a memory of `--size` units. Prints the latency of look-ups of
terms and sentences, one after another, with no job and beside two that mine; how long each DELETE
took to answer, and until its process was gone; and the resident memory of the server and of the
runner before and after `--many` small imports. Other programs on the machine lengthen all times:
the figures with no job are there to compare.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from glossary.termbase import Termbase
from tests.benchmarks.bench_http import filled, queries
from tests.benchmarks.soak_jobs import ASYNC, children, resident
from tests.served import Served, served

LONG = "學者認為航道焦慮（channel anxiety）很常見。The anxiety is common in the ports of {}.\n"
CSV = "id,en,zh-Hant-TW\nkeel,keel,龍骨\n"


def lookups(server: Served, asked: list[str], seconds: float) -> list[float]:
    """Milliseconds of each of as many look-ups as there is time for."""
    took, end, n = [], time.monotonic() + seconds, 0
    while time.monotonic() < end:
        path = "/api/v1/terms?q=安全&remember=false"
        if n % 2:
            path = f"/api/v1/memory?q={asked[n % len(asked)]}&threshold=70"
        began = time.perf_counter()
        status, _ = server.ask("GET", path)
        took.append(1000 * (time.perf_counter() - began))
        assert status == 200
        n += 1
        time.sleep(0.01)
    return sorted(took)


def shown(what: str, took: list[float]) -> None:
    share = {
        name: took[min(len(took) - 1, int(at * len(took)))]
        for name, at in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    }
    figures = "  ".join(f"{name} {value:6.1f} ms" for name, value in share.items())
    print(f"{what:28} {len(took):6,} look-ups  {figures}  most {took[-1]:6.1f} ms", flush=True)


def queued(server: Served, path: str, body: dict[str, Any]) -> int:
    status, answer = server.ask("POST", path, body, ASYNC)
    assert status == 202, answer
    return int(answer["id"])


def records(server: Served, state: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.ask("GET", f"/api/v1/jobs?state={state}&limit=100")[1][
        "items"
    ]
    return found


def mining(server: Served, folder: Path, asked: list[str], seconds: float) -> Iterator[int]:
    """Look up beside two jobs that mine; yields their numbers."""
    text = "".join(LONG.format(n) for n in range(20_000))
    jobs = [queued(server, "/api/v1/mine", {"text": text, "name": f"{n}.txt"}) for n in range(2)]
    while len([job for job in records(server, "running") if job["stage"]]) < 2:
        time.sleep(0.1)
    shown("beside two jobs, at first", lookups(server, asked, seconds))
    shown("beside two jobs, later", lookups(server, asked, seconds))
    yield from jobs


def stopped(server: Served, job: int, folder: Path) -> None:
    runner = children(server.process.pid)[0]
    before = set(children(runner))
    began = time.perf_counter()
    server.ask("DELETE", f"/api/v1/jobs/{job}")
    answered = time.perf_counter() - began
    while set(children(runner)) == before and time.perf_counter() - began < 60:
        time.sleep(0.005)
    print(
        f"stopped: answered after {answered:.2f} s, its process gone after "
        f"{time.perf_counter() - began:.2f} s",
        flush=True,
    )


def many(server: Served, count: int) -> None:
    runner = children(server.process.pid)[0]
    for done in range(0, count + 1, max(1, count // 4)):
        print(
            f"after {done:4} jobs: server {resident(server.process.pid):6.1f} MB, runner "
            f"{resident(runner):6.1f} MB",
            flush=True,
        )
        if done < count:
            for n in range(max(1, count // 4)):
                queued(server, "/api/v1/import", {"text": CSV, "name": f"{n}.csv"})
            while records(server, "waiting") or records(server, "running"):
                time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--many", type=int, default=60)
    parser.add_argument("--size", type=int, default=20_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "terms.db")
        filled(path, given.size)
        with Termbase.open(path) as termbase:
            termbase.add("安全困境", "security dilemma")
        asked = queries(path)
        with served(path, "--jobs", "2") as server:
            lookups(server, asked, 3)  # loads the index
            shown("no job", lookups(server, asked, given.seconds))
            for job in mining(server, path.parent, asked, given.seconds):
                stopped(server, job, path.parent)
            many(server, given.many)


if __name__ == "__main__":
    main()
