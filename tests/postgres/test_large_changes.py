"""Imports into PostgreSQL: others are locked out only at the very end, and nothing else is lost."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest

pytest.importorskip("psycopg", reason="pip install '.[postgres]'")

from glossary.operations import undo
from glossary.store.base import Change
from glossary.store.postgres import staging
from glossary.store.postgres.staging import PostgresStaging
from glossary.store.tables import staging as table_staging
from glossary.termbase import Termbase
from tests.postgres.cluster import until
from tests.samples import unit

ROWS = 40
IDS = [f"c{n}" for n in range(ROWS)]


def table(definition: str = "a word", rows: int = ROWS) -> bytes:
    head = "concept_id,subject,en,zh,zh_tag,en_definition\n"
    lines = (
        f"c{n},theory,dilemma {n},困境第{n}種,zh-Hant-TW,{definition} {n}\n" for n in range(rows)
    )
    return (head + "".join(lines)).encode()


@pytest.fixture
def termbase(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Termbase]:
    monkeypatch.setattr(table_staging, "CHUNK", 7)
    monkeypatch.setattr(undo, "LARGE", 7)
    with Termbase.open(url) as opened:
        opened.add("安全困境", "security dilemma", by="ada")
        yield opened


def followed(termbase: Termbase) -> list[Change]:
    """All changes, as one who follows the feed reads them, a few at a time."""
    found: list[Change] = []
    upto, last = 0, 1
    while upto < last:
        page = termbase.changes(upto, limit=7)
        found, upto, last = [*found, *page.changes], page.upto, page.last
    return found


def exported_and_changed(termbase: Termbase) -> bytes:
    """The file of an export, with every definition changed."""
    file = io.BytesIO()
    termbase.write(file, "csv")
    return file.getvalue().replace(b"a word", b"a term")


def before_the_lock(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Do work once, when an import has written everything and does not have the lock."""
    lock = PostgresStaging._lock_soon

    def locked(self: PostgresStaging) -> None:
        monkeypatch.setattr(PostgresStaging, "_lock_soon", lock)
        work()
        lock(self)

    monkeypatch.setattr(PostgresStaging, "_lock_soon", locked)


def elsewhere(work: Callable[[], object]) -> Callable[[], object]:
    """The work in another thread, which has a connection of its own."""

    def done() -> object:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(work).result(timeout=60)

    return done


# ---------------------------------------------------------------- who writes beside it


def test_who_adds_when_nearly_all_is_written_neither_waits_nor_is_lost(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    version: list[int] = []

    def add() -> None:
        for n in range(3):
            with termbase.store.transaction(wait=False):
                termbase.add(f"新詞{n}", f"new word {n}", by="bo")
        seen.append((termbase.stats()["concepts"], termbase.search("dilemma 7").total))
        version.append(termbase.store.terms_version()[1])

    before_the_lock(monkeypatch, elsewhere(add))
    report = termbase.read("terms.csv", table())
    assert report.counts["new"] == ROWS and seen == [(4, 0)], "nobody sees any of it before"
    assert set(termbase.store.concepts_changed_since(version[0])) == set(IDS)
    assert termbase.search("dilemma 7").hits[0].concept_id == "c7"
    told = followed(termbase)
    assert [c.id for c in told if c.kind == "entry"] == [
        *("security-dilemma", "new-word-0", "new-word-1", "new-word-2"),
        *IDS,
    ]
    assert [c.number for c in told] == list(range(1, len(told) + 1)), "no hole"
    last = termbase.store.last_step()
    assert last and last.id == report.step and termbase.undo().id == report.step
    assert termbase.stats()["concepts"] == 4
    assert termbase.add("之後", "afterwards", by="bo").id in termbase.concepts_by_id(["afterwards"])
    assert [c.id for c in followed(termbase)][-2] == "afterwards"


def test_the_next_ones_come_after_it(termbase: Termbase) -> None:
    step = termbase.read("terms.csv", table()).step
    termbase.add("之後", "afterwards", by="bo")
    assert termbase.undo().verb == "add" and termbase.undo().id == step
    assert termbase.read("terms.csv", table()).counts["new"] == ROWS
    again = termbase.read("terms.csv", table())
    assert again.counts == {"new": 0, "changed": 0, "same": ROWS, "conflict": 0}


def meanwhile_waits(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]
) -> threading.Thread:
    """Work that is begun when an import has written everything, and waits for a row of it."""
    other = threading.Thread(target=work)
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"

    def start() -> None:
        other.start()
        rows = termbase.store.session.rows  # type: ignore[attr-defined]
        until(lambda: rows(waiting), "it does not wait")

    before_the_lock(monkeypatch, start)
    return other


