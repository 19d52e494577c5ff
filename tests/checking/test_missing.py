"""When a term without its listed form is missing: shorter forms, names, and words in its place."""

from __future__ import annotations

from typing import Any

import pytest

from glossary.checking.names import longer_name
from glossary.checking.phrases import left_out_together
from glossary.checking.rendering import _joint
from tests.checking_samples import CN, EN, TW, found, terms_of

ENTRIES: dict[str, list[Any]] = {
    "building": [(EN, "relevant building"), (TW, "有關建築物")],
    "control": [(EN, "Control Act"), (TW, "監察法")],
    "quarry": [(EN, "Sand and Gravel Excavation Act"), (TW, "土石採取法")],
    "code": [(EN, "Criminal Code of the Republic of China"), (TW, "中華民國刑法")],
    "merger": [(EN, "amalgamation creating a new entity"), (TW, "新設合併")],
    "estate": [(EN, "Clauses of the Real Estate Securitization Act"), (TW, "不動產證券化條例")],
    "trust": [(EN, "Trust Enterprise Act"), (TW, "信託業法")],
    "plan": [(EN, "Operation Plan of Disaster Prevention"), (TW, "災害防救業務計畫")],
    "plans": [(EN, "Plans of Disaster Prevention"), (TW, "災害防救計畫")],
    "information": [(EN, "information"), (TW, "資訊"), (CN, "信息")],
    "service": [(EN, "service enterprise"), (TW, "各服務事業")],
    "station": [(EN, "Amateur Radio Station"), (TW, "業餘無線電臺")],
    "short": [(EN, "amateur station"), (TW, "業餘電臺")],
    "cdc": [(EN, "CDC"), (TW, "疾管署")],
    "card": [(EN, "credit card"), (TW, "信用卡")],
}


def said(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    """(rule, severity) of what is found of terms."""
    findings = found(*pairs, terms=terms_of(ENTRIES), rules=["missing", "region", "forbidden"])
    return [(each.rule, each.severity) for each in findings]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Apply under the Sand and Gravel Excavation Act.", "依本法申請。"),
        ("Article 121 of the Criminal Code of the Republic of China.", "刑法第一百二十一條。"),
        ("新設合併後應置校長。", "After an amalgamation there shall be a president."),
        ("依不動產證券化條例辦理。",
         "Under the Real Estate Securitization Act and the Trust Enterprise Act."),
        ("依災害防救業務計畫實施。", "It acts by Plans of Disaster Prevention."),
        ("業餘無線電臺之執照", "the license of an amateur station"),
        ("A service enterprise helps another service enterprise.", "各服務事業協助他服務事業。"),
        ("信用卡不堪使用。", "The original card is no longer usable."),
        ("發卡機構對信用卡新增功能。", "The card issuer adds functions to the card."),
    ],
)  # fmt: skip
def test_a_shorter_form_is_right(source: str, target: str) -> None:
    assert said((source, target)) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("This Act follows the Sand and Gravel Excavation Act.", "本法依信託規定。"),
        ("廠房及有關建築物應拆除。", "The buildings shall be removed."),  # of 廠房
    ],
)
def test_a_shorter_form_that_stands_for_something_else_is_not(source: str, target: str) -> None:
    assert said((source, target)) == [("missing", "warning")]


def test_the_head_is_a_note_where_a_file_often_has_no_more() -> None:
    pairs = [
        (f"廠房及有關建築物應拆除{n}次。", f"The buildings shall be removed {n} times.")
        for n in range(3)
    ]
    assert said(*pairs) == [("missing", "note")] * 3


AIR = ("These rules follow the Air Pollution Control Act.", "本標準依空氣污染防制法訂定。")
AIR_SAID = ("They follow the Air Pollution Control Act.", "其依空氣污染監察法。")


def test_a_part_of_a_longer_name_is_a_note_unless_the_file_has_it_there_elsewhere() -> None:
    assert said(AIR) == [("missing", "note")]
    assert said(AIR, AIR_SAID) == [("missing", "warning")]


