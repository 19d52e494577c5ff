"""One decision on many candidates, as one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from glossary import documents
from glossary.errors import ConflictError, InvalidInput
from glossary.operations import judging_many
from glossary.store.base import WAITING, CandidateFilter
from glossary.termbase import Termbase
from tests.samples import AT, evidence, proposal

PAIRS = (
    ("安全困境", "security dilemma", 0.97),
    ("小院高牆", "small yard", 0.96),
    ("漲潮條款", "rising tide clause", 0.9),
    ("漲潮條款", "RTC", 0.8),
)
TEXT = "".join(f"學者又說{zh}（{en}）如何如何。" for zh, en, _ in PAIRS)
SURE = CandidateFilter(least_confidence=0.95)


@pytest.fixture(params=["at once", "ahead"])
def termbase(request: Any, tmp_path: Path, monkeypatch: Any) -> Iterator[Termbase]:
    """Four candidates, decided in one short transaction or drafted before it."""
    if request.param == "ahead":
        monkeypatch.setattr(judging_many, "AHEAD", 0)
    source = documents.parse(TEXT.encode(), "paper.md")
    with Termbase.open(tmp_path / "terms.db", clock=lambda: AT) as opened:
        with opened.store.transaction():
            opened.store.put_document(source, AT)
            found = [
                replace(
                    proposal(zh, en, evidence(source, zh, en), confidence=sure),
                    abbreviation="RTC" if en.startswith("rising") else None,
                )
                for zh, en, sure in PAIRS
            ]
            opened.store.propose(found, "theory", AT)
        yield opened


def states(termbase: Termbase) -> list[str]:
    return [termbase.candidate(number).state for number in range(1, 5)]


def everything(termbase: Termbase) -> tuple[object, ...]:
    return states(termbase), list(termbase.concepts()), termbase.count_steps()


def test_a_list_is_one_step_that_one_undo_takes_back(termbase: Termbase) -> None:
    done = termbase.judge_many("approve", (2, 1, 2), by="ada", note="sure")
    assert (done.made, done.changed, done.refused) == (2, 0, ())
    assert [verdict.candidate.id for verdict in done.judged] == [2, 1]
    assert states(termbase) == ["approved", "approved", "proposed", "proposed"]
    assert [entry.id for entry in termbase.concepts()] == ["security-dilemma", "small-yard"]
    assert termbase.concept("small-yard").evidence == termbase.candidate(2).evidence
    (step,) = termbase.steps()
    assert (step.id, step.verb, step.by, step.summary) == (done.step, "approve", "ada", "2 pairs")
    assert [j.note for j in termbase.judgements(1)] == ["sure"]
    termbase.undo(by="ada")
    assert states(termbase) == ["proposed"] * 4 and termbase.count_concepts() == 0


def test_a_filter_must_select_as_many_as_expected(termbase: Termbase) -> None:
    with pytest.raises(ConflictError, match="selects 2 candidates now, not 3; look again"):
        termbase.judge_many("approve", where=SURE, expected=3)
    assert termbase.count_steps() == 0
    assert termbase.judge_many("approve", where=SURE, expected=2).made == 2
    assert states(termbase) == ["approved", "approved", "proposed", "proposed"]


def test_a_preview_changes_nothing(termbase: Termbase) -> None:
    before = everything(termbase)
    told = termbase.judge_many("approve", where=WAITING, dry_run=True)
    assert (len(told.judged), told.made, told.changed, told.step) == (4, 3, 0, None)
    assert everything(termbase) == before


def test_each_sees_those_before_it(termbase: Termbase) -> None:
    """The fourth pair stands in the entry that the third one makes, with its abbreviation."""
    done = termbase.judge_many("approve", where=WAITING, expected=4)
    assert (done.made, done.changed) == (3, 0)
    entries = {candidate.concept_id for candidate in map(termbase.candidate, (3, 4))}
    assert entries == {"rising-tide-clause"}


def test_the_same_english_twice_makes_two_entries(termbase: Termbase) -> None:
    with termbase.store.transaction():
        source = documents.parse(TEXT.encode(), "paper.md")
        one = replace(evidence(source, "安全困境", "security dilemma"), zh_span=(4, 6))
        two = replace(one, zh_context=one.zh_context.replace("困境", "兩難"))
        termbase.store.propose([proposal("安全", "security dilemma", two)], "", AT)
    termbase.judge_many("approve", (1, 5))
    assert [e.id for e in termbase.concepts()] == ["security-dilemma", "security-dilemma-2"]


def test_a_refusal_leaves_nothing_half_done(termbase: Termbase) -> None:
    termbase.judge(2, "reject", by="eve")
    before = everything(termbase)
    with pytest.raises(ConflictError, match="2 of 3 candidates cannot be decided so") as refused:
        termbase.judge_many("approve", (1, 2, 99))
    assert refused.value.detail == {
        "refused": [
            {"id": 2, "reason": "candidate 2 is rejected already; undo that first"},
            {"id": 99, "reason": "no candidate 99"},
        ]
    }
    assert everything(termbase) == before


def test_the_good_are_kept_where_that_is_wanted(termbase: Termbase) -> None:
    termbase.judge(2, "reject", by="eve")
    done = termbase.judge_many("approve", (1, 2), keep_good=True)
    assert [refusal.candidate_id for refusal in done.refused] == [2]
    assert states(termbase) == ["approved", "rejected", "proposed", "proposed"]
    nothing = termbase.judge_many("approve", (1, 2), keep_good=True)
    assert (nothing.step, nothing.judged, termbase.count_steps()) == (None, (), 2)


def test_many_are_decided_anew(termbase: Termbase) -> None:
    termbase.judge(1, "approve")
    termbase.judge(2, "skip", by="ada")
    done = termbase.judge_many("reject", (1, 2), again=True)
    assert (done.made, done.changed) == (0, 1) and termbase.count_concepts() == 0
    assert states(termbase) == ["rejected", "rejected", "proposed", "proposed"]
    termbase.undo()
    assert states(termbase) == ["approved", "proposed", "proposed", "proposed"]
    assert termbase.candidate(2).skipped_by == "ada"
    assert [entry.id for entry in termbase.concepts()] == ["security-dilemma"]


def test_pairs_that_share_an_entry_are_not_taken_back_one_by_one(termbase: Termbase) -> None:
    termbase.judge_many("approve", where=WAITING, expected=4)
    before = everything(termbase)
    with pytest.raises(ConflictError, match="was decided with another pair"):
        termbase.judge(3, "reject", again=True)
    assert everything(termbase) == before
    termbase.judge(1, "reject", again=True)
    assert termbase.count_concepts() == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"decision": "amend", "ids": (1,)},
        {"decision": "approve"},
        {"decision": "approve", "ids": (1,), "where": SURE},
        {"decision": "approve", "where": SURE},
    ],
)
def test_what_makes_no_sense_is_refused(termbase: Termbase, asked: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        termbase.judge_many(**asked)
    assert termbase.count_steps() == 0


def test_what_changed_meanwhile_is_not_overwritten(
    termbase: Termbase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody rejects a pair while many are drafted."""
    stage = judging_many._stage
    monkeypatch.setattr(judging_many, "AHEAD", 0)

    def staged(*given: Any) -> None:
        with Termbase.open(tmp_path / "terms.db") as other:
            other.judge(1, "reject", by="eve")
        stage(*given)

    monkeypatch.setattr(judging_many, "_stage", staged)
    with pytest.raises(ConflictError, match="somebody went on meanwhile"):
        termbase.judge_many("approve", (1, 2))
    assert states(termbase) == ["rejected", "proposed", "proposed", "proposed"]
    assert termbase.count_concepts() == 0
