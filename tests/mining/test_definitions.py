"""Definitions: what statutes, contracts and standards say that their terms mean."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.documents import parse
from glossary.mining.align.alignment import aligned
from glossary.mining.definitions import miner
from glossary.mining.definitions.miner import definitions
from glossary.mining.definitions.one_language import one_language
from glossary.mining.definitions.reading import LONGEST, statements
from glossary.mining.definitions.units import definition_pairs
from glossary.mining.gloss import miner as gloss
from glossary.mining.merge import merged
from glossary.mining.run import MiningRun
from glossary.model import DefinitionPair, Document, Evidence, Proposal
from glossary.operations.proof import check
from tests import defined
from tests.known_failures import DEFINITIONS, changes, in_definitions

STATUTES = defined.statutes()


# ---------------------------------------------------------------- measured


def test_statutes_that_a_person_read() -> None:
    scores = defined.compared((each, defined.in_known_lines(each)) for each in STATUTES)
    for what, score in scores.items():
        assert score.recall >= 0.95, (what, score.errors)
        assert score.precision >= 0.97, (what, score.errors)
        assert score.wanted > 100


def test_statutes_whose_lines_are_aligned_by_the_program() -> None:
    some = [
        each for each in STATUTES if each.name in ("E0020016", "P0010005", "P0040003", "G0400101")
    ]
    files = ((each.document("zh"), each.document("en")) for each in some)
    found = [definitions(zh, en) for zh, en in files]
    for what, score in defined.compared(zip(some, found, strict=True)).items():
        assert score.recall >= 0.9, (what, score.errors)
        assert score.precision >= 0.95, (what, score.errors)


def test_written_cases_but_for_those_that_are_named() -> None:
    assert changes(DEFINITIONS, in_definitions(DEFINITIONS)) == {}


# ---------------------------------------------------------------- what is found


def sides(pairs: list[DefinitionPair], language: str) -> list[tuple[str, str]]:
    found = (getattr(pair, language) for pair in pairs)
    return [(side.term, side.text) for side in found if side]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("本法所稱外國人，指不具中華民國國籍之人。", [("外國人", "不具中華民國國籍之人。")]),
        ("前項所稱期間，準用民法。", []),
        ("前條所稱營業計畫書，應包括下列項目：\n一、組織。", []),
        ("本法所稱以上、以下，包括本數。", []),
        ("本辦法所稱重大，指下列情形之一：", []),  # which are not there
        ("一、指定場所：申請人應檢附平面圖。", []),
        ("其他權益，指其他造成權益增減之項目。", [("其他權益", "其他造成權益增減之項目。")]),
        ("不動產係指土地及其定著物。", [("不動產", "土地及其定著物。")]),
        (
            "所稱指定地區，指左列地區：\n一、甲。\n二、乙。\n其他從略。",
            [("指定地區", "左列地區：\n一、甲。\n二、乙。")],
        ),
        ("本法遞送普及服務範圍，係指臺灣及澎湖。", [("遞送普及服務範圍", "臺灣及澎湖。")]),
    ],
)
def test_chinese(text: str, wanted: list[tuple[str, str]]) -> None:
    assert sides(definition_pairs(text, ""), "zh") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“Ports” in this Act mean harbors and airports.", [("Ports", "harbors and airports.")]),
        (
            "The term of study indicated in Article 4 refers to a stay.",
            [("term of study", "a stay.")],
        ),
        (
            "The epidemic areas mentioned in the Act refer to islands.",
            [("epidemic areas", "islands.")],
        ),
        ("No person shall evade inspection by any means.", []),
        ("The means of transport shall be inspected.", []),
        ("The witness shall indicate in the oath that it is true.", []),
        ("The plan referred to in this Article shall include the following:\n1. costs;", []),
        ("1. Hub: A hub means a place of exchange.", []),  # sure only beside a Chinese one
        ('(Definition of Fund) The term "fund" in this Act means money.', [("fund", "money.")]),
        (
            "So-called covered deposits in Paragraph 1 of Article 16 refer to small ones.",
            [("covered deposits", "small ones.")],
        ),
        (
            "Concerning the limits in the preceding paragraph, apart from acidity, which is "
            "defined as a range, the units are: I. Water: degrees.",
            [],
        ),
        (
            "The term manager shall refer to a head of a unit; the term person in charge shall "
            "refer to one in charge of property.",
            [("manager", "a head of a unit"), ("person in charge", "one in charge of property.")],
        ),
        ("The term of office shall refer to the years in it.", []),
        (
            "Claims in the previous paragraph refer to small ones.",
            [("Claims", "small ones.")],
        ),
        ("Under this basis, as set forth here, revenues are recorded at once.", []),
        ("Employee herein refers to one employed.", [("Employee", "one employed.")]),
        ("A: Infrastructures (1)Walls: refers to facilities. (2)Piers: refers to others.", []),
        ("The term of ‘dependants’ in this Act means family.", [("dependants", "family.")]),
        (
            "“Processes” mean the following at the point: A. Ammonia process. B. Urea process.",
            [("Processes", "the following at the point: A. Ammonia process. B. Urea process.")],
        ),
    ],
)
def test_english(text: str, wanted: list[tuple[str, str]]) -> None:
    assert sides(definition_pairs("", text), "en") == wanted


def test_what_is_less_sure_is_taken_beside_what_is_sure() -> None:
    (pair,) = definition_pairs("二、交換中心：指交換信號之地點。", "2. Hub: A place of exchange.")
    assert pair.en and (pair.en.term, pair.en.text) == ("Hub", "A place of exchange.")


def test_the_verb_of_an_item_may_name_the_term_again() -> None:
    zh, en = "一、勢力：指對峙之國家。", "1. Forces: This term refers to countries in a standoff."
    (pair,) = definition_pairs(zh, en)
    assert pair.en and (pair.en.term, pair.en.text) == ("Forces", "countries in a standoff.")


def test_the_order_within_a_bead_pairs_what_words_do_not() -> None:
    """Whatever one language alone defines before and behind."""
    zh = "所稱前者，指甲。\n\n所稱簽證，指簽發許可；所稱免簽，指免除許可。\n\n後者從略。"
    en = (
        'It is so.\n\nThe term "issuance" means a permit. The term "freedom" means no permit.\n\n'
        'The term "latter" means this.'
    )
    run = MiningRun(parse(zh.encode(), "zh.txt"), parse(en.encode(), "en.txt"))
    run.beads = aligned(run)
    list(miner.mine(run))
    found = {(p.zh.term, p.en.term) for p in run.definitions if p.zh and p.en}
    assert found == {("簽證", "issuance"), ("免簽", "freedom")}


def test_the_words_of_the_terms_pair_what_stands_in_another_order() -> None:
    zh = "本辦法所稱網路，指系統。本辦法所稱用戶，指人。"
    en = 'The term "user" as used here means people. The term "network" as used here means lines.'
    found = {(p.zh.term, p.en.term) for p in definition_pairs(zh, en) if p.zh and p.en}
    assert found == {("網路", "network"), ("用戶", "user")}


def test_a_text_without_stops_defines_nothing() -> None:
    assert definition_pairs("本法所稱甲物，指" + "乙" * (LONGEST + 1), "") == []


@given(
    st.text(alphabet='本法所稱指，。：；一二、（）「」\n ABc."“”:;means refers to', max_size=300)
)
def test_every_definition_stands_where_it_says(text: str) -> None:
    for pair in definition_pairs(text, text):
        for side in pair.sides():
            assert side is None or text[slice(*side.span)] == side.text != ""
            assert side is None or text[slice(*side.term_span)] == side.term != ""


@pytest.mark.parametrize(
    "piece", ["所稱甲，", "(" * 50, "一、", "“a” ", "the term in this Act ", "means "]
)
def test_hostile_texts_are_read(piece: str) -> None:
    for language in ("zh", "en"):
        statements(piece * 5_000, language)  # type: ignore[arg-type]


# ---------------------------------------------------------------- in documents

SOURCE = """# 外國人工作辦法