@pytest.mark.parametrize(
    ("text", "term", "name"),
    [
        ("They read the Air Pollution Control Act.", "Control Act", "Air Pollution Control Act"),
        ("Drug Prevention and Control Act applies.", "Control Act",
         "Prevention and Control Act"),  # the first word of a sentence may be any
        ("The Control Act applies to them.", "Control Act", ""),
        ("See the control act.", "control act", ""),
        ("The rules of Regulations for Foreign Funds apply.", "Foreign Funds", ""),
        ("The Vessel Carrier Permit is void.", "Vessel Carrier", "Vessel Carrier Permit"),
        ("Air Pollution Control Act", "Control Act", ""),  # a heading
    ],
)  # fmt: skip
def test_a_name_of_english_is_written_large(text: str, term: str, name: str) -> None:
    at = text.index(term)
    assert longer_name(text, (at, at + len(term))) == name


def test_names_beyond_those_that_are_kept_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.checking.names._KEPT", 0)
    assert said(AIR, AIR_SAID) == [("missing", "note")]


def test_a_form_of_another_region_with_a_suffix_is_told() -> None:
    assert ("region", "error") in said(("The use of information.", "本廠信息化之推展。"))
    assert said(("The use of information.", "本廠資訊化之推展。")) == []


def test_an_acronym_is_no_ordinary_word() -> None:
    pairs = [(f"The CDC said so {n} times.", f"他這麼說了{n}次。") for n in range(2)]
    assert said(*pairs) == [("missing", "warning")] * 2


POLICIES = [
    ("The policy was adopted.", "政策已通過。"),
    ("Who makes a policy?", "誰制定政策？"),
    ("Their policy failed.", "政策失敗。"),
]
"""A file that says 政策 where its source has a policy, and nowhere else."""


@pytest.mark.parametrize(
    ("target", "is_told"),
    [
        ("保險人因政策所以訴訟。", False),  # function words do not count
        ("保險人對政策之椅子訴訟。", True),  # but tie others together
        ("保險人對政策、椅子訴訟。", False),
    ],
)
def test_words_from_nowhere_stand_in_a_row(target: str, is_told: bool) -> None:
    entries = terms_of({"insurer": [(EN, "insurer"), (TW, "保險人")]})
    unsaid = ("The insurer sues the insurer.", target)
    assert bool(found(*POLICIES, unsaid, terms=entries, rules=["missing"])) == is_told


_LAW = terms_of(
    {
        "collection": [(EN, "collection"), (TW, "蒐集")],
        "processing": [(EN, "processing"), (TW, "處理")],
        "data": [(EN, "personal data"), (TW, "個人資料")],
    }
)
_SAID = (
    "The collection or processing of personal data is limited.",
    "個人資料之蒐集或處理應予限制。",
)
_PHRASE = "Proper measures precede such collection or processing of personal data."


def missing_in(*pairs: tuple[str, str]) -> list[str]:
    """The severities of the terms that are missing."""
    return [each.severity for each in found(*pairs, terms=_LAW, rules=["missing"])]


def test_a_phrase_that_was_said_before_may_be_left_out_as_a_whole() -> None:
    assert missing_in(_SAID, (_PHRASE, "事前有適當安全措施。")) == ["note"] * 3


def test_a_phrase_that_was_not_said_before_is_missing() -> None:
    assert missing_in((_PHRASE, "事前有適當安全措施。")) == ["warning"] * 3


def test_one_term_of_a_phrase_is_missing() -> None:
    said_but_one = (_PHRASE, "個人資料之蒐集事前有適當措施。")
    assert missing_in(_SAID, said_but_one) == ["warning"]


def test_a_phrase_is_parted_by_other_words() -> None:
    parted = left_out_together("collection of new data, processing, use", [(0, 10), (24, 34)])
    assert not parted
    assert left_out_together("collection, processing or use", [(0, 10), (12, 22), (26, 29)])
    assert not left_out_together("use, processing or use", [(0, 3), (5, 15), (19, 22)])


def test_of_a_pair_the_second_is_sought_closely_behind_its_first() -> None:
    assert _joint("進", "口", "進出入出口進出口", 0) == 7
    assert _joint("進", "口", "進出入出口", 0) == -1
