"""A pair that is proposed by its two sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from small import small_termbase

from glossary.errors import ConflictError, InvalidInput
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

PAIR = {
    "zh": "灰犀牛",
    "en": "grey rhino",
    "zh_sentence": "這頭灰犀牛早就來了。",
    "en_sentence": "The grey rhino came long ago.",
}


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with small_termbase(tmp_path / "a.db") as opened:
        yield opened


def proposed(termbase: Termbase, **other: Any) -> Any:
    return termbase.propose(**{**PAIR, **other}, by="agent")


def test_it_becomes_a_candidate_whose_proof_holds(termbase: Termbase) -> None:
    before = termbase.stats()
    candidate = proposed(termbase, subject="economy")
    assert (candidate.zh, candidate.en, candidate.state) == ("灰犀牛", "grey rhino", "proposed")
    assert (candidate.subject, candidate.method) == ("economy", "model")
    assert [proof.holds for proof in termbase.why(str(candidate.id)).proofs] == [True]
    assert (termbase.steps()[0].verb, termbase.steps()[0].by) == ("mine", "agent")
    more = {name: count - before[name] for name, count in termbase.stats().items()}
    assert {name for name, count in more.items() if count} == {"documents", "candidates_proposed"}


def test_a_person_makes_a_term_of_it(termbase: Termbase) -> None:
    judged = termbase.judge(proposed(termbase).id, "approve", by="ada")
    assert termbase.concept(judged.candidate.concept_id or "").evidence[0].zh_span == (2, 5)


def test_twice_is_once(termbase: Termbase) -> None:
    before = termbase.count_candidates()
    assert proposed(termbase) == proposed(termbase)
    assert termbase.count_candidates() == before + 1


def test_what_was_rejected_stays_rejected(termbase: Termbase) -> None:
    termbase.judge(proposed(termbase).id, "reject", by="ada")
    assert proposed(termbase).state == "rejected"
    other = {"zh_sentence": "灰犀牛又來。", "en_sentence": "The grey rhino came again."}
    assert proposed(termbase, **other).state == "rejected"


def test_the_other_script_is_the_same_pair(termbase: Termbase) -> None:
    first = proposed(termbase, zh="漲潮線", zh_sentence="漲潮線在此。")
    again = proposed(termbase, zh="涨潮线", zh_sentence="涨潮线在此。")
    assert again.id == first.id and len(again.evidence) == 2


def test_an_entry_that_has_the_pair_is_named(termbase: Termbase) -> None:
    given = {"zh": "软件", "zh_sentence": "新的软件到了。", "en": "software"}
    with pytest.raises(ConflictError, match="the entry software has"):
        proposed(termbase, **given, en_sentence="New software arrived.")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"zh": "黑天鵝"}, "zh: '黑天鵝' does not stand verbatim"),
        ({"en": "gray rhino"}, "en: 'gray rhino' does not stand verbatim"),
        ({"en": "rhin"}, "en: 'rhin' does not stand verbatim"),
        ({"en": " "}, "en: ' ' is not a term"),
        ({"zh": "。"}, "zh: '。' is not a term"),
        ({"en": "灰犀牛"}, "en: '灰犀牛' is not a term"),
        ({"zh_sentence": "這頭灰犀牛\n早就來了。"}, "give one line"),
        ({"en": "grey\x07rhino"}, "without control characters"),
        ({"zh_sentence": "牠早就來了。"}, "zh: '灰犀牛' does not stand verbatim in '牠"),
    ],
)
def test_what_proves_nothing_is_refused(
    termbase: Termbase, other: dict[str, str], said: str
) -> None:
    documents = termbase.count_documents()
    with pytest.raises(InvalidInput, match=said):
        proposed(termbase, **other)
    assert termbase.count_documents() == documents
    assert not termbase.candidates(CandidateFilter(text="犀牛"))
