"""Words of another region in a running text."""

from __future__ import annotations

import pytest

from glossary.errors import InvalidInput
from glossary.regions.lint import foreign_words


def found(text: str, tag: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(word.text, word.counterparts) for word in foreign_words(text, tag)]


def test_a_mainland_word_in_a_taiwan_text_comes_with_what_is_said_there() -> None:
    text = "請用滑鼠點選，不用鼠標。"
    (word,) = foreign_words(text, "zh-Hant-TW")
    assert text[word.start : word.end] == word.text == "鼠標"
    assert (word.severity, word.regions, word.counterparts) == ("warning", ("CN",), ("滑鼠",))
    assert word.source.startswith("OpenCC")


def test_a_taiwan_word_is_found_in_a_mainland_text() -> None:
    assert found("请用滑鼠选取。", "zh-CN") == [("滑鼠", ("鼠标",))]


def test_a_word_inside_another_word_is_none() -> None:
    assert found("解一个方程式。", "zh-Hans-CN") == []
    assert found("解一个方程式的程式。", "zh-Hans-CN") == [("程式", ("程序",))]


def test_a_word_in_a_compound_is_one() -> None:
    assert [text for text, _ in found("他在軟件園上班。", "zh-Hant-TW")] == ["軟件"]


def test_latin_letters_around_a_form_make_another_word() -> None:
    assert [text for text, _ in found("把U盤插上。", "zh-Hant-TW")] == ["U盤"]
    assert found("QU盤插上。", "zh-Hant-TW") == []


def test_a_form_that_is_also_a_word_here_is_asked() -> None:
    (word,) = foreign_words("請打開這份文件。", "zh-Hant-TW")[-1:]
    assert (word.text, word.severity) == ("文件", "question")


@pytest.mark.parametrize("tag", ["zh-Hant", "zh-Hans", "zh", "en-GB"])
def test_a_tag_without_a_region_claims_nothing(tag: str) -> None:
    assert foreign_words("請用鼠標。", tag) == []


def test_an_ill_formed_tag_is_refused() -> None:
    with pytest.raises(InvalidInput, match="is no language tag"):
        foreign_words("請用鼠標。", "zh_Hant_")