第 1 條

本辦法所稱外國人，指不具**本國國籍**之人。

第 2 條

前條之雇主，應為外國人投保。雇主應支付工資。

第 3 條

前項所稱重大損失，指下列情形之一：

1. 死亡三人以上。
2. 直接損失五百萬元以上。
"""
TRANSLATION = """# Measures for the work of foreigners

Article 1

The term “foreigner” as used in these Measures means a person without *our nationality*.

Article 2

The employer in the preceding article shall insure the foreigner. The employer shall pay wages.

Article 3

The term “serious loss” in the preceding paragraph refers to any of the following:

1. the death of three or more persons;
2. direct loss of five million or more.
"""


def mined(document: Document, translation: Document | None = None) -> list[Proposal]:
    """The pairs that glosses and definitions give, merged: all but those of the slow miners."""
    run = MiningRun(document, translation)
    run.proposals += gloss.mine(run)
    run.beads = aligned(run)
    run.proposals += miner.mine(run)
    return merged(run.proposals)


@pytest.fixture(scope="module")
def found() -> Iterator[list[Proposal]]:
    yield mined(parse(SOURCE.encode(), "a.md"), parse(TRANSLATION.encode(), "b.md"))


def defined_in(proposals: list[Proposal]) -> dict[tuple[str, str], Evidence]:
    return {(p.zh, p.en): e for p in proposals for e in p.evidence if any(e.definitions)}


def test_a_pair_of_files_gives_pairs_with_their_definitions(found: list[Proposal]) -> None:
    proofs = defined_in(found)
    foreigner = proofs["外國人", "foreigner"]
    assert foreigner.zh_definition and foreigner.zh_definition.text == "不具本國國籍之人。"
    assert foreigner.en_definition and "our nationality" in foreigner.en_definition.text
    assert "**本國國籍**" in SOURCE[slice(*foreigner.zh_definition.span)]
    loss = proofs["重大損失", "serious loss"].zh_definition
    assert loss and loss.text.splitlines()[1:] == ["1. 死亡三人以上。", "2. 直接損失五百萬元以上。"]
    assert {p.method for p in found if (p.zh, p.en) in proofs} == {"definition"}


def test_all_evidence_with_definitions_is_proved(found: list[Proposal]) -> None:
    texts = {parse(t.encode(), n).sha256: t for t, n in ((SOURCE, "a.md"), (TRANSLATION, "b.md"))}
    for (zh, en), evidence in defined_in(found).items():
        assert check(evidence, zh, en, texts.get).holds


def test_one_document_in_both_languages() -> None:
    pairs = zip(SOURCE.split("\n\n"), TRANSLATION.split("\n\n"), strict=True)
    text = "\n\n".join(f"{zh}\n\n{en}" for zh, en in pairs)
    found = definitions(parse(text.encode(), "both.md"))
    assert [(p.zh and p.zh.term, p.en and p.en.term) for p in found] == [
        ("外國人", "foreigner"),
        ("重大損失", "serious loss"),
    ]


def test_what_one_language_defines_goes_to_the_pair_found_elsewhere() -> None:
    text = (
        "本法所稱小院高牆，指對少數關鍵技術設下之嚴格管制。\n\n"
        "論者把小院高牆(small yard, high fence)視為新戰略。\n"
    )
    (pair,) = [p for p in mined(parse(text.encode(), "a.txt")) if p.zh == "小院高牆"]
    assert (pair.method, pair.confidence) == ("gloss", pair.evidence[0].confidence)
    assert [e.zh_definition and e.zh_definition.text for e in pair.evidence] == [
        "對少數關鍵技術設下之嚴格管制。"
    ]


def test_a_definition_stays_with_the_document_that_it_stands_in() -> None:
    zh = "本法所稱小院高牆，指嚴格管制。\n\n國會通過本法，並於同日施行。"
    en = "Parliament passed this act today (small yard, high fence (小院高牆) it is called)."
    found = mined(parse(zh.encode(), "a.txt"), parse(en.encode(), "b.txt"))
    assert [e for p in found for e in p.evidence if e.zh_definition and e.document == "b.txt"] == []


def test_every_stretch_of_a_text_has_its_place_in_the_document() -> None:
    source = parse("用詞如下：\n\n12. 船長：指人。\n- 甲。\n".encode(), "a.md")
    shown = one_language(source, "zh")
    for start in range(len(shown.text)):
        for end in range(start + 1, len(shown.text)):
            first, last = shown.span(start, end)
            assert 0 <= first < last <= len(source.text)


def test_items_whose_numbers_no_text_says() -> None:
    items = "<ol><li>死亡三人以上。</li><li>五百萬元以上。</li></ol>"
    html = f"<p>本辦法所稱重大損失，指下列情形之一：</p>{items}"
    (pair,) = definitions(parse(html.encode(), "a.html"))
    assert pair.zh and pair.zh.text == "下列情形之一：\n死亡三人以上。\n五百萬元以上。"


def test_the_cases_are_many() -> None:
    cases = [json.loads(line) for line in DEFINITIONS.read_text(encoding="utf-8").splitlines()]
    assert len(cases) >= 30 and sum(not case["definitions"] for case in cases) >= 10
