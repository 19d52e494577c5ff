"""Characters of the other script."""

from __future__ import annotations

import pytest

from glossary.regions.lint import lint
from glossary.regions.script import foreign_script

TRADITIONAL = "這個國家的憲法規定，人民的權利與義務應受法律保障。"


def found(text: str, tag: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(word.text, word.counterparts) for word in foreign_script(text, tag)]


def test_a_simplified_word_in_a_traditional_text_comes_in_the_right_characters() -> None:
    text = TRADITIONAL + "这是一次讨论。"
    words = foreign_script(text, "zh-Hant-TW")
    assert [(word.text, word.counterparts) for word in words] == [
        ("这是", ("這是",)),
        ("讨论", ("討論",)),
    ]
    assert all(text[word.start : word.end] == word.text for word in words)
    assert {word.kind for word in words} == {"script"}


def test_a_traditional_word_in_a_simplified_text_is_found() -> None:
    text = "这个国家的宪法规定，人民的權利应受法律保障。"
    assert found(text, "zh-Hans-CN") == [("權利", ("权利",))]


def test_glyphs_follow_the_region() -> None:
    text = TRADITIONAL + "为了说明"
    assert ("为了", ("為了",)) in found(text, "zh-Hant-TW")
    assert ("说明", ("說明",)) in found(text, "zh-Hant-TW")
    assert ("说明", ("説明",)) in found(text, "zh-Hant-HK")


def test_a_text_in_the_other_script_is_one_finding() -> None:
    text = "这个国家的宪法规定，人民的权利应受法律保障。"
    (whole,) = foreign_script(text, "zh-Hant-TW")
    assert (whole.start, whole.end) == (0, len(text))
    assert "Simplified" in whole.sense


@pytest.mark.parametrize("text", ["公厘", "恒生指數下跌", "帶狀疱疹", "臺灣與台灣", "裡面和裏面"])
def test_what_both_scripts_write_is_no_finding(text: str) -> None:
    assert found(TRADITIONAL + text, "zh-Hant-HK") == []


def test_a_tag_without_a_script_claims_none() -> None:
    assert found("这是 text", "en") == found("这是", "zh") == []


def test_a_word_of_another_region_in_the_other_script_is_told_once() -> None:
    words = lint(TRADITIONAL + "请用鼠标。", "zh-Hant-TW")
    assert [(word.text, word.kind) for word in words] == [("请", "script"), ("鼠标", "region")]
