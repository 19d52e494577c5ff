"""An unsuccessful look-up is counted, and never waits for a writer."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from glossary.errors import Busy
from glossary.store.sqlite.pool import BUSY_MS
from glossary.termbase import Termbase

LONG = BUSY_MS / 1000


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Another connection holds the write lock."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db") as opened:
        opened.add("安全困境", "security dilemma")
        yield opened


def noted(termbase: Termbase) -> dict[str, int]:
    return {wanted.query: wanted.count for wanted in termbase.wanted()}


def test_look_ups_in_vain_beside_a_writer_are_answered_and_noted_later(termbase: Termbase) -> None:
    started = time.monotonic()
    with writing(termbase.store.path), ThreadPoolExecutor(8) as pool:
        list(pool.map(termbase.search, ["zzyzx", "qwfp"] * 8))
        assert noted(termbase) == {}, "they wait in memory, not their askers"
        assert time.monotonic() - started < LONG / 2
    assert noted(termbase) == {"zzyzx": 8, "qwfp": 8}


def test_what_waits_is_written_when_the_termbase_is_closed(termbase: Termbase) -> None:
    with writing(termbase.store.path):
        termbase.search("zzyzx")
    termbase.close()
    with Termbase.open(termbase.store.path) as again:
        assert noted(again) == {"zzyzx": 1}


def test_closing_waits_for_no_writer_either(termbase: Termbase) -> None:
    started = time.monotonic()
    with writing(termbase.store.path):
        termbase.search("zzyzx")
        termbase.close()
    assert time.monotonic() - started < LONG / 2


def test_a_transaction_that_does_not_wait_says_so_and_the_next_one_waits(
    termbase: Termbase,
) -> None:
    store = termbase.store
    refused = pytest.raises(Busy, match="another program")
    with writing(store.path), refused, store.transaction(wait=False):
        pytest.fail("it is not begun")
    assert store.session.rows("PRAGMA busy_timeout") == [(BUSY_MS,)]  # type: ignore[attr-defined]
    with store.transaction(wait=False):
        store.want("a", "en", "")


def test_what_no_database_takes_stops_no_other(termbase: Termbase) -> None:
    termbase.search("\ud800 zzyzx")
    termbase.search("qwfp")
    assert noted(termbase) == {"qwfp": 1}
