"""What each rule finds, and when it is silent."""

from __future__ import annotations

import pytest

from glossary.checking.numbers import numbers_in
from glossary.checking.quantities import quantities_in, unit_forms
from glossary.checking.rendering import TargetWording
from glossary.checking.rules import RULES, rules_named
from glossary.errors import InvalidInput
from tests.checking_samples import CN, EN, TW, found, terms_of


def told(*pairs: tuple[str, str], **options: object) -> list[tuple[str, str]]:
    """(rule, severity) of what is found."""
    return [(each.rule, each.severity) for each in found(*pairs, **options)]  # type: ignore[arg-type]


# ---------------------------------------------------------------- missing


def test_a_term_without_any_of_its_forms_is_missing() -> None:
    (one,) = found(("The security dilemma grows.", "此一問題日益嚴重。"))
    assert (one.rule, one.severity, one.concept_id) == ("missing", "warning", "dilemma")
    assert one.source_spans == ((4, 20),)
    assert one.expected == ("安全困境",)


def test_half_of_a_term_is_not_the_term() -> None:
    assert told(("The security dilemma grows.", "安全兩難日益嚴重。")) == [("missing", "warning")]


def test_another_term_in_its_place_is_an_error_and_marked() -> None:
    (one,) = found(("匯票應記載金額。", "An insurer shall state the amount."))
    assert (one.severity, one.found, one.target_spans) == ("error", "insurer", ((3, 10),))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("He reads about India.", "他讀到印度的事。"),
        ("Videos are long.", "影片很長。"),
        ("The platform is new.", "平台很新。"),  # another glyph
        ("匯票經背書後轉讓。", "The bill is transferred by endorsement."),  # shortened to its head
        ("匯票之執票人", "the holder of Bills of Exchange"),  # inflected, with capitals
        ("保險人應給付。", "The insurance company shall pay."),  # derived
        ("They sat on the bank.", "他們坐在河岸上。"),  # either of two entries
        ("They went to the bank.", "他們去了銀行。"),
        ("WHO says so.", "世界衛生組織這麼說。"),
        ("印度尼西亞很遠。", "Indonesia is far."),  # no India in it
        ("他讀過《安全困境》一書。", "He read the book."),  # a quoted title
        ("Write to {video} now.", "現在寫信。"),  # a placeholder
    ],
)
def test_nothing_is_said_of_what_is_right(source: str, target: str) -> None:
    assert told((source, target)) == []


def test_a_term_that_is_defined_has_to_be_named_itself() -> None:
    meaning = "a bill that is drawn by one and in exchange paid by another person"
    right = ("匯票：指由他人支付之票據。", f"Bill of exchange: {meaning}.")
    wrong = (
        "匯票：指由他人支付之票據。",
        f"Draft of payment: anything whatever on earth that is {meaning}.",
    )
    assert told(right, rules=["missing"]) == []
    assert told(wrong, rules=["missing"]) == [("missing", "warning")]


def test_a_definition_with_the_term_in_it_does_not_name_it() -> None:
    right = (
        "匯票（以下簡稱票據），指匯票之一種。",
        "A bill of exchange means a kind of a bill of exchange.",
    )
    wrong = (
        "匯票（以下簡稱票據），指匯票之一種。",
        "A promissory note means a kind of a bill of exchange.",
    )
    assert told(right, rules=["missing"]) == []
    assert told(wrong, rules=["missing"])[:1] == [("missing", "warning")]


def test_words_of_another_term_are_no_part_of_one() -> None:
    entries = {
        "quota": [(TW, "單船許可配額"), (EN, "allowed individual vessel quota")],
        "other": [(TW, "單船配額"), (EN, "individual vessel quota")],
    }
    source = "單船許可配額不得超過單船配額。"
    right = "The allowed quota of a vessel shall not exceed the individual vessel quota."
    wrong = "The equipment shall not exceed the individual vessel quota."
    made = terms_of(entries)
    assert told((source, right), terms=made, rules=["missing"]) == []
    assert told((source, wrong), terms=made, rules=["missing"]) == [("missing", "warning")]


