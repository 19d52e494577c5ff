"""The servers that tests of PostgreSQL use: what is acknowledged is on both, and none is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres.cluster import QUICK, Cluster, cluster, until

ROOT = Path(__file__).parents[2]


def test_a_standby_has_what_was_acknowledged_and_takes_over(postgres: Cluster) -> None:
    with cluster(*QUICK) as first:
        second = first.standby("second")
        first.wait_for(second)
        first.sql("CREATE TABLE kept AS SELECT 7 AS n")
        assert second.sql("SELECT pg_is_in_recovery()") == [(True,)]
        first.kill()
        second.promote()
        assert second.sql("SELECT n FROM kept") == [(7,)]
        second.sql("INSERT INTO kept VALUES (8)")
        first.start()
        assert first.sql("SELECT n FROM kept") == [(7,)], "it starts again as it was killed"


def test_each_database_is_new(postgres: Cluster) -> None:
    assert postgres.new_database() != postgres.new_database()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_server_outlives_who_started_it(postgres: Cluster, number: int) -> None:
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from tests.postgres.cluster import cluster\n"
        "with cluster() as server: print(server.pid, server.data.parent, flush=True); input()"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert started.stdout
    pid, folder = started.stdout.readline().decode().split()
    assert os.path.exists(folder)
    started.send_signal(number)
    started.wait(60)
    until(lambda: not os.path.exists(folder), "its folder is left")
    stat = Path(f"/proc/{pid}/stat")
    until(lambda: not stat.exists() or b") Z " in stat.read_bytes(), "the server is left")
