"""An overview of all that there is: what is in it, what is missing, what waits, who did what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from glossary.operations.regions import REGIONAL_TAGS
from glossary.store.base import DoneCount, EntryCount, MadeCount, Store, WaitingCount
from glossary.text.tags import fallback_chain

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SubjectCount:
    """How many entries a subject field has, and how many of them have a term of each status."""

    subject: str
    entries: int
    statuses: dict[str, int]


@dataclass(frozen=True, slots=True)
class FormsCount:
    """How many entries have Chinese terms of exactly these tags."""

    tags: tuple[str, ...]
    entries: int


@dataclass(frozen=True, slots=True)
class TagCoverage:
    """A Chinese tag: how many entries have a form of it, how many have none, and how many of those
    have a form without a region that serves there too."""

    tag: str
    has: int
    missing: int
    general: int


@dataclass(frozen=True, slots=True)
class WeekOfGrowth:
    """How many of today's entries and units there were at the end of the week that began at
    `start`, a Monday."""

    start: str
    entries: int
    units: int


@dataclass(frozen=True, slots=True)
class Overview:
    """See the parts; `since` is when the week of `done` began, seven days ago."""

    entries: int
    subjects: tuple[SubjectCount, ...]
    tags: tuple[TagCoverage, ...]
    forms: tuple[FormsCount, ...]
    waiting: tuple[WaitingCount, ...]
    since: str
    done: tuple[DoneCount, ...]
    growth: tuple[WeekOfGrowth, ...]


def overview(store: Store, at: str) -> Overview:
    """The overview at a time, all of it from one moment."""
    since = f"{_day(at) - WEEK:%Y-%m-%d}T{at[11:]}"
    with store.snapshot():
        counted = store.entry_counts()
        forms = by_forms(counted)
        return Overview(
            sum(each.entries for each in counted),
            tuple(by_subject(counted)),
            tuple(coverage(forms)),
            tuple(forms),
            tuple(store.waiting_counts()),
            since,
            tuple(store.done_counts(since)),
            tuple(growth(store.made_counts(), _day(at))),
        )


def by_subject(counted: Iterable[EntryCount]) -> list[SubjectCount]:
    """Each subject field, the largest first; "" for entries without one."""
    entries: Counter[str] = Counter()
    statuses: dict[str, Counter[str]] = {}
    for each in counted:
        entries[each.subject] += each.entries
        of_subject = statuses.setdefault(each.subject, Counter())
        for status in each.statuses:
            of_subject[status] += each.entries
    ranked = sorted(entries.items(), key=lambda each: (-each[1], each[0]))
    return [SubjectCount(subject, n, dict(statuses[subject])) for subject, n in ranked]


def by_forms(counted: Iterable[EntryCount]) -> list[FormsCount]:
    """Each set of Chinese tags that entries have, the most frequent first."""
    entries: Counter[tuple[str, ...]] = Counter()
    for each in counted:
        entries[each.tags] += each.entries
    ranked = sorted(entries.items(), key=lambda each: (-each[1], each[0]))
    return [FormsCount(tags, n) for tags, n in ranked]


def coverage(forms: Iterable[FormsCount]) -> list[TagCoverage]:
    """Each tag that some entry has, and those of REGIONAL_TAGS, which come first."""
    forms = list(forms)
    whole = sum(each.entries for each in forms)
    others = sorted({tag for each in forms for tag in each.tags} - set(REGIONAL_TAGS))
    return [_covered(tag, forms, whole) for tag in (*REGIONAL_TAGS, *others)]


def _covered(tag: str, forms: Iterable[FormsCount], whole: int) -> TagCoverage:
    serving = set(fallback_chain(tag)) - {tag}
    has = general = 0
    for each in forms:
        if tag in each.tags:
            has += each.entries
        elif serving & set(each.tags):
            general += each.entries
    return TagCoverage(tag, has, whole - has, general)


def growth(made: Iterable[MadeCount], today: date) -> list[WeekOfGrowth]:
    """Week by week, from the first in which anything was made to that of today. What was made at a
    time that nobody knows was there before."""
    made = list(made)
    by_week: dict[date, list[MadeCount]] = {}
    for each in made:
        by_week.setdefault(_monday(_day(each.at)) if each.at else date.min, []).append(each)
    before = by_week.pop(date.min, [])
    weeks = []
    entries, units = sum(m.entries for m in before), sum(m.units for m in before)
    start = min(by_week, default=_monday(today))
    while made and start <= max([_monday(today), *by_week]):
        entries += sum(m.entries for m in by_week.get(start, ()))
        units += sum(m.units for m in by_week.get(start, ()))
        weeks.append(WeekOfGrowth(start.isoformat(), entries, units))
        start += WEEK
    return weeks


def _day(at: str) -> date:
    return date.fromisoformat(at[:10])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
