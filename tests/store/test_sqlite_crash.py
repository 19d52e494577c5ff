"""Killed at any moment: the database opens, with every acknowledged step, and no partial one."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase
from tests.samples import document, evidence, proposal, unit

DOCUMENT = "第{n}回合：安全困境{n}（dilemma {n}）與小院高牆{n}（yard {n}）並存。"
UNITS = 300


def mined(termbase: Termbase, n: int) -> None:
    """Store the results of mining document n: two proposals, and many units."""
    source = document(DOCUMENT.format(n=n), f"d{n}.md")
    pairs = [(f"安全困境{n}", f"dilemma {n}"), (f"小院高牆{n}", f"yard {n}")]
    found = [proposal(zh, en, evidence(source, zh, en)) for zh, en in pairs]
    store = termbase.store
    with store.transaction():
        step = store.new_step("mine", "ada", termbase.clock(), source.name)
        store.put_document(source, termbase.clock())
        store.propose(found, "", termbase.clock())
        store.put_units((unit(zh=f"文件{n}句{k}") for k in range(UNITS)), step)


def work(path: Path) -> None:
    """Mine and judge endlessly, printing what is stored once it is."""
    termbase = Termbase.open(path)
    n = termbase.stats()["documents"]
    while True:
        n += 1
        mined(termbase, n)
        print("mined", n, flush=True)
        approved, rejected = termbase.candidates()[:2]
        entry = termbase.judge(approved.id, "approve", by="ada").entry
        assert entry
        print("approved", approved.id, entry.id, flush=True)
        termbase.judge(rejected.id, "reject", by="ada")
        print("rejected", rejected.id, "-", flush=True)
        if n % 3 == 0:
            termbase.undo(by="ada")
            print("undone", rejected.id, "-", flush=True)
            termbase.judge(rejected.id, "reject", by="ada")
            print("rejected", rejected.id, "-", flush=True)


def killed_after(path: Path, seconds: float) -> list[list[str]]:
    """What a worker had acknowledged when it was killed, `seconds` after its first output."""
    code = (
        f"import sys; sys.path[:0] = {[p for p in sys.path if p]!r}\n"
        "from pathlib import Path\nfrom tests.store.test_sqlite_crash import work\n"
        f"work(Path({str(path)!r}))"
    )
    worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert worker.stdout
    assert select.select([worker.stdout], [], [], 60)[0]
    time.sleep(seconds)
    os.kill(worker.pid, signal.SIGKILL)
    said, _ = worker.communicate(timeout=30)
    lines = said.decode().split("\n")[:-1]  # what follows the last line end was cut off
    return [line.split() for line in lines]


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_mining_and_judging(tmp_path: Path, seed: int) -> None:
    path, said = tmp_path / "terms.db", list[list[str]]()
    for _ in range(3):
        said += killed_after(path, random.Random(seed).uniform(0.05, 0.6))
        _check(path, said)


def _check(path: Path, said: list[list[str]]) -> None:
    with Termbase.open(path) as termbase:
        store = termbase.store
        assert store.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]  # type: ignore[attr-defined]
        assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []  # type: ignore[attr-defined]
        last = {words[1]: words for words in said if words[0] != "mined"}
        for verb, number, concept in last.values():
            candidate = store.candidate(int(number))
            assert store.judgements(candidate.id), "the decision is kept"
            if verb == "approved":
                assert (candidate.state, candidate.concept_id) == ("approved", concept)
                assert store.concept(concept).evidence == candidate.evidence
        acknowledged = sum(words[0] == "mined" for words in said)
        _check_no_half_step(termbase, acknowledged)


def _check_no_half_step(termbase: Termbase, acknowledged: int) -> None:
    store, stats = termbase.store, termbase.stats()
    documents = stats["documents"]
    assert documents >= acknowledged
    assert stats["units"] == UNITS * documents == len(list(store.segment_changes("zh", 0)))
    assert store.count_candidates(CandidateFilter(state=None)) == 2 * documents
    approved = store.candidates(CandidateFilter(state="approved"))
    assert {c.concept_id for c in approved} == {e.id for e in store.concepts()}
    for candidate in store.candidates(CandidateFilter(state=None)):
        decisions = [judgement.decision for judgement in store.judgements(candidate.id)]
        standing = {"approve": "approved", "reject": "rejected"}
        expected = standing.get(decisions[-1], "proposed") if decisions else "proposed"
        assert candidate.state == expected, "a decision and its effect are one"


def test_an_import_killed_in_the_middle_left_nothing(tmp_path: Path) -> None:
    path = tmp_path / "terms.db"
    with Termbase.open(path) as termbase:
        termbase.add("安全困境", "security dilemma")
    code = (
        f"import sys; sys.path[:0] = {[p for p in sys.path if p]!r}\n"
        "from pathlib import Path\nfrom tests.store.test_sqlite_crash import import_and_die\n"
        f"import_and_die(Path({str(path)!r}))"
    )
    result = subprocess.run([sys.executable, "-c", code], timeout=120)
    assert result.returncode == -signal.SIGKILL
    with Termbase.open(path) as termbase:
        assert termbase.store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)  # type: ignore[attr-defined]
        assert [entry.id for entry in termbase.concepts()] == ["security-dilemma"]
        assert termbase.stats()["units"] == 0
        assert termbase.add_units([unit()]) == 1


def import_and_die(path: Path) -> None:
    """A transaction far larger than SQLite's cache, killed before it ends."""
    store = Termbase.open(path).store
    with store.transaction():
        step = store.new_step("import", "ada", "")
        store.put_units((unit(zh=f"第{n}句" * 30) for n in range(60_000)), step)
        os.kill(os.getpid(), signal.SIGKILL)
