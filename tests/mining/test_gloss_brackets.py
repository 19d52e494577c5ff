"""What stands in a bracket."""

from __future__ import annotations

import pytest

from glossary.mining.gloss.acronyms import abbreviates
from glossary.mining.gloss.brackets import brackets, read
from glossary.mining.gloss.english_edge import chinese_inside
from glossary.mining.knowledge.kinds import is_acronym


@pytest.mark.parametrize(
    ("inside", "en", "abbreviation"),
    [
        ("Mutual Recognition Agreement, MRA", "Mutual Recognition Agreement", "MRA"),
        ("MRA, Mutual Recognition Agreement", "Mutual Recognition Agreement", "MRA"),
        ("Mutual Recognition Agreement (MRA)", "Mutual Recognition Agreement", "MRA"),
        ("英語：Mutual Recognition Agreement，縮寫：MRA", "Mutual Recognition Agreement", "MRA"),
        ("standard output，stdout", "standard output", "stdout"),
        ("Anti-Access/Area Denial, A2/AD", "Anti-Access/Area Denial", "A2/AD"),
        ("open doors, closed minds", "open doors, closed minds", None),
        ("toolkits，也就是一整套工具", "toolkits", None),
        ("mean或average", "mean", None),
        ("簡稱ITO", "ITO", None),
        ("“The Quiet Line”", "The Quiet Line", None),
        ('The Long Peace" with co-author Ann Lee', "The Long Peace", None),
        ("Paul Weber，1923—2003", "Paul Weber", None),
        ("use-it-or-lose-it", "use-it-or-lose-it", None),
        ("6G", "6G", None),
    ],
)
def test_a_gloss_is_read(inside: str, en: str, abbreviation: str | None) -> None:
    gloss = read(inside, "某某")
    assert gloss is not None
    assert (gloss.en, gloss.abbreviation) == (en, abbreviation)
    assert inside[gloss.start : gloss.end] == en


@pytest.mark.parametrize(
    "inside",
    [
        "Weber 1999, 12-18",
        "Weber et al. 2001",
        "James Lee 2024, Ann Park 2022",
        "2024年3月1日訪問",
        "https://example.org",
        "editor@example.org",
        "x",
        "II",
        "3 nm",
        "R-TX",
        "NASDAQ: EXMP",
        "Figure 2",
        "see chapter 3",
        "AP Photo/Ann Lee",
        "a = b + c",
        "Sept. 12, 2023",
        "report.pdf",
        "+886 2",
        "德語：Ostpolitik",
        "Associate Professor, Northlake University",
        "此處從略",
        "",
        "we cannot wait for them any longer",
        "USD 50 billion",
    ],
)
def test_what_is_no_gloss(inside: str) -> None:
    assert read(inside, "某某") is None


def test_a_year_is_no_citation_where_the_chinese_names_it() -> None:
    assert read("Vision 2030", "提出2030願景") is not None
    assert read("Vision 2030", "提出遠景") is None


@pytest.mark.parametrize(
    ("inside", "wanted"),
    [
        ("相互再保證，又稱互相保證", "相互再保證"),
        ("即「灰犀牛」", "灰犀牛"),
        ("Zhongguo zhizao, 中國製造", "中國製造"),
        ("下同", None),
        ("見附錄二", None),
        ("這是我們的看法", None),
        ("2023年5月", None),
        ("only English", None),
    ],
)
def test_chinese_inside(inside: str, wanted: str | None) -> None:
    span = chinese_inside(inside)
    assert (inside[slice(*span)] if span else None) == wanted


def test_brackets_nest_and_mix_widths() -> None:
    text = "a（b(c)d）e) (f"
    assert [text[a:b] for a, b in brackets(text)] == ["(c)", "（b(c)d）"]


@pytest.mark.parametrize(
    ("short", "full", "fits"),
    [
        ("WTO", "World Trade Organization", True),
        ("CBMs", "confidence-building measures", True),
        ("seq2seq", "sequence to sequence", True),
        ("Open RAN", "open radio access network", True),
        ("closed minds", "open doors", False),
        ("NATO", "World Trade Organization", False),
        ("sample", "example", False),
    ],
)
def test_abbreviates(short: str, full: str, fits: bool) -> None:
    assert abbreviates(short, full) is fits


def test_is_acronym() -> None:
    assert all(map(is_acronym, ("ITU", "CBMs", "A2/AD", "IoT", "R-CNN", "G7S")))
    assert not any(map(is_acronym, ("Treaty", "The", "deterrence", "A", "World Bank")))
