"""Errors put into real translations: by a generator with a seed, and by hand.

Each is put into its segment, which is checked with those before and after it as they are. An error
is found if an alarm in its segment points to it: to its term in the source, or to the words that
were put in.

What is put in has to be wrong. This was settled before any result was looked at: the term is
rendered once, by a listed form that is a word there; what replaces it is no form of the entry,
neither part of one nor longer by it, has not the same stems, is not what a dictionary has for the
term, and stood nowhere in the target. A number becomes another: that it may be one that the source
has elsewhere excuses nothing.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from glossary.checking.checker import Checker
from glossary.checking.expectations import Expectation, Expectations, SegmentReading, TermsToCheck
from glossary.checking.finding import Finding, at_least
from glossary.checking.numbers import numbers_in
from glossary.checking.rules.numbers import unmatched
from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.checking.settings import CheckSettings
from glossary.mining.knowledge.lexicon import glosses
from glossary.store.base import TermRow
from glossary.text.english import lemma, stem
from glossary.text.fold import fold
from tests.checking.corpus import PARTS, Text, folder, rows_of, terms, texts
from tests.checking_samples import terms_of

SEED, OF_A_KIND = 2026, 60
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


SCALES = (("萬", "億"), ("千", "百"), ("億", "萬"), ("百分", "千分"), ("thousand", "million"),
          ("million", "billion"), ("hundred", "thousand"))  # fmt: skip


@dataclass(frozen=True)
class Injected:
    """A text with an error in one segment: `was` of its target became `now`, "" if left out."""

    kind: str
    by: str
    text: Text
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
        words = re.finditer(re.escape(self.now), self.target) if self.now else ()
        at = [match.span() for match in words]
        return any(
            _meet(each.target_spans, at) or (self.of and _meet(each.source_spans, [self.of]))
            for each in findings
        )

    def _segments(self) -> list[BilingualSegment]:
        segments = self.text.segments(self.source)
        wrong = segments[self.number - 1]
        target = SegmentSide(wrong.target.tag, self.target)
        segments[self.number - 1] = replace(wrong, target=target)
        return segments[max(0, self.number - BESIDE) : self.number + BESIDE]


def _meet(some: tuple[tuple[int, int], ...], others: list[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in some for c, d in others)


@cache
def _terms(name: str) -> TermsToCheck:
    return _remembering(terms(name))


def _remembering(made: TermsToCheck) -> TermsToCheck:
    """The terms, with what they recognise kept: most segments are checked beside many errors."""
    return replace(made, recognize=cache(made.recognize))


@cache
def _terms_by_hand(part: str, name: str, zh_tag: str) -> TermsToCheck:
    if not (folder(part) / "written_terms.tsv").exists():
        return _terms(name)
    rows = rows_of("written_terms.tsv", part)
    more = [(zh, en) for region, zh, en in rows if zh_tag.endswith(region)]
    return _remembering(terms(name, more))


def injected(part: str = PARTS[0]) -> Iterator[Injected]:
    """The errors of the generator: OF_A_KIND of each of its kinds, half in each direction."""
    for kind, make in (("term", _term), ("forbidden", _forbidden), ("number", _number)):
        for source in ("zh", "en"):
            yield from islice(make(_Lots(part, source, kind)), OF_A_KIND // 2)
    yield from islice(_region(_Lots(part, "en", "region")), OF_A_KIND)


def written_by_hand(part: str = PARTS[0]) -> Iterator[Injected]:
    """The errors that a person wrote: each a line of `written.jsonl`. They are checked with the
    terms of `written_terms.tsv` besides those of the text, or with entries of their own."""
    by_name = {text.name: text for text in texts(part)}
    for line in (folder(part) / "written.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        text = by_name[case["key"].split("-")[0]]
        number = next(n for n, row in enumerate(text.lines, 1) if row[0] == case["key"])
        segment = text.segments(case["source"])[number - 1]
        assert case["was"] in segment.target.text, case
        target = segment.target.text.replace(case["was"], case["now"])
        made = (
            terms_of(case["entries"])
            if case.get("entries")
            else _terms_by_hand(part, text.name, text.zh_tag)
        )
        at = segment.source.text.find(case["of"])
        assert at >= 0, case
        span = (at, at + len(case["of"]))
        yield Injected(case["kind"], "hand", text, case["source"], number, target, case["was"],
                       case["now"], made, span)  # fmt: skip


# ---------------------------------------------------------------- kinds


class _Lots:
    """Lots of one kind and direction: segments of a part's texts, without end."""

    def __init__(self, part: str, source: str, kind: str) -> None:
        self.source = source
        self.chance = random.Random(f"{SEED} {kind} {source}")
        self._texts = texts(part)
        self._weights = [len(text.lines) for text in self._texts]

    def __iter__(self) -> Iterator[tuple[Text, BilingualSegment]]:
        while True:
            text = self.chance.choices(self._texts, self._weights)[0]
            yield text, self.chance.choice(text.segments(self.source))


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


