"""Whether a server is ready: with reasons where it is not."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from api.server.numbers import Numbers
from glossary.termbase import Termbase
from tests.served import Served, served

PATHS = ("/readyz", "/api/v1/readyz")


@pytest.mark.parametrize("path", PATHS)
def test_it_is_ready(app: APIFlask, path: str) -> None:
    answer = app.test_client().get(path)
    assert (answer.status_code, answer.json["status"]) == (200, "ready")
    assert answer.json["checks"]["database"] == "answers"


def told(app: APIFlask, **gauges: float) -> Any:
    numbers = app.extensions["numbers"] = Numbers((), runners=1)
    numbers.tell(0, **gauges)
    return app.test_client().get("/api/v1/readyz")


def test_an_index_that_is_being_loaded(app: APIFlask) -> None:
    answer = told(app, pulse=time.monotonic())
    assert answer.status_code == 503
    assert answer.json["error"]["code"] == "not_ready"
    assert answer.json["error"]["message"] == "not ready: index: loaded by 0 of 1 processes"
    assert answer.json["error"]["detail"]["database"] == "answers"
    assert told(app, pulse=time.monotonic(), loaded=1).status_code == 200


def test_a_process_that_hangs(app: APIFlask) -> None:
    answer = told(app, pulse=time.monotonic() - 60, loaded=1)
    assert answer.status_code == 503 and "do not beat" in answer.json["error"]["message"]


def test_jobs_that_nobody_runs(app: APIFlask) -> None:
    app.config["JOBS"] = 1
    answer = told(app, pulse=time.monotonic(), loaded=1)
    assert answer.status_code == 503 and "jobs: " in answer.json["error"]["message"]
    app.extensions["numbers"].tell_runner(0, os.getpid())
    assert app.test_client().get("/readyz").json["checks"]["jobs"] == "are run"


def test_a_database_that_is_gone(app: APIFlask, termbase: Termbase, tmp_path: Path) -> None:
    assert app.test_client().get("/readyz").status_code == 200
    for file in tmp_path.glob("terms.db*"):
        if file.is_file():
            file.unlink()
    end = time.monotonic() + 120  # the files are looked after now and then
    while (answer := app.test_client().get("/readyz")).status_code != 503:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "database: cannot be used now" in answer.json["error"]["message"]
    assert str(tmp_path) not in answer.text


# ---------------------------------------------------------------- as it is served


def until(server: Served, status: int) -> Any:
    end = time.monotonic() + 60
    while (answer := server.ask("GET", "/api/v1/readyz"))[0] != status:
        assert time.monotonic() < end, answer
        time.sleep(0.05)
    return answer[1]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_the_runner_of_jobs_is_missed_and_comes_back(tmp_path: Path) -> None:
    with served(tmp_path / "terms.db") as server:
        assert until(server, 200)["checks"]["jobs"] == "are run"
        task = Path(f"/proc/{server.process.pid}/task")
        children = {c for each in task.glob("*/children") for c in each.read_text().split()}
        runner = [c for c in children if b"runner" in Path(f"/proc/{c}/cmdline").read_bytes()]
        os.kill(int(runner[0]), signal.SIGKILL)
        assert "jobs" in until(server, 503)["error"]["message"]
        until(server, 200)
