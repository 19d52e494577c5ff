"""Warnings of false friends."""

from __future__ import annotations

import pytest

from glossary.regions.friends import false_friend


@pytest.mark.parametrize(
    ("form", "tag", "told"),
    [
        ("文件", "zh-Hans-CN", "“computer file” in mainland China"),
        ("土豆", "zh-Hans-CN", "in Taiwan that is 馬鈴薯"),
        ("質量", "zh-Hant-TW", "品質"),
        ("水平", "zh-Hans", "水準"),
        ("公車", "zh-Hant-TW", "“bus” in Taiwan"),
    ],
)
def test_a_form_with_another_sense_elsewhere_is_warned_of(form: str, tag: str, told: str) -> None:
    assert told in false_friend(form, tag)


@pytest.mark.parametrize(
    ("form", "tag"), [("滑鼠", "zh-Hant-TW"), ("小院高牆", "zh-Hant-TW"), ("file", "en")]
)
def test_others_are_not(form: str, tag: str) -> None:
    assert false_friend(form, tag) == ""
