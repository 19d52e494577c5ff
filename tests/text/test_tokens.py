from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text import tokens as tk

TEXT = st.text(
    st.sampled_from("安全臺台ＡａA.,，。 \t\n\u3000\u00a05７'’é㈱¨\u0301\u200b\0🙂\ud800_-")
    | st.characters(),
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("臺灣的API接口", ["台", "湾", "的", "api", "接", "口"]),
        ("Don’t  pay 1,000.5 ！", ["don't", "pay", "1,000.5", "!"]),
        ("F-16 v2", ["f", "-", "16", "v", "2"]),
        ("ＡＢＣ１２", ["abc", "12"]),
        ("snake_case", ["snake", "_", "case"]),
        ("🙂🙂", ["🙂", "🙂"]),
        (" \u3000\n\0", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tk.tokens(text) == expected


@given(TEXT)
def test_placed_tokens_are_the_tokens_and_point_at_what_folds_to_them(text: str) -> None:
    found, spans = tk.placed_tokens(text)
    assert found == tk.tokens(text)
    for token, (start, end) in zip(found, spans, strict=True):
        assert 0 <= start < end <= len(text)
        assert token in tk.fold(text[start:end])


@given(st.lists(TEXT, min_size=1, max_size=8))
def test_many_at_once_is_one_by_one(texts: list[str]) -> None:
    codes, keys = tk.codes_and_keys(texts)
    assert codes == [tk.codes_of(tk.tokens(text)) for text in texts]
    assert keys == [tk.search_key(text) for text in texts]


@given(TEXT)
def test_a_code_a_token_and_none_that_cannot_be_stored(text: str) -> None:
    found = tk.tokens(text)
    codes = tk.codes_of(found)
    assert len(codes) == len(found)
    codes.encode("utf-32-le")  # no surrogates
    assert "\0" not in codes


@given(TEXT, TEXT, TEXT)
def test_places_of_finds_a_substring_wherever_the_key_says_so(a: str, b: str, c: str) -> None:
    key = tk.search_key(b)
    text = a + b + c
    if not key:
        return
    spans = tk.places_of(key, text)
    assert bool(spans) == (key in tk.search_key(text))
    assert len(spans) == tk.search_key(text).count(key)
    for (_, end), (start, _) in zip(spans, spans[1:], strict=False):
        assert end <= start or text[start:end]  # may share a character that folds to several


def test_spaces_beside_chinese_characters_do_not_count() -> None:
    assert tk.search_key("使用 API  接口") == tk.search_key("使用API接口")
    assert tk.search_key("the rapist") != tk.search_key("therapist")
    assert tk.places_of(tk.search_key("全困"), "安全 困境") == [(1, 4)]


def test_folding_is_what_the_format_of_the_index_says() -> None:
    """If this fails, folding or tokenization has changed: raise FORMAT in
    glossary/store/fuzzy/files.py, so that every index is rebuilt, and update the sample."""
    sample = "臺灣（Taiwan）的「小院高牆」，Don’t pay ＵＳ$1,000.5！ ㈱ café ⽼"
    codes, keys = tk.codes_and_keys([sample])
    assert keys == ["台湾(taiwan)的「小院高墙」,don't pay us$1,000.5! (株) cafe老"]
    assert [ord(code) for code in codes[0][:12]] == [
        21488,
        28286,
        40,
        1073260,
        41,
        30340,
        12300,
        23567,
        38498,
        39640,
        22681,
        12301,
    ]
