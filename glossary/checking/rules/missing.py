"""A term of the source has none of its forms in the target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from heapq import merge
from itertools import repeat

from glossary.checking.expectations import Expectation, SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.habits import Habits
from glossary.checking.names import FollowedNames
from glossary.checking.ordinary import is_ordinary
from glossary.checking.phrases import Recent, left_out_together
from glossary.checking.rendering import TargetWording
from glossary.checking.silence import MissingVerdict, Silence
from glossary.checking.spool import FindingSpool
from glossary.checking.strays import Strays

_EXCUSES: dict[str, tuple[str | None, str]] = {
    "pronoun": ("note", "the segment before has it: a pronoun?"),
    "word": ("note", "a dictionary has another word of the target for it"),
    "name": ("note", "the file has none of its forms in that name"),
    "again": (None, ""),
    "phrase": ("note", "left out with the terms beside it, which the text has before"),
}
"""What a term is that has an excuse: (severity, why)."""
_OFTEN = {
    "unsaid": "the segment before has it, and this file often leaves it unsaid",
    "shortened": "its head stands there, and this file often has no more of it",
}
"""Why it is a note where the whole file has a term so again and again, by excuse."""
_UNSAID = ("", "unsaid")  # what is said of a term that a phrase may be left out with
_HELD = 10_000  # warnings of each kind in memory. Chosen, for memory alone: some 20 MB


class MissingTerms:
    """See the module. Where the file has a form of its own throughout, the first place is told, and
    the others are notes."""

    is_by_segment = False

    def __init__(self) -> None:
        self._silence = Silence()
        self._habits = Habits()
        self._instead = cache(self._habits.instead)  # asked when all of the file is known
        self._strays = Strays()
        self._names = FollowedNames()
        self._recent = Recent()
        self._held = {excuse: FindingSpool(held=_HELD) for excuse in ("", *_OFTEN, *_EXCUSES)}

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        told = {finding.concept_id for finding in found}
        self._habits.see(reading.wording)
        self._strays.see(reading.target_words)
        asked = [e for e in reading.expectations if e.allowed and not told & e.concept_ids]
        for expectation, verdict in self._with_phrases(reading, asked):
            if verdict.severity is None or verdict.excuse == "again":
                self._habits.follow(expectation.concepts[0].concept_id)
                self._names.follow(
                    expectation.concepts[0].concept_id, reading.segment, expectation.span
                )
            else:
                self._habits.miss(expectation.concepts[0].concept_id, reading.wording)
            if verdict.severity is None:
                continue
            finding = _finding(expectation, reading, verdict)
            if finding.severity != "note":
                self._held[verdict.excuse].append(finding)
            else:
                yield finding
        self._silence.remember(reading)
        self._recent.remember(reading)

    def _with_phrases(
        self, reading: SegmentReading, asked: list[Expectation]
    ) -> list[tuple[Expectation, MissingVerdict]]:
        """The verdict on each term, in view of phrases that are left out in Chinese."""
        told = [(each, self._silence.of(each, reading)) for each in asked]
        if not reading.segment.is_into_chinese:
            return told
        again = [each.span for each, verdict in told if verdict.excuse == "again"]
        silent = [each.span for each, verdict in told if self._is_unsaid(each, verdict, reading)]
        text = reading.segment.source.text  # one slip in a phrase makes a term unlike the others
        left_out = left_out_together(text, again) | left_out_together(text, silent)
        return [(e, _in_phrase(v) if e.span in left_out else v) for e, v in told]

    def _is_unsaid(
        self, expectation: Expectation, verdict: MissingVerdict, reading: SegmentReading
    ) -> bool:
        """Whether a term may be left out with its phrase: the text had it shortly before, and no
        other term may stand for it."""
        is_silent = verdict.severity == "warning" and verdict.excuse in _UNSAID
        return is_silent and not reading.unexpected and self._recent.has(expectation)

    def end(self) -> Iterator[Finding]:
        """The warnings, which the habits of the whole file may make notes."""
        told: set[tuple[str, str]] = set()
        for finding, excuse in self._all_held():
            severity, why = self._judged(finding, excuse, told)
            message = f"{finding.message}; {why}" if why else finding.message
            if severity:
                yield replace(finding, message=message, severity=severity)

    def _all_held(self) -> Iterator[tuple[Finding, str]]:
        """The warnings in the order of their segments, and what may excuse each."""
        spools = (zip(held, repeat(excuse)) for excuse, held in self._held.items())
        return merge(*spools, key=lambda each: each[0].segment.number)

    def _judged(
        self, finding: Finding, excuse: str, told: set[tuple[str, str]]
    ) -> tuple[str | None, str]:
        """(severity, why) in view of the whole file; None if it is nothing. Nothing excuses a term
        where words stand that nothing in the source accounts for; but in English, which says much
        in other words, these are too common to tell more than that no pronoun stands there."""
        severity, why = self._excused(finding, excuse, told)
        is_clear = finding.segment.is_into_chinese and excuse != "name" or excuse == "pronoun"
        astray = self._strays.astray(finding.segment) if is_clear and _is_light(severity) else ""
        return ("warning", f"nothing in the source says {astray!r}") if astray else (severity, why)

    def _excused(
        self, finding: Finding, excuse: str, told: set[tuple[str, str]]
    ) -> tuple[str | None, str]:
        if excuse == "name" and self._names.has(
            finding.concept_id, finding.segment, finding.source_spans[0]
        ):
            excuse = ""
        if excuse in _EXCUSES:
            return _EXCUSES[excuse]
        return self._by_habit(finding, told, excuse)

    def _by_habit(
        self, finding: Finding, told: set[tuple[str, str]], excuse: str
    ) -> tuple[str, str]:
        """(severity, why) in view of the other places of its term."""
        concept_id = finding.concept_id
        if is_ordinary(finding.term) and not self._habits.follows(concept_id):
            return "note", "an ordinary word, which this file seldom renders so"
        if excuse in _OFTEN and self._habits.leaves_out(concept_id):
            return "note", _OFTEN[excuse]
        instead = self._instead(concept_id)
        if not instead or instead not in TargetWording(finding.segment.target.text).tokens:
            return finding.severity, ""
        first = (concept_id, instead) not in told
        told.add((concept_id, instead))
        return (finding.severity if first else "note"), f"this file often has {instead!r} for it"


def _in_phrase(verdict: MissingVerdict) -> MissingVerdict:
    """One that the target has elsewhere is nothing."""
    if verdict.excuse == "again":
        return MissingVerdict(None)
    return verdict._replace(excuse="phrase")


def _is_light(severity: str | None) -> bool:
    return severity in (None, "note")


def _finding(expectation: Expectation, reading: SegmentReading, verdict: MissingVerdict) -> Finding:
    return Finding(
        "missing",
        verdict.severity or "note",
        verdict.message,
        reading.segment,
        (expectation.span,),
        verdict.target_spans,
        expectation.concepts[0].concept_id,
        expectation.term,
        tuple(dict.fromkeys(row.text for row in expectation.allowed)),
        verdict.found,
    )
