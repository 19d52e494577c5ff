"""A hot standby serves look-ups, and follows; what it cannot write waits or is refused in words."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from glossary.errors import StoreError
from glossary.termbase import Termbase
from tests.postgres.cluster import QUICK, Cluster, cluster, until
from tests.samples import AT, unit
from tests.store.whole import fill


@pytest.fixture(scope="module")
def servers(postgres: Cluster) -> Iterator[tuple[Cluster, Cluster, str]]:
    """A primary, its standby, and the name of a database on both."""
    with cluster(*QUICK, "max_standby_streaming_delay=0") as primary:
        database = primary.new_database().rpartition("/")[2]
        yield primary, primary.standby("second"), database


@pytest.fixture
def first(servers: tuple[Cluster, Cluster, str]) -> Iterator[Termbase]:
    primary, _, database = servers
    with Termbase.open(primary.url(database), lambda: AT) as opened:
        if not opened.count_steps():
            fill(opened.store)
        yield opened


@pytest.fixture
def second(servers: tuple[Cluster, Cluster, str], first: Termbase) -> Iterator[Termbase]:
    _, standby, database = servers
    identity = first.store.identity()
    with Termbase.open(standby.url(database), lambda: AT) as opened:
        until(lambda: opened.store.identity() == identity, "the standby does not follow")
        yield opened


def test_look_ups_are_answered_and_follow(first: Termbase, second: Termbase) -> None:
    assert second.search("小院高牆").total == first.search("小院高牆").total > 0
    assert second.fuzzy_matches("第3句。")[0].score == 100
    assert second.stats() == first.stats()
    first.add_units([unit("燈塔在岬上。")], by="ada")
    until(lambda: second.fuzzy_matches("燈塔在岬上。", threshold=100), "it does not follow")


def test_what_is_looked_up_in_vain_disturbs_nobody(first: Termbase, second: Termbase) -> None:
    assert second.search("引水船").total == 0
    assert second.search("引水船").total == 0
    assert "引水船" not in {each.query for each in first.wanted()}


def test_a_change_is_refused_in_a_line(second: Termbase) -> None:
    with pytest.raises(StoreError, match="this server only reads, as a standby does") as error:
        second.add("新", "new", by="ada")
    assert "\n" not in str(error.value)


def test_a_read_that_the_recovery_cancels_is_done_once_more(
    servers: tuple[Cluster, Cluster, str], first: Termbase, second: Termbase
) -> None:
    primary, _, database = servers
    first.add_units([unit(f"第{n}盞燈。") for n in range(2000)], by="ada")
    first.undo(by="ada")
    session = second.store.session  # type: ignore[attr-defined]
    answers: list[int] = []

    def read() -> None:
        sql = "SELECT count(*) FROM unit, (SELECT pg_sleep(2)) AS slept"
        answers.append(session.rows(sql)[0][0])

    reading = threading.Thread(target=read)
    reading.start()
    time.sleep(0.7)
    primary.sql("VACUUM glossary.unit", database=database)  # which the reader still sees
    reading.join()
    cancelled = (
        "SELECT confl_lock + confl_snapshot FROM pg_stat_database_conflicts WHERE datname = %s"
    )
    assert servers[1].sql(cancelled, database)[0][0] > 0
    assert answers == [second.stats()["units"]]
