"""Recognition across scripts and glyphs, whichever the entry and the text have."""

from __future__ import annotations

import pytest

from glossary.lookup.recognition.recognizer import Recognizer
from glossary.store.base import TermRow
from tests.benchmarks.bench_scripts import WAYS, missed, pairs

EVERY = 14  # of the dictionary; the benchmark takes all


def found(text: str, *terms: str, tag: str) -> list[str]:
    rows = [TermRow(at, term, tag, "zh", term, "preferred", "") for at, term in enumerate(terms)]
    return [text[hit.start : hit.end] for hit in Recognizer(rows).recognize(text, "zh")]


@pytest.mark.parametrize("tag", WAYS.values())
def test_dictionary_words_are_found_in_the_other_script(tag: str) -> None:
    words = pairs()[::EVERY]
    lost = list(missed(words, tag))
    assert len(words) > 5_000
    assert len(lost) <= 0.002 * len(words), lost


@pytest.mark.parametrize("tag", ["zh-Hans-CN", "zh-Hans", "zh-Hans-SG"])
def test_the_tag_tells_the_script_of_a_term(tag: str) -> None:
    text = (
        "經濟的後果是盈餘減少，製造業採取措施，最後期限將至，"
        "麵包與溫度都是象徵，幹部有侷限，其餘表面。"
    )
    terms = "后果 盈余 采取 最后期限 面包 温度 象征 干部 局限 其余 表面".split()
    wanted = "後果 盈餘 採取 最後期限 麵包 溫度 象徵 幹部 侷限 其餘 表面".split()
    assert found(text, *terms, tag=tag) == wanted


def test_a_traditional_term_stays_apart_from_what_shares_its_simplified_form() -> None:
    text = "他復合了，颱風與皇后，這個頭髮展現光澤。"
    assert found(text, "複合", "台風", "皇後", "發展", tag="zh-Hant-TW") == []
    assert found(text, "复合", "台风", "皇后", tag="zh-Hans-CN") == ["復合", "颱風", "皇后"]


def test_a_term_without_a_script_is_told_by_its_characters() -> None:
    assert found("溫度與複合材料", "温度", "複合", "復合", tag="zh") == ["溫度", "複合"]


def test_a_concept_with_a_traditional_form_is_not_found_by_its_simplified_one() -> None:
    rows = [
        TermRow(1, "c", "zh-Hans-CN", "zh", "复合", "preferred", ""),
        TermRow(2, "c", "zh-Hant-TW", "zh", "複合", "preferred", ""),
    ]
    assert Recognizer(rows).recognize("夫妻決定復合") == []
    (hit,) = Recognizer(rows).recognize("複合材料與設備")
    assert hit.term.text == "複合"


@pytest.mark.parametrize(
    ("term", "tag", "text", "wanted"),
    [
        ("兌換", "zh-Hant-TW", "本節說明「兑換」的意義", "兑換"),
        ("醞釀", "zh-Hant-TW", "醖釀新政策", "醖釀"),
        ("缽", "zh-Hant-TW", "一隻鉢", "鉢"),
        ("計畫", "zh-Hant-TW", "發展計劃", "計劃"),
        ("溫室", "zh-Hant-TW", "温室氣體", "温室"),
        ("教育", "zh-Hant-TW", "敎育改革方案", "敎育"),
        ("计划", "zh-Hans-CN", "年度計畫公布", "計畫"),
        ("部分", "zh-Hans-CN", "這部份說明", "部份"),
        ("账户", "zh-Hans-CN", "銀行帳戶資料", "帳戶"),
        ("帳戶", "zh-Hant-TW", "银行账户资料", "账户"),
        ("檯燈", "zh-Hant-TW", "书房的台灯坏了", "台灯"),
        ("枱燈", "zh-Hant-HK", "書房的檯燈壞了", "檯燈"),
        ("都市計畫", "zh-Hant-TW", "城市與都市計劃", "都市計劃"),
        ("錄音", "zh-Hant-TW", "法庭録音", "録音"),
    ],
)
def test_glyphs_and_spellings(term: str, tag: str, text: str, wanted: str) -> None:
    assert found(text, term, tag=tag) == [wanted]
