"""A whole termbase in PostgreSQL: every kind of work, and the answers are those of a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

psycopg = pytest.importorskip("psycopg", reason="pip install '.[postgres]'")

from glossary.errors import GlossaryError
from glossary.model import ConceptEntry
from glossary.store.postgres.store import PostgresStore
from glossary.termbase import Termbase
from tests.samples import AT, unit

ROOT = Path(__file__).parents[2]
TEXT = (
    "學者說安全困境（security dilemma）沒有出路，而小院高牆（small yard, high fence）更糟。\n\n"
    "他們再談安全困境（security dilemma），也談威懾（deterrence）與威懾（deterrence）。\n"
)


@pytest.fixture
def both(url: str, tmp_path: Path) -> Iterator[tuple[Termbase, Termbase]]:
    """An empty termbase in a file, and one on a server."""
    with (
        Termbase.open(tmp_path / "terms.db", lambda: AT) as file,
        Termbase.open(url, lambda: AT) as server,
    ):
        yield file, server


@pytest.fixture
def termbase(url: str) -> Iterator[Termbase]:
    with Termbase.open(url, lambda: AT) as opened:
        yield opened


def work(termbase: Termbase, folder: Path) -> dict[str, Any]:
    """Some of each kind of work; what came of it."""
    paper = folder / "paper.md"
    paper.write_text(TEXT, encoding="utf-8")
    termbase.add("互信", "mutual trust", subject="theory", by="ada")
    mined = termbase.mine(paper, by="ada")
    first, *others = termbase.candidates()
    judged = [termbase.judge(first.id, "approve", by="bo").candidate.state]
    judged += [termbase.judge(one.id, "reject", by="bo").candidate.state for one in others[:1]]
    termbase.add_units([unit(), unit("他們又談了三次。", "They talked three times.")], by="ada")
    imported = termbase.read("terms.csv", "en,zh\nbuffer state,緩衝國\n".encode())
    found = termbase.search("buffer state").hits[0].concept
    termbase.edit(replace(found, note="a state between two others"), by="ada")
    termbase.comment(found.id, "right?", by="bo")
    termbase.search("nothing like it")
    undone = termbase.undo(by="ada")
    return {
        "mined": mined.added,
        "candidates": [(c.zh, c.en, c.state, len(c.evidence)) for c in termbase.candidates()],
        "judged": judged,
        "imported": imported.counts,
        "undone": (undone.verb, undone.summary),
        "search": [(h.term.text, h.score, h.why) for h in termbase.search("安全困").hits],
        "recognized": [
            (h.term.text, h.start)
            for h in termbase.recognize("談小院高牆與安全困境，and mutual trust.")
        ],
        "memory": [
            (m.unit.en.text, m.score)
            for m in termbase.fuzzy_matches("他們又談了兩次。", threshold=50)
        ],
        "concordance": termbase.concordance("又談").total,
        "wanted": [(w.query, w.count) for w in termbase.wanted()],
        "stats": termbase.stats(),
        "overview": termbase.overview(),
        "steps": [(s.verb, s.by, s.summary) for s in termbase.steps()],
        "changes": [(c.kind, c.event, c.by, c.verb) for c in termbase.changes().changes],
        "checked": [check.problems for check in termbase.examine()],
    }


def test_all_kinds_of_work_come_to_the_same(
    both: tuple[Termbase, Termbase], tmp_path: Path
) -> None:
    file, server = (work(termbase, tmp_path) for termbase in both)
    file["checked"], server["checked"] = (sum(each["checked"], ()) for each in (file, server))
    assert server == file
    assert len(file["memory"]) == 2 and file["recognized"] and file["wanted"] and file["search"]
    exported = []
    for number, termbase in enumerate(both):
        for name in ("terms.tbx", "terms.xlsx", "memory.tmx"):
            termbase.write(tmp_path / f"{number}-{name}")
        exported.append((tmp_path / f"{number}-terms.tbx").read_bytes())
    assert exported[0] == exported[1] and b"security dilemma" in exported[0]


def test_the_curated_termbase_is_found_in_alike(both: tuple[Termbase, Termbase]) -> None:
    lines = (ROOT / "tests/data/search_cases.jsonl").read_text(encoding="utf-8").splitlines()
    queries = [json.loads(line)["query"] for line in lines[::20]]
    answers = []
    for termbase in both:
        termbase.read(ROOT / "exports/termbase.tbx")
        results = [termbase.search(query, remember=False) for query in queries]
        hits = [[(h.concept_id, h.term.text, h.score, h.why) for h in r.hits] for r in results]
        answers.append(
            (hits, [result.suggestions for result in results], list(termbase.concepts()))
        )
    assert answers[0] == answers[1]
    assert sum(map(bool, answers[0][0])) > 10


# ---------------------------------------------------------------- how much is said


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to the server."""
    sent: list[str] = []
    for name in ("execute", "executemany", "copy"):
        does: Callable[..., Any] = getattr(psycopg.Cursor, name)

        def noted(
            cursor: Any, query: Any, *rest: Any, does: Callable[..., Any] = does, **more: Any
        ) -> Any:
            sent.append(query if isinstance(query, str) else psycopg.sql.as_string(query))
            return does(cursor, query, *rest, **more)

        monkeypatch.setattr(psycopg.Cursor, name, noted)
    return sent


