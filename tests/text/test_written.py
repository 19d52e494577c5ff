"""Texts as they are kept are searched: none is lost whose search key has the string."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.text.tokens import bare_key, search_key
from glossary.text.written import saying

SIGNS = (
    "aAáａＡﬁiIİfF½2²ßsS-‐\u00ad\u200b\u0301 \n\t\u3000\x1f\x0b"
    "\"“\\＼'’.…馬马⻢價价図图著着臺台㍿株"
)


def finds(key: str, text: str) -> bool:
    return saying([key])(json.dumps({"text": text}, ensure_ascii=False))


@settings(max_examples=200, deadline=None)
@given(text=st.text(SIGNS, min_size=1, max_size=12), data=st.data())
def test_no_text_is_lost(text: str, data: st.DataObject) -> None:
    whole = search_key(text)
    start = data.draw(st.integers(0, len(whole)))
    key = whole[start : data.draw(st.integers(start, len(whole)))]
    assert finds(key, text)


@settings(max_examples=100, deadline=None)
@given(before=st.text(max_size=5), key=st.text(min_size=1, max_size=5), after=st.text(max_size=5))
def test_no_text_of_any_characters_is_lost(before: str, key: str, after: str) -> None:
    text = before + key + after
    if search_key(key) in search_key(text):
        assert finds(search_key(key), text)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("导弹", "他們發射了導\n彈。"),
        ("mis- sile", "two MIS-\nSILES"),
        ("missile", "ｍｉssile"),
        ("missile", "mi\u00adssi\u200ble"),
        ("finland", "a ﬁnland"),
        ("cafe", "Café"),
        ("cafe", "Cafe\u0301"),
        ('say "no"', "they say “no”"),
    ],
)
def test_as_it_is_written(key: str, text: str) -> None:
    assert finds(key, text)


@pytest.mark.parametrize(
    ("key", "text"), [("missile", "a missal"), ("导弹", "導人彈琴"), ("价", "the price of it")]
)
def test_most_other_texts_are_left_out(key: str, text: str) -> None:
    assert not finds(key, text)


def test_any_of_several_keys() -> None:
    assert saying(["导弹", "missile"])('{"en": "A missile."}')
    assert not saying([])('{"en": "A missile."}')


@given(st.text(SIGNS))
def test_a_bare_key_is_a_search_key_without_spaces(text: str) -> None:
    assert bare_key(text) == search_key(text).replace(" ", "")
