"""What a segment shows by itself: its terms, and the findings of the rules that need no other.

That is most of the work, and of a large file it is done in several processes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from glossary.checking.expectations import Expectations, SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.rules import RuleOfFile
from glossary.checking.segment import BilingualSegment


class SegmentLook(NamedTuple):
    """A segment as read, and by rule what those found in it that look at each by itself."""

    reading: SegmentReading
    found: dict[str, list[Finding]]


class Looking:
    """Looks at one segment after another."""

    def __init__(self, expectations: Expectations, rules: dict[str, RuleOfFile]) -> None:
        self._expectations = expectations
        self._rules = {name: rule for name, rule in rules.items() if rule.is_by_segment}

    def __call__(self, segment: BilingualSegment) -> SegmentLook:
        reading = self._expectations.read(segment)
        found = {name: list(rule.look(reading, [])) for name, rule in self._rules.items()}
        return SegmentLook(reading, found)

    def sent(self, segment: BilingualSegment) -> SegmentLook:
        """A look that another process may be sent: without what is the same for all."""
        look = self(segment)
        return look._replace(reading=replace(look.reading, weight=float))

    def received(self, look: SegmentLook) -> SegmentLook:
        """The look that was sent, as if it was taken here."""
        return look._replace(reading=replace(look.reading, weight=self._expectations.terms.weight))
