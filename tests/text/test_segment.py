"""Sentences and words, both languages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text.segment import sentence_at, sentences, tagged_words, words


def cut(text: str, language=None) -> list[str]:
    return [text[a:b] for a, b in sentences(text, language)]


@pytest.mark.parametrize(
    "pieces",
    [
        ["The U.S. Navy met Mr. Smith at 3 p.m. in Lima.", "He said No. 5 was 3.14."],
        ['"Is it?" she asked.', '"Yes!"', "He left."],
        ["He lives in the U.S.", "The next day came."],
        ["J. S. Mill et al. wrote it.", "1. First item.", "See vol. 3."],
        ["He said “no.”", "Then he left."],
        ["Acme Inc. bought it.", "They sold to Acme Inc.", "It failed."],
        ["Wait... what?", "Nothing."],
    ],
)
def test_english(pieces: list[str]) -> None:
    assert cut(" ".join(pieces)) == pieces


@pytest.mark.parametrize(
    "pieces",
    [
        ["他問：「為什麼？」", "沒有人答。", "學者說：「不知道。」", "他走了！"],
        ["《誰是敵人？》(Who Is the Enemy?)一文指出（見第三章。另見第五章）問題。", "完。"],
        ["学者史密斯(John R. Smith)指出；但是U.S.并不同意。", "好。"],
        ["「真的嗎？」的疑問仍在。", "是的……然後呢？"],
        ["这是中文.", "又一句为3.5万."],
    ],
)
@pytest.mark.parametrize("language", [None, "zh"])
def test_chinese(pieces: list[str], language) -> None:
    assert cut("".join(pieces), language) == pieces


@pytest.mark.parametrize(
    "pieces",
    [
        ["The rate has risen.3", "The result was confirmed.4,5", "Others disagree.6–8"],
        ["The rate has risen.[3]", "It fell again.³", "“Why?”12", "Nobody knows.[4][5]", "Yes."],
        ["See No.5 The Hague and p.12 The Law.", "It rose to 3.5 Percent.", "Fine."],
        ["Compare v.2 The Return with vol.3 The End."],
    ],
)
def test_the_number_of_a_note_belongs_to_its_sentence(pieces: list[str]) -> None:
    assert cut(" ".join(pieces)) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "發病率上升。12 |這項結果已被證實。[3]|其後亦然。³|「不知道。」［4］|完。5",
        "发病率上升。|12名学生参加了试验。|12 月 3 日又开始。|2 个月后结束。",
        "發病率上升。|1980 年起下降。|（3）這項結果已被證實。",
    ],
)
@pytest.mark.parametrize("language", [None, "zh"])
def test_a_note_in_chinese_is_no_number_that_counts(text: str, language) -> None:
    pieces = [piece.strip() for piece in text.split("|")]
    assert cut(text.replace("|", ""), language) == pieces


def test_both_languages_in_one_text() -> None:
    assert cut("This is English. 這是中文。So is this.") == [
        "This is English.",
        "這是中文。",
        "So is this.",
    ]


def test_chinese_text_keeps_english_inside() -> None:
    assert cut("他引用 One thing. Another thing 的說法。", "zh") == [
        "他引用 One thing. Another thing 的說法。"
    ]


def test_blank_line_ends_and_line_break_does_not() -> None:
    assert cut("a\nb\n\nc") == ["a\nb", "c"]
    assert cut("") == cut(" \n ") == []


@given(st.text(alphabet="。.!?？「」()《》“\"'…;A1b中的 \n", max_size=60))
def test_sentences_hold_every_visible_character_once(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in zip(spans, spans[1:], strict=False))
    assert "".join(cut(text)).split() == [] or "".join("".join(cut(text)).split()) == "".join(
        text.split()
    )
    for span in spans:
        assert sentence_at(spans, span[0]) == sentence_at(spans, span[1] - 1) == span


def test_hostile_text_is_cut_in_linear_time() -> None:
    begun = time.process_time()
    for text in ("(" * 100_000, "a. " * 50_000, "(.)" * 50_000, "?" * 100_000):
        sentences(text)
    assert time.process_time() - begun < 5


def test_words_of_traditional_text_have_its_offsets() -> None:
    text = "國際電信聯盟 討論了 API 的安全"
    pieces = [text[a:b] for a, b in words(text)]
    assert "國際電信聯盟" in pieces and "API" in pieces and " " not in pieces


@given(st.text(alphabet="國际聯盟的API 12。、\n", max_size=30))
def test_tagged_words_are_the_text_without_spaces(text: str) -> None:
    assert "".join(text[a:b] for a, b, _ in tagged_words(text)) == "".join(text.split())
    assert "".join(text[a:b] for a, b in words(text)) == "".join(text.split())