def test_who_edits_one_of_its_entries_goes_first(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two would wait for each other: the one for the entry, the other for the lock."""
    termbase.read("terms.csv", table())
    file = exported_and_changed(termbase)
    edited = replace(termbase.concept("c3"), note="mine")
    other = meanwhile_waits(termbase, monkeypatch, lambda: termbase.edit(edited, by="bo"))
    report = termbase.read("again.csv", file)
    other.join(60)
    both = termbase.concept("c3")
    assert (both.note, both.languages[0].definition) == ("mine", "a term 3")
    assert report.counts == {"new": 0, "changed": ROWS, "same": 1, "conflict": 0}
    assert [r.number for r in termbase.store.revisions("c3")] == [1, 2, 3]
    assert [r.step.verb for r in termbase.store.revisions("c3")] == ["import", "edit", "import"]
    assert termbase.undo().id == report.step and termbase.concept("c3").note == "mine"


def test_who_adds_one_of_its_entries_goes_first(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = table(rows=4)
    other = meanwhile_waits(termbase, monkeypatch, lambda: termbase.read("few.csv", few, by="bo"))
    report = termbase.read("terms.csv", table())
    other.join(60)
    assert report.counts == {"new": ROWS - 4, "changed": 0, "same": 4, "conflict": 0}
    told = followed(termbase)
    assert [c.id for c in told if c.kind == "entry"][1:5] == IDS[:4]
    assert len(termbase.concepts_by_id(IDS)) == ROWS and termbase.undo().id == report.step


def test_entries_that_others_changed_when_nearly_all_was_written(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for anybody here: what they changed is written over, and that is noticed."""
    termbase.read("terms.csv", table())
    file = exported_and_changed(termbase)
    point = PostgresStaging._point_to_staged

    def pointed(self: PostgresStaging, step: int, shift: int) -> None:
        monkeypatch.setattr(PostgresStaging, "_point_to_staged", point)
        elsewhere(lambda: termbase.delete("c3", by="bo"))()
        point(self, step, shift)

    monkeypatch.setattr(PostgresStaging, "_point_to_staged", pointed)
    report = termbase.read("again.csv", file)
    assert report.counts == {"new": 1, "changed": ROWS - 1, "same": 1, "conflict": 0}
    assert termbase.concept("c3").languages[0].definition == "a term 3"
    assert [r.entry is None for r in termbase.store.revisions("c3")] == [False, True, False]


def test_more_is_written_than_was_left_to_others(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_LEFT", 2)

    def add() -> None:
        for n in range(4):
            termbase.add(f"新詞{n}", f"new word {n}", by="bo")

    other = meanwhile_waits(termbase, monkeypatch, add)
    report = termbase.read("terms.csv", table())
    other.join(60)
    assert report.counts["new"] == ROWS and termbase.stats()["concepts"] == ROWS + 5
    told = followed(termbase)
    assert [c.number for c in told] == list(range(1, len(told) + 1))
    assert {c.id for c in told if c.kind == "entry"} > {f"new-word-{n}" for n in range(4)}


def test_two_imports_at_once(termbase: Termbase) -> None:
    def other(n: int) -> int:
        data = table(f"of {n}").replace(b"\nc", f"\nd{n}-".encode())
        return termbase.read(f"{n}.csv", data).step

    with ThreadPoolExecutor(3) as pool:
        steps = list(pool.map(other, range(3)))
    assert termbase.stats()["concepts"] == 1 + 3 * ROWS and len(set(steps)) == 3
    told = followed(termbase)
    assert [c.number for c in told] == list(range(1, len(told) + 1))
    entries = [c.step for c in told if c.kind == "entry"][1:]
    assert entries == [step for step in sorted(steps) for _ in range(ROWS)]


# ---------------------------------------------------------------- units


def sentences(rows: int = ROWS) -> bytes:
    lines = (
        f"This is the sentence number {n}.\t這是第{n}句話。\tzh-Hant-TW\n" for n in range(rows)
    )
    return "".join(lines).encode()


def test_who_adds_units_when_those_of_a_file_are_written_does_not_wait(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    termbase.read("few.tsv", sentences(3), holds="units")
    seen: list[tuple[int, int]] = []

    def add() -> None:
        with termbase.store.transaction(wait=False):
            assert termbase.add_units([unit()], by="bo") == 1
        seen.append((termbase.stats()["units"], len(termbase.fuzzy_matches("這是第7句話。", "zh"))))

    before_the_lock(monkeypatch, elsewhere(add))
    report = termbase.read("units.tsv", sentences(), holds="units")
    assert report.counts["new"] == ROWS - 3 and seen == [(4, 3)], "nobody sees any of it before"
    assert termbase.fuzzy_matches("這是第7句話。", "zh")[0].score == 100
    told = followed(termbase)
    assert [c.number for c in told] == list(range(1, len(told) + 1))
    units = [c.step for c in told if c.kind == "unit"]
    assert units[4:] == [report.step] * (ROWS - 3) and units[3] != report.step
    assert termbase.undo().id == report.step and termbase.stats()["units"] == 4
    assert termbase.add_units([unit("後來。", "Later.")], by="bo") == 1
    assert followed(termbase)[-2].event == "created"


def test_who_adds_one_of_its_units_goes_first(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = sentences(4)
    other = meanwhile_waits(
        termbase, monkeypatch, lambda: termbase.read("few.tsv", few, holds="units")
    )
    report = termbase.read("units.tsv", sentences(), holds="units")
    other.join(60)
    assert (report.counts["new"], report.counts["same"]) == (ROWS - 4, 4)
    told = followed(termbase)
    assert [c.number for c in told] == list(range(1, len(told) + 1))
    assert [c.kind for c in told].count("unit") == ROWS == termbase.stats()["units"]


# ---------------------------------------------------------------- killed


def work(url: str) -> None:
    """Import and undo endlessly; each step is printed when it is stored."""
    table_staging.CHUNK = undo.LARGE = 50
    termbase = Termbase.open(url)
    while True:
        step = termbase.read("terms.csv", table(rows=1_000)).step
        print(step, flush=True)
        termbase.undo(step_id=step)


@pytest.mark.parametrize("seed", range(4))
def test_killed_while_importing_or_undoing(url: str, seed: int) -> None:
    """All or nothing, and those who write and follow meanwhile lose and see nothing twice."""
    with Termbase.open(url) as termbase:
        termbase.add("安全困境", "security dilemma", by="ada")
    code = (
        f"import sys; sys.path[:0] = {[p for p in sys.path if p]!r}\n"
        f"from tests.postgres.test_large_changes import work\nwork({url!r})"
    )
    added: list[str] = []
    with (
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as worker,
        Termbase.open(url) as termbase,
    ):
        assert worker.stdout and worker.stdout.readline()
        end = time.monotonic() + random.Random(seed).uniform(0, 1.5)
        while time.monotonic() < end or not added:
            added.append(termbase.add("新詞", f"new word {len(added)}", by="bo", new=True).id)
        os.kill(worker.pid, signal.SIGKILL)
    with Termbase.open(url) as termbase:
        until(lambda: _is_quiet(termbase), "its connection outlives it")
        stats = termbase.stats()
        assert stats["concepts"] - len(added) in (1, 1001)
        assert stats["terms"] == 2 * stats["concepts"] == len(list(termbase.store.term_rows()))
        assert len(termbase.concepts_by_id(added)) == len(added)
        told = followed(termbase)
        of_entries = [c for c in told if c.kind == "entry"]
        numbers = [c.number for c in told]
        assert numbers == sorted(set(numbers)) and len(of_entries) == _revisions(termbase)
        there: set[str] = set()
        for change in of_entries:
            (there.discard if change.event == "deleted" else there.add)(change.id)
        assert there == {entry.id for entry in termbase.concepts()}
        assert all(check.problems == () for check in termbase.store.checks())
        assert termbase.read("terms.csv", table(rows=1_000)).refusals == 0
        assert termbase.stats()["concepts"] == 1001 + len(added)


def _is_quiet(termbase: Termbase) -> bool:
    """Whether nobody writes any more."""
    with suppress(Exception), termbase.store.transaction(wait=False):
        return True
    return False


def _revisions(termbase: Termbase) -> int:
    rows = termbase.store.session.rows  # type: ignore[attr-defined]
    return int(rows("SELECT count(*) FROM revision")[0][0])
