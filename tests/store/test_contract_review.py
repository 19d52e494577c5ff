"""The contract of a store: candidates with their evidence, judgements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from glossary.errors import NotFound
from glossary.model import Judgement, Proposal
from glossary.store.base import (
    WAITING,
    Added,
    CandidateCount,
    CandidateFilter,
    DecisionMade,
    Store,
)
from glossary.text.fold import en_key, zh_key
from tests.samples import AT, LATER, document, evidence, proposal

TEXT = "學者說安全困境（security dilemma）沒有出路。\n又說小院高牆（small yard, high fence）管用。"


def propose(store: Store, *proposals: Proposal, subject: str = "", at: str = AT) -> Added:
    with store.transaction():
        return store.propose(proposals, subject, at)


def ids(store: Store, where: CandidateFilter = WAITING) -> list[str]:
    return [candidate.zh for candidate in store.candidates(where)]


# ---------------------------------------------------------------- candidates


def test_a_proposal_becomes_a_candidate(store: Store) -> None:
    given = replace(
        proposal("安全困境", "security dilemma"), abbreviation="SD", kind="title", method="title"
    )
    assert propose(store, given, subject="theory") == Added(candidates=1, evidence=1)
    (found,) = store.candidates()
    assert (found.zh, found.en, found.abbreviation) == ("安全困境", "security dilemma", "SD")
    assert (found.kind, found.method, found.confidence) == ("title", "title", 0.9)
    assert (found.state, found.subject, found.concept_id) == ("proposed", "theory", None)
    assert found.evidence == given.evidence
    assert store.candidate(found.id) == found


@pytest.mark.parametrize("number", [0, -1, 7, 2**63, 10**40])
def test_an_unknown_candidate_is_not_found(store: Store, number: int) -> None:
    with pytest.raises(NotFound, match="no candidate"):
        store.candidate(number)


def test_mining_again_proposes_nothing_twice(store: Store) -> None:
    given = proposal("安全困境", "security dilemma")
    propose(store, given)
    before = store.candidates()
    assert propose(store, given, given, at=LATER) == Added()
    assert store.candidates() == before


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("安全困境", "Security Dilemma"),
        ("安全困境", "security dilemmas"),
        ("「安全困境」", "security dilemma"),
    ],
)
def test_the_same_pair_written_otherwise_is_the_same_candidate(
    store: Store, zh: str, en: str
) -> None:
    propose(store, proposal("安全困境", "security dilemma"))
    assert propose(store, proposal(zh, en)) == Added(candidates=0, evidence=1)
    (found,) = store.candidates()
    assert (found.zh, found.en, len(found.evidence)) == ("安全困境", "security dilemma", 2)


def test_script_and_sense_tell_candidates_apart(store: Store) -> None:
    added = propose(
        store,
        proposal("安全困境", "security dilemma"),
        proposal("安全困境", "safety trap"),
        proposal("安全兩難", "security dilemma"),
    )
    assert added.candidates == 3


def test_pairs_are_known_in_every_state_and_only_together(store: Store) -> None:
    propose(store, proposal("安全困境", "security dilemma"), proposal("小院高牆", "small yard"))
    with store.transaction():
        store.set_candidate(replace(store.candidates()[0], state="rejected"))
    known = {
        ("安全困境", "security dilemma"),
        ("小院高墙", "small yard"),
    }
    asked = [(zh_key(zh), en_key(en)) for zh, en in known]
    crossed = [(asked[0][0], asked[1][1]), ("", "security dilemma")]
    assert store.known_pairs([*asked, *crossed]) == set(asked)
    assert store.known_pairs([]) == set()


@pytest.mark.parametrize("later", [0.2, 0.8])
def test_evidence_is_in_the_order_of_the_text_however_sure(store: Store, later: float) -> None:
    second = evidence(document(TEXT), "安全困境", "security dilemma", confidence=later)
    third = replace(second, document="z.txt", document_sha256="1" * 64, confidence=0.5)
    first = replace(second, zh_span=(0, 4), confidence=0.4)
    propose(store, proposal("安全困境", "security dilemma", third, second, confidence=0.4))
    added = propose(store, proposal("安全困境", "security dilemma", first, confidence=0.8))
    assert added == Added(evidence=1)
    (found,) = store.candidates()
    assert found.evidence == (first, second, third)
    assert found.confidence == 0.8


def test_a_weaker_proposal_does_not_lower_the_confidence(store: Store) -> None:
    propose(store, proposal("安全困境", "security dilemma", confidence=0.8))
    propose(store, proposal("安全困境", "security dilemma", confidence=0.3))
    assert store.candidates()[0].confidence == 0.8


def test_two_translations_of_one_source_are_two_proofs(store: Store) -> None:
    one = evidence(document(TEXT), "安全困境", "security dilemma")
    first = replace(one, en_document="en.md", en_document_sha256="1" * 64)
    second = replace(one, en_document="new-en.md", en_document_sha256="2" * 64)
    propose(store, proposal("安全困境", "security dilemma", first, second))
    assert set(store.candidates()[0].evidence) == {first, second}
    assert ids(store, CandidateFilter(document="new-en.md")) == ["安全困境"]
    assert ids(store, CandidateFilter(document="2" * 64)) == ["安全困境"]


def test_what_was_judged_stays_judged(store: Store) -> None:
    propose(store, proposal("安全困境", "security dilemma"), proposal("小院高牆", "small yard"))
    one, two = store.candidates()
    with store.transaction():
        store.set_candidate(replace(one, state="rejected"))
        store.set_candidate(replace(two, state="approved", concept_id="small-yard"))
    again = replace(proposal("安全困境", "security dilemma", confidence=1.0), kind="title")
    assert propose(store, again, proposal("小院高牆", "small yard")) == Added()
    assert store.candidate(one.id) == replace(one, state="rejected")
    assert store.candidate(two.id).concept_id == "small-yard"
    assert store.candidates() == []


def test_a_judgement_changes_nothing_else_of_a_candidate(store: Store) -> None:
    propose(store, proposal("安全困境", "security dilemma"))
    (found,) = store.candidates()
    with store.transaction():
        store.set_candidate(replace(found, zh="x", en="y", state="approved", concept_id="c"))
    assert store.candidate(found.id) == replace(found, state="approved", concept_id="c")


@pytest.mark.parametrize("by", ["ada", "", None])
def test_who_put_a_candidate_off_is_kept(store: Store, by: str | None) -> None:
    propose(store, proposal("安全困境", "security dilemma"))
    (found,) = store.candidates()
    with store.transaction():
        store.set_candidate(replace(found, skipped_by=by))
    assert store.candidate(found.id).skipped_by == by
    assert store.count_candidates() == 1, "it waits as before"
    assert store.count_candidates(CandidateFilter(skipped=True)) == (by is not None)
    assert store.count_candidates(CandidateFilter(skipped=False)) == (by is None)


def test_candidates_are_listed_by_confidence_and_paged(store: Store) -> None:
    pairs = [("甲", "a", 0.5), ("乙", "b", 0.9), ("丙", "c", 0.5), ("丁", "d", 0.7)]
    propose(store, *(proposal(zh, en, confidence=sure) for zh, en, sure in pairs))
    assert ids(store) == ["乙", "丁", "甲", "丙"]
    assert [c.zh for c in store.candidates(limit=2, offset=1)] == ["丁", "甲"]
    assert store.count_candidates() == 4


def test_candidate_filters(store: Store) -> None:
    source = document(TEXT)
    found = evidence(source, "安全困境", "security dilemma")
    person = replace(proposal("奈伊", "Nye", confidence=0.6), kind="person", method="parallel")
    propose(store, proposal("安全困境", "security dilemma", found), person)
    rejected = store.candidates(CandidateFilter(kind="person"))[0]
    with store.transaction():
        store.set_candidate(replace(rejected, state="rejected"))
    expected = {
        CandidateFilter(): ["安全困境"],
        CandidateFilter(state=None): ["安全困境", "奈伊"],
        CandidateFilter(state="rejected"): ["奈伊"],
        CandidateFilter(state=None, least_confidence=0.9): ["安全困境"],
        CandidateFilter(state=None, least_confidence=0.91): [],
        CandidateFilter(state=None, kind="person"): ["奈伊"],
        CandidateFilter(state=None, method="gloss"): ["安全困境"],
        CandidateFilter(document="paper.md"): ["安全困境"],
        CandidateFilter(document=source.sha256): ["安全困境"],
        CandidateFilter(document=""): [],
        CandidateFilter(document="other.md"): [],
    }
    for where, pairs in expected.items():
        assert ids(store, where) == pairs, where
        assert store.count_candidates(where) == len(pairs), where


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("國際", ["國際法庭"]),
        ("国际", ["國際法庭"]),
        ("「國際」", ["國際法庭"]),
        ("Courts", ["國際法庭"]),
        ("court", ["國際法庭"]),
        ("cour", ["國際法庭"]),
        ("non-proliferation", ["不擴散"]),
        ("核", []),
        ("100%", ["百分之百"]),
        ("_", []),
        ("", ["國際法庭", "不擴散", "百分之百"]),
    ],
)
def test_text_is_found_in_either_term_and_script(store: Store, text: str, found: list[str]) -> None:
    pairs = [
        ("國際法庭", "International Court"),
        ("不擴散", "non-proliferation"),
        ("百分之百", "100%"),
    ]
    propose(store, *(proposal(zh, en) for zh, en in pairs))
    assert ids(store, CandidateFilter(text=text)) == found
    assert store.count_candidates(CandidateFilter(text=text)) == len(found)


def test_subjects_and_bounds_of_confidence(store: Store) -> None:
    propose(store, proposal("甲", "a", confidence=0.5), subject="law")
    propose(store, proposal("乙", "b", confidence=0.7), proposal("丙", "c", confidence=1.0))
    assert ids(store, CandidateFilter(subject="law")) == ["甲"]
    assert ids(store, CandidateFilter(subject="")) == ["丙", "乙"]
    assert ids(store, CandidateFilter(below_confidence=0.7)) == ["甲"]
    assert ids(store, CandidateFilter(least_confidence=0.7, below_confidence=1.0)) == ["乙"]


def test_candidates_are_counted_by_what_they_are_filtered_by(store: Store) -> None:
    person = replace(proposal("奈伊", "Nye", confidence=0.62), kind="person", method="parallel")
    sure = [proposal("甲", "a", confidence=1.0), proposal("乙", "b", confidence=0.95)]
    propose(store, person, *sure, proposal("丙", "c", confidence=0.94), subject="theory")
    off, rejected = store.candidates(CandidateFilter(kind="person"))[0], store.candidates()[2]
    with store.transaction():
        store.set_candidate(replace(off, skipped_by="ada"))
        store.set_candidate(replace(rejected, state="rejected"))
    expected = {
        CandidateCount("proposed", False, "term", "gloss", "theory", 19, 2),
        CandidateCount("proposed", True, "person", "parallel", "theory", 12, 1),
        CandidateCount("rejected", False, "term", "gloss", "theory", 18, 1),
    }
    counted = store.candidate_counts(CandidateFilter(state=None))
    assert set(counted) == expected and len(counted) == 3
    assert set(store.candidate_counts()) == {c for c in expected if c.state == "proposed"}
    assert store.candidate_counts(CandidateFilter(text="no such")) == []


def test_documents_are_counted_by_their_candidates(store: Store) -> None:
    source, other = document(TEXT), document(TEXT + " ", "other.md")
    both = [evidence(each, "安全困境", "security dilemma") for each in (source, other)]
    twice = replace(both[0], zh_span=(0, 4))
    propose(
        store,
        proposal("安全困境", "security dilemma", *both, twice),
        proposal("小院高牆", "small yard", evidence(other, "小院高牆", "small yard")),
    )
    assert store.document_counts() == [("other.md", 2), ("paper.md", 1)]
    assert store.document_counts(limit=1) == [("other.md", 2)]
    assert store.document_counts(CandidateFilter(text="yard")) == [("other.md", 1)]
    assert store.document_counts(CandidateFilter(state="approved")) == []


def test_many_candidates_have_all_their_evidence(store: Store) -> None:
    propose(store, *(proposal(f"甲{n}", f"a{n}") for n in range(1100)))
    found = store.candidates()
    assert len(found) == 1100
    assert all(len(candidate.evidence) == 1 for candidate in found)


# ---------------------------------------------------------------- judgements


def test_evidence_that_says_something(store: Store) -> None:
    source = document("安全困境（security dilemma）。\n熱線（hotline）。\n")
    pairs = [("安全困境", "security dilemma"), ("熱線", "hotline")]
    propose(store, *(proposal(*pair, evidence(source, *pair)) for pair in pairs))
    numbers = {each.en: each.id for each in store.candidates()}
    (found,) = store.evidence_saying(["热线"])
    assert found == (f"candidate {numbers['hotline']}", evidence(source, *pairs[1]))
    assert len(list(store.evidence_saying(["热线", "dilemma"]))) == 2
    assert list(store.evidence_saying(["冷線"])) == []


def test_judgements_are_appended_in_order(opened: Callable[[], Store]) -> None:
    store = opened()
    propose(store, proposal("安全困境", "security dilemma"))
    (found,) = store.candidates()
    first = Judgement(found.id, "reject", found.zh, found.en, "ada", AT, "no")
    second = Judgement(found.id, "approve", found.zh, "dilemma", "bob", LATER, "", "dilemma")
    with store.transaction():
        step = store.new_step("reject", "ada", AT)
        store.put_judgement(first, step)
        store.put_judgement(second, store.new_step("approve", "bob", LATER))
    kept = opened().judgements(found.id)
    assert [replace(judgement, id=None, step=None) for judgement in kept] == [first, second]
    assert kept[0].step == step and kept[1].step == step + 1
    assert [judgement.id for judgement in kept] == sorted({j.id or 0 for j in kept})
    assert store.step_judgements(step) == kept[:1]
    assert store.judgements(found.id + 1) == []


def test_decisions_that_are_taken_back_were_not_made(store: Store) -> None:
    propose(store, proposal("甲", "a", confidence=0.9), proposal("乙", "b", confidence=0.5))
    one, two = store.candidates()
    with store.transaction():
        steps = [store.new_step(verb, "ada", AT) for verb in ("approve", "reject", "skip", "undo")]
        said = (
            (one, "approve", "ada", AT),
            (one, "reject", "bob", AT),
            (two, "skip", "bob", LATER),
        )
        for (candidate, decision, by, at), step in zip(said, steps, strict=False):
            made = Judgement(candidate.id, decision, candidate.zh, candidate.en, by, at)
            store.put_judgement(made, step)
        store.put_judgement(Judgement(one.id, "undo", one.zh, one.en, "ada", LATER), steps[3])
        store.mark_undone(steps[1], steps[3])
    first = DecisionMade(one.id, "approve", "ada", AT, 0.9, steps[0])
    last = DecisionMade(two.id, "skip", "bob", LATER, 0.5, steps[2])
    assert store.decisions_made() == [first, last]
    assert store.decisions_made(LATER) == store.decisions_made(LATER[:10]) == [last]
    assert store.decisions_made(by="ada") == [first]
    assert store.decisions_made(AT, "nobody") == []