def test_words_that_the_source_has_elsewhere_too_do_not_shorten_a_term() -> None:
    entries = {"act": [(TW, "國庫法"), (EN, "National Treasury Act")]}
    source = "調節國庫收支，依國庫法規定辦理。"
    wrong = "The national treasury is balanced in accordance with the contract."
    other = "The national treasury is balanced in accordance with the Treasury Act of the nation."
    made = terms_of(entries)
    assert told((source, wrong), terms=made, rules=["missing"]) == [("missing", "warning")]
    assert told((source, other), terms=made, rules=["missing"]) == []


@pytest.mark.parametrize(
    ("term", "form", "source", "target"),
    [
        ("principal", "委託人", "The principal shall report.", "受託人應申報。"),
        ("review team", "審查小組", "It passed the review team.", "經仲裁小組審查通過。"),
        ("得標廠商", "contractor", "得標廠商應履約。", "The subcontractor shall perform."),
        ("國防部", "Ministry of Defense", "會同國防部定之。", "Set with the Ministry of Justice."),
        (
            "live-attenuated vaccine",
            "減毒活疫苗",
            "Live-attenuated vaccines work.",
            "滅活疫苗有效。",
        ),
        (
            "船務代理業",
            "shipping agency",
            "船務代理業經營代理業務。",
            "The agency acts as forwarder.",
        ),
    ],
)
def test_a_neighbouring_term_is_not_the_term(
    term: str, form: str, source: str, target: str
) -> None:
    tags = (EN, TW) if term.isascii() else (TW, EN)
    made = terms_of({"one": [(tags[0], term), (tags[1], form)]})
    assert told((source, target), terms=made, rules=["missing"]) == [("missing", "warning")]


def test_a_name_within_a_longer_one_of_the_source_takes_none_of_its_words() -> None:
    entries = {
        "long": [(TW, "商業會計法"), (EN, "Business Entity Accounting Act")],
        "short": [(TW, "會計法"), (EN, "Accounting Act")],
    }
    made = terms_of(entries)
    pair = ("依商業會計法辦理。", "Kept in accordance with the Business Accounting Act.")
    assert told(pair, terms=made, rules=["missing"]) == []
    both = ("依商業會計法及會計法辦理。", "Kept in accordance with the Accounting Act.")
    assert told(both, terms=made, rules=["missing"]) == []


def test_a_term_that_is_a_part_of_a_form_does_not_stand_for_another() -> None:
    entries = {
        "value": [(TW, "受益權單位淨資產價值"), (EN, "net asset value per beneficial unit")],
        "right": [(TW, "受益權"), (EN, "beneficiary right")],
    }
    pair = ("The net asset value per beneficial unit rises.", "受益權單位淨資產值上升。")
    assert told(pair, terms=terms_of(entries), rules=["missing"]) == []


def test_a_remark_in_brackets_is_no_part_of_a_form() -> None:
    entries = {"act": [(TW, "證券管理辦法（93.10.30 訂定）"), (EN, "Securities Regulations")]}
    other = {"insurer": [(TW, "保險人"), (EN, "insurer")]}
    pair = ("The Securities Regulations apply.", "保險人適用證券管理辦法。")
    assert told(pair, terms=terms_of({**entries, **other}), rules=["missing"]) == []


@pytest.mark.parametrize("turn", range(6))
def test_all_words_of_a_form_are_all_of_it_in_whatever_order_they_are_weighed(turn: int) -> None:
    words = ["alpha", "bravo", "corgi", "delta", "eagle", "ferry"]
    weights = dict(zip(words, (0.1, 0.2, 0.3, 0.7, 1e-9, 1e9), strict=True))
    form = " ".join(words[turn:] + words[:turn])
    text = TargetWording("Of the ferry, an eagle, a delta, a corgi, a bravo and an alpha.")
    assert text.share(form, weights.__getitem__) == 1


