"""A decision that is changed: what was done is taken back, and the new one applied, as one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossary import documents
from glossary.errors import ConflictError, GlossaryError, InvalidInput
from glossary.model import ConceptEntry
from glossary.termbase import Termbase
from tests.samples import AT, entry, evidence, proposal

TEXT = "學者說安全困境理論（security dilemma theory）難解，又說小院高牆（small yard）管用。"
DILEMMA, YARD = 1, 2


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db", clock=lambda: AT) as opened:
        source = documents.parse(TEXT.encode(), "paper.md")
        pairs = [("安全困境", "security dilemma"), ("小院高牆", "small yard")]
        with opened.store.transaction():
            opened.store.put_document(source, AT)
            found = [proposal(zh, en, evidence(source, zh, en)) for zh, en in pairs]
            opened.store.propose(found, "theory", AT)
        yield opened


def terms(termbase: Termbase) -> dict[str, list[str]]:
    """All terms, by entry."""
    return {
        entry.id: [term.text for section in entry.languages for term in section.terms]
        for entry in termbase.concepts()
    }


def whole(termbase: Termbase) -> tuple[list[ConceptEntry], list[object]]:
    """All entries, and the candidates without their evidence."""
    held = [replace(termbase.candidate(number), evidence=()) for number in (DILEMMA, YARD)]
    return list(termbase.concepts()), [*held]


def test_without_being_told_so_a_second_decision_is_a_conflict(termbase: Termbase) -> None:
    termbase.judge(DILEMMA, "approve", by="ada")
    before = whole(termbase)
    with pytest.raises(ConflictError, match="candidate 1 is approved already"):
        termbase.judge(DILEMMA, "reject", by="bob")
    assert whole(termbase) == before


def test_approved_then_rejected(termbase: Termbase) -> None:
    termbase.judge(DILEMMA, "approve", by="ada")
    approved = whole(termbase)
    step = termbase.judge(DILEMMA, "reject", by="bob", again=True).step
    assert termbase.candidate(DILEMMA).state == "rejected"
    assert terms(termbase) == {}
    assert [j.decision for j in termbase.judgements(DILEMMA)] == ["approve", "reject"]
    termbase.undo(by="bob", step_id=step)
    assert whole(termbase) == approved
    termbase.undo(by="bob")
    assert termbase.candidate(DILEMMA).state == "proposed" and terms(termbase) == {}


@pytest.mark.parametrize("first", ["reject", "skip"])
def test_rejected_or_put_off_then_approved(termbase: Termbase, first: str) -> None:
    termbase.judge(DILEMMA, first, by="ada")
    step = termbase.judge(DILEMMA, "approve", by="bob", again=True).step
    assert terms(termbase) == {"security-dilemma": ["security dilemma", "安全困境"]}
    termbase.undo(step_id=step)
    restored = termbase.candidate(DILEMMA)
    assert (restored.state, restored.skipped_by) == {
        "reject": ("rejected", None),
        "skip": ("proposed", "ada"),
    }[first]


def test_amended_anew_keeps_the_id_of_the_entry(termbase: Termbase) -> None:
    termbase.judge(DILEMMA, "approve", by="ada")
    changed = {"zh": "安全困境理論", "en": "security dilemma theory"}
    termbase.judge(DILEMMA, "amend", by="bob", again=True, **changed)
    assert terms(termbase) == {"security-dilemma": ["security dilemma theory", "安全困境理論"]}
    assert termbase.concept("security-dilemma").created_by == "bob"
    termbase.undo()
    assert terms(termbase) == {"security-dilemma": ["security dilemma", "安全困境"]}
    termbase.judge(DILEMMA, "approve", again=True, concept_id="security-dilemma")
    assert terms(termbase) == {"security-dilemma": ["security dilemma", "安全困境"]}


def test_moved_from_one_entry_to_another(termbase: Termbase) -> None:
    known = termbase.create(entry("trap", zh="安全兩難", en="security trap"), by="eve")
    other = termbase.create(entry("walls", zh="高牆", en="high walls"), by="eve")
    termbase.judge(DILEMMA, "approve", concept_id="trap")
    step = termbase.judge(DILEMMA, "approve", concept_id="walls", again=True).step
    assert termbase.concept("trap") == known
    assert "安全困境" in terms(termbase)["walls"]
    assert termbase.candidate(DILEMMA).concept_id == "walls"
    termbase.undo(step_id=step)
    assert termbase.concept("walls") == other and "安全困境" in terms(termbase)["trap"]
    assert termbase.candidate(DILEMMA).concept_id == "trap"


def test_what_others_built_upon_stays(termbase: Termbase) -> None:
    termbase.judge(DILEMMA, "approve", by="ada")
    made = termbase.concept("security-dilemma")
    termbase.edit(replace(made, note="seen"), by="eve")
    before = whole(termbase)
    with pytest.raises(ConflictError, match=r"was changed since by step 2 \(edit, eve\)"):
        termbase.judge(DILEMMA, "reject", again=True)
    assert whole(termbase) == before
    termbase.undo()
    termbase.judge(DILEMMA, "reject", again=True)
    assert terms(termbase) == {}


def test_an_earlier_decision_is_not_undone_under_a_new_one(termbase: Termbase) -> None:
    first = termbase.judge(DILEMMA, "approve").step
    termbase.judge(DILEMMA, "reject", again=True)
    with pytest.raises(ConflictError, match=r"step 2 \(reject, nobody named\) built upon it"):
        termbase.undo(step_id=first)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({"zh": "軍備競賽"}, InvalidInput), ({"concept_id": "nowhere"}, GlossaryError)],
)
def test_a_refusal_takes_nothing_back(
    termbase: Termbase, changes: dict[str, str], expected: type[GlossaryError]
) -> None:
    termbase.judge(DILEMMA, "approve", by="ada")
    before = whole(termbase)
    with pytest.raises(expected):
        termbase.judge(DILEMMA, "amend", again=True, **{"en": "dilemma"} | changes)  # type: ignore[arg-type]
    assert whole(termbase) == before and termbase.count_steps() == 1


def test_again_decides_what_nobody_decided(termbase: Termbase) -> None:
    termbase.judge(YARD, "approve", again=True)
    assert list(terms(termbase)) == ["small-yard"]
