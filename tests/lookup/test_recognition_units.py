"""Units after numerals of every form: the dictionary has many such pairs as one word."""

from __future__ import annotations

from itertools import product

import pytest

from glossary.lookup.recognition.recognizer import Recognizer
from glossary.store.base import TermRow

SIMPLIFIED = (
    "总数为{}，比去年多",
    "3 3.5亿 5万 三百 十 十几 几十 数百 两 半 第三 一千二百 三千多 八百余 20多万 上百 近千 十万 "
    "一百零五 几 七 3,500 两千万 每",
    "美元 欧元 日元 英镑 元 吨 公里 米 厘米 公斤 公顷 亩 平方米 平方公里 立方米 桶 小时 分钟 个月 "
    "艘 架 辆 页 票 份 台 座 所 项 条 件 千瓦 兆瓦 升 海里 英里 英尺 人次 股 户",
)
TRADITIONAL = (
    "總數為{}，比去年多",
    "3 3.5億 5萬 三百 十 十幾 數百 兩 半 第三 一千二百 三千多 八百餘",
    "美元 歐元 公頃 公里 公噸 噸 小時 分鐘 架 艘 輛 名 人 次 座 所 間 戶 坪 英鎊 億元 萬噸 海里 歲",
)


def hits(text: str, term: str) -> set[tuple[int, int]]:
    row = TermRow(1, "c", "zh", "zh", term, "preferred", "")
    return {(hit.start, hit.end) for hit in Recognizer([row]).recognize(text, "zh")}


@pytest.mark.parametrize(("frame", "numerals", "units"), [SIMPLIFIED, TRADITIONAL])
def test_a_unit_behind_a_numeral_is_a_word(frame: str, numerals: str, units: str) -> None:
    at = frame.index("{")
    missed = [
        numeral + unit
        for numeral, unit in product(numerals.split(), units.split())
        if (at + len(numeral), at + len(numeral + unit))
        not in hits(frame.format(numeral + unit), unit)
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("term", "text", "wanted"),
    [
        ("美元", "总额达3.5亿美元", "美元"),
        ("吨", "产量5万吨", "吨"),
        ("公里", "全长十公里", "公里"),
        ("公頃", "面積5萬公頃", "公頃"),
        ("艘", "派出十艘军舰", "艘"),
        ("度", "气温降至零下五度。", "度"),
        ("千瓦", "装机容量3千瓦", "千瓦"),
        ("萬噸", "年產二十萬噸", "萬噸"),
    ],
)
def test_units_in_sentences(term: str, text: str, wanted: str) -> None:
    assert {text[start:end] for start, end in hits(text, term)} == {wanted}


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("分", "十分重要"),
        ("度", "他一度失踪"),
        ("年", "三年级学生"),
        ("人", "三百人口"),
        ("方", "双方同意"),
        ("岸", "两岸关系"),
        ("面", "一方面"),
        ("年", "近年来"),
        ("次", "上次会议"),
        ("次", "多次提出"),
        ("五國", "十五國簽署"),
        ("十國集團", "二十國集團峰會"),
        ("分", "百分之五"),
        ("下", "等一下"),
        ("天", "每天上班"),
        ("家", "百家争鸣"),
    ],
)
def test_what_only_looks_like_a_unit(term: str, text: str) -> None:
    assert hits(text, term) == set()
