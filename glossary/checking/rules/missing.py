"""A term of the source has none of its forms in the target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from heapq import merge

from glossary.checking.expectations import Expectation, SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.habits import Habits
from glossary.checking.ordinary import is_ordinary
from glossary.checking.rendering import TargetWording
from glossary.checking.silence import MissingVerdict, Silence
from glossary.checking.spool import FindingSpool


class MissingTerms:
    """See the module. Where the file has a form of its own throughout, the first place is told, and
    the others are notes."""

    is_by_segment = False

    def __init__(self) -> None:
        self._silence = Silence()
        self._habits = Habits()
        self._instead = cache(self._habits.instead)  # asked when all of the file is known
        self._held, self._unsaid = FindingSpool(), FindingSpool()

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        told = {finding.concept_id for finding in found}
        self._habits.see(reading.wording)
        for expectation in reading.expectations:
            if not expectation.allowed or told & expectation.concept_ids:
                continue
            verdict = self._silence.of(expectation, reading)
            if verdict.severity is None:
                self._habits.follow(expectation.concepts[0].concept_id)
                continue
            finding = _finding(expectation, reading, verdict)
            self._habits.miss(finding.concept_id, reading.wording)
            if finding.severity != "note":
                (self._unsaid if verdict.may_be_unsaid else self._held).append(finding)
            else:
                yield finding
        self._silence.remember(reading)

    def end(self) -> Iterator[Finding]:
        """The warnings, which the habits of the whole file may make notes."""
        told: set[tuple[str, str]] = set()
        for finding, may_be_unsaid in self._all_held():
            severity, why = self._by_habit(finding, told, may_be_unsaid)
            message = f"{finding.message}; {why}" if why else finding.message
            yield replace(finding, message=message, severity=severity)

    def _all_held(self) -> Iterator[tuple[Finding, bool]]:
        """The warnings in the order of their segments, and whether the term may be left unsaid."""
        held = ((finding, False) for finding in self._held)
        unsaid = ((finding, True) for finding in self._unsaid)
        return merge(held, unsaid, key=lambda each: each[0].segment.number)

    def _by_habit(
        self, finding: Finding, told: set[tuple[str, str]], may_be_unsaid: bool
    ) -> tuple[str, str]:
        """(severity, why) in view of the other places of its term."""
        concept_id = finding.concept_id
        if is_ordinary(finding.term) and not self._habits.follows(concept_id):
            return "note", "an ordinary word, which this file seldom renders so"
        if may_be_unsaid and self._habits.leaves_out(concept_id):
            return "note", "the segment before has it, and this file often leaves it unsaid"
        instead = self._instead(concept_id)
        if not instead or instead not in TargetWording(finding.segment.target.text).tokens:
            return finding.severity, ""
        first = (concept_id, instead) not in told
        told.add((concept_id, instead))
        return (finding.severity if first else "note"), f"this file often has {instead!r} for it"


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
