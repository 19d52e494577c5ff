"""Servers are killed, connections cut: what was saved is there, and what nobody knows is said."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from glossary.errors import GlossaryError, StoreError
from glossary.store import open_store
from glossary.termbase import Termbase
from tests.postgres.cluster import Cluster, cluster, until
from tests.postgres.failover import UNKNOWN, WRITERS, Written, rounds, stored, write
from tests.postgres.proxy import Proxy
from tests.samples import AT, entry

# ---------------------------------------------------------------- processes that are killed


def test_a_standby_has_all_that_was_saved_before_the_server_was_killed(postgres: Cluster) -> None:
    with cluster() as primary:
        done = list(rounds(primary, 3, seconds=1.0))
    assert sum(one.saved for one in done) > 3 * WRITERS
    assert [(one.lost, one.wrong) for one in done] == [(0, 0)] * 3
    assert all("\n" not in error for one in done for error in one.errors)


def test_a_backend_that_is_killed_takes_nothing_with_it_that_was_saved(postgres: Cluster) -> None:
    told, stop = Written(), threading.Event()
    with cluster() as server, Termbase.open(server.new_database()) as termbase:
        termbase.stats()
        threads = [
            threading.Thread(target=write, args=(termbase, n, "killed", stop, told))
            for n in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        until(lambda: len(told.saved) > 2 * WRITERS, "nothing is written")
        busy = "SELECT pid FROM pg_stat_activity WHERE application_name = 'glossary' LIMIT 1"
        os.kill(server.sql(busy)[0][0], signal.SIGKILL)  # the server then starts all of them anew
        until(lambda: told.errors, "nobody has noticed")
        stop.set()
        for thread in threads:
            thread.join()
        until(lambda: _answers(termbase), "it does not come back")
        there = stored(termbase)
        assert not set(told.saved) - there and not set(told.failed) & there
        assert termbase.add("之後", "afterwards", by="ada").id


def _answers(termbase: Termbase) -> bool:
    try:
        return bool(termbase.stats())
    except StoreError:
        return False


# ---------------------------------------------------------------- connections that are cut


@pytest.fixture
def proxy(postgres: Cluster) -> Iterator[Proxy]:
    with Proxy(postgres.port) as between:
        yield between


@pytest.fixture
def termbase(url: str, proxy: Proxy) -> Iterator[Termbase]:
    with Termbase.open(proxy.through(url), lambda: AT) as opened:
        opened.add("安全困境", "security dilemma", by="ada")
        yield opened


def test_a_look_up_goes_on_over_a_connection_that_was_cut(termbase: Termbase, proxy: Proxy) -> None:
    proxy.cut()
    assert termbase.search("安全困境").total == 1
    for when in ("before", "after"):
        proxy.cut_at = (b"SELECT", when)
        assert termbase.count_concepts() == 1
        proxy.cut_at = (b"BEGIN", when)
        with termbase.store.snapshot():
            assert termbase.count_concepts() == 1
    assert proxy.cuts == 4
    proxy.cut_at = (b"SELECT", "after")
    with (
        pytest.raises(StoreError, match="connection to the server was lost"),
        termbase.store.snapshot(),
    ):
        termbase.count_concepts()  # another connection would see another moment


@pytest.mark.parametrize(("when", "is_there"), [("before", False), ("after", True)])
def test_a_commit_that_nobody_answered_is_unknown_and_not_sent_again(
    termbase: Termbase, proxy: Proxy, url: str, when: str, is_there: bool
) -> None:
    proxy.cut_at = (b"COMMIT", when)
    with pytest.raises(StoreError, match=UNKNOWN):
        termbase.add("小院高牆", "small yard", by="ada")
    with Termbase.open(url) as direct:
        time.sleep(0.1)
        until(lambda: direct.count_concepts() == 1 + is_there, "")
        assert direct.count_steps() == 1 + is_there, "not done twice"
    assert termbase.add("新詞", "new word", by="ada").id, "and the next one goes through"


def test_a_write_that_was_cut_before_its_commit_is_not_stored_and_says_so(
    termbase: Termbase, proxy: Proxy
) -> None:
    for when in ("before", "after"):
        proxy.cut_at = (b"revision", when)
        with (
            pytest.raises(StoreError, match="nothing of this step was stored") as error,
            termbase.store.transaction(),
        ):
            termbase.store.put_concept(entry(), termbase.store.new_step("add", "ada", AT))
        assert "\n" not in str(error.value) and UNKNOWN not in str(error.value)
    assert proxy.cuts == 2 and termbase.count_steps() == 1


def test_a_network_that_is_gone_is_told_in_a_line(termbase: Termbase, proxy: Proxy) -> None:
    proxy.__exit__(None, None, None)
    for act in (termbase.stats, lambda: termbase.add("小院", "yard", by="ada")):
        with pytest.raises(StoreError, match="does not answer|was lost") as error:
            act()
        assert "\n" not in str(error.value) and "secret" not in str(error.value)


def test_an_import_that_is_cut_leaves_nothing(termbase: Termbase, proxy: Proxy, url: str) -> None:
    rows = "".join(f"c{n},theory,term {n},詞{n}\n" for n in range(3000))
    data = f"concept_id,subject,en,zh\n{rows}".encode()
    proxy.cut_at = (b"COMMIT", "before")
    with pytest.raises(GlossaryError):
        termbase.read("a.csv", data, by="ada")
    with closing(open_store(url)) as direct:
        until(lambda: direct.count_concepts() == 1, "something of it is left")
        assert not [check for check in direct.checks() if check.problems]
    assert termbase.read("a.csv", data, by="ada").counts["new"] == 3000
