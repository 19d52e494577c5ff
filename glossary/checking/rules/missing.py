"""A term of the source has none of its forms in the target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from glossary.checking.expectations import Expectation, SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.habits import Habits
from glossary.checking.silence import MissingVerdict, Silence


class MissingTerms:
    """See the module. Where the file has a form of its own throughout, the first place is told, and
    the others are notes."""

    def __init__(self) -> None:
        self._silence = Silence()
        self._habits = Habits()
        self._held: list[Finding] = []

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        told = {finding.concept_id for finding in found}
        self._habits.see(reading.wording)
        for expectation in reading.expectations:
            if not expectation.allowed or told & expectation.concept_ids:
                continue
            verdict = self._silence.of(expectation, reading)
            if verdict.severity is None:
                continue
            finding = _finding(expectation, reading, verdict)
            self._habits.miss(finding.concept_id, reading.wording)
            if finding.severity == "warning":
                self._held.append(finding)
            else:
                yield finding
        self._silence.remember(reading)

    def end(self) -> Iterator[Finding]:
        """The warnings, which the habits of the whole file may make notes."""
        told: set[tuple[str, str]] = set()
        for finding in self._held:
            instead = self._habits.instead(finding.concept_id)
            if not instead:
                yield finding
                continue
            message = f"{finding.message}; this file often has {instead!r} for it"
            severity = "note" if (finding.concept_id, instead) in told else "warning"
            told.add((finding.concept_id, instead))
            yield replace(finding, message=message, severity=severity)


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
