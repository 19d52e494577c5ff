"""What a change of a term touches: complete, by recognition, in units, documents and entries."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary.errors import InvalidInput, NotFound
from glossary.exchange.xliff.reader import read as read_xliff
from glossary.lookup.recognition.narrowing import pieces_of
from glossary.model import ConceptEntry, Extra, LanguageSection, TermSection, TranslationUnit
from glossary.operations.impact import TermUse
from glossary.store.base import TermRow
from glossary.termbase import Termbase
from glossary.text.inflection import beginnings, is_form_of, lemmas, listed_lemmas
from glossary.text.tokens import search_key
from tests.samples import AT, document, evidence, proposal, unit


def entry(concept_id: str, en: tuple[str, ...], zh: dict[str, str], **more: object) -> ConceptEntry:
    sections = [LanguageSection("en", tuple(TermSection(form) for form in en))]
    sections += [LanguageSection(tag, (TermSection(form),)) for tag, form in zh.items()]
    return ConceptEntry(concept_id, tuple(sections), **more)  # type: ignore[arg-type]


ENTRIES = (
    entry("missile", ("missile", "guided missile"), {"zh-Hant-TW": "飛彈", "zh-Hans-CN": "导弹"}),
    entry("india", ("India",), {"zh-Hant": "印度"}),
    entry("indonesia", ("Indonesia",), {"zh-Hans": "印度尼西亚"}),
    entry("crisis", ("crisis",), {"zh-Hant": "危機"}),
    entry("take-over", ("take over",), {"zh-Hant": "接管"}),
    entry("policy", ("policy",), {"zh-Hant": "政策"}),
    entry("price", ("price",), {"zh-Hant": "價"}),
    entry("api", ("API",), {"zh-Hans": "API"}),
)


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "a.db", lambda: AT) as opened:
        for each in ENTRIES:
            opened.create(each)
        yield opened


def units_of(termbase: Termbase, concept_id: str, form: str | None = None) -> list[TermUse]:
    return [use for use in termbase.impact(concept_id, form).uses if use.kind == "unit"]


def sides(uses: list[TermUse]) -> set[tuple[str, str]]:
    return {(use.place, use.field) for use in uses}


# ---------------------------------------------------------------- units


def test_a_form_is_found_in_either_script_but_not_inside_another_word(termbase: Termbase) -> None:
    termbase.add_units(
        [
            unit("他們發射了導彈。", "They fired it."),
            unit("他们发射了导弹。", "They fired again."),
            unit("他在印度尼西亞。", "He is there."),
            unit("他在印度。", "He is away."),
        ]
    )
    assert [use.forms for use in units_of(termbase, "missile", "导弹")] == [("導彈",), ("导弹",)]
    (india,) = units_of(termbase, "india")
    assert india.text == "他在印度。" and india.spans == ((2, 4),)
    assert india.translation == "He is away."


def test_an_english_form_is_found_inflected_and_irregular(termbase: Termbase) -> None:
    english = ("Missiles flew.", "Two crises.", "He took over.", "Policies differ.", "A missileer.")
    termbase.add_units(unit(f"句子{n}。", text) for n, text in enumerate(english))
    found = {
        concept: [use.text for use in units_of(termbase, concept)]
        for concept in ("missile", "crisis", "take-over", "policy")
    }
    assert found == {
        "missile": ["Missiles flew."],
        "crisis": ["Two crises."],
        "take-over": ["He took over."],
        "policy": ["Policies differ."],
    }


def test_one_form_of_an_entry(termbase: Termbase) -> None:
    termbase.add_units([unit("飛彈來了。", "It came."), unit("导弹来了。", "It came again.")])
    assert [use.forms for use in units_of(termbase, "missile", "飛彈")] == [("飛彈",)]
    assert len(units_of(termbase, "missile")) == 2


PIECES = (
    "飛彈 飞弹 導彈 导弹 印度 印度尼西亚 印度尼西亞 危機 危 機會 "
    "接管 政策 價 価 价格 的 在 API A PI"
).split(" ")
WORDS = [
    *"missile Missiles guided India Indian Indonesia crisis crises take took taken takes".split(),
    *"over policy policies price pricing priced API apis the , .".split(),
    "mis-\nsile",
    "mis\u00ad\nsiles",
    "mi\u00adssile",
    "in-\n dia",
]


def texts_of(seed: int, count: int) -> Iterator[tuple[str, str]]:
    drawn = random.Random(seed)
    gaps = ["", "", " ", "\n"]

    def text(pieces: list[str], between: list[str]) -> str:
        chosen = drawn.choices(pieces, k=drawn.randint(1, 9))
        return "".join(each + drawn.choice(between) for each in chosen)

    for n in range(count):
        yield f"{n}句{text(PIECES, gaps)}", f"{n} {text(WORDS, [' ', ' ', chr(10)])}"


@pytest.mark.parametrize("seed", range(8))
def test_impact_equals_recognition_over_all_units(termbase: Termbase, seed: int) -> None:
    termbase.add_units(unit(zh, en) for zh, en in texts_of(seed, 150))
    stored = list(termbase.store.all_units())
    assert len(stored) == 150
    found = 0
    for each in ENTRIES:
        expected = {
            (str(one.id), language)
            for one in stored
            for language, side in (("zh", one.zh.text), ("en", one.en.text))
            if any(hit.concept_id == each.id for hit in termbase.recognize(side, language))
        }
        assert sides(units_of(termbase, each.id)) == expected, each.id
        found += len(expected)
    assert found > 150


@pytest.mark.parametrize("seed", range(2))
def test_impact_equals_recognition_over_all_entries(termbase: Termbase, seed: int) -> None:
    """Entries that cannot have a form are not decoded; none that has one is left out."""
    others = [
        entry(f"other-{n}", (f"other {n}",), {}, definition=zh, note=en)
        for n, (zh, en) in enumerate(texts_of(seed, 60))
    ]
    for other in others:
        termbase.create(other)
    found = 0
    for each in ENTRIES:
        expected = {
            (other.id, field)
            for other in others
            for field, text in (("definition", other.definition), ("note", other.note))
            for language in ("zh", "en")
            if any(hit.concept_id == each.id for hit in termbase.recognize(text, language))
        }
        uses = {(use.place, use.field) for use in termbase.impact(each.id).uses}
        assert {use for use in uses if use[0].startswith("other-")} == expected, each.id
        found += len(expected)
    assert found > 60


# ---------------------------------------------------------------- narrowing


def row(text: str, language: str = "en") -> TermRow:
    return TermRow(1, "c", language, language, text, "preferred", "")


ENGLISH = (Path(__file__).parents[2] / "glossary/data/english.txt").read_text(encoding="utf-8")


def test_every_form_of_a_word_begins_as_is_said() -> None:
    words = [line.split()[0] for line in ENGLISH.splitlines() if line and line[0].isalpha()]
    assert len(words) > 5_000
    known = set(words)
    led = [(word, lemma) for word in words for lemma in lemmas(word) if lemma in known]
    assert len(led) > len(words)
    for word, lemma in led:
        for listed in {lemma, word}:
            if lemmas(word).intersection(listed_lemmas(listed)) and is_form_of(word, listed):
                assert word.startswith(tuple(beginnings(listed))), (word, listed)


def test_rare_glyphs_are_looked_for_too() -> None:
    (piece,) = pieces_of([row("政策", "zh")])["zh"]
    assert piece in search_key("一項政策")
    for text in ("定價", "定价", "定価"):
        pieces = pieces_of([row("價", "zh")])["zh"]
        assert any(each in search_key(text) for each in pieces), text


# ---------------------------------------------------------------- documents, entries, evidence


def test_documents_entries_and_evidence(termbase: Termbase) -> None:
    paper = document("第一行。\n飛彈（missile）很貴。導彈也是。\n印度尼西亚没有。\n", "paper.md")
    with termbase.store.transaction():
        termbase.store.put_document(paper, AT)
        proof = evidence(paper, "飛彈", "missile")
        termbase.store.propose([proposal("飛彈", "missile", proof)], "", AT)
    note = entry("silo", ("missile silo",), {"zh-Hant": "發射井"}, note="飛彈所在。")
    refers = Extra("ref", "crossReference", "see there", (("target", "missile"),))
    termbase.create(note)
    termbase.create(entry("rocket", ("rocket",), {"zh-Hant": "火箭"}, extra=(refers,)))
    found = termbase.impact("missile")
    assert found.counts == {"unit": 0, "document": 1, "entry": 2, "evidence": 1}
    placed = [(use.kind, use.place, use.field, use.forms, use.line) for use in found.uses]
    assert placed == [
        ("document", "paper.md", "text", ("飛彈", "missile"), 2),
        ("document", "paper.md", "text", ("導彈",), 2),
        ("entry", "rocket", "crossReference", (), 0),
        ("entry", "silo", "note", ("飛彈",), 0),
        ("entry", "silo", "term", ("missile",), 0),
        ("evidence", "candidate 1", "zh context", ("飛彈", "導彈"), 2),
        ("evidence", "candidate 1", "en context", ("missile",), 2),
    ]
    for use in found.uses:
        assert {use.text[start:end] for start, end in use.spans} == set(use.forms)
    assert [use.place for use in termbase.impact("india").uses] == []


def test_evidence_of_candidates_and_of_the_entries_made_of_them(termbase: Termbase) -> None:
    paper = document("發射井（silo）在這裡，發射井很深，飛彈在內。\n", "paper.md")
    with termbase.store.transaction():
        proof = evidence(paper, "發射井", "silo")
        termbase.store.propose([proposal("發射井", "silo", proof)], "", AT)
    termbase.judge(1, "approve", by="ada")
    found = [use for use in termbase.impact("missile").uses if use.kind == "evidence"]
    assert [(use.place, use.forms) for use in found] == [
        ("candidate 1", ("飛彈",)),
        ("silo", ("飛彈",)),
    ]


def test_what_there_is_not_is_told(termbase: Termbase) -> None:
    with pytest.raises(NotFound, match="nothing"):
        termbase.impact("nothing")
    with pytest.raises(NotFound, match="missile has no term 'rocket'; it has: missile"):
        termbase.impact("missile", "rocket")


# ---------------------------------------------------------------- as work


def test_the_units_as_xliff_and_all_of_it_as_a_table(termbase: Termbase, tmp_path: Path) -> None:
    stored = [unit("導彈 < 3。", "It & that."), unit("它。", "Two missiles.")]
    termbase.add_units(stored)
    found = termbase.impact("missile")
    path = tmp_path / "work.xlf"
    assert termbase.write_work(found, path) == 2
    with path.open("rb") as stream:
        read = [each for _, each in read_xliff(stream, "work.xlf")]
    assert [texts(each) for each in read] == [texts(each) for each in stored]
    assert 'target-language="zh-Hant"' in path.read_text(encoding="utf-8")
    assert termbase.write_work(found, tmp_path / "work.csv") == 2
    told = (tmp_path / "work.csv").read_text(encoding="utf-8-sig")
    assert [line["forms"] for line in csv.DictReader(io.StringIO(told))] == ["導彈", "missiles"]
    with pytest.raises(InvalidInput, match=r"work\.doc: .* name such a file"):
        termbase.write_work(found, tmp_path / "work.doc")


def texts(one: TranslationUnit) -> tuple[str, str]:
    return one.zh.text, one.en.text
