"""Pinyin: readings, and the ways to type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text.make import pinyin as make_pinyin
from glossary.text.pinyin import (
    DATA,
    initials,
    letters_of,
    loose,
    loose_tails,
    readings,
    spellings,
    spelt,
    whole_syllables,
)


def test_data_is_what_the_command_makes() -> None:
    assert DATA.read_text(encoding="utf-8") == make_pinyin.build()


def test_readings_of_both_scripts() -> None:
    assert (
        readings("小院高牆") == readings("小院高墙") == (("xiao",), ("yuan",), ("gao",), ("qiang",))
    )
    assert {"zhong", "chong"} <= set(readings("重")[0])


@pytest.mark.parametrize(
    "query",
    ["xiǎoyuàn gāoqiáng", "xiao3yuan4 gao1qiang2", "XIAO YUAN GAO QIANG", "xiao'yuan-gaoqiang"],
)
def test_tones_and_spaces_fall_away(query: str) -> None:
    assert letters_of(query) == "xiaoyuangaoqiang"


@pytest.mark.parametrize("query", ["小院", "a2/ad", "a+b", "", "é!"])
def test_what_is_no_pinyin(query: str) -> None:
    assert letters_of(query) is None


def test_syllables() -> None:
    assert whole_syllables("xiaoyuangaoqiang") and whole_syllables("xian")
    assert not whole_syllables("xygq") and not whole_syllables("security")
    assert "xygq" in initials("xiaoygaoq") and initials("xygq") == ["xygq"]


def test_spelt_by_share() -> None:
    spoken = readings("小院高牆")
    assert spelt("xiaoyuangaoqiang", spoken) == 1
    assert 0 < spelt("xygq", spoken) < spelt("xiaoygaoq", spoken) < 1
    assert spelt("xyg", spoken) == spelt("xygqx", spoken) == 0


@given(st.lists(st.text("aceghinsuvz", min_size=1, max_size=4), max_size=8))
def test_all_loose_tails_are_those_one_by_one(syllables: list[str]) -> None:
    tails = [loose("".join(syllables[at:])) for at in range(len(syllables))]
    assert loose_tails(syllables) == tails


def test_loose_joins_what_is_confused() -> None:
    assert loose("zhongguo") == loose("zongguo")
    assert loose("".join(spellings("綠")[0])) == loose("lu")
