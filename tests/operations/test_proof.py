"""Proof: the spans of evidence, checked in texts with markup, and moved to other boundaries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.model import Evidence
from glossary.operations.proof import bare, check, moved, stripped
from tests.samples import document, evidence

TEXT = (
    "前言。\n他說[[zh:安全困境|安全困境]]（security dilemma）難解，"
    "「小院高牆」（*small yard*, high fence）也是。"
)
SENTENCE = "他說安全困境（security dilemma）難解，「小院高牆」（small yard, high fence）也是。"


def texts(*sources: str) -> dict[str, str]:
    return {document(text).sha256: text for text in sources}


def at(text: str, piece: str) -> tuple[int, int]:
    return text.index(piece), text.index(piece) + len(piece)


# ---------------------------------------------------------------- bare text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("安全 困境", "安全困境"),
        ("「安全」《困境》", "安全困境"),
        ("[[zh:美国]]总统", "美国总统"),
        ("[[page|shown]] text", "showntext"),
        ("[link](https://example.org/a_(b))", "link"),
        ("[link](https://example.org 'title')", "link"),
        ("![image](a.png)", "image"),
        ("小院[^3]高牆<sup>[2]</sup>策略²", "小院高牆策略"),
        ("<b>bold</b> *em* `code`", "boldemcode"),
        ("1 < 2 > 0", "1<2>0"),
        ("", ""),
    ],
)
def test_bare(text: str, shown: str) -> None:
    assert bare(text) == shown


@given(st.text(st.sampled_from("安全[]|:zh()*`「」<>b/^1² \n"), max_size=30))
def test_every_bare_character_knows_its_place(text: str) -> None:
    block = stripped(text)
    assert len(block.text) == len(block.offsets)
    assert [text[offset] for offset in block.offsets] == list(block.text)
    assert list(block.offsets) == sorted(set(block.offsets))


# ---------------------------------------------------------------- checking


def test_evidence_that_holds() -> None:
    found = Evidence(
        "d.md",
        document(TEXT).sha256,
        SENTENCE,
        SENTENCE,
        at(TEXT, "安全困境]]"),
        at(TEXT, "*small yard*, high fence"),
        2,
        "gloss",
        0.9,
    )
    assert check(found, "安全困境", "small yard, high fence", texts(TEXT).get).holds


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("安全困境", "Security Dilemma"),
        ("安全困境", "security dilemmas"),
        ("安全困境", "a security dilemma"),
    ],
)
def test_script_case_and_number_may_differ(zh: str, en: str) -> None:
    plain = "学者说安全困境（security dilemma）难解。"
    found = evidence(document(plain), "安全困境", "security dilemma")
    assert check(found, zh, en, texts(plain).get).holds


def test_traditional_evidence_of_a_simplified_term() -> None:
    plain = "談到軍備競賽（arms race）時。"
    found = evidence(document(plain), "軍備競賽", "arms race")
    assert check(found, "军备竞赛", "arms race", texts(plain).get).holds


FOUND = evidence(document(SENTENCE, "d.md"), "安全困境", "security dilemma")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (replace(FOUND, zh_span=(3, 7)), "'安全困境' does not stand at 3-7 of d.md"),
        (replace(FOUND, zh_span=(2, 2)), "does not stand at 2-2"),
        (replace(FOUND, zh_span=(-5, -1)), "does not stand at -5--1"),
        (replace(FOUND, en_span=(10**9, 10**9 + 4)), "'security dilemma' does not stand at"),
        (replace(FOUND, zh_context="別的句子。"), "'安全困境' does not stand in its sentence"),
        (replace(FOUND, document_sha256="0" * 64), "the document d.md is not stored here"),
        (
            replace(FOUND, en_document="en.md", en_document_sha256="0" * 64),
            "the document en.md is not stored here",
        ),
    ],
)
def test_evidence_that_does_not_hold_says_why(changed: Evidence, reason: str) -> None:
    proof = check(changed, "安全困境", "security dilemma", texts(SENTENCE).get)
    assert not proof.holds
    assert reason in proof.reason


def test_evidence_in_two_documents() -> None:
    zh, en = "雙方陷入安全困境。", "Both are in a security dilemma."
    found = Evidence(
        "zh.md",
        document(zh).sha256,
        zh,
        en,
        at(zh, "安全困境"),
        at(en, "security dilemma"),
        1,
        "parallel",
        0.7,
        "en.md",
        document(en).sha256,
    )
    assert check(found, "安全困境", "security dilemma", texts(zh, en).get).holds


# ---------------------------------------------------------------- other edges


@pytest.mark.parametrize(
    ("text", "sentence", "old", "new", "expected"),
    [
        # a longer and a shorter term, in a plain text
        ("他說安全困境難解。", "他說安全困境難解。", "困境", "安全困境", "安全困境"),
        ("他說安全困境難解。", "他說安全困境難解。", "說安全困境", "安全困境", "安全困境"),
        # beside: the other side of a wrong cut
        ("他說安全困境難解。", "他說安全困境難解。", "安全", "困境", "困境"),
        # over markup: a link taken in whole, a link that is cut
        ("說[[zh:x|安全]]困境。", "說安全困境。", "困境", "安全困境", "[[zh:x|安全]]困境"),
        ("說安全[[zh:x|困境]]。", "說安全困境。", "安全", "安全困境", "安全[[zh:x|困境]]"),
        (
            "說[安全](http://a.b)困境。",
            "說安全困境。",
            "安全",
            "安全困境",
            "[安全](http://a.b)困境",
        ),
        ("說*安全*困境。", "說安全困境。", "安全", "安全困境", "安全*困境"),
        # a footnote mark, a line break and a space inside
        ("說安全[^1]困境。", "說安全困境。", "安全", "安全困境", "安全[^1]困境"),
        ("說安全\n困境。", "說安全困境。", "安全", "安全困境", "安全\n困境"),
        ("a small\nyard fence", "a small yard fence", "small", "small yard", "small\nyard"),
    ],
)
def test_edges_move(text: str, sentence: str, old: str, new: str, expected: str) -> None:
    old_at = at(text, old)
    span = moved(sentence, old, new, old_at, text)
    assert span and text[slice(*span)] == expected


def test_the_occurrence_nearest_to_the_old_one_is_taken() -> None:
    text = "困境甲。困境乙是安全困境丙。困境丁。"
    sentence = "困境乙是安全困境丙。"
    place = text.index("安全困境")
    assert moved(sentence, "安全困境", "困境", (place, place + 4), text) == (place + 2, place + 4)


def test_the_sentence_of_the_evidence_and_no_other_is_meant() -> None:
    """The same sentence twice in a document: the span decides."""
    sentence = "他說安全困境難解。"
    text = sentence + "中間。" + sentence
    second = text.rindex("困境")
    assert moved(sentence, "困境", "安全困境", (second, second + 2), text) == (
        second - 2,
        second + 2,
    )


def test_a_term_in_another_sentence_only_is_not_found() -> None:
    text = "軍備競賽又起。他說安全困境難解。"
    place = at(text, "安全困境")
    assert moved("他說安全困境難解。", "安全困境", "軍備競賽", place, text) is None


def test_a_sentence_cut_by_a_footnote() -> None:
    text = "他說安全\n註一：見下文。\n困境與軍備競賽難解。"
    place = at(text, "困境")
    assert moved("他說安全困境與軍備競賽難解。", "困境", "軍備競賽", place, text) == at(
        text, "軍備競賽"
    )


def test_without_the_document_places_are_counted() -> None:
    sentence = "他說安全困境難解。"
    assert moved(sentence, "困境", "安全困境", (104, 106), None) == (102, 106)
    assert moved(sentence, "沒有", "安全困境", (104, 106), None) is None
    assert moved(sentence, "困境", "困境", (104, 106), None) == (104, 106)


PIECES = ("安全", "[[zh:a|困境]]", "*小院*", "高牆[^2]", "與\n", "<b>再</b>")


@given(st.data())
def test_moved_edges_always_pass_the_check(data: st.DataObject) -> None:
    """Any part of a sentence with markup can become the term, and its evidence then holds."""
    pieces = data.draw(st.lists(st.sampled_from(PIECES), min_size=2, max_size=6))
    text = "前言。" + "".join(pieces) + "。後語。"
    sentence = bare("".join(pieces)) + "。"
    start = data.draw(st.integers(0, len(sentence) - 2))
    end = data.draw(st.integers(start + 1, len(sentence) - 1))
    first = stripped(text).offsets[len("前言。") + data.draw(st.integers(0, len(sentence) - 2))]
    span = moved(sentence, "", sentence[start:end], (first, first + 1), text)
    if span is not None:
        assert bare(text[slice(*span)]) == sentence[start:end]
    elif "[[" not in text:
        raise AssertionError("only a link that is cut in two may be refused")
