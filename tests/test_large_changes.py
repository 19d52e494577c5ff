"""Imports and their undoing while others read and write."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.errors import ConflictError, UnreadableFile
from glossary.operations import undo
from glossary.store.sqlite.session import SqliteSession
from glossary.store.tables import staging as table_staging
from glossary.termbase import Termbase

ROWS = 60


def table(rows: int = ROWS, definition: str = "a word", start: int = 0) -> bytes:
    head = "concept_id,subject,en,zh,zh_tag,en_definition\n"
    lines = (
        f"c{n},theory,dilemma {n},困境第{n}種,zh-Hant-TW,{definition} {n}\n"
        for n in range(start, start + rows)
    )
    return (head + "".join(lines)).encode()


def sentences(rows: int = ROWS) -> bytes:
    lines = (
        f"This is the sentence number {n}.\t這是第{n}句話。\tzh-Hant-TW\n" for n in range(rows)
    )
    return "".join(lines).encode()


@pytest.fixture
def termbase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Termbase]:
    monkeypatch.setattr(table_staging, "CHUNK", 7)
    monkeypatch.setattr(undo, "LARGE", 7)
    with Termbase.open(tmp_path / "terms.db") as opened:
        opened.add("安全困境", "security dilemma")
        yield opened


def elsewhere(work: Callable[[], object]) -> None:
    """Run work in another thread, which has its own connection and must not wait long."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result(timeout=60)


class _Watched(io.BytesIO):
    """A file; `meanwhile` runs in another thread each time that a piece of it is read."""

    def __init__(self, data: bytes, meanwhile: Callable[[], object]) -> None:
        super().__init__(data)
        self.meanwhile = meanwhile

    def read(self, size: int | None = -1) -> bytes:
        elsewhere(self.meanwhile)
        return super().read(size)

    read1 = read  # type: ignore[assignment]

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def, override]
        elsewhere(self.meanwhile)
        return super().readinto(buffer)


@pytest.mark.parametrize(
    ("name", "data"), [("terms.csv", table()), ("units.tsv", sentences())], ids=["terms", "units"]
)
def test_who_writes_while_a_file_is_read_does_not_wait(
    termbase: Termbase, name: str, data: bytes
) -> None:
    written: list[str] = []

    def write() -> None:
        number = len(written)
        with termbase.store.transaction(wait=False):
            written.append(termbase.add(f"新詞{number}", f"new word {number}").id)

    holds = "units" if name == "units.tsv" else None
    report = termbase.read(name, _Watched(data, write), holds=holds)
    assert report.counts["new"] == ROWS and written
    assert set(termbase.concepts_by_id(written)) == set(written)
    stats = termbase.stats()
    assert stats["concepts"] + stats["units"] == 1 + ROWS + len(written)


