"""Two entries merged as a person chose: checked, one step, evidence only of pairs that are left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossary import documents
from glossary.errors import ConflictError, InvalidInput
from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.termbase import Termbase
from tests.samples import AT, entry, evidence

TEXT = "他說安全困境（security dilemma）難解。\n又說安全兩難（safety dilemma）也一樣。\n"
PAPER = documents.parse(TEXT.encode(), "paper.md")
FIRST = evidence(PAPER, "安全困境", "security dilemma")
SECOND = evidence(PAPER, "安全兩難", "safety dilemma")


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "a.db", lambda: AT) as opened:
        with opened.store.transaction():
            opened.store.put_document(PAPER, AT)
        first = entry("a", subject="security")
        second = entry("b", zh="安全兩難", en="safety dilemma", subject="theory")
        opened.create(replace(first, evidence=(FIRST,)), by="ada")
        opened.create(replace(second, evidence=(SECOND,)), by="bob")
        yield opened


def choice(*zh: str, en: str = "security dilemma", subject: str = "theory") -> ConceptEntry:
    chinese = LanguageSection("zh-Hant", tuple(TermSection(text, "preferred") for text in zh))
    english = LanguageSection("en", (TermSection(en, "preferred"),))
    return ConceptEntry("a", (english, chinese), subject=subject)


def test_the_fields_are_those_chosen_and_who_and_when_are_not(termbase: Termbase) -> None:
    wanted = replace(choice("安全困境"), created_by="nobody", evidence=(SECOND,))
    made = termbase.merge("a", "b", entry=wanted, by="eve")
    assert (made.subject, made.languages) == ("theory", wanted.languages)
    assert (made.created_by, made.changed_by) == ("ada", "eve")
    assert made.evidence == (FIRST,), "the pair of the second was not kept"
    assert all(proof.holds for proof in termbase.why("a").proofs)
    assert termbase.concept("a") == made


def test_it_is_one_step(termbase: Termbase) -> None:
    before = list(termbase.concepts())
    termbase.merge("a", "b", entry=choice("安全困境"), by="eve")
    assert [e.id for e in termbase.concepts()] == ["a"]
    termbase.undo()
    assert list(termbase.concepts()) == before


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (replace(choice("安全困境"), id="b"), "the id of the entry stays a, it cannot be b"),
        (replace(choice("安全困境"), languages=()), "at least one term"),
        (choice(" "), "an empty term"),
        (choice("安全\x07困境"), "is no text"),
    ],
)
def test_what_no_entry_can_be_is_refused(
    termbase: Termbase, wrong: ConceptEntry, message: str
) -> None:
    before = list(termbase.concepts()), termbase.count_steps()
    with pytest.raises(InvalidInput, match=message):
        termbase.merge("a", "b", entry=wrong)
    assert (list(termbase.concepts()), termbase.count_steps()) == before


def test_neither_side_may_have_changed_since_it_was_read(termbase: Termbase) -> None:
    termbase.edit(replace(termbase.concept("b"), note="later"))
    with pytest.raises(ConflictError, match=r"b was changed meanwhile \(revision 2, not 1\)"):
        termbase.merge("a", "b", revision=1, other_revision=1)
    with pytest.raises(ConflictError, match="a was changed meanwhile"):
        termbase.merge("a", "b", revision=4, other_revision=2)
    assert termbase.merge("a", "b", revision=1, other_revision=2).note == "later"
