"""Proposals merged: each pair once, with all its evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.mining.merge import combined, merged
from glossary.model import Evidence, Proposal, leading


def proposal(zh: str, en: str, at: int, confidence: float, **rest) -> Proposal:
    method, context = rest.pop("method", "gloss"), rest.pop("context", f"It is {en}.")
    spans = (at, at + len(zh)), (at + 9, at + 9 + len(en))
    evidence = Evidence("a.txt", "0", zh, context, *spans, 1, method, confidence)
    return Proposal(zh, en, rest.pop("kind", "term"), method, confidence, (evidence,), **rest)


def test_spellings_of_one_pair_fall_together() -> None:
    found = merged(
        [
            proposal("安全困境", "Security Dilemmas", 50, 0.6),
            proposal("「安全困境」", "the security dilemma", 10, 0.9, abbreviation="SD"),
            proposal("避險", "hedging", 30, 0.8),
        ]
    )
    assert [(p.zh, p.en) for p in found] == [
        ("「安全困境」", "the security dilemma"),
        ("避險", "hedging"),
    ]
    assert [e.zh_span[0] for e in found[0].evidence] == [10, 50]
    assert found[0].abbreviation == "SD"
    assert 0.9 < found[0].confidence < 1


def test_one_place_by_two_methods_is_one_evidence() -> None:
    (found,) = merged(
        [
            proposal("避險", "hedging", 5, 0.5, method="parallel"),
            proposal("避險", "hedging", 5, 0.9),
        ]
    )
    assert (found.method, found.confidence, len(found.evidence)) == ("gloss", 0.9, 1)


@pytest.mark.parametrize("sure", [0.2, 0.9])
def test_how_sure_a_place_is_orders_nothing(sure: float) -> None:
    """Words, method and the order of the evidence are those of the places."""
    (found,) = merged(
        [
            proposal("避險", "Hedging", 70, sure, method="parallel"),
            proposal("避險", "the hedging", 50, 1 - sure, method="parallel"),
            proposal("避險", "hedging", 90, 0.5, method="gloss"),
        ]
    )
    assert (found.en, found.method) == ("hedging", "gloss")
    assert [e.zh_span[0] for e in found.evidence] == [50, 70, 90]
    assert leading(found).zh_span[0] == 90


def test_a_heading_lends_its_capitals_to_no_term() -> None:
    some = [
        proposal("供應鏈", "Supply Chains", 1, 0.9, method="parallel", context="Supply Chains"),
        proposal("供應鏈", "supply chains", 60, 0.4, method="parallel"),
    ]
    (found,) = merged(some)
    assert (found.en, leading(found).zh_span[0]) == ("supply chains", 60)
    assert [e.zh_span[0] for e in found.evidence] == [1, 60]
    assert merged(some[:1])[0].en == "Supply Chains"


def test_a_place_is_as_sure_as_the_surest_of_its_methods() -> None:
    (found,) = merged(
        [
            proposal("避險", "hedging", 5, 0.9, method="parallel"),
            proposal("避險", "hedging", 5, 0.6),
        ]
    )
    assert (found.method, found.confidence, len(found.evidence)) == ("gloss", 0.9, 1)


def test_order_is_by_first_place_whatever_the_order_of_mining() -> None:
    some = [proposal("丙", "c", 3, 0.9), proposal("甲", "a", 1, 0.2), proposal("乙", "b", 2, 0.5)]
    assert (
        [p.zh for p in merged(some)] == [p.zh for p in merged(reversed(some))] == ["甲", "乙", "丙"]
    )


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_more_evidence_never_lowers_confidence(values: list[float]) -> None:
    whole = combined(values)
    assert 0 <= whole <= 1
    assert whole >= min(0.99, round(max(values), 2) - 1e-9)
    assert combined([*values, 0.5]) >= whole


def test_a_pair_is_not_surer_for_recurring() -> None:
    """A general word recurs more than any term; how often is told by each place already."""
    places = [proposal("國家", "country", at, 0.6, method="parallel") for at in range(0, 900, 50)]
    assert [p.confidence for p in merged(places)] == [0.6]


def test_a_pair_is_surer_where_two_methods_find_it() -> None:
    places = [
        proposal("安全困境", "security dilemma", 0, 0.6, method="parallel"),
        proposal("安全困境", "security dilemma", 50, 0.6, method="gloss"),
    ]
    assert merged(places)[0].confidence > 0.6


def test_a_model_is_no_second_witness_of_what_the_scorer_says() -> None:
    found = [
        proposal("供應鏈", "supply chain", 0, 0.6, method="parallel"),
        proposal("供應鏈", "supply chain", 0, 0.6, method="model"),
        proposal("供應鏈", "Supply chain", 90, 0.5, method="model"),
    ]
    (both,) = merged(found)
    assert (both.method, both.confidence, both.en) == ("parallel", 0.6, "supply chain")
    assert [(e.zh_span[0], e.method) for e in both.evidence] == [(0, "parallel"), (90, "model")]
    glossed = [*found, proposal("供應鏈", "supply chain", 50, 0.6, method="gloss")]
    assert merged(glossed)[0].confidence > 0.6
