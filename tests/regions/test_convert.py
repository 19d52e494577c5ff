"""What a form is called in another region: offered with every choice, never done."""

from __future__ import annotations

import pytest

from glossary.errors import InvalidInput
from glossary.regions.convert import choices


def offered(form: str, tag: str) -> list[tuple[str, bool, str]]:
    return [(each.form, each.certain, each.english) for each in choices(form, tag)]


def test_one_choice_is_certain() -> None:
    assert offered("鼠标", "zh-Hant-TW") == [("滑鼠", True, "mouse")]
    assert offered("滑鼠", "zh-Hans-CN") == [("鼠标", True, "mouse")]
    assert offered("軟件", "zh-Hant-TW") == [("軟體", True, "software")]


def test_several_choices_are_listed_and_none_is_certain() -> None:
    video = [("影片", False, "video"), ("視訊", False, "video")]
    assert offered("视频", "zh-Hant-TW") == video
    assert {form for form, _, _ in offered("喬治亞", "zh-Hans-CN")} == {"佐治亚", "格鲁吉亚"}


def test_every_sense_of_a_false_friend_is_listed() -> None:
    found = offered("土豆", "zh-Hant-TW")
    assert ("馬鈴薯", False, "potato") in found
    assert ("花生", False, "peanut") in found
    assert ("檔案", False, "computer file") in offered("文件", "zh-Hant-TW")


def test_singapore_follows_the_mainland_unless_it_has_a_word_of_its_own() -> None:
    assert offered("計程車", "zh-Hans-SG") == [("德士", True, "taxi")]
    assert offered("滑鼠", "zh-Hans-SG") == [("鼠标", True, "mouse")]


@pytest.mark.parametrize(
    ("tag", "form"), [("zh-Hant-TW", "小院高牆"), ("zh-Hant-HK", "小院高牆"), ("zh-CN", "小院高墙")]
)
def test_what_no_table_knows_comes_in_the_script_alone(tag: str, form: str) -> None:
    (only,) = choices("小院高墙", tag)
    assert (only.form, only.source) == (form, "script only")


def test_a_tag_without_a_region_is_refused() -> None:
    with pytest.raises(InvalidInput, match="has no region"):
        choices("软件", "zh-Hant")