def test_another_word_for_the_head_of_a_form_will_do() -> None:
    made = terms_of({"act": [(TW, "預算法"), (EN, "Budget Act")]})
    right = ("依預算法辦理。", "Handled pursuant to the Budget Law.")
    wrong = ("依預算法辦理。", "Handled pursuant to the Banking Law.")
    assert told(right, terms=made, rules=["missing"]) == []
    assert told(wrong, terms=made, rules=["missing"]) == [("missing", "warning")]
    alone = terms_of({"warrant": [(TW, "認股權證"), (EN, "warrant")]})
    assert told(("認股權證之發行", "the certificate that is issued"), terms=alone)


def test_a_word_of_a_gloss_of_two_is_not_the_term() -> None:
    made = terms_of({"person": [(TW, "法人"), (EN, "juristic person")]})
    wrong = ("法人得申請之。", "A natural person may apply for it.")
    other = ("法人得申請之。", "A legal person may apply for it.")
    assert told(wrong, terms=made, rules=["missing"]) == [("missing", "warning")]
    assert told(other, terms=made, rules=["missing"]) == [("missing", "note")]


def test_a_word_of_the_same_stem_that_another_of_the_source_is_does_not_stand_for_a_term() -> None:
    made = terms_of(
        {"contractor": [(TW, "得標廠商"), (EN, "winning tenderer"), (EN, "contractor")]}
    )
    wrong = ("得標廠商應依契約履行。", "The buyer shall perform the contract.")
    right = ("得標廠商應依規定履行。", "Whoever contracts shall perform as stipulated.")
    assert told(wrong, terms=made, rules=["missing"]) == [("missing", "warning")]
    assert told(right, terms=made, rules=["missing"]) == []


def test_a_form_of_another_term_with_a_remark_takes_its_words() -> None:
    entries = {
        "funds": [
            (TW, "證券投資信託基金管理辦法（93.10.30 訂定）"),
            (EN, "Securities Funds Rules"),
        ],
        "futures": [(TW, "期貨信託基金管理辦法"), (EN, "Futures Funds Rules")],
    }
    source = "The Securities Funds Rules and the Futures Funds Rules apply."
    wrong = (source, "適用證券投資信託基金管理辦法及達一定等。")
    right = (source, "適用證券投資信託基金管理辦法及期貨信託基金管理辦法。")
    made = terms_of(entries)
    assert told(wrong, terms=made, rules=["missing"]) == [("missing", "warning")]
    assert told(right, terms=made, rules=["missing"]) == []


def test_the_act_is_this_act_where_the_source_says_so() -> None:
    entries = {"act": [(TW, "漁業法"), (EN, "Fisheries Act")]}
    wrong = ("依漁業法（以下簡稱本法）訂定之。", "Enacted pursuant to the Code (the Act).")
    right = ("依漁業法訂定之。", "Enacted pursuant to the Act.")
    made = terms_of(entries)
    assert told(wrong, terms=made, rules=["missing"]) == [("missing", "warning")]
    assert told(right, terms=made, rules=["missing"]) == []


def test_a_term_that_stands_in_other_words_is_there_whatever_else_stands_there() -> None:
    pair = ("匯票應記載金額。", "For exchange, the bill and the insurer state it.")
    assert told(pair, rules=["missing"]) == []


def test_a_definition_may_say_where_the_term_was_mentioned() -> None:
    source = 'The term "bill of exchange" mentioned in the preceding paragraph means a bill.'
    wrong = (source, "前項所稱本票，指匯票之一種。")
    assert told(wrong, rules=["missing"])[:1] == [("missing", "warning")]
    assert told((source, "前項所稱匯票，指票據之一種。"), rules=["missing"]) == []


def test_a_chinese_target_does_not_leave_out_a_term_for_nothing() -> None:
    pairs = [
        ("The insurer shall pay.", "保險人應給付。"),
        ("Then the insurer may refuse.", "其後某某得拒絕。"),
    ]
    (one,) = found(*pairs, rules=["missing"])
    assert (one.severity, one.segment.number) == ("note", 2)  # 其 may stand for it
    pairs[1] = ("Then the insurer may refuse.", "嗣後某某得拒絕。")
    (one,) = found(*pairs, rules=["missing"])
    assert (one.severity, one.segment.number) == ("warning", 2)


