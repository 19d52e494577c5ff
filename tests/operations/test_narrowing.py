"""The review queue narrowed by what is typed."""

from __future__ import annotations

import pytest

from glossary.errors import InvalidInput
from glossary.model import Candidate
from glossary.operations.narrowing import narrowed, with_text
from glossary.store.base import CandidateFilter

BASE = CandidateFilter(kind="term", least_confidence=0.5)


@pytest.mark.parametrize(
    ("typed", "where", "text"),
    [
        ("", BASE, ""),
        ("安全  dilemma ", BASE, "安全 dilemma"),
        ("kind=person x", CandidateFilter(kind="person", least_confidence=0.5), "x"),
        ("kind= above=0", CandidateFilter(), ""),
        (
            "state=all method=gloss document=a.txt",
            CandidateFilter(None, 0.5, "term", "gloss", "a.txt"),
            "",
        ),
    ],
)
def test_values_narrow_and_words_stay(typed: str, where: CandidateFilter, text: str) -> None:
    assert narrowed(BASE, typed) == (where, text)


@pytest.mark.parametrize(
    "wrong", ["kind=river", "colour=red", "above=2", "above=high", "above=nan"]
)
def test_what_is_no_filter_is_refused_with_what_is(wrong: str) -> None:
    with pytest.raises(InvalidInput, match=f"{wrong}: give "):
        narrowed(BASE, wrong)


def test_all_words_stand_in_the_terms_in_any_script_and_case() -> None:
    one = Candidate(1, "安全困境", "Security Dilemma", "term", "gloss", 0.9)
    two = Candidate(2, "龍骨", "keel", "term", "gloss", 0.9, abbreviation="KL")
    assert with_text([one, two], "") == [one, two]
    assert with_text([one, two], "龙") == [two] == with_text([one, two], "kl 龍")
    assert with_text([one, two], "SECURITY 困境") == [one]
    assert with_text([one, two], "security keel") == []
