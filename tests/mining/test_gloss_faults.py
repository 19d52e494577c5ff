"""Glosses that were read wrongly, each with others of its kind."""

from __future__ import annotations

import unicodedata

import pytest

from glossary.documents import parse
from glossary.mining.gloss import miner, names, quantities
from glossary.mining.run import MiningRun
from glossary.operations.demo import SURE
from glossary.operations.proof import check
from glossary.text.fold import zh_key


def mined(text: str) -> list[tuple[str, str, str]]:
    found = miner.mine(MiningRun(parse(text.encode(), "a.txt")))
    return [(p.zh, p.en, p.kind) for p in found]


def pairs(text: str) -> list[tuple[str, str]]:
    return [(zh, en) for zh, en, _ in mined(text)]


@pytest.mark.parametrize(
    "text",
    [
        "桌长 3 米（10 ft），高 180 厘米（5 ft 11 in）。",
        "湖面約二百公頃（494 acres），深九公尺（30 feet）。",
        "時速六十英里（60 miles an hour），重五磅（5 lbs）。",
        "面積三十坪（1,067 sq ft），约合99平方米（1,066 ft²）。",
        "价格为 500 元（USD 70），含税（incl. VAT）。",
        "約三成（approx. one third），最多五人（max. five people）。",
        "地点为三楼（Room 301），在二樓（2nd floor）與五樓（5/F）之間。",
        "由八號門（Gate 8）登上三二一號班機（Flight CI-321）。",
        "周三（GMT+8）举行，週四（UTC−5）結束，周五（UTC +8:00）再开。",
    ],
)
def test_measures_places_and_remarks_are_no_terms(text: str) -> None:
    assert pairs(text) == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("格林威治標準時間（GMT）通行已久。", ("格林威治標準時間", "GMT")),
        (
            "最小可行產品（minimum viable product）很快。",
            ("最小可行產品", "minimum viable product"),
        ),
        ("所謂七三一部隊（Unit 731）曾在此。", ("七三一部隊", "Unit 731")),
    ],
)
def test_what_looks_like_them_is_a_term_still(text: str, pair: tuple[str, str]) -> None:
    assert pair in pairs(text)


@pytest.mark.parametrize(
    "text",
    ["危 機 管 理（crisis management）機制", "政 府 提 出 危 機（crisis）", "信　任（trust）"],
)
def test_characters_set_apart_by_spaces_are_not_cut(text: str) -> None:
    assert all(len(zh) > 1 for zh, _ in pairs(text))


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("支持端到端加密（end-to-end encryption）的应用", ("端到端加密", "end-to-end encryption")),
        ("採用點對點傳輸（peer-to-peer transfer）技術", ("點對點傳輸", "peer-to-peer transfer")),
        (
            "這是面對面訪談（face-to-face interview）的結果",
            ("面對面訪談", "face-to-face interview"),
        ),
        (
            "可解释人工智能（explainable artificial intelligence, XAI）很重要。",
            ("可解释人工智能", "explainable artificial intelligence"),
        ),
        ("發展可再生能源（renewable energy）刻不容緩。", ("可再生能源", "renewable energy")),
        (
            "落實可持續發展（sustainable development）目標。",
            ("可持續發展", "sustainable development"),
        ),
        ("他创办𠮷野家（Yoshinoya）在香港的分店", ("𠮷野家", "Yoshinoya")),
    ],
)
def test_edges(text: str, pair: tuple[str, str]) -> None:
    assert pair in pairs(text)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("地点在龜山區（Guishan District）。", "龜山區", "Guishan District"),
        ("住在桃園市（Taoyuan City）的人。", "桃園市", "Taoyuan City"),
        ("隔着台湾海峡（Taiwan Strait）相望。", "台湾海峡", "Taiwan Strait"),
        ("抵達松山機場（Songshan Airport）。", "松山機場", "Songshan Airport"),
    ],
)
def test_places_are_no_persons(text: str, zh: str, en: str) -> None:
    ((found_zh, found_en, kind),) = mined(text)
    assert found_en == en and kind == "term" and found_zh.endswith(zh)


def test_a_family_name_may_be_a_word_for_a_place() -> None:
    assert ("朴槿惠", "Park Geun-hye", "person") in mined("總統朴槿惠（Park Geun-hye）下台。")
    assert not names.is_place("希爾", "Christopher Hill")


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("可再生\u00ad能源（renewable energy）是关键。", ("可再生能源", "renewable energy")),
        (
            "这是量\u200b子纠缠\ufeff（quantum entanglement）。",
            ("量子纠缠", "quantum entanglement"),
        ),
        ("研究⽣態系統（ecosystem）的人", ("⽣態系統", "ecosystem")),
        ("主張⾃由貿易（free trade）的國家", ("⾃由貿易", "free trade")),
        ("使用 .NET（微软平台）", ("微软平台", ".NET")),
        ("用.NET Core（微软平台）写成", ("微软平台", ".NET Core")),
        ("用 ASP.NET（网页框架）写成", ("网页框架", "ASP.NET")),
        ("他說完. Netherlands（荷蘭）也是", ("荷蘭", "Netherlands")),
    ],
)
def test_signs_that_nobody_sees_and_dots(text: str, pair: tuple[str, str]) -> None:
    assert pair in pairs(text)