def _term(lots: _Lots) -> Iterator[Injected]:
    """A term is replaced by another of the same text, or by words of another segment."""
    for text, segment in lots:
        reading = _read(text, segment)
        if not (picked := _rendered(reading, lots.chance)):
            continue
        expectation, hit = picked
        now = _replacement(text, hit.concept_id, lots)
        if now and _is_wrong(now, expectation, segment.target.text):
            span = hit.start, hit.end
            yield _error("term", text, segment, lots.source, span, now, expectation.span)


def _replacement(text: Text, concept_id: str, lots: _Lots) -> str:
    """A term of another segment of the text, or words of it."""
    other = lots.chance.choice(text.segments(lots.source))
    theirs = _rendered(_read(text, other), lots.chance)
    if lots.chance.random() < 0.5 and theirs and theirs[1].concept_id != concept_id:
        return other.target.text[theirs[1].start : theirs[1].end]
    return _words(other.target.text, lots.chance)


def _words(text: str, chance: random.Random) -> str:
    """Two neighbouring words, or four characters, of a text."""
    pieces = re.findall(r"[a-z]{4,} [a-z]{4,}|[\u4e00-\u9fff]{4}", text)
    return chance.choice(pieces) if pieces else ""


def _is_wrong(now: str, expectation: Expectation, target: str) -> bool:
    """Whether some words are no rendering of a term: see the module."""
    new, forms = fold(now), [fold(row.text) for row in expectation.allowed]
    if new in fold(target) or any(new in form or form in new for form in forms):
        return False
    if any(_stems(new) == _stems(form) for form in forms):
        return False
    return not (_has_gloss(expectation.term, now) or _has_gloss(now, expectation.term))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in text.split()} if text.isascii() else {text}


def _has_gloss(zh: str, en: str) -> bool:
    """Whether a dictionary has the English for the Chinese."""
    return tuple(map(lemma, fold(en).split())) in glosses(fold(zh))


def _forbidden(lots: _Lots) -> Iterator[Injected]:
    """A term is replaced by a form that its entry deprecates: another rendering that is in use."""
    for error in _term(lots):
        segment = error.text.segments(lots.source)[error.number - 1]
        reading = _read(error.text, segment)
        expectation = next(e for e in reading.expectations if e.span == error.of)
        row = expectation.allowed[0]
        rest = [r for r in _terms(error.text.name).forms_of([row.concept_id]) if r.id != row.id]
        wrong = TermRow(10**6, row.concept_id, row.tag, row.language, error.now, "deprecated", "")
        yield replace(error, kind="forbidden", terms=_with([row, *rest, wrong]))


def _with(rows: list[TermRow]) -> TermsToCheck:
    entries: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        entries.setdefault(row.concept_id, []).append((row.tag, row.text, row.status))
    return terms_of(entries)


def _number(lots: _Lots) -> Iterator[Injected]:
    """A number that both sides have becomes another one."""
    for text, segment in lots:
        numbers = [
            numbers_in(side.text, side.language) for side in (segment.source, segment.target)
        ]
        left, right = unmatched(*numbers)
        sure = [number for number in numbers[1] if number.is_sure and number not in right]
        if not sure or any(number.is_sure for number in (*left, *right)):
            continue
        number = lots.chance.choice(sure)
        was = segment.target.text[slice(*number.span)]
        if now := _other_number(was, lots.chance):
            yield _error("number", text, segment, lots.source, number.span, now, None)


def _other_number(was: str, chance: random.Random) -> str:
    """The numeral with another digit, a zero more or another scale."""
    mistakes = [_with_digit(was, chance), *_with_scale(was)]
    return chance.choice([mistake for mistake in mistakes if mistake] or [""])


def _with_digit(was: str, chance: random.Random) -> str:
    places = [at for at, char in enumerate(was) if char in "23456789二三四五六七八九"]
    if not places:
        return ""
    at = chance.choice(places)
    digits = "23456789" if was[at].isdigit() else "二三四五六七八九"
    return was[:at] + chance.choice(digits.replace(was[at], "")) + was[at + 1 :]


def _with_scale(was: str) -> Iterator[str]:
    """The numeral with each of its scales taken for the next one, and a figure with a zero more."""
    for scale, other in SCALES:
        if scale in was:
            yield was.replace(scale, other)
    if was[-1:].isdigit() and was.strip("0"):
        yield was + "0"


def _region(lots: _Lots) -> Iterator[Injected]:
    """A form of Taiwan becomes that of the mainland, in Traditional or Simplified characters."""
    entries = {
        tw: [("en", en), ("zh-Hant-TW", tw), ("zh-Hans-CN", cn)]
        for tw, (en, cn) in REGIONAL.items()
    }
    made = terms_of(entries)
    for text, segment in lots:
        if text.zh_tag != "zh-Hant-TW":
            continue
        reading = Expectations(made, CheckSettings()).read(segment)
        if not (picked := _rendered(reading, lots.chance)):
            continue
        expectation, hit = picked
        now = REGIONAL[hit.term.text][1]
        span = hit.start, hit.end
        error = _error("region", text, segment, lots.source, span, now, expectation.span)
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
        kind, "generator", text, source, segment.number, changed, was, now,
        _terms(text.name), of,
    )  # fmt: skip
