"""Errors put into real translations: by a generator with a seed, and by hand.

Each is put into its segment, which is checked with those before and after it as they are. An error
is found if an alarm in its segment points to it: to its term in the source, or to the words that
were put in.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from glossary.checking.checker import Checker
from glossary.checking.expectations import Expectations, SegmentReading, TermsToCheck
from glossary.checking.finding import Finding, at_least
from glossary.checking.numbers import numbers_in
from glossary.checking.rules.numbers import unmatched
from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.checking.settings import CheckSettings
from glossary.store.base import TermRow
from tests.checking.corpus import DATA, Text, terms, texts
from tests.checking_samples import terms_of

SEED, OF_A_KIND = 2026, 40
BESIDE = 60  # segments before and after an error that are checked with it
REGIONAL = {
    "資訊": ("information", "信息"), "網路": ("network", "网络"), "電腦": ("computer", "计算机"),
    "軟體": ("software", "软件"), "程式": ("program", "程序"), "品質": ("quality", "质量"),
    "數位": ("digital", "数字"), "計程車": ("taxi", "出租车"), "專案": ("project", "项目"),
    "影片": ("video", "视频"), "資料": ("data", "数据"), "貨櫃": ("container", "集装箱"),
    "計畫": ("plan", "规划"), "保全": ("security", "保安"), "機場": ("airport", "航空港"),
    "教師": ("teacher", "老师"), "船舶": ("vessel", "轮船"), "汽車": ("vehicle", "机动车"),
    "漁船": ("fishing vessel", "渔轮"), "經營者": ("operator", "运营商"),
}  # fmt: skip
"""A word of Taiwan, what it is in English, and one of the mainland. Of use is only that the two are
listed for two regions; whether each is the usual one does not matter to the check."""


@dataclass(frozen=True)
class Injected:
    """A text with an error in one segment: `was` of its target became `now`."""

    kind: str
    by: str
    text: str
    source: str
    number: int
    target: str
    was: str
    now: str
    terms: TermsToCheck
    of: tuple[int, int] | None = None

    def line(self) -> str:
        segment = next(each for each in self._segments() if each.number == self.number)
        return f"{segment.id} {segment.source.text[:300]}\n   {segment.target.text[:300]}"

    def findings(self) -> list[Finding]:
        """The alarms in the segment, of a check of the whole text."""
        found = Checker(self.terms, CheckSettings()).findings(self._segments())
        loud = (each for each in found if at_least(each.severity, "warning"))
        return [each for each in loud if each.segment.number == self.number]

    def is_found(self, findings: list[Finding]) -> bool:
        """Whether one of them points to the error."""
        at = [match.span() for match in re.finditer(re.escape(self.now), self.target)]
        return any(
            _meet(each.target_spans, at) or (self.of and _meet(each.source_spans, [self.of]))
            for each in findings
        )

    def _segments(self) -> list[BilingualSegment]:
        segments = _text(self.text).segments(self.source)
        wrong = segments[self.number - 1]
        target = SegmentSide(wrong.target.tag, self.target)
        segments[self.number - 1] = replace(wrong, target=target)
        return segments[max(0, self.number - BESIDE) : self.number + BESIDE]


def _meet(some: tuple[tuple[int, int], ...], others: list[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in some for c, d in others)


@cache
def _texts() -> dict[str, Text]:
    return {text.name: text for text in texts()}


def _text(name: str) -> Text:
    return _texts()[name]


@cache
def _terms(name: str) -> TermsToCheck:
    return terms(name)


def injected() -> Iterator[Injected]:
    """The errors of the generator: OF_A_KIND of each of its kinds, half in each direction."""
    for kind, make in (("term", _term), ("forbidden", _forbidden), ("number", _number)):
        chance = random.Random(f"{SEED} {kind}")
        for source in ("zh", "en"):
            yield from _some(make(source, chance), OF_A_KIND // 2)
    yield from _some(_region(random.Random(f"{SEED} region")), OF_A_KIND)


def _some(errors: Iterator[Injected], most: int) -> Iterator[Injected]:
    for _, error in zip(range(most), errors, strict=False):
        yield error


def written_by_hand() -> Iterator[Injected]:
    """The errors that a person wrote: each a line of `written.jsonl`."""
    for line in (DATA / "written.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        text = _text(case["key"].split("-")[0])
        number = next(n for n, row in enumerate(text.lines, 1) if row[0] == case["key"])
        segment = text.segments(case["source"])[number - 1]
        assert case["was"] in segment.target.text, case
        target = segment.target.text.replace(case["was"], case["now"])
        made = terms_of(case["entries"]) if case.get("entries") else _terms(text.name)
        at = segment.source.text.find(case["of"])
        assert at >= 0, case
        span = (at, at + len(case["of"]))
        yield Injected(case["kind"], "hand", text.name, case["source"], number, target, case["was"],
                       case["now"], made, span)  # fmt: skip


# ---------------------------------------------------------------- kinds


def _drawn(source: str, chance: random.Random) -> Iterator[tuple[Text, BilingualSegment]]:
    """Segments of all texts by lot, without end."""
    names = sorted(_texts())
    weights = [len(_text(name).lines) for name in names]
    while True:
        text = _text(chance.choices(names, weights)[0])
        yield text, chance.choice(text.segments(source))


def _read(text: Text, segment: BilingualSegment) -> SegmentReading:
    return Expectations(_terms(text.name), CheckSettings()).read(segment)


def _rendered(reading: SegmentReading, chance: random.Random):
    """An expectation that is met once, and where."""
    met = []
    for each in reading.expectations:
        hits = [hit for hit in reading.hits_of(each.allowed) if hit.edge and hit.cover]
        if len(hits) == 1 and len(each.term) > 1:
            met.append((each, hits[0]))
    return chance.choice(met) if met else None


def _term(source: str, chance: random.Random) -> Iterator[Injected]:
    """A term is replaced by another of the same text, or by words of another segment."""
    for text, segment in _drawn(source, chance):
        reading = _read(text, segment)
        if not (picked := _rendered(reading, chance)):
            continue
        expectation, hit = picked
        other = chance.choice(text.segments(source))
        theirs = _rendered(_read(text, other), chance)
        if chance.random() < 0.5 and theirs and theirs[1].concept_id != hit.concept_id:
            now = other.target.text[theirs[1].start : theirs[1].end]
        else:
            now = _words(other.target.text, chance)
        if now and now.lower() not in segment.target.text.lower():
            yield _error("term", text, segment, source, (hit.start, hit.end), now, expectation.span)


def _words(text: str, chance: random.Random) -> str:
    """Two neighbouring words, or four characters, of a text."""
    pieces = re.findall(r"[a-z]{4,} [a-z]{4,}|[\u4e00-\u9fff]{4}", text)
    return chance.choice(pieces) if pieces else ""


def _forbidden(source: str, chance: random.Random) -> Iterator[Injected]:
    """A term is replaced by a form that its entry deprecates: another rendering that is in use."""
    for error in _term(source, chance):
        segment = _text(error.text).segments(source)[error.number - 1]
        reading = _read(_text(error.text), segment)
        expectation = next(e for e in reading.expectations if e.span == error.of)
        row = expectation.allowed[0]
        rest = [r for r in _terms(error.text).forms_of([row.concept_id]) if r.id != row.id]
        wrong = TermRow(10**6, row.concept_id, row.tag, row.language, error.now, "deprecated", "")
        yield replace(error, kind="forbidden", terms=_with([row, *rest, wrong]))


def _with(rows: list[TermRow]) -> TermsToCheck:
    entries: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        entries.setdefault(row.concept_id, []).append((row.tag, row.text, row.status))
    return terms_of(entries)


def _number(source: str, chance: random.Random) -> Iterator[Injected]:
    """A number that both sides have becomes another one."""
    for text, segment in _drawn(source, chance):
        numbers = [
            numbers_in(side.text, side.language) for side in (segment.source, segment.target)
        ]
        left, right = unmatched(*numbers)
        sure = [number for number in numbers[1] if number.is_sure and number not in right]
        if not sure or any(number.is_sure for number in (*left, *right)):
            continue
        number = chance.choice(sure)
        was = segment.target.text[slice(*number.span)]
        now = _other_number(was, segment, chance)
        if now:
            yield _error("number", text, segment, source, number.span, now, None)


def _other_number(was: str, segment: BilingualSegment, chance: random.Random) -> str:
    """A figure or numeral of which one digit is another, and which stands on neither side."""
    places = [at for at, char in enumerate(was) if char in "23456789二三四五六七八九"]
    if not places:
        return ""
    at = chance.choice(places)
    digits = "23456789" if was[at].isdigit() else "二三四五六七八九"
    now = was[:at] + chance.choice(digits.replace(was[at], "")) + was[at + 1 :]
    values = {v for n in numbers_in(now, segment.target.language) for v in n.values}
    known = numbers_in(segment.source.text, segment.source.language)
    return "" if any(values & number.values for number in known) else now


def _region(chance: random.Random) -> Iterator[Injected]:
    """A form of Taiwan becomes that of the mainland, in Traditional or Simplified characters."""
    entries = {
        tw: [("en", en), ("zh-Hant-TW", tw), ("zh-Hans-CN", cn)]
        for tw, (en, cn) in REGIONAL.items()
    }
    made = terms_of(entries)
    for text, segment in _drawn("en", chance):
        if text.zh_tag != "zh-Hant-TW":
            continue
        reading = Expectations(made, CheckSettings()).read(segment)
        if not (picked := _rendered(reading, chance)):
            continue
        expectation, hit = picked
        now = REGIONAL[hit.term.text][1]
        span = hit.start, hit.end
        error = _error("region", text, segment, "en", span, now, expectation.span)
        yield replace(error, terms=made)


def _error(
    kind: str,
    text: Text,
    segment: BilingualSegment,
    source: str,
    span: tuple[int, int],
    now: str,
    of: tuple[int, int] | None,
) -> Injected:
    target = segment.target.text
    was = target[slice(*span)]
    changed = target[: span[0]] + now + target[span[1] :]
    return Injected(
        kind, "generator", text.name, source, segment.number, changed, was, now,
        _terms(text.name), of,
    )  # fmt: skip