def test_an_entry_is_added_in_six_messages(termbase: Termbase, said: list[str]) -> None:
    termbase.add("互信", "mutual trust", by="ada")
    said.clear()
    termbase.add("安全困境", "security dilemma", by="ada")
    assert len(said) <= 6, said
    said.clear()
    termbase.add("安全困境", "security dilemma", by="ada")
    assert len(said) <= 4, "it is there already"


def test_a_sentence_is_looked_up_in_three(termbase: Termbase, said: list[str]) -> None:
    termbase.add_units([unit()])
    termbase.fuzzy_matches("雙方又談了兩次。")
    said.clear()
    assert termbase.fuzzy_matches("雙方又談了兩次。")
    assert len(said) <= 3, said


# ---------------------------------------------------------------- several at once


def test_what_one_writes_others_find_at_the_next_query(url: str, termbase: Termbase) -> None:
    query = "他們又談了兩次。"
    with Termbase.open(url, lambda: AT) as other:
        assert termbase.fuzzy_matches(query) == other.fuzzy_matches(query) == []
        for number in range(5):
            other.add_units([unit(f"他們又談了{number}次。", f"They talked {number} times.")])
            assert len(termbase.fuzzy_matches(query, limit=None)) == number + 1
            assert len(other.fuzzy_matches(query, limit=None)) == number + 1
            other.add(f"術語{number}", f"term {number}", by="bo")
            assert termbase.search(f"術語{number}").hits[0].score == 100
            assert len(termbase.recognize(f"說術語{number}。")) == 1
        step = next(step for step in other.steps() if step.verb == "units")
        other.undo(step_id=step.id)
        assert len(termbase.fuzzy_matches(query, limit=None)) == 4
    assert isinstance(termbase.store, PostgresStore) and termbase.store.cache.is_dir()
    assert termbase.store.owns(termbase.store.cache / "zh.rows")


def test_numbers_are_seen_in_the_order_in_which_they_are_given(url: str) -> None:
    """Whoever stands at a change never misses one before it: thirty are written by six, while one
    follows."""
    with Termbase.open(url) as writing, Termbase.open(url) as following:
        writing.stats()

        def write(writer: int) -> None:
            for number in range(5):
                writing.add_units(
                    [unit(f"第{writer}人的第{number}句。", f"{writer} says {number}.")]
                )

        seen: list[int] = []
        with ThreadPoolExecutor(6) as pool:
            done = [pool.submit(write, writer) for writer in range(6)]
            while len(seen) < 30:
                after = seen[-1] if seen else 0
                seen += [c.change for c in following.store.segment_changes("zh", after)]
                if all(one.done() for one in done) and len(seen) < 30:
                    rest = [c.change for c in following.store.segment_changes("zh", seen[-1])]
                    assert rest, "a change came after one that is later"
                    seen += rest
        assert seen == sorted(set(seen)) and len(seen) == 30


def test_whoever_listens_is_woken_and_learns_nothing_but_that(url: str, termbase: Termbase) -> None:
    termbase.stats()
    with psycopg.connect(url, autocommit=True) as listening:
        listening.execute("LISTEN glossary")
        termbase.add("互信", "mutual trust", by="ada")
        [told] = listening.notifies(timeout=10, stop_after=1)
        assert (told.channel, told.payload) == ("glossary", "")


def test_two_termbases_in_one_database_know_nothing_of_each_other(url: str) -> None:
    with Termbase.open(f"{url}?schema=law") as law, Termbase.open(f"{url}?schema=A%20%22b") as odd:
        law.add("互信", "mutual trust", by="ada")
        with law.store.transaction():
            odd.add("安全困境", "security dilemma", by="bo")  # it waits for nobody
        assert [_english(each) for each in law.concepts()] == ["mutual trust"]
        assert [_english(each) for each in odd.concepts()] == ["security dilemma"]
        assert law.store.identity().database != odd.store.identity().database


def _english(entry: ConceptEntry) -> str:
    return next(term.text for _, term in entry.terms("en"))


def test_a_long_term_and_a_long_look_up_are_as_in_a_file(both: tuple[Termbase, Termbase]) -> None:
    import random

    chance = random.Random(1)
    long = "".join(chance.choice("安全困境戰略威懾合作國際") for _ in range(2_000))
    answers = []
    for termbase in both:
        try:
            termbase.add(long, "a very long term", by="ada")
            answers.append([hit.term.text for hit in termbase.search(long[:100]).hits])
        except GlossaryError as error:
            answers.append([str(error)])
    assert answers[0] == answers[1] and answers[0]
