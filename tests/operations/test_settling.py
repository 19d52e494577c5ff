"""Conflicts of an import: what both sides started from, and an entry chosen of both in one step."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossary import documents
from glossary.errors import ConflictError, InvalidInput, NotFound
from glossary.model import ConceptEntry
from glossary.store.base import Conflicted
from glossary.termbase import Termbase
from tests.samples import AT, entry, evidence

NAME = "security-dilemma"
PAPER = documents.parse("他說安全困境（security dilemma）難解。\n".encode(), "paper.md")


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "a.db", lambda: AT) as opened:
        with opened.store.transaction():
            opened.store.put_document(PAPER, AT)
        proof = evidence(PAPER, "安全困境", "security dilemma")
        opened.create(replace(entry(subject="law"), evidence=(proof,)), by="ada")
        yield opened


def both_changed(termbase: Termbase) -> Conflicted:
    """The conflict where here and in an exported file the subject was changed."""
    file = io.BytesIO()
    termbase.write(file, "csv", format="csv")
    termbase.edit(replace(termbase.concept(NAME), subject="trade"), by="bob")
    theirs = file.getvalue().replace(b"law", b"theory")
    assert termbase.read("theirs.csv", theirs, by="eve").counts["conflict"] == 1
    (conflict,) = termbase.conflicts()
    return conflict


def number(conflict: Conflicted) -> int:
    assert conflict.id
    return conflict.id


def chosen(termbase: Termbase, **fields: str) -> ConceptEntry:
    return replace(termbase.concept(NAME), **fields)  # type: ignore[arg-type]


def test_a_conflict_has_what_both_started_from(termbase: Termbase) -> None:
    conflict = both_changed(termbase)
    assert conflict.was
    subjects = conflict.was.subject, termbase.concept(NAME).subject, conflict.theirs.subject
    assert subjects == ("law", "trade", "theory")


def test_what_was_not_noted_is_not_known(termbase: Termbase) -> None:
    file = io.BytesIO()
    termbase.write(file, "csv", format="csv", remember=False)
    termbase.edit(replace(termbase.concept(NAME), subject="trade"), by="bob")
    termbase.read("theirs.csv", file.getvalue())
    (conflict,) = termbase.conflicts()
    assert conflict.was is None and conflict.theirs.subject == "law"


def test_an_entry_chosen_of_both_is_one_step(termbase: Termbase) -> None:
    conflict = both_changed(termbase)
    before = termbase.concept(NAME)
    wanted = replace(chosen(termbase, subject="theory of trade"), evidence=(), created_by="nobody")
    made = termbase.settle(number(conflict), "entry", entry=wanted, revision=2, by="eve")
    assert (made.subject, made.created_by, made.changed_by) == ("theory of trade", "ada", "eve")
    assert made.evidence == before.evidence, "evidence is not a matter of choice"
    assert termbase.concept(NAME) == made and termbase.conflicts() == []
    (settled,) = termbase.conflicts("entry")
    assert settled.settled == termbase.steps()[0].id
    termbase.undo()
    assert termbase.concept(NAME) == before and termbase.conflicts() == [conflict]


def test_what_cannot_be_settled_so(termbase: Termbase) -> None:
    conflict = number(both_changed(termbase))
    wanted = chosen(termbase, subject="theory of trade")
    with pytest.raises(InvalidInput, match="to take an entry, give it"):
        termbase.settle(conflict, "entry")
    with pytest.raises(InvalidInput, match="to take an entry, give it"):
        termbase.settle(conflict, "ours", entry=wanted)
    with pytest.raises(InvalidInput, match="say ours, theirs or entry"):
        termbase.settle(conflict, "both")
    with pytest.raises(InvalidInput, match="the id of the entry stays"):
        termbase.settle(conflict, "entry", entry=replace(wanted, id="other"))
    with pytest.raises(ConflictError, match="was changed meanwhile"):
        termbase.settle(conflict, "theirs", revision=1)
    assert [c.state for c in termbase.conflicts(None)] == ["open"]
    termbase.settle(conflict, "entry", entry=wanted)
    with pytest.raises(InvalidInput, match="is settled already \\(entry\\)"):
        termbase.settle(conflict, "entry", entry=wanted)
    with pytest.raises(NotFound):
        termbase.settle(99, "ours")


def test_an_entry_that_was_deleted_stays_so_or_comes_back_as_the_file_has_it(
    termbase: Termbase,
) -> None:
    conflict = both_changed(termbase)
    termbase.delete(NAME, by="bob")
    with pytest.raises(ConflictError, match="meanwhile"):
        termbase.settle(number(conflict), "ours", revision=2, by="cy")
    assert termbase.settle(number(conflict), "ours", revision=0, by="cy") is None
    assert not termbase.conflicts()
    assert termbase.revision(NAME) == 0
    termbase.undo(by="cy")
    assert termbase.conflicts()
    back = termbase.settle(number(conflict), "theirs", by="cy")
    assert back and back.subject == "theory"
    assert termbase.concept(NAME).terms("zh") == back.terms("zh")
    assert termbase.history(NAME)[-1].step.verb == "settle"