@pytest.mark.parametrize("text", ["使用量子⽐特（qubit）和门", "我們⽤⼈⼯智慧（AI）翻譯"])
def test_radicals_are_read_as_the_characters_they_look_like(text: str) -> None:
    found = [(zh_key(zh), en) for zh, en in pairs(text)]
    assert found == [(zh_key(zh), en) for zh, en in pairs(unicodedata.normalize("NFKC", text))]
    assert found


def test_what_was_read_over_invisible_signs_is_proved() -> None:
    read = parse("可再生\u00ad能源（renewable energy）是关键。".encode(), "a.txt")
    (found,) = miner.mine(MiningRun(read))
    (evidence,) = found.evidence
    assert read.text[slice(*evidence.zh_span)] == "可再生\u00ad能源"
    assert check(evidence, found.zh, found.en, {read.sha256: read.text}.get).holds


@pytest.mark.parametrize(
    "text",
    [
        "六小時（six hours）內，占地十二公頃（about 30 acres）。",
        "星期五（Friday, 17 May）下午兩點（14:00 EST）。",
        "四成（40 per cent）的人，三分之二（two thirds）的錢，两倍（threefold）。",
        "三百页（300 pp.）中的第七章（ch. 7）与第十二条（Art. 12）。",
        "每公斤三百日圓（300 yen per kilogram），含稅（VAT included）。",
        "十九世纪末（late 19th century），五千毫安时（5,000 mAh）。",
    ],
)
def test_a_quantity_said_again_is_no_term(text: str) -> None:
    assert pairs(text) == []


@pytest.mark.parametrize(
    "english",
    """5G|N95|4A|3M|5S|Agenda 47|five-year plan|zero-shot learning|three-body problem|Five Eyes
    |two-state solution|Seven Years' War|nine-dash line|one-child policy|May Fourth Movement|AD
    |hectare|degree|page layout|chapter head|scaffold|manifold|100-year flood|GMT""".split("|"),
)
def test_a_number_in_a_name_is_no_quantity(english: str) -> None:
    assert not quantities.is_quantity(english.strip())


def test_a_numeral_with_a_unit_may_be_a_name() -> None:
    assert pairs("搜尋引擎百度（Baidu）") == [("百度", "Baidu")]
    assert quantities.are_quantities("限時六小時", "six hours")


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("歷史學家提摩西。史奈德(Timothy Snyder)說", ("提摩西。史奈德", "Timothy Snyder")),
        ("他重建互信。霍布斯(Thomas Hobbes)指出", ("霍布斯", "Thomas Hobbes")),
        ("作家漢娜．鄂蘭（Hannah Arendt）", ("漢娜．鄂蘭", "Hannah Arendt")),
        ("数学家伯纳德.黎曼（Bernhard Riemann）", ("伯纳德.黎曼", "Bernhard Riemann")),
        ("学者皮埃尔 · 布迪厄（Pierre Bourdieu）", ("皮埃尔 · 布迪厄", "Pierre Bourdieu")),
        ("前總統喬治．W．布希（George W. Bush）", ("喬治．W．布希", "George W. Bush")),
    ],
)
def test_signs_that_serve_as_the_dot_of_a_name(text: str, pair: tuple[str, str]) -> None:
    assert pairs(text) == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "据美国联邦调查局(FBI)透露",
        "歷史學家提摩西。史奈德(Timothy Snyder)說",
        "社会学家 皮埃尔 · 布迪厄（Pierre Bourdieu）说",
        "他談到安全困境12（security dilemma）。",
    ],
)
def test_a_part_of_what_stands_there_is_proved(text: str) -> None:
    read = parse(text.encode(), "a.txt")
    (found,) = miner.mine(MiningRun(read))
    assert check(found.evidence[0], found.zh, found.en, {read.sha256: read.text}.get).holds


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("据美国联邦调查局(FBI)透露", "联邦调查局"),
        ("日本经济产业省（Ministry of Economy, Trade and Industry）", "经济产业省"),
        ("美国心脏协会（American Heart Association）", "美国心脏协会"),
        ("加拿大皇家騎警（Royal Canadian Mounted Police）", "加拿大皇家騎警"),
        ("印度儲備銀行(Reserve Bank of India)維持利率", "印度儲備銀行"),
    ],
)
def test_a_place_belongs_to_a_name_that_speaks_of_it(text: str, zh: str) -> None:
    assert [found for found, _ in pairs(text)] == [zh]


@pytest.mark.parametrize(
    "text", ["盐（salt）的浓度", "熵（entropy）随之增加", "稱為「仁」(benevolence)"]
)
def test_one_character_is_never_certain(text: str) -> None:
    (found,) = miner.mine(MiningRun(parse(text.encode(), "a.txt")))
    assert len(found.zh) == 1 and found.confidence < SURE


@pytest.mark.parametrize("mark", ["12", "[3]", "¹²", "[^2]", "<sup>3</sup>"])
def test_the_mark_of_a_note_is_no_part_of_the_term(mark: str) -> None:
    assert pairs(f"他談到安全困境{mark}（security dilemma）。") == [
        ("安全困境", "security dilemma")
    ]
    assert pairs(f"新冠肺炎19{mark if mark != '12' else ''}（COVID-19）")[0][0] == "新冠肺炎19"