def test_a_term_that_a_chinese_file_often_leaves_unsaid_is_a_note() -> None:
    first = ("The security dilemma is old.", "安全困境由來已久。")
    words = ["增強", "終止", "惡化", "蔓延"]
    others = [(f"The security dilemma did {n}.", f"又見{word}。") for n, word in enumerate(words)]
    said = found(first, *others, rules=["missing"])
    assert {each.severity for each in said} == {"note"} and len(said) == len(words)
    assert all("unsaid" in each.message for each in said)


def test_a_pronoun_for_the_term_of_the_segment_before_is_a_note() -> None:
    pairs = [
        ("保險人應給付保險金。", "The insurer shall pay the benefit."),
        ("保險人得拒絕之。", "It may refuse to do so."),
    ]
    (one,) = found(*pairs)
    assert (one.severity, one.segment.number) == ("note", 2)
    assert "the segment before has it" in one.message


POLICIES = [
    ("The policy was adopted.", "政策已通過。"),
    ("Who makes a policy?", "誰制定政策？"),
    ("Their policy failed.", "政策失敗。"),
]
"""A file that says 政策 where its source has a policy, and nowhere else."""


def test_no_pronoun_stands_where_the_target_has_words_that_nothing_in_the_source_says() -> None:
    before = ("The insurer shall pay.", "保險人應給付。")
    unsaid = ("Then the insurer may refuse.", "其後得拒絕。")
    replaced = ("Then the insurer may refuse.", "其後重大政策得拒絕。")
    (one,) = found(*POLICIES, before, unsaid, rules=["missing"])
    assert (one.severity, one.segment.number) == ("note", 5)
    (one,) = found(*POLICIES, before, replaced, rules=["missing"])
    assert (one.severity, one.segment.number) == ("warning", 5)
    assert "重大政策" in one.message


def test_no_pronoun_stands_for_a_term_where_english_words_come_from_nowhere() -> None:
    policies = [pair[::-1] for pair in POLICIES]
    before = ("保險人應給付保險金。", "The insurer shall pay the benefit.")
    replaced = ("保險人得拒絕之。", "The policy makers may refuse its payment.")
    (one,) = found(*policies, before, replaced, rules=["missing"])
    assert (one.severity, one.segment.number) == ("warning", 5)


def test_a_term_that_is_said_again_is_missing_where_other_words_stand_for_it() -> None:
    shortened = ("The insurer sues the insurer.", "保險人提起訴訟。")
    replaced = ("The insurer sues the insurer.", "保險人對重大政策提起訴訟。")
    assert told(*POLICIES, shortened, rules=["missing"]) == []
    (one,) = found(*POLICIES, replaced, rules=["missing"])
    assert one.severity == "warning" and one.source_spans == ((21, 28),)


def test_a_word_that_a_file_seldom_says_tells_nothing() -> None:
    replaced = ("The insurer sues the insurer.", "保險人對重大政策提起訴訟。")
    assert told(*POLICIES[:1], replaced, rules=["missing"]) == []


def test_words_beyond_those_that_are_counted_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = ("The insurer sues the insurer.", "保險人對重大政策提起訴訟。")
    assert len(found(*POLICIES, replaced, rules=["missing"])) == 1
    monkeypatch.setattr("glossary.checking.strays._KEPT", 0)
    assert told(*POLICIES, replaced, rules=["missing"]) == []


def test_the_subject_chooses_between_entries_of_one_form() -> None:
    subjects = {"bank-money": "finance", "bank-river": "geography"}
    pair = ("They sat on the bank.", "他們坐在銀行上。")
    assert told(pair, terms=terms_of(subjects=subjects)) == []
    said = found(pair, terms=terms_of(subjects=subjects), subject="geography", rules=["missing"])
    assert [each.expected for each in said] == [("河岸",)]


