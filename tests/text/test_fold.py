"""Folding: keys that join different spellings, with spans back into the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text.fold import en_key, fold, fold_with_map, term_key, zh_key
from glossary.text.script import to_simplified

TEXT = st.text(
    st.characters(codec="utf-8")
    | st.sampled_from("安全臺灣⽼⺠ＡＢ１“”—．。、・ ﬁ㈱\u200bé\u0301ß\u3000ŉİ`\U000e0100")
)


@given(TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert zh_key(zh_key(text)) == zh_key(text)


@given(TEXT)
def test_the_map_covers_the_source_in_order(text: str) -> None:
    folded = fold_with_map(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)
    for a, b in zip(folded.starts, folded.starts[1:], strict=False):
        assert a <= b


@given(TEXT)
def test_the_map_and_the_fold_agree(text: str) -> None:
    assert " ".join(fold_with_map(text).text.split()) == fold(text)


@given(TEXT, st.data())
def test_spans_lead_back_to_what_folds_alike(text: str, data: st.DataObject) -> None:
    folded = fold_with_map(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    a, b = folded.span(start, end)
    assert fold(folded.text[start:end]) in fold(text[a:b])


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF)))
def test_chinese_keeps_its_length(text: str) -> None:
    assert len(to_simplified(text)) == len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("⽼挝", "老挝"),
        ("⺠主", "民主"),
        ("⻅解", "見解"),
        ("臺灣", "台湾"),
        ("衞星", "卫星"),
        ("ＡＰＩ", "api"),
        ("看著", "看着"),
        ("瞭解", "了解"),
        ("藉口", "借口"),
        ("砲艇外交", "炮艇外交"),
        ("蒐集", "搜集"),
        ("氾濫", "泛滥"),
        ("鲍勃・伍德沃德", "鮑勃·伍德沃德"),
        ("don’t", "don't"),
        ("dual‑use", "dual-use"),
        ("Pan–American", "pan-american"),
        ("détente", "detente"),
        ("安全\u200b困境", "安全困境"),
        ("葛\U000e0100城", "葛城"),
        ("ﬁrst", "first"),
        ("﹑", "、"),
        ("．", "."),
        ("co\u00adoperate", "cooperate"),
        ("a\u2066b\u2069", "ab"),
        ("羣眾", "群众"),
    ],
)
def test_written_differently_folded_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("印度", "印尼"), ("US-China", "USChina"), ("10", "100"), ("未", "末")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Security Dilemmas", "security dilemma"),
        ("U.S. Navy", "US navy"),
        ("dual-use goods", "dual use good"),
        ("People’s Republic", "Peoples Republic"),
        ("AT&T", "at&t"),
        ("C#", "c#"),
        ("crises", "crisis"),
        ("embargoes", "embargo"),
    ],
)
def test_english_keys_join(one: str, other: str) -> None:
    assert en_key(one) == en_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("C", "C#"), ("C", "C++"), ("the", "a"), ("A", "the A")]
)
def test_english_keys_that_differ(one: str, other: str) -> None:
    assert one == "A" or en_key(one) != en_key(other)


def test_keys_of_titles_and_quotations() -> None:
    assert zh_key("《外太空條約》") == zh_key("外太空条约")
    assert zh_key("「小院 高牆」") == zh_key("小院高墙")
    assert zh_key("AI 晶片") == zh_key("ＡＩ晶片")
    assert zh_key("「」") and en_key("…")  # never empty
    assert term_key("Straße", "de") == "strasse"


@given(st.text(min_size=1).filter(str.strip))
def test_any_text_has_a_key(text: str) -> None:
    for language in ("zh", "en", "de"):
        key = term_key(text, language)
        assert key == key.strip()