def test_readers_see_nothing_of_it_or_all(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: set[tuple[int, ...]] = set()

    def look(_: object = None, wait: object = None) -> None:
        found.add(
            (
                termbase.search("dilemma 1", limit=500).total,
                termbase.stats()["concepts"],
                len(termbase.recognize("dilemma 7 困境第7種")),
                termbase.store.revision_number("c7"),
            )
        )

    monkeypatch.setattr(SqliteSession, "give_way", lambda session: elsewhere(look))
    termbase.read("terms.csv", _Watched(table(), look))
    look()
    assert {state[1] for state in found} == {1, 1 + ROWS}
    assert len(found) == 2, "search, counts and recognition agree at every moment"


def test_a_file_that_turns_out_bad_leaves_nothing(termbase: Termbase) -> None:
    before = termbase.store.terms_version()
    with pytest.raises(UnreadableFile, match="line 62"):
        termbase.read("terms.csv", table() + b"c99,theory,en,zh,not a tag!,\n")
    assert termbase.stats()["concepts"] == 1 and termbase.store.terms_version() == before
    last = termbase.store.last_step()
    assert last and last.verb == "add"


# ---------------------------------------------------------------- changed meanwhile


def meanwhile(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Run work between the planning of an import and its storing."""
    write = table_staging.TableStaging.write

    def written(staging: table_staging.TableStaging) -> None:
        write(staging)
        monkeypatch.setattr(table_staging.TableStaging, "write", write)
        elsewhere(work)

    monkeypatch.setattr(table_staging.TableStaging, "write", written)


def exported_and_changed(termbase: Termbase) -> bytes:
    """The file of an export, with every definition changed."""
    file = io.BytesIO()
    termbase.write(file, "csv")
    return file.getvalue().replace(b"a word", b"a term")


def test_what_others_changed_while_a_file_was_read_is_kept(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    termbase.read("terms.csv", table())
    file = exported_and_changed(termbase)

    def edit() -> None:
        termbase.edit(replace(termbase.concept("c3"), note="mine"), by="bo")
        termbase.delete("c4")

    meanwhile(monkeypatch, edit)
    report = termbase.read("back.csv", file)
    both = termbase.concept("c3")
    assert (both.note, both.languages[0].definition) == ("mine", "a term 3")
    assert len(termbase.concepts_by_id(f"c{n}" for n in range(ROWS))) == ROWS
    assert report.counts == {"new": 1, "changed": ROWS - 1, "same": 1, "conflict": 0}
    termbase.undo()
    assert termbase.concept("c3").languages[0].definition == "a word 3"
    assert termbase.concept("c3").note == "mine"


def test_what_others_changed_again_before_it_was_stored_is_kept(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    termbase.read("terms.csv", table())
    file = exported_and_changed(termbase)

    def edit(**changes: str) -> None:
        termbase.edit(replace(termbase.concept("c3"), **changes), by="bo")  # type: ignore[arg-type]

    meanwhile(monkeypatch, lambda: edit(note="mine"))
    applying = table_staging.TableStaging.applying

    def applied(*given: str) -> AbstractContextManager[int]:
        elsewhere(lambda: edit(subject="practice"))
        return applying(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(table_staging.TableStaging, "applying", applied)
    report = termbase.read("back.csv", file)
    both = termbase.concept("c3")
    assert (both.note, both.subject) == ("mine", "practice")
    assert both.languages[0].definition == "a term 3"
    assert report.counts == {"new": 0, "changed": ROWS, "same": 1, "conflict": 0}


def test_what_both_changed_meanwhile_waits_for_a_person(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    termbase.read("terms.csv", table())
    file = exported_and_changed(termbase)

    def edit() -> None:
        ours = termbase.concept("c3")
        section = replace(ours.languages[0], definition="ours")
        termbase.edit(replace(ours, languages=(section, *ours.languages[1:])))

    meanwhile(monkeypatch, edit)
    report = termbase.read("back.csv", file)
    assert termbase.concept("c3").languages[0].definition == "ours"
    assert (report.counts["conflict"], report.counts["changed"]) == (1, ROWS - 1)
    (conflict,) = termbase.conflicts()
    assert conflict.id and conflict.concept_id == "c3"
    settled = termbase.settle(conflict.id, "theirs")
    assert settled.languages[0].definition == "a term 3"


def test_the_same_new_entry_from_two_sides(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: termbase.read("other.csv", table(1, "another", start=5)))
    report = termbase.read("terms.csv", table())
    assert termbase.concept("c5").languages[0].definition == "another 5"
    assert report.counts == {"new": ROWS - 1, "changed": 0, "same": 0, "conflict": 1}


# ---------------------------------------------------------------- undo


def test_a_large_import_is_taken_back_as_one_step(termbase: Termbase) -> None:
    termbase.read("terms.csv", table())
    before = list(termbase.concepts())
    termbase.read("more.csv", table(ROWS + 5, "another"))
    assert termbase.undo().summary == "more.csv" and list(termbase.concepts()) == before
    assert "c61" not in [hit.concept_id for hit in termbase.search("dilemma 61").hits]
    assert termbase.undo().summary == "terms.csv" and termbase.stats()["concepts"] == 1
    assert termbase.search("dilemma 7").total == 0 and not termbase.recognize("dilemma 7")


def test_an_undo_never_takes_back_what_came_meanwhile(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    termbase.read("terms.csv", table())
    meanwhile(monkeypatch, lambda: termbase.edit(replace(termbase.concept("c3"), note="mine")))
    with pytest.raises(ConflictError, match="meanwhile"):
        termbase.undo()
    assert termbase.concept("c3").note == "mine" and termbase.stats()["concepts"] == ROWS + 1
    assert termbase.undo().verb == "edit"
    assert termbase.undo().verb == "import" and termbase.stats()["concepts"] == 1


# ---------------------------------------------------------------- killed


def work(path: Path) -> None:
    """Import and undo endlessly, printing how many entries there are, once it is stored."""
    table_staging.CHUNK = undo.LARGE = 50
    termbase = Termbase.open(path)
    while True:
        termbase.read("terms.csv", table(1_000))
        print(termbase.stats()["concepts"], flush=True)
        termbase.undo()
        print(termbase.stats()["concepts"], flush=True)


@pytest.mark.parametrize("seed", range(4))
def test_killed_while_importing_or_undoing(tmp_path: Path, seed: int) -> None:
    """All or nothing; of two acknowledged in turn at most one is uncertain."""
    path = tmp_path / "terms.db"
    with Termbase.open(path) as termbase:
        termbase.add("安全困境", "security dilemma")
    code = (
        f"import sys; sys.path[:0] = {[p for p in sys.path if p]!r}\n"
        "from pathlib import Path\nfrom tests.test_large_changes import work\n"
        f"work(Path({str(path)!r}))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as worker:
        assert worker.stdout and worker.stdout.readline() == b"1001\n"
        time.sleep(random.Random(seed).uniform(0, 1.5))
        os.kill(worker.pid, signal.SIGKILL)
    with Termbase.open(path) as termbase:
        rows = termbase.store.session.rows  # type: ignore[attr-defined]
        assert rows("PRAGMA integrity_check") == [("ok",)]
        stats = termbase.stats()
        assert (stats["concepts"], stats["terms"]) in ((1, 2), (1001, 2002))
        assert len(list(termbase.store.term_rows())) == stats["terms"]
        found = [hit.concept_id for hit in termbase.search("dilemma 900").hits]
        assert found[:1] == (["c900"] if stats["concepts"] > 1 else [])
        assert termbase.read("terms.csv", table(1_000)).refusals == 0
        assert termbase.stats()["concepts"] == 1001