def test_a_habit_of_the_file_is_told_once() -> None:
    said = ["growth", "loss", "danger", "fear", "delay"]
    pairs = [
        (f"安全困境帶來{n}。", f"The predicament brings {word}.") for n, word in enumerate(said)
    ]
    others = [(f"價格第{n}。", f"Prices move, number {n}.") for n in range(20)]
    findings = found(*pairs, *others, rules=["missing"])
    assert [each.severity for each in findings] == ["warning", *["note"] * 4]
    assert all("'predicament'" in each.message for each in findings)


def test_a_place_without_the_habitual_word_is_told_too() -> None:
    said = ["growth", "loss", "danger", "fear"]
    pairs = [
        (f"安全困境帶來{n}。", f"The predicament brings {word}.") for n, word in enumerate(said)
    ]
    slip = ("安全困境帶來戰爭。", "Weather caused war.")
    others = [(f"價格第{n}。", f"Prices move, number {n}.") for n in range(20)]
    findings = found(*pairs, slip, *others, rules=["missing"])
    loud = [each.segment.number for each in findings if each.severity == "warning"]
    assert (len(findings), loud) == (5, [1, 5])


def test_places_that_differ_in_different_ways_are_each_told() -> None:
    words = ["growth", "loss", "danger", "fear"]
    pairs = [(f"安全困境帶來{n}。", f"This brings {word}.") for n, word in enumerate(words)]
    assert told(*pairs, rules=["missing"]) == [("missing", "warning")] * 4


# ---------------------------------------------------------------- forbidden, region


def test_a_deprecated_form_is_forbidden_and_the_preferred_one_offered() -> None:
    (one,) = found(("Watch the video.", "請看錄像。"))
    assert (one.rule, one.severity, one.found) == ("forbidden", "error", "錄像")
    assert one.fix and (one.fix.span, one.fix.text, one.fix.is_certain) == ((2, 4), "影片", True)


def test_a_form_of_another_region_is_told_in_either_script() -> None:
    for target in ("請看視頻。", "请看视频。"):
        (one,) = found(("Watch the video.", target), rules=["region"])
        assert one.fix and (one.found, one.fix.text) == (target[2:4], "影片")


def test_the_form_of_the_region_that_is_wanted_is_right() -> None:
    assert told(("Watch the video.", "请看视频。"), zh_tag=CN) == []
    assert [f.fix.text for f in found(("The video.", "影片。"), zh_tag=CN) if f.fix][:1] == ["视频"]


def test_without_a_region_any_form_will_do() -> None:
    assert told(("Watch the video.", "請看視頻。"), zh_tag="zh-Hant") == []


def test_a_forbidden_form_that_is_right_by_another_entry_is_not_told() -> None:
    entries = {
        "a": [(EN, "net"), (TW, "網"), (TW, "網路", "deprecated")],
        "b": [(EN, "net"), (TW, "網路")],
    }
    assert told(("The net is down.", "網路斷了。"), terms=terms_of(entries)) == []


