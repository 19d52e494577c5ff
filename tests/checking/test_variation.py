"""A term that no entry has and that a file renders in several ways: what speaks and what does not.

Each case is a file: sentences with a term and its usual rendering, then some with it rendered as
the case says, among others without it.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from glossary.checking import checker, variation
from glossary.checking.checker import Checker
from glossary.checking.finding import Finding
from glossary.checking.settings import CheckSettings
from tests.checking.corpus import PARTS
from tests.checking.variation import verdicts
from tests.checking_samples import found, segments, terms_of

USUAL = [
    ("董事會應每年核定{}，並公告之。", "The board shall approve the {} each year and publish it."),
    ("本公司依據{}訂定各項規則。", "We have drawn up our rules in accordance with the {}."),
    ("顧客得隨時查閱{}之內容。", "Customers may inspect the content of the {} at any time."),
    ("{}之變更，應於三日內通知股東。", "Any change of the {} shall be notified within three days."),
    ("會計師每季查核{}。", "Accountants examine the {} every quarter."),
    ("違反{}者，處以罰款。", "Whoever violates the {} is fined."),
    ("分公司不得自行修改{}。", "No branch may amend the {} by itself."),
    ("員工到職時應了解{}。", "Staff must understand the {} when they join us."),
    ("上述{}自元旦起適用。", "The above {} applies from New Year's Day."),
]
LATER = [
    ("秘書向委員會說明{}。", "The secretary presents the {} to the committee."),
    ("主席稱讚{}十分完備。", "The chairman praised the {} as quite complete."),
]
BESIDE = [
    ("天氣晴朗，適合出遊。", "The weather is fine and good for a trip."),
    ("火車於中午抵達高雄。", "The train reaches Kaohsiung at noon."),
    ("學生們在圖書館讀書。", "The students are reading in the library."),
    ("這家餐廳的牛肉麵很有名。", "This restaurant is known for its beef noodles."),
    ("請關閉窗戶再離開教室。", "Please close the windows before you leave the classroom."),
    ("醫生建議他多喝水。", "The doctor told him to drink more water."),
]


def told(source: str, term: str, usual: str, other: str, *more: tuple[str, str]) -> list[Finding]:
    """The findings about a file translated from `source`: nine times the usual, twice the other;
    `more` are pairs (source, target) besides."""

    def pair(sentence: tuple[str, str], rendering: str) -> tuple[str, str]:
        zh, en = sentence
        if source == "zh":
            return zh.format(term), en.format(rendering)
        return en.format(term), zh.format(rendering)

    pairs = [pair(sentence, usual) for sentence in USUAL]
    pairs += [pair(sentence, other) for sentence in LATER]
    pairs += [pair(sentence, "") for sentence in BESIDE]
    return found(*pairs, *more, rules=["inconsistent"], terms=terms_of())


ZH_SPEAKS = [
    ("風險胃納", "risk appetite", "risk tolerance"),
    ("資料控制者", "data controller", "data custodian"),
    ("公司治理", "corporate governance", "company governance"),
    ("利害關係人", "interested party", "affected party"),
    ("內部控制制度", "internal control system", "internal audit system"),
    ("資本適足率", "capital adequacy ratio", "capital sufficiency ratio"),
    ("關鍵績效指標", "key performance indicator", "key performance metric"),
    ("資訊揭露", "information disclosure", "information release"),
    ("獨立董事", "independent director", "outside director"),
    ("股東常會", "annual general meeting", "ordinary general meeting"),
    ("營運計畫", "business plan", "operating plan"),
    ("融資契約", "financing agreement", "financing contract"),
    ("備抵呆帳", "bad debt allowance", "bad debt provision"),
    ("遞延所得稅", "deferred tax", "postponed tax"),
    ("無形資產", "intangible asset", "immaterial asset"),
    ("公允價值", "fair value", "proper value"),
    ("關係企業", "affiliated enterprise", "associated enterprise"),
    ("緊急應變計畫", "emergency response plan", "contingency response plan"),
    ("監理沙盒", "regulatory sandbox", "supervisory sandbox"),
    ("行為準則", "code of conduct", "code of behavior"),
    ("個人資料檔案", "personal data file", "personal information file"),
    ("永續報告書", "sustainability report", "corporate citizenship report"),
]
EN_SPEAKS = [
    ("data controller", "資料控制者", "資料管控者"),
    ("risk appetite", "風險胃納", "風險偏納"),
    ("corporate governance", "公司治理", "企業治理"),
    ("interested party", "利害關係人", "利益關係人"),
    ("internal control system", "內部控制制度", "內部稽核制度"),
    ("capital adequacy ratio", "資本適足率", "資本充足率"),
    ("key performance indicator", "關鍵績效指標", "關鍵業績指標"),
    ("independent director", "獨立董事", "外部董事"),
    ("annual general meeting", "股東常會", "股東年會"),
    ("business plan", "營運計畫", "業務計畫"),
    ("financing agreement", "融資契約", "融資合約"),
    ("bad debt allowance", "備抵呆帳", "備抵壞帳"),
    ("consolidated statement", "合併報表", "綜合報表"),
    ("intangible asset", "無形資產", "隱形資產"),
    ("fair value", "公允價值", "公平價值"),
    ("affiliated enterprise", "關係企業", "關聯企業"),
    ("emergency response plan", "緊急應變計畫", "緊急處理計畫"),
    ("regulatory sandbox", "監理沙盒", "監管沙盒"),
    ("code of conduct", "行為準則", "行為守則"),
    ("personal data file", "個人資料檔案", "個人數據檔案"),
    ("trust account", "信託帳戶", "信託專戶"),
    ("smart contract", "智能合約", "智慧合約"),
]
ZH_SILENT = [
    ("風險胃納", "risk appetite", "risk appetites"),  # number
    ("風險胃納", "risk appetite", "Risk Appetite"),  # case
    ("風險胃納", "risk appetite", "risk-appetite"),  # spelling
    ("風險胃納", "risk appetite", "appetite for risk"),  # another order
    ("風險胃納聲明", "risk appetite statement", "statement"),  # its head alone
    ("風險胃納聲明", "risk appetite statement", "said statement of risk appetite"),
    ("風險胃納", "risk appetite", "it"),  # a pronoun
    ("世界貿易組織", "World Trade Organization", "WTO"),  # an abbreviation
    ("關鍵績效指標", "key performance indicator", "KPI"),
    ("資料控制者", "data controller", "controller of the data"),
    ("資料控制者", "data controller", "controller"),
    ("資料控制者", "data controller", "data controlling person"),  # of the same stem
    ("登記", "registration", "record"),  # an ordinary word
    ("辦法", "measures", "rules"),
    ("公司治理", "corporate governance", "corporate governance principles"),  # more words
    ("公司治理", "corporate governance", "governance"),
    ("公司治理", "corporate governance", "governance of corporations"),
    ("獨立董事", "independent director", "director who is independent"),
    ("營運計畫", "business plan", "business planning"),
    ("個人資料檔案", "personal data file", "file of personal data"),
    ("信用評等", "credit rating", "rating of its credit"),
    ("股東常會", "annual general meeting", "meeting"),
]
EN_SILENT = [
    ("data controller", "資料控制者", "资料控制者"),  # in Simplified
    ("trading platform", "交易平臺", "交易平台"),  # a variant glyph
    ("data controller", "資料控制者", "資料之控制者"),  # a particle between
    ("data controller", "資料控制者", "控制者"),  # its head alone
    ("data controller", "資料控制者", "其"),  # a pronoun
    ("data controller", "資料控制者", ""),  # unsaid
    ("World Trade Organization", "世界貿易組織", "世貿組織"),  # shortened
    ("World Trade Organization", "世界貿易組織", "WTO"),
    ("key performance indicator", "關鍵績效指標", "KPI"),
    ("risk appetite", "風險胃納", "風險之胃納"),
    ("registration", "登記", "註冊"),  # one word
    ("rule", "規則", "辦法"),
    ("corporate governance", "公司治理", "公司治理原則"),
    ("corporate governance", "公司治理", "公司之治理"),
    ("independent director", "獨立董事", "董事"),
    ("personal data file", "個人資料檔案", "個人資料之檔案"),
    ("personal data file", "個人資料檔案", "檔案"),
    ("import and export", "進口及出口", "進出口"),
    ("annual general meeting", "股東常會", "常會"),
    ("credit rating", "信用評等", "信用之評等"),
    ("internal control system", "內部控制制度", "內部控制的制度"),
    ("emergency response plan", "緊急應變計畫", "應變計畫"),
]


@pytest.mark.parametrize(("term", "usual", "other"), ZH_SPEAKS)
def test_another_english_name_is_told(term: str, usual: str, other: str) -> None:
    _is_told(told("zh", term, usual, other), usual, other)


@pytest.mark.parametrize(("term", "usual", "other"), EN_SPEAKS)
def test_another_chinese_name_is_told(term: str, usual: str, other: str) -> None:
    _is_told(told("en", term, usual, other), usual, other)


def _is_told(findings: list[Finding], usual: str, other: str) -> None:
    numbers = len(USUAL) + 1, len(USUAL) + 2
    assert tuple(each.segment.number for each in findings) == numbers
    assert all(each.expected == (usual,) and each.severity == "warning" for each in findings)
    assert all(other in each.segment.target.text for each in findings)


@pytest.mark.parametrize(("term", "usual", "other"), ZH_SILENT)
def test_the_same_english_name_is_not_told(term: str, usual: str, other: str) -> None:
    assert told("zh", term, usual, other) == []


@pytest.mark.parametrize(("term", "usual", "other"), EN_SILENT)
def test_the_same_chinese_name_is_not_told(term: str, usual: str, other: str) -> None:
    assert told("en", term, usual, other) == []


def test_a_term_of_the_termbase_is_left_to_the_other_rules() -> None:
    entries = {"appetite": [("en", "risk appetite"), ("zh-Hant-TW", "風險胃納")]}
    pairs = [(zh.format("風險胃納"), en.format("risk appetite")) for zh, en in USUAL]
    pairs += [(zh.format("風險胃納"), en.format("risk tolerance")) for zh, en in LATER]
    assert found(*pairs, rules=["inconsistent"], terms=terms_of(entries)) == []


def test_a_name_that_another_term_of_the_source_has_is_its_own() -> None:
    both = [("風險容忍度與風險胃納不同。", "The risk tolerance is another thing.")]
    own = [(f"第{n}組重視風險容忍度。", f"Team {n} minds the risk tolerance.") for n in range(3, 8)]
    told_of = told("zh", "風險胃納", "risk appetite", "risk appetite", *both, *own)
    assert told_of == []


def test_the_fix_is_the_usual_rendering_and_not_certain() -> None:
    one, _ = told("zh", "風險胃納", "risk appetite", "risk tolerance")
    assert one.term == "風險胃納" and one.found == "risk tolerance" and one.fix
    assert (one.fix.text, one.fix.is_certain) == ("risk appetite", False)
    assert (
        one.message == "'風險胃納' is rendered 9 times as 'risk appetite', here as 'risk tolerance'"
    )


def test_a_sentence_that_recurs_counts_once() -> None:
    pair = ("董事會應核定風險胃納。", "The board shall approve the risk appetite.")
    other = ("公司應遵守風險胃納。", "The company minds the risk tolerance.")
    assert found(*[pair] * 9, other, rules=["inconsistent"], terms=terms_of()) == []


@pytest.mark.parametrize(
    ("source", "term", "usual", "other"),
    [
        ("zh", "風險胃納", "risk appetite", "risk tolerance"),
        ("en", "data controller", "資料控制者", "資料管控者"),
    ],
)
def test_a_frame_that_all_sentences_share_is_no_part_of_the_name(
    source: str, term: str, usual: str, other: str
) -> None:
    who = [("銀行", "bank"), ("集團", "group"), ("券商", "broker"), ("信託", "trust")]
    who += [("工會", "union"), ("財團", "fund"), ("部門", "unit"), ("分行", "branch")]
    frames = [
        (f"{zh}應每年檢討其{{}}。", f"The {en} reviews its {{}} every year.") for zh, en in who
    ]
    of_term, of_name = (0, 1) if source == "zh" else (1, 0)
    pairs = [(pair[of_term].format(term), pair[of_name].format(usual)) for pair in frames]
    pairs += [(pair[of_term].format(term), pair[of_name].format(other)) for pair in LATER]
    pairs += [(pair[of_term].format(""), pair[of_name].format("")) for pair in BESIDE]
    findings = found(*pairs, rules=["inconsistent"], terms=terms_of())
    assert [(each.segment.number, each.expected) for each in findings] == [
        (len(who) + 1, (usual,)),
        (len(who) + 2, (usual,)),
    ]


def test_beyond_what_is_held_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variation, "_HELD", 200)
    assert told("zh", "風險胃納", "risk appetite", "risk tolerance") == []


def test_a_note_switches_it_off_and_a_profile_makes_it_an_error() -> None:
    settings = CheckSettings.of(rules=["inconsistent"], severities={"inconsistent": "error"})
    pairs = [(zh.format("風險胃納"), en.format("risk appetite")) for zh, en in USUAL]
    pairs += [(zh.format("風險胃納"), en.format("risk tolerance")) for zh, en in LATER]
    of_file = segments(*pairs)
    of_file[-1] = replace(of_file[-1], ignored=frozenset({"inconsistent"}))
    (one,) = Checker(terms_of(), settings).findings(of_file)
    assert (one.segment.number, one.severity) == (len(pairs) - 1, "error")


@pytest.mark.skipif(sys.platform != "linux", reason="one process elsewhere")
def test_in_several_processes_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "_FEW", 4)
    pairs = [(zh.format("風險胃納"), en.format("risk appetite")) for zh, en in USUAL]
    pairs += [(zh.format("風險胃納"), en.format("risk tolerance")) for zh, en in LATER]
    one, two = (
        list(Checker(terms_of(), CheckSettings(), processes).findings(segments(*pairs)))
        for processes in (1, 2)
    )
    assert one == two and "inconsistent" in {each.rule for each in one}


@pytest.mark.parametrize("part", PARTS)
def test_verdicts_are_right_or_false(part: str) -> None:
    assert set(verdicts(part).values()) <= {"right", "false"}
