"""The review queue counted by what it may be filtered by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.operations.queue import FacetCount
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase
from tests.samples import AT, proposal


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    """Five candidates: an approved person, a rejected term, and three that wait, one put off."""
    with Termbase.open(tmp_path / "terms.db", clock=lambda: AT) as opened:
        person = replace(proposal("奈伊", "Nye", confidence=1.0), kind="person", method="title")
        with opened.store.transaction():
            opened.store.propose([person, proposal("甲", "aa", confidence=0.96)], "law", AT)
            further = [
                proposal(z, f"{z} b", confidence=c)
                for z, c in zip("乙丙丁", (0.4, 0.4, 0.95), strict=True)
            ]
            opened.store.propose(further, "trade", AT)
        for number, decision in enumerate(("reject", "skip"), 2):
            opened.judge(number, decision, by="ada")
        with opened.store.transaction():
            opened.store.set_candidate(replace(opened.candidate(1), state="approved"))
        yield opened


def counts(found: tuple[FacetCount, ...]) -> dict[str, int]:
    assert list(found) == sorted(found, key=lambda each: (-each.count, each.value))
    return {each.value: each.count for each in found}


def test_all_of_the_queue(termbase: Termbase) -> None:
    found = termbase.candidate_facets(CandidateFilter(state=None))
    assert found.total == 5
    assert counts(found.states) == {"open": 2, "skipped": 1, "approved": 1, "rejected": 1}
    assert counts(found.kinds) == {"term": 4, "person": 1}
    assert counts(found.methods) == {"gloss": 4, "title": 1}
    assert counts(found.subjects) == {"trade": 3, "law": 2}
    assert counts(found.documents) == dict.fromkeys(
        ["Nye.md", "aa.md", "乙 b.md", "丙 b.md", "丁 b.md"], 1
    )
    assert [(b.least, b.below, b.count) for b in found.confidence if b.count] == [
        (0.4, 0.45, 2),
        (0.95, 1.0, 3),
    ]
    assert len(found.confidence) == 20


def test_the_counts_of_a_field_disregard_its_own_value(termbase: Termbase) -> None:
    found = termbase.candidate_facets(CandidateFilter(state="proposed", subject="law"))
    assert found.total == 0
    assert counts(found.subjects) == {"trade": 3}
    assert counts(found.states) == {"approved": 1, "rejected": 1}
    assert found.kinds == found.methods == ()
    assert all(each.count == 0 for each in found.confidence)


def test_bounds_of_confidence_bound_all_counts_but_the_bins(termbase: Termbase) -> None:
    sure = CandidateFilter(state="proposed", least_confidence=0.5, below_confidence=0.99)
    found = termbase.candidate_facets(sure)
    assert found.total == 1
    assert counts(found.states) == {"open": 1, "rejected": 1}
    assert counts(found.documents) == {"丁 b.md": 1}
    assert sum(each.count for each in found.confidence) == 3


def test_text_and_document_bound_all_counts(termbase: Termbase) -> None:
    found = termbase.candidate_facets(CandidateFilter(state=None, text="b", document="乙 b.md"))
    assert (found.total, counts(found.states)) == (1, {"skipped": 1})
    assert counts(found.documents) == {"乙 b.md": 1, "丙 b.md": 1, "丁 b.md": 1}
    assert sum(each.count for each in found.confidence) == 1
    assert termbase.candidate_facets(CandidateFilter(skipped=False)).total == 2
    assert termbase.candidate_facets(CandidateFilter(skipped=True)).total == 1
