"""Titles among the pairs of a memory: whole ones are raised, pieces of them go."""

from __future__ import annotations

import numpy as np
import pytest

from glossary.mining.corpus.association import PairTable, share_of_best
from glossary.mining.corpus.features import Described
from glossary.mining.corpus.titles import is_title, with_titles
from glossary.mining.corpus.wording import worded
from glossary.mining.corpus.wordings import wordings_of

Counted = tuple[str, str, int, int, int]
"""A pair with the units of both sides together, of the Chinese and of the English."""


def judged(*counted: Counted, confidence: float = 0.05) -> dict[tuple[str, str], float]:
    """The confidence of each pair after titles were looked at, all being as sure before."""
    zh = list(dict.fromkeys(row[0] for row in counted))
    en = list(dict.fromkeys(row[1] for row in counted))
    pairs = PairTable(
        np.array([zh.index(row[0]) for row in counted]),
        np.array([en.index(row[1]) for row in counted]),
        *(np.array([float(row[n]) for row in counted]) for n in (2, 3, 4)),
    )
    memory = Described(
        pairs,
        wordings_of(zh, "zh"),
        wordings_of(en, "en"),
        1_000,
        (10_000, 10_000),
    )
    found = with_titles(memory, np.full(len(counted), confidence)).round(2).tolist()
    return {row[:2]: value for row, value in zip(counted, found, strict=True)}


def test_two_titles_that_are_each_others_best_are_raised() -> None:
    found = judged(("老人福利法", "Senior Citizens Welfare Act", 12, 12, 12))
    assert found == {("老人福利法", "Senior Citizens Welfare Act"): 0.6}


def test_titles_that_stand_together_once_or_twice_are_not_raised() -> None:
    found = judged(("老人福利法", "Company Act", 2, 2, 2), ("公司法", "Welfare Act", 1, 1, 1))
    assert set(found.values()) == {0.05}


def test_a_piece_of_a_longer_title_is_none_and_the_longer_leads() -> None:
    found = judged(
        ("老人福利法", "Welfare Act", 12, 12, 14),
        ("老人福利法", "Senior Citizens Welfare Act", 9, 12, 9),
        confidence=0.5,
    )
    assert found["老人福利法", "Welfare Act"] == 0
    assert found["老人福利法", "Senior Citizens Welfare Act"] >= 0.5


def test_the_longer_titles_around_a_piece_are_summed() -> None:
    found = judged(
        ("公庫法", "Treasury Act", 12, 13, 20),
        ("公庫法", "Government Treasury Act", 7, 13, 7),
        ("公庫法", "National Treasury Act", 5, 13, 5),
    )
    assert found["公庫法", "Treasury Act"] == 0
    assert min(found["公庫法", f"{each} Treasury Act"] for each in ("Government", "National")) > 0.5


def test_a_title_that_also_stands_in_the_title_of_its_rules_is_kept() -> None:
    found = judged(("水利法", "Water Act", 20, 20, 20), ("水利法施行細則", "Water Act", 10, 10, 20))
    assert found["水利法", "Water Act"] == 0.6


def test_a_title_inside_the_title_of_another_law_is_kept() -> None:
    cable, television = "Cable Radio and Television Act", "Radio and Television Act"
    found = judged(
        ("廣播電視法", television, 56, 60, 56),
        ("有線廣播電視法", television, 40, 40, 56),
        ("廣播電視法", cable, 40, 60, 40),
        ("有線廣播電視法", cable, 40, 40, 40),
        confidence=0.3,
    )
    assert found["廣播電視法", television] >= 0.3
    assert found["有線廣播電視法", cable] == 0.6
    assert found["有線廣播電視法", television] == found["廣播電視法", cable] == 0


def test_a_verb_before_a_chinese_title_makes_no_longer_one() -> None:
    found = judged(
        ("組織犯罪防制條例", "Organized Crime Prevention Act", 10, 12, 10),
        ("觸犯組織犯罪防制條例", "Organized Crime Prevention Act", 9, 9, 10),
    )
    assert found["組織犯罪防制條例", "Organized Crime Prevention Act"] > 0.5


def test_a_verb_that_always_stands_before_a_title_is_a_part_of_it() -> None:
    found = judged(
        ("懲治走私條例", "Punishment of Smuggling Act", 6, 11, 6),
        ("走私條例", "Punishment of Smuggling Act", 6, 11, 6),
    )
    assert found["走私條例", "Punishment of Smuggling Act"] == 0
    assert found["懲治走私條例", "Punishment of Smuggling Act"] == 0.6


def test_an_old_translation_of_a_title_stands_beside_the_new_one() -> None:
    found = judged(("信託法", "Trust Act", 30, 40, 30), ("信託法", "Trust Law", 10, 40, 10))
    assert found["信託法", "Trust Law"] == 0.6


def test_a_title_that_is_only_cited_beside_another_is_no_translation() -> None:
    found = judged(
        ("審計法", "Audit Act", 27, 27, 27),
        ("決算法", "Audit Act", 22, 35, 27),
        ("決算法", "Financial Statement Act", 30, 35, 30),
    )
    assert found["決算法", "Audit Act"] == 0.05


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("公司法", "Company Act"),
        ("公司法", "Company Act of the Republic of China"),
        ("有限合夥法", "Limited Partnership Act"),
        ("證券商設置標準", "Standards Governing the Establishment of Securities Firms"),
    ],
)
def test_titles_have_the_form_of_titles(zh: str, en: str) -> None:
    assert is_title(worded(zh, "zh"), worded(en, "en"))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("公司法", "provisions of the Company Act"),
        ("公司法", "Article 3 of the Company Act"),
        ("公司法", "Company Act and the Banking Act"),
        ("公司法", "Company Act or the Banking Act"),
        ("公司法", "Matters Prescribed in accordance with the Company Act"),
        ("違反公司法", "Company Act"),
        ("原公司法", "Company Act"),
        ("車臺設備依公司法", "Company Act"),
        ("公司法、銀行法", "Company Act"),
        ("破產宣告或依公司法", "Company Act"),
        ("管理辦法及公司法", "Company Act"),
        ("公司", "Company Act"),
        ("公司法", "the company act"),
    ],
)
def test_what_holds_a_title_and_more_is_no_title(zh: str, en: str) -> None:
    assert not is_title(worded(zh, "zh"), worded(en, "en"))


def test_the_share_of_a_best_that_is_nothing_is_nothing() -> None:
    shares = share_of_best(np.array([0, 0, 1]), np.array([0.5, 0.25, 0.0]))
    assert shares.tolist() == [1.0, 0.5, 0.0]
