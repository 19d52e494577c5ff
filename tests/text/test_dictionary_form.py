"""The form under which a dictionary lists a term, and its forms in a sentence."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from glossary.text.dictionary_form import dictionary_form, forms_in, is_form

SEEDS = Path(__file__).parents[2] / "seeds" / "terms"


@pytest.mark.parametrize(
    ("term", "listed"),
    [
        ("competent authorities", "competent authority"),
        ("the competent authority", "competent authority"),
        ("a non-tariff barrier", "non-tariff barrier"),
        ("confidence-building measures", "confidence-building measure"),
        ("by-products", "by-product"),
        ("CBMs", "CBM"),
        ("nuclear crises", "nuclear crisis"),
        # lasting plurals
        ("human rights", "human rights"),
        ("armed forces", "armed forces"),
        ("arms sales", "arms sales"),
        ("international relations", "international relations"),
        # not the last word's number
        ("rules of engagement", "rules of engagement"),
        ("terms and conditions", "terms and conditions"),
        ("one country, two systems", "one country, two systems"),
        # names and acronyms keep their letters
        ("United Nations", "United Nations"),
        ("Belt and Road", "Belt and Road"),
        ("AI systems", "AI system"),
        ("ASEAN", "ASEAN"),
        ("SARS", "SARS"),
        ("Olympic Games", "Olympic Games"),
        ("", ""),
    ],
)
def test_dictionary_form(term: str, listed: str) -> None:
    assert dictionary_form(term) == listed


def test_a_capital_goes_only_where_the_documents_have_the_word_without() -> None:
    written = {"deterrence", "crisis stability"}
    assert dictionary_form("Deterrence theory", written.__contains__) == "deterrence theory"
    assert dictionary_form("Crisis Stability", written.__contains__) == "crisis stability"
    assert dictionary_form("European integration", written.__contains__) == "European integration"
    assert dictionary_form("Deterrence Theory", written.__contains__) == "Deterrence Theory"


def test_terms_that_people_chose_are_mostly_in_it_already() -> None:
    """The rule would change few of the curated entries' English terms."""
    chosen = {
        term if isinstance(term, str) else term["term"]
        for file in SEEDS.glob("*.toml")
        for entry in tomllib.loads(file.read_text(encoding="utf-8")).values()
        for term in entry.get("en", [])
    }
    changed = {term for term in chosen if dictionary_form(term) != term}
    assert len(chosen) > 800 and len(changed) < 0.05 * len(chosen), sorted(changed)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("competent authorities", "competent authority"),
        ("The Competent Authority", "competent authorities"),
        ("decoupled economies", "decouple economy"),
        ("Quad", "the Quad"),
    ],
)
def test_forms_of_one_term(text: str, term: str) -> None:
    assert is_form(text, term) and is_form(term, text)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("competent authority", "authority"),
        ("security dilemma", "security dilemma theory"),
        ("customs", "custom house"),
        ("", "authority"),
        ("主管機關", "authority"),
    ],
)
def test_other_terms(text: str, term: str) -> None:
    assert not is_form(text, term)


def test_where_the_forms_stand() -> None:
    text = "主管機關（competent  authorities）與 Competent-Authority's，不是 authorities competent"
    assert [text[a:b] for a, b in forms_in(text, "the competent authority")] == [
        "competent  authorities",
        "Competent-Authority",
    ]
    assert forms_in(text, "") == forms_in("", "authority") == []
