"""A running server whose database is locked by another program."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from glossary.store.sqlite.pool import BUSY_MS
from glossary.termbase import Termbase


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        termbase.add("安全困境", "security dilemma")
    return tmp_path / "terms.db"


@pytest.fixture
def server(database: Path) -> Iterator[str]:
    """The address of a server in its own process."""
    command = [sys.executable, "-m", "glossary", "--db", str(database), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            found = re.search(r"http://[^ /]+/", process.stderr.readline())
            assert found
            yield found[0]
        finally:
            process.kill()


def get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=BUSY_MS / 2_000) as answer:
        body = answer.read()
    return json.loads(body) if answer.headers["Content-Type"] == "application/json" else body


def test_look_ups_in_vain_and_exports_do_not_freeze_it(server: str, database: Path) -> None:
    """Nine requests at once to a server of eight threads, each within half of a writer's
    timeout."""
    paths = [f"api/v1/terms?q=zzyzx{n % 2}" for n in range(8)]
    paths += ["healthz", "api/v1/export/tbx", "api/v1/terms?q=security"]
    holder = sqlite3.connect(database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(len(paths)) as pool:
        answers = list(pool.map(get, [server + path for path in paths]))
    assert [answer["total"] for answer in answers[:8]] == [0] * 8
    assert answers[8]["status"] == "ok" and b"<tbx" in answers[9] and answers[10]["total"] == 1
    holder.execute("ROLLBACK")
    wanted = get(f"{server}api/v1/wanted")["items"]
    assert {one["query"]: one["count"] for one in wanted} == {"zzyzx0": 4, "zzyzx1": 4}