def test_the_article_before_a_fix_makes_it_uncertain() -> None:
    entries = {"a": [(TW, "相機"), (EN, "camera"), (EN, "imager", "deprecated")]}
    (one,) = found(("這是相機。", "This is an imager."), terms=terms_of(entries))
    assert one.fix and not one.fix.is_certain


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("於二十四小時內移送", "be turned over within 25 hours"),
        ("The fine is NT$30,000.", "罰鍰為四萬元。"),
        ("三分之二以上之同意", "the consent of three-fourths"),
        ("第十二條", "Article 13"),
        ("百分之五", "6%"),
        ("四分之一", "one third"),
        ("the ratio exceeds 200 percent", "比率逾千分之二百"),
        ("one quarter of the period", "等標期之三分之一"),
        ("十日內陳述意見", "within twenty days"),
        ("附件六", "Attachment 2"),
        ("第十二條之三", "Article 12-4"),
        ("As of March 2020, it was so.", "截至 2020 年 6 月。"),
        ("二年內違反達三次者", "three times within three years"),
        ("II. Establishment", "三、設置"),
        ("3. Take part for 12 hours.", "五、參加十二小時。"),  # no 參 that is a three
    ],
)
def test_a_number_with_another_in_its_place(source: str, target: str) -> None:
    assert told((source, target), rules=["numbers"]) == [("numbers", "error")]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("於二十四小時內移送", "be turned over within twenty-four hours"),
        ("一百五十萬元", "NT$1.5 million"),
        ("民國八十年四月一日", "April 1, 1991"),
        ("三分之二", "two-thirds"),
        ("百分之五", "5 %"),
        ("一般人統一辦理", "people in general"),
        ("千分之五", "0.5%"),
        ("前八款之規定", "the preceding eight subparagraphs"),
        ("五分之一", "one in five"),
        ("完稅價格之七成", "70% of the value"),
        ("十五萬元以下", "not more than NT$150, 000"),
        ("十日內", "within ten days"),
        ("It may be so.", "得如此。"),
        ("between one thousand and five thousand dollars", "一千元以上五千元以下"),
        ("from one hundred thousand and five hundred thousand", "十萬元以上五十萬元以下"),
        ("國民中學三年級學生", "students in Grade 9"),
        ("第三十一條第一項一目", "item i of Article 31, paragraph 1"),
        ("Nm3 is of one pressure and 273 K.", "Nm³ 為二七三 K 及一大氣壓。"),
        ("一八八五至一九○○兆赫。", "1885~1900MHz"),
        ("Up to 100 Mb/s at 2.4 megawatts.", "以二點四兆瓦，最高100兆位元。"),
    ],
)
def test_the_same_number_in_other_words(source: str, target: str) -> None:
    assert told((source, target), rules=["numbers"]) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("重五公斤之貨物", "goods of 5 pounds"),
        ("The fine is US$30,000.", "罰鍰新臺幣三萬元。"),
        ("人民幣3億元", "NT$300 million"),
        ("千分之五", "5%"),
        ("一百坪", "100 square meters"),
        ("三公頃之土地", "three acres of land"),
        ("攝氏三十八度", "38 degrees Fahrenheit"),
        ("三十日內", "within thirty months"),
        ("100 kilometres", "100 公尺"),
    ],
)
def test_a_number_with_another_unit(source: str, target: str) -> None:
    (one,) = found((source, target), rules=["numbers"])
    assert one.severity == "error" and "another unit" in one.message
    assert one.term in source and one.found in target and one.term and one.found


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("重五公斤之貨物", "goods of 11 pounds"),
        ("重五公斤", "5 kg"),
        ("一百坪", "330.58 square meters"),
        ("攝氏三十八度", "100.4 °F"),
        ("攝氏三十八度", "38 degrees Celsius"),
        ("It was 38 °C.", "38 度"),
        ("千分之五", "0.5%"),
        ("三成", "30%"),
        ("罰鍰三萬元", "NT$30,000"),
        ("新臺幣三萬元以上十五萬元以下", "not less than NT$30,000 and not more than NT$150,000"),
        ("二十四小時", "1 day"),
        ("三個月", "90 days"),
        ("三十日內", "within thirty (30) days"),
        ("三年級", "grade 3"),
        ("五畝", "5 mu"),
        ("五千米", "5 km"),
        ("該年一月一日一年期利率", "the one-year rate on January 1 of the year"),
        ("民國一百十三年修正", "amended in 2024 are"),
        ("民國三十六年美金公債", "the 1947 US Dollar Bond"),
        ("總數萬分之一以上", "not less than one-ten thousandth of the total"),
        ("四千分之一", "one four thousandth"),
        ("四三○百萬赫、一四百萬赫", "430 MHz and 14MHz"),
        ("新臺幣二千一百元", "two thousand and one hundred N.T. dollars"),
        ("one thousand and two thousand dollars", "一千元及二千元"),
        ("第四條第二款第四目", "paragraph 2.4 of Article 4"),
        ("the two hundredth day, or two hundredths", "第二百日，或百分之二"),
        ("新臺幣一二、○○○元", "NT$12,000"),
        ("Pursuant to Articles 24.2 and 31.1 of it", "依第二十四條第二項及第三十一條第一項"),
        ("共二七三人（273人）", "in all 273 persons"),
        ("Paragraph 17.2, 18.2, or 22.2 of it", "第十七條第二項、第十八條第二項或第二十二條第二項"),
    ],
)
def test_a_number_in_its_own_unit_or_a_converted_one(source: str, target: str) -> None:
    assert told((source, target), rules=["numbers"]) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("時速100公里", "101 km per hour"),
        ("重五公斤", "goods of 20 pounds"),
        ("5 miles", "五公里"),
        ("民國一百十二年", "2024"),
        ("at least 30 hours, of which 30 hours", "三十小時以上，其中二十小時"),
        ("總數萬分之一以上", "not less than one thousandth of the total"),
        ("新臺幣一二、○○○元", "NT$1,200"),
        ("四三○百萬赫", "43 MHz"),
        ("Pursuant to Articles 24.2 and 31.1 of it", "依第二十四條第三項及第三十一條第一項"),
        ("the ratio of 24.2 to it", "二十四比二"),
    ],
)
def test_a_number_that_is_wrong_in_any_unit(source: str, target: str) -> None:
    assert told((source, target), rules=["numbers"]) == [("numbers", "error")]


