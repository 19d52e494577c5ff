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


@pytest.mark.parametrize(
    "text", ["其視頻率而定。", "廣播電視頻率的管理", "依無線電視頻率高低", "視頻率高低而定"]
)
def test_a_frequency_is_no_video(text: str) -> None:
    assert found(text, "zh-Hant-TW") == []


@pytest.mark.parametrize("text", ["用这个命令列出文件。", "使用 ls 命令列出所有文件。"])
def test_a_command_that_lists_is_no_command_line(text: str) -> None:
    assert found(text, "zh-Hans-CN") == []


@pytest.mark.parametrize(
    ("text", "tag", "form"),
    [
        ("這段視頻率先公開。", "zh-Hant-TW", "視頻"),
        ("視頻頻率很高。", "zh-Hant-TW", "視頻"),
        ("在命令列出现错误时", "zh-Hans-CN", "命令列"),
        ("電信網路很快。", "zh-Hans-CN", "網路"),
        ("雲服務商", "zh-Hant-TW", "雲服務"),
    ],
)
def test_a_form_beside_a_word_that_begins_or_ends_like_it(text: str, tag: str, form: str) -> None:
    assert [each for each, _ in found(text, tag)] == [form]


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


def test_singapore_has_words_of_its_own_and_else_those_of_the_mainland() -> None:
    assert ("出租车", ("德士",)) in found("我搭出租车去。", "zh-Hans-SG")
    assert found("请用鼠标。", "zh-Hans-SG") == []


def test_hong_kong_is_neither_of_the_others() -> None:
    assert found("他用滑鼠點選軟體。", "zh-Hant-HK") == [("軟體", ("軟件",))]
    assert ("士多啤梨", ("草莓",)) in found("买了士多啤梨。", "zh-Hans-CN")


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("我們要提高教學的質量。", "warning"),
        ("這件事的質量有關係。", "question"),
        ("物體的質量是五公斤。", None),
        ("他的寫作水平很高。", "warning"),
        ("請沿水平線畫一條線。", None),
        ("把土豆切成絲。", "warning"),
        ("北港的土豆糖很有名。", None),
    ],
)
def test_words_around_a_false_friend_decide(text: str, severity: str | None) -> None:
    words = foreign_words(text, "zh-Hant-TW")
    assert [word.severity for word in words] == ([severity] if severity else [])
    assert all(word.because for word in words if word.severity == "warning")


@pytest.mark.parametrize("form", ["检讨", "窝心", "公车"])
def test_a_word_of_both_regions_is_asked_on_the_mainland(form: str) -> None:
    assert [word.severity for word in foreign_words(f"他说{form}。", "zh-Hans-CN")] == ["question"]
