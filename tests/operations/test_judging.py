"""Judgements: from candidate to term."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from glossary.errors import ConflictError, InvalidInput
from glossary.model import Candidate, Context, Document
from glossary.operations.judging import Judged, judged
from glossary.operations.options import Decision
from tests.samples import AT, LATER, document, entry, evidence

TEXT = "前言。\n他說[[zh:安全困境]]理論（security dilemma theory, SDT）難解。"
SENTENCE = "他說安全困境理論（security dilemma theory, SDT）難解。"
SOURCE = document(TEXT)


def candidate(source: Document = SOURCE, **changes: Any) -> Candidate:
    found = replace(
        evidence(source, "安全困境", "security dilemma", sentence=SENTENCE), document="a/b/paper.md"
    )
    base = Candidate(7, "安全困境", "security dilemma", "term", "gloss", 0.9, evidence=(found,))
    return replace(base, **changes)


def decide(value: Candidate, decision: str, **arguments: Any) -> Judged:
    said = {
        name: arguments.pop(name) for name in ("zh", "en", "zh_tag", "note") if name in arguments
    }
    given = {"at": AT, "new_id": str.upper, "text_of": {SOURCE.sha256: TEXT}.get} | arguments
    return judged(value, Decision(value.id, decision, by="ada", **said), **given)


# ---------------------------------------------------------------- approve


def test_approving_makes_an_entry_with_contexts_and_evidence() -> None:
    verdict = decide(candidate(subject="theory", abbreviation="SDT"), "approve", note="sure")
    made = verdict.entry
    assert made and (made.id, made.subject) == ("SECURITY DILEMMA", "theory")
    assert (made.created_by, made.created_at, made.changed_at) == ("ada", AT, AT)
    assert made.evidence == candidate().evidence
    assert [section.tag for section in made.languages] == ["en", "zh-Hant"]
    english, short = made.languages[0].terms
    assert (english.text, english.status, english.part_of_speech) == (
        "security dilemma",
        "preferred",
        "noun",
    )
    assert english.contexts == (Context(SENTENCE, "paper.md"),)
    assert (short.text, short.status, short.term_type) == ("SDT", "admitted", "acronym")
    (chinese,) = made.languages[1].terms
    assert (chinese.text, chinese.status) == ("安全困境", "preferred")
    judgement = verdict.judgement
    assert (judgement.candidate_id, judgement.decision, judgement.by) == (7, "approve", "ada")
    assert (judgement.note, judgement.concept_id) == ("sure", made.id)
    assert (verdict.candidate.state, verdict.candidate.concept_id) == ("approved", made.id)


@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_names_are_proper_nouns(kind: str) -> None:
    made = decide(candidate(kind=kind), "approve").entry
    assert made and {t.part_of_speech for s in made.languages for t in s.terms} == {"properNoun"}


def test_approving_into_an_entry_adds_what_it_lacks() -> None:
    known = entry("dilemma", zh="安全兩難", en="Security dilemma", subject="")
    made = decide(candidate(subject="theory"), "approve", into=known, at=LATER).entry
    assert made and (made.id, made.subject) == ("dilemma", "theory")
    assert [t.text for t in made.languages[0].terms] == ["Security dilemma"]
    assert len(made.languages[0].terms[0].contexts) == 2
    assert [(t.text, t.status) for t in made.languages[1].terms] == [
        ("安全兩難", "preferred"),
        ("安全困境", "admitted"),
    ]
    assert (made.created_at, made.changed_at) == ("", LATER)
    again = decide(candidate(), "approve", into=made, at=LATER).entry
    assert again == made, "the same pair and evidence are not entered twice"


def test_a_term_joins_the_section_that_has_it() -> None:
    regional = entry("dilemma", zh_tag="zh-Hant-TW")
    made = decide(candidate(), "approve", into=regional).entry
    assert made and [section.tag for section in made.languages] == ["en", "zh-Hant-TW"]
    made = decide(candidate(), "approve", into=regional, zh_tag="zh_HK").entry
    assert made and made.languages[-1].tag == "zh-Hant-HK"


def test_approve_takes_the_pair_as_it_is() -> None:
    assert decide(candidate(), "approve", zh="安全困境", en="security dilemma").entry
    with pytest.raises(InvalidInput, match="use amend to change it"):
        decide(candidate(), "approve", zh="困境")


def test_nothing_enters_without_proof() -> None:
    with pytest.raises(InvalidInput, match="candidate 7 has no proof"):
        decide(candidate(evidence=()), "approve")


# ---------------------------------------------------------------- amend


def test_amending_moves_the_evidence_over_markup() -> None:
    verdict = decide(candidate(), "amend", zh="安全困境理論", en="security dilemma theory")
    assert (verdict.judgement.zh, verdict.judgement.en) == (
        "安全困境理論",
        "security dilemma theory",
    )
    assert (verdict.candidate.zh, verdict.candidate.state) == ("安全困境", "approved")
    assert verdict.entry
    (moved,) = verdict.entry.evidence
    assert TEXT[slice(*moved.zh_span)] == "[[zh:安全困境]]理論"
    assert TEXT[slice(*moved.en_span)] == "security dilemma theory"
    assert [t.text for _, t in verdict.entry.terms("zh")] == ["安全困境理論"]


def test_amending_one_side_leaves_the_other() -> None:
    verdict = decide(candidate(), "amend", zh=" 困境 ")
    assert verdict.entry
    (moved,) = verdict.entry.evidence
    assert TEXT[slice(*moved.zh_span)] == "困境"
    assert moved.en_span == candidate().evidence[0].en_span


@pytest.mark.parametrize(
    ("zh", "en", "named"),
    [
        ("軍備競賽", None, "軍備競賽"),
        ("安全困境", "arms race", "arms race"),
        ("前言", None, "前言"),
    ],
)
def test_amending_beyond_the_evidence_is_refused(zh: str, en: str | None, named: str) -> None:
    with pytest.raises(InvalidInput, match=f"'{named}' does not stand in the sentences of candid"):
        decide(candidate(), "amend", zh=zh, en=en)


def test_blank_terms_are_refused() -> None:
    with pytest.raises(InvalidInput, match="both terms are wanted"):
        decide(candidate(), "amend", zh="  ")


def test_evidence_without_the_amended_pair_is_left_out() -> None:
    other = document("又見安全困境（security dilemma）一例。", "other.md")
    weak = evidence(other, "安全困境", "security dilemma")
    value = candidate(evidence=(*candidate().evidence, weak))
    texts = {SOURCE.sha256: TEXT, other.sha256: other.text}.get
    verdict = decide(value, "amend", zh="安全困境理論", text_of=texts)
    assert verdict.entry
    assert [e.document for e in verdict.entry.evidence] == ["a/b/paper.md"]


# ---------------------------------------------------------------- reject, twice, nonsense


def test_rejecting_makes_no_entry() -> None:
    verdict = decide(candidate(), "reject", note="a name")
    assert verdict.entry is None
    assert verdict.candidate == replace(candidate(), state="rejected")
    assert (verdict.judgement.decision, verdict.judgement.note) == ("reject", "a name")


@pytest.mark.parametrize("evidence", [candidate().evidence, ()], ids=["proved", "without proof"])
def test_skipping_leaves_the_candidate_proposed_and_says_who(evidence: Any) -> None:
    verdict = decide(candidate(evidence=evidence), "skip", note="ask the client")
    assert verdict.entry is None
    assert verdict.candidate == replace(candidate(evidence=evidence), skipped_by="ada")
    assert (verdict.judgement.decision, verdict.judgement.note) == ("skip", "ask the client")


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_a_decision_ends_the_waiting(decision: str) -> None:
    assert decide(candidate(skipped_by="bob"), decision).candidate.skipped_by is None


@pytest.mark.parametrize("state", ["approved", "rejected"])
@pytest.mark.parametrize("decision", ["approve", "amend", "reject", "skip"])
def test_a_second_judgement_is_a_conflict(state: str, decision: str) -> None:
    with pytest.raises(ConflictError, match=f"candidate 7 is {state} already"):
        decide(candidate(state=state), decision)


@pytest.mark.parametrize("decision", ["undo", "Approve", ""])
def test_an_unknown_decision_is_named(decision: str) -> None:
    with pytest.raises(InvalidInput, match="is no decision; say approve, amend, reject or skip"):
        decide(candidate(), decision)
