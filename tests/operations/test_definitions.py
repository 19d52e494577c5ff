"""Mined definitions: proved, taken into the entry on approval, exported, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.model import ConceptEntry, Document, Evidence, Proposal, TermDefinition
from glossary.operations.concept import defined, in_a_line
from glossary.operations.proof import check
from glossary.termbase import Termbase
from tests.samples import document, entry

TEXT = "本法所稱外國人，指下列之人：\n一、無國籍。\n二、有他國國籍。"
ENGLISH = "The term “foreigner” in this Act means either:\n1. stateless;\n2. of another state."
SOURCE = document(TEXT, "law.zh.txt")
TRANSLATION = document(ENGLISH, "law.en.txt")


def definition(text: str, term: str, first: str) -> TermDefinition:
    at, start = text.index(term), text.index(first)
    return TermDefinition(term, (at, at + len(term)), text[start:], (start, len(text)))


def evidence() -> Evidence:
    zh, en = definition(TEXT, "外國人", "下列"), definition(ENGLISH, "foreigner", "either")
    return Evidence(
        SOURCE.name,
        SOURCE.sha256,
        TEXT.splitlines()[0],
        ENGLISH.splitlines()[0],
        zh.term_span,
        en.term_span,
        1,
        "definition",
        0.97,
        TRANSLATION.name,
        TRANSLATION.sha256,
        zh,
        en,
    )


def proposal(*, definitions: bool = True) -> Proposal:
    told = evidence()
    if not definitions:
        told = replace(told, zh_definition=None, en_definition=None, method="parallel")
    return Proposal("外國人", "foreigner", "term", told.method, 0.97, (told,))


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db") as opened:
        yield opened


def propose(termbase: Termbase, *found: Proposal) -> None:
    with termbase.store.transaction():
        for each in (SOURCE, TRANSLATION):
            termbase.store.put_document(each, "2026-03-01T08:00:00Z")
        termbase.store.propose(found, "law", "2026-03-01T08:00:00Z")


def texts(entry: ConceptEntry) -> dict[str, tuple[str, str]]:
    return {s.tag: (s.definition, s.definition_source) for s in entry.languages}


# ---------------------------------------------------------------- approval


def test_an_approved_entry_has_the_definitions_of_its_evidence(termbase: Termbase) -> None:
    propose(termbase, proposal())
    made = termbase.judge(1, "approve", by="ada").entry
    assert made and texts(made) == {
        "en": ("either: 1. stateless; 2. of another state.", "law.en.txt"),
        "zh-Hant": ("下列之人：一、無國籍。二、有他國國籍。", "law.zh.txt"),
    }
    (hit,) = termbase.search("外國人").hits
    assert termbase.concept(hit.concept_id) == made
    assert all(proof.holds for proof in termbase.why(made.id).proofs)


def test_undo_takes_the_definitions_back(termbase: Termbase) -> None:
    known = termbase.add("外國人", "alien", zh_tag="zh-Hant", by="ada")
    propose(termbase, proposal())
    made = termbase.judge(1, "approve", concept_id=known.id, by="ada").entry
    assert made and made.languages[1].definition
    termbase.undo(by="ada")
    assert texts(termbase.concept(known.id)) == {"en": ("", ""), "zh-Hant": ("", "")}
    again = termbase.judge(1, "approve", by="ada").entry
    assert again and again.languages[0].definition


def test_what_the_entry_says_already_stays() -> None:
    own = replace(entry("a", zh="外國人"), definition="無本國國籍之人。")
    assert defined(own, "zh", "外國人", "下列之人。") == own
    both = defined(own, "en", "security dilemma", "A dilemma.", "b.txt")
    assert both.languages[0].definition == "A dilemma."
    assert defined(both, "en", "security dilemma", "Another.") == both


@pytest.mark.parametrize(
    ("zh", "en", "kept"),
    [("國人", None, ("國人", True, True)), (None, "Act", ("外國人", True, False))],
)
def test_an_amended_term_keeps_the_definition_that_is_its(
    termbase: Termbase, zh: str | None, en: str | None, kept: tuple[str, bool, bool]
) -> None:
    propose(termbase, proposal())
    made = termbase.judge(1, "amend", zh=zh, en=en, by="ada").entry
    assert made
    english, chinese = made.languages
    assert (chinese.terms[0].text, bool(chinese.definition), bool(english.definition)) == kept


# ---------------------------------------------------------------- proof and store


@pytest.mark.parametrize(
    "changed",
    [
        replace(evidence().zh_definition, text="別的話。"),  # type: ignore[type-var]
        replace(evidence().zh_definition, span=(0, 5)),  # type: ignore[type-var]
        replace(evidence().zh_definition, term="他國"),  # type: ignore[type-var]
        replace(evidence().zh_definition, text="二、有他國國籍。\n一、無國籍。"),  # type: ignore[type-var]
    ],
)
def test_a_definition_that_does_not_stand_where_it_says_is_no_proof(
    changed: TermDefinition,
) -> None:
    known = {each.sha256: each.text for each in (SOURCE, TRANSLATION)}
    assert check(evidence(), "外國人", "foreigner", known.get).holds
    wrong = check(replace(evidence(), zh_definition=changed), "外國人", "foreigner", known.get)
    assert not wrong.holds and "definition" in wrong.reason


def test_a_note_may_stand_inside_a_definition() -> None:
    text = "所稱外國人，指下列之人：\n無國籍。\n註：見附表。\n有他國國籍。"
    source: Document = document(text, "n.txt")
    told = TermDefinition("外國人", (2, 5), "下列之人：\n無國籍。\n有他國國籍。", (7, len(text)))
    one = Evidence("n.txt", source.sha256, text, text, (2, 5), (2, 5), 1, "gloss", 0.9)
    found = replace(one, zh_definition=told)
    assert check(found, "外國人", "外國人", {source.sha256: text}.get).holds


def test_evidence_mined_before_definitions_were_gets_them(termbase: Termbase) -> None:
    propose(termbase, proposal(definitions=False))
    assert not any(termbase.candidate(1).evidence[0].definitions)
    propose(termbase, proposal())
    (told,) = termbase.candidate(1).evidence
    assert told == evidence()
    propose(termbase, proposal(definitions=False))
    assert termbase.candidate(1).evidence == (told,)


@pytest.mark.parametrize("name", ["all.tbx", "all.csv"])
def test_definitions_go_out_and_come_back(termbase: Termbase, tmp_path: Path, name: str) -> None:
    propose(termbase, proposal())
    made = termbase.judge(1, "approve", by="ada").entry
    assert made
    termbase.write(tmp_path / name)
    with Termbase.open(tmp_path / "other.db") as other:
        other.read(tmp_path / name, by="ada")
        (back,) = other.concepts()
    assert {s.tag[:2]: s.definition for s in back.languages} == {
        s.tag[:2]: s.definition for s in made.languages
    }


def test_lines_are_joined_as_each_language_writes() -> None:
    assert in_a_line("下列之人：\n（一）甲。\n乙") == "下列之人：（一）甲。乙"
    assert in_a_line("either:\n1. one;\n2. two") == "either: 1. one; 2. two"
