"""What the overview makes of counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from glossary.operations.overview import (
    FormsCount,
    SubjectCount,
    TagCoverage,
    WeekOfGrowth,
    by_forms,
    by_subject,
    coverage,
    growth,
)
from glossary.operations.regions import REGIONAL_TAGS
from glossary.store.base import EntryCount, MadeCount
from glossary.termbase import Termbase


def test_a_form_without_a_region_serves_in_its_script_but_fills_no_gap() -> None:
    found = coverage(
        [
            FormsCount(("zh-Hant-TW", "zh-Hans-CN"), 5),
            FormsCount(("zh-Hant",), 3),
            FormsCount(("zh-Hans-SG",), 2),
            FormsCount((), 1),
        ]
    )
    assert found == [
        TagCoverage("zh-Hans-CN", 5, 6, 0),
        TagCoverage("zh-Hant-TW", 5, 6, 3),
        TagCoverage("zh-Hant-HK", 0, 11, 3),
        TagCoverage("zh-Hans-SG", 2, 9, 0),
        TagCoverage("zh-Hant", 3, 8, 0),
    ]


def test_entries_by_subject_and_by_forms() -> None:
    counted = [
        EntryCount("law", ("admitted", "preferred"), ("zh-Hans-CN", "zh-Hant-TW"), 3),
        EntryCount("law", ("preferred",), ("zh-Hant-TW",), 4),
        EntryCount("", ("preferred",), ("zh-Hant-TW",), 9),
    ]
    assert by_subject(counted) == [
        SubjectCount("", 9, {"preferred": 9}),
        SubjectCount("law", 7, {"admitted": 3, "preferred": 7}),
    ]
    assert by_forms(counted) == [
        FormsCount(("zh-Hant-TW",), 13),
        FormsCount(("zh-Hans-CN", "zh-Hant-TW"), 3),
    ]


def test_growth_adds_up_week_by_week_and_shows_weeks_without_any() -> None:
    made = [
        MadeCount("2026-01-05T00:00:00Z", 2, 0),  # a Monday
        MadeCount("2026-01-11T23:59:59Z", 1, 4),
        MadeCount("2026-01-19T08:00:00Z", 0, 6),
    ]
    assert growth(made, date(2026, 1, 27)) == [
        WeekOfGrowth("2026-01-05", 3, 4),
        WeekOfGrowth("2026-01-12", 3, 4),
        WeekOfGrowth("2026-01-19", 3, 10),
        WeekOfGrowth("2026-01-26", 3, 10),
    ]
    assert growth([], date(2026, 1, 27)) == []


def test_what_was_made_at_an_unknown_time_was_there_before() -> None:
    made = [MadeCount("", 7, 1), MadeCount("2026-01-20T00:00:00Z", 2, 0)]
    today = date(2026, 1, 27)
    assert growth(made, today) == [
        WeekOfGrowth("2026-01-19", 9, 1),
        WeekOfGrowth("2026-01-26", 9, 1),
    ]
    assert growth(made[:1], today) == [WeekOfGrowth("2026-01-26", 7, 1)]


def test_the_overview_of_a_termbase(tmp_path: Path) -> None:
    times = iter([f"2026-01-{day:02}T08:00:00Z" for day in (1, 20, 21)])
    with Termbase.open(tmp_path / "terms.db", clock=lambda: next(times)) as termbase:
        termbase.add("浮橋", "pontoon", zh_tag="zh-Hant-TW", subject="harbours", by="ada")
        termbase.add("潮閘", "tide gate", zh_tag="zh-Hant-HK", by="bo")
        told = termbase.overview()
    assert (told.entries, told.since) == (2, "2026-01-14T08:00:00Z")
    assert [(each.subject, each.entries) for each in told.subjects] == [("", 1), ("harbours", 1)]
    assert [tag.tag for tag in told.tags] == list(REGIONAL_TAGS)
    assert [(tag.has, tag.missing) for tag in told.tags] == [(0, 2), (1, 1), (1, 1), (0, 2)]
    assert [(each.by, each.verb) for each in told.done] == [("bo", "add")]
    assert [week.entries for week in told.growth] == [1, 1, 1, 2]
