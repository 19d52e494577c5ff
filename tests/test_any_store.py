"""A termbase on a store without files and indexes: the protocols suffice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from glossary.errors import ConflictError
from glossary.store.base import Store
from glossary.termbase import Termbase
from tests.samples import AT, document, evidence, proposal, unit
from tests.store.memory.store import MemoryStore

ROOT = Path(__file__).parents[1]
SOURCE = document("學者說安全困境（security dilemma）沒有出路。")


@pytest.fixture
def store() -> Store:
    return MemoryStore()


@pytest.fixture
def termbase(store: Store) -> Iterator[Termbase]:
    with Termbase(store, lambda: AT) as opened:
        opened.add("小院高牆", "small yard, high fence", subject="technology", by="ada")
        yield opened


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Termbase, Termbase]]:
    """The same curated entries in SQLite and in memory."""
    path = tmp_path_factory.mktemp("curated") / "terms.db"
    with Termbase.open(path, lambda: AT) as one, Termbase(MemoryStore(), lambda: AT) as other:
        for termbase in (one, other):
            termbase.read(ROOT / "exports/termbase.tbx")
        yield one, other


def _cases() -> list[str]:
    lines = (ROOT / "tests/data/search_cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["query"] for line in lines[::25]]


def test_look_ups_are_answered_alike(filled: tuple[Termbase, Termbase]) -> None:
    answers = []
    for termbase in filled:
        results = [termbase.search(query, remember=False) for query in _cases()]
        hits = [[(h.concept_id, h.term.text, h.score, h.why) for h in r.hits] for r in results]
        answers.append((hits, [result.suggestions for result in results]))
    assert answers[0] == answers[1]
    assert sum(map(bool, answers[0][0])) > 10


def test_terms_are_recognized_alike(filled: tuple[Termbase, Termbase]) -> None:
    text = "他們談小院高墙與安全困境，and the small yard, high fence, too."
    one, other = (termbase.recognize(text) for termbase in filled)
    assert {(h.concept_id, h.start, h.end) for h in one} >= {("small-yard-high-fence", 3, 7)}
    assert [(h.concept_id, h.start, h.end, h.cover) for h in one] == [
        (h.concept_id, h.start, h.end, h.cover) for h in other
    ]


def test_filters_narrow(termbase: Termbase) -> None:
    assert termbase.search("高墙", subject="technology", tag="zh-Hant", lang="zh").total == 1
    assert termbase.search("高墙", subject="trade").total == 0
    assert termbase.search("高墙", lang="en").total == 0


def test_a_look_up_in_vain_is_remembered(termbase: Termbase) -> None:
    assert termbase.search("太空垃圾").total == 0
    assert [wanted.query for wanted in termbase.wanted()] == ["太空垃圾"]


def test_the_memory_is_searched_by_an_index_without_a_folder(termbase: Termbase) -> None:
    units = [unit(), unit("雙方談了一次。", "They talked once."), unit("天晴了。", "Sunny.")]
    assert termbase.add_units(units, by="ada") == 3
    matches = termbase.fuzzy_matches("雙方又談了兩次。", threshold=60)
    assert [(match.text, match.score) for match in matches] == [
        ("雙方又談了一次。", 87),
        ("雙方談了一次。", 75),
    ]
    assert termbase.concordance("talked").total == 2
    termbase.undo(by="ada")
    assert termbase.fuzzy_matches("雙方又談了兩次。", threshold=60) == []


def test_a_candidate_is_judged_and_the_judgement_undone(store: Store, termbase: Termbase) -> None:
    mined = proposal(
        "安全困境", "security dilemma", evidence(SOURCE, "安全困境", "security dilemma")
    )
    with store.transaction():
        store.put_document(SOURCE, AT)
        store.propose([mined], "theory", AT)
    (candidate,) = termbase.candidates()
    judged = termbase.judge(candidate.id, "approve", by="ada")
    assert judged.entry and termbase.search("安全困境").hits[0].concept_id == judged.entry.id
    assert [proof.holds for proof in termbase.why(judged.entry.id).proofs] == [True]
    with pytest.raises(ConflictError):
        termbase.judge(candidate.id, "reject", by="bob")
    assert termbase.undo(by="ada").verb == "approve"
    assert termbase.search("安全困境").total == 0
    assert [each.id for each in termbase.candidates()] == [candidate.id]


def test_what_goes_out_comes_back_unchanged(termbase: Termbase) -> None:
    file = BytesIO()
    assert not termbase.write(file, "archive", format="tbx").losses
    again = termbase.read("terms.tbx", file.getvalue(), by="bob")
    assert again.counts == {"new": 0, "changed": 0, "same": 1, "conflict": 0}


def test_all_is_in_order_and_an_index_in_memory_has_no_folder_to_delete(
    termbase: Termbase,
) -> None:
    termbase.add_units([unit()], by="ada")
    checks = list(termbase.examine())
    assert [check.name for check in checks] == ["tables", "memory index", "evidence"]
    assert not any(check.problems for check in checks)
