"""An entry made as one of its revisions was: one step, and only evidence that proves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from glossary import documents
from glossary.errors import ConflictError, InvalidInput, NotFound
from glossary.model import ConceptEntry, Evidence
from glossary.termbase import Termbase
from tests.samples import entry, evidence, proposal

TEXT = "他說安全困境（security dilemma）難解。\n又說安全兩難（safety dilemma）也一樣。\n"
PAPER = documents.parse(TEXT.encode(), "paper.md")
NAME = "security-dilemma"
FIRST = evidence(PAPER, "安全困境", "security dilemma")
SECOND = evidence(PAPER, "安全兩難", "safety dilemma")


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    seconds = count()
    clock: Callable[[], str] = lambda: f"2026-03-01T00:00:{next(seconds):02}Z"  # noqa: E731
    with Termbase.open(tmp_path / "a.db", clock) as opened:
        with opened.store.transaction():
            opened.store.put_document(PAPER, opened.clock())
            first = proposal("安全困境", "security dilemma", FIRST)
            second = proposal("安全兩難", "safety dilemma", SECOND)
            opened.store.propose([first, second], "security", opened.clock())
        yield opened


def verbs(termbase: Termbase) -> list[str]:
    return [r.step.verb for r in termbase.history(NAME)]


def same(one: ConceptEntry, other: ConceptEntry) -> bool:
    """Whether two entries are the same but for who changed them when."""
    return replace(one, changed_by="", changed_at="") == replace(
        other, changed_by="", changed_at=""
    )


def test_a_revision_comes_back_as_a_new_one_and_one_undo_takes_it_away(termbase: Termbase) -> None:
    first = termbase.create(entry(), by="ada")
    second = termbase.edit(replace(first, subject="theory", note="after a year"), by="bob")
    back = termbase.revert(NAME, 1, by="eve")
    assert same(back, first)
    assert (back.created_by, back.changed_by) == ("ada", "eve")
    assert verbs(termbase) == ["add", "edit", "revert"]
    assert termbase.steps()[0].summary == f"{NAME} to revision 1"
    assert termbase.concept(NAME) == back and termbase.revision(NAME) == 3
    termbase.undo(by="eve")
    assert termbase.concept(NAME) == second


def test_a_deleted_entry_comes_back_and_its_terms_are_found(termbase: Termbase) -> None:
    made = termbase.create(entry(), by="ada")
    termbase.delete(NAME, by="bob")
    assert not termbase.search("安全困境").hits
    assert same(termbase.revert(NAME, 1, by="ada"), made)
    assert [hit.concept_id for hit in termbase.search("安全困境").hits] == [NAME]
    termbase.undo()
    with pytest.raises(NotFound):
        termbase.concept(NAME)


def test_what_is_as_it_was_makes_no_step(termbase: Termbase) -> None:
    made = termbase.create(entry())
    assert termbase.revert(NAME, 1) == made
    assert verbs(termbase) == ["add"]


def proofs(value: ConceptEntry) -> list[Evidence]:
    return list(value.evidence)


def test_evidence_that_came_since_stays_where_its_pair_does(termbase: Termbase) -> None:
    """Only what proves a pair of the restored entry is its evidence."""
    termbase.create(entry(), by="ada")
    termbase.judge(1, "approve", concept_id=NAME)
    termbase.judge(2, "approve", concept_id=NAME)
    assert proofs(termbase.concept(NAME)) == [FIRST, SECOND]
    back = termbase.revert(NAME, 1)
    assert [t.text for _, t in back.terms("zh")] == ["安全困境"]
    assert proofs(back) == [FIRST], "the pair of the second is gone"
    assert all(proof.holds for proof in termbase.why(NAME).proofs)
    again = termbase.revert(NAME, 3)
    assert proofs(again) == [FIRST, SECOND]
    assert all(proof.holds for proof in termbase.why(NAME).proofs)


def test_evidence_of_a_document_that_is_not_here_is_kept(termbase: Termbase) -> None:
    elsewhere = replace(FIRST, document="other.md", document_sha256="0" * 64)
    termbase.create(replace(entry(), evidence=(elsewhere,)))
    termbase.edit(replace(termbase.concept(NAME), note="x"))
    assert proofs(termbase.revert(NAME, 1)) == [elsewhere]


def test_what_is_no_revision_is_refused(termbase: Termbase) -> None:
    termbase.create(entry())
    termbase.delete(NAME)
    steps = termbase.count_steps()
    with pytest.raises(NotFound, match="no concept 'nobody', now or ever"):
        termbase.revert("nobody", 1)
    with pytest.raises(NotFound, match="has no revision 3; they are 1 to 2"):
        termbase.revert(NAME, 3)
    with pytest.raises(InvalidInput, match=f"revision 2 deleted {NAME}; give the one before it"):
        termbase.revert(NAME, 2)
    with pytest.raises(ConflictError, match="was changed meanwhile"):
        termbase.revert(NAME, 1, revision=1)
    assert termbase.count_steps() == steps
