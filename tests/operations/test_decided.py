"""What the judgements about a candidate leave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossary.model import Candidate, Judgement
from glossary.operations.decided import as_judged, in_effect
from tests.samples import AT

OPEN = Candidate(7, "安全困境", "security dilemma", "term", "gloss", 0.9)


def said(*decisions: str) -> list[Judgement]:
    entry = {"approve": "dilemma", "amend": "trap"}
    return [
        Judgement(7, d, "安全困境", "security dilemma", "ada", AT, concept_id=entry.get(d), id=n)
        for n, d in enumerate(decisions, 1)
    ]


@pytest.mark.parametrize(
    ("decisions", "left"),
    [
        ((), []),
        (("approve",), ["approve"]),
        (("approve", "undo"), []),
        (("skip", "approve", "undo"), ["skip"]),
        (("approve", "reject", "undo"), ["approve"]),
        (("approve", "reject", "undo", "undo"), []),
        (("approve", "undo", "reject", "amend"), ["reject", "amend"]),
        (("undo",), []),
    ],
)
def test_undo_takes_the_last_judgement_back(decisions: tuple[str, ...], left: list[str]) -> None:
    assert [judgement.decision for judgement in in_effect(said(*decisions))] == left


@pytest.mark.parametrize(
    ("decision", "state", "concept_id", "skipped_by"),
    [
        ("approve", "approved", "dilemma", None),
        ("amend", "approved", "trap", None),
        ("reject", "rejected", None, None),
        ("skip", "proposed", None, "ada"),
    ],
)
def test_the_last_judgement_tells_the_state(
    decision: str, state: str, concept_id: str | None, skipped_by: str | None
) -> None:
    expected = replace(OPEN, state=state, concept_id=concept_id, skipped_by=skipped_by)
    before = replace(OPEN, state="approved", concept_id="x", skipped_by="bob")
    assert as_judged(before, *said(decision)) == expected
    assert as_judged(before, None) == OPEN