def test_numbers_stand_where_they_were_whatever_the_letters_before_them() -> None:
    text = "İİ Twenty-Five, and 30 MILLION"  # İ in small letters is two characters
    placed = [(text[slice(*each.span)], min(each.values)) for each in numbers_in(text, "en")]
    assert placed == [("Twenty-Five", 25), ("30 MILLION", 30_000_000)]


def test_every_unit_of_the_table_is_read_beside_a_number() -> None:
    for language in ("zh", "en"):
        for form, readings in unit_forms(language).readings.items():
            before, after = (form[:-1], "") if form.endswith("…") else ("", form)
            text = f"{before} 7 {after}"
            measured = quantities_in(text, language, numbers_in(text, language))
            assert [each.readings for each in measured] == [readings] * bool(readings), form


# ---------------------------------------------------------------- script, untranslated, acronym


def test_simplified_characters_in_a_traditional_text() -> None:
    (one,) = found(("Trade grows.", "貿易会成長。"))
    assert (one.rule, one.target_spans, one.fix and one.fix.text) == ("script", ((2, 3),), "會")


def test_a_character_with_several_counterparts_has_no_certain_fix() -> None:
    (one,) = found(("He sets out.", "他出发。"))
    assert one.fix is None


def test_words_that_are_left_in_the_language_of_the_source() -> None:
    pair = ("公司應申報。", "The 公司應申報 shall file.")
    assert told(pair, rules=["untranslated"]) == [("untranslated", "warning")]
    assert told(("We sell it here now.", "We sell it here now.")) == [("untranslated", "warning")]
    assert told(("Nothing yet.", "")) == [("untranslated", "note")]


def test_what_stands_in_brackets_is_given_on_purpose() -> None:
    assert (
        told(("中央銀行發行。", "The Central Bank (中央銀行) issues it."), rules=["untranslated"])
        == []
    )


def test_an_acronym_before_its_full_form() -> None:
    first = ("世界衛生組織宣布。", "The WHO announced it.")
    full = ("世界衛生組織宣布。", "The World Health Organization announced it.")
    assert told(first, first, rules=["acronym"]) == [("acronym", "warning")]
    assert told(full, first, rules=["acronym"]) == []


def test_a_label_that_is_translated_in_two_ways() -> None:
    pairs = [("總則", "General Provisions"), ("總則", "General Rules")]
    (one,) = found(*pairs)
    assert (one.rule, one.severity, one.segment.number) == ("inconsistent", "warning", 2)


def test_every_rule_is_made_by_its_name_and_no_other_is_known() -> None:
    assert list(rules_named([])) == list(RULES)
    with pytest.raises(InvalidInput, match="unknown rule 'spelling'"):
        rules_named(["spelling"])
