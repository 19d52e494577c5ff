"""What a segment shows by itself: its terms, and the findings of the rules that need no other.

That is most of the work, and of a large file it is done in several processes.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import NamedTuple

from glossary.checking.expectations import Expectations, SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.rules import RuleOfFile
from glossary.checking.segment import BilingualSegment
from glossary.errors import GlossaryError

_FEW = 1_000
"""Segments of a file that one process looks at. Chosen: they take a second, and to begin processes
a tenth of one; each reads the forms of the terms it meets for itself."""


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


def looks_at(
    segments: Iterable[BilingualSegment], looking: Looking, processes: int
) -> Generator[SegmentLook, None, None]:
    """A look at each segment, in order; closing it ends the processes. Raises what the segments
    raise, when those before are looked at; GlossaryError if a process was killed."""
    stream = iter(segments)
    if processes < 2 or sys.platform != "linux":  # elsewhere not all libraries survive a fork
        yield from map(looking, stream)
        return
    failed: list[GlossaryError] = []
    good = _until_error(stream, failed)
    first = list(islice(good, _FEW + 1))
    if len(first) <= _FEW:
        yield from map(looking, first)
    else:
        from glossary.checking.processes import looks_in_processes

        yield from looks_in_processes(chain(first, good), looking, processes)
    if failed:
        raise failed[0]


def _until_error(
    stream: Iterator[BilingualSegment], failed: list[GlossaryError]
) -> Iterator[BilingualSegment]:
    """The segments up to an error, which is kept for later."""
    try:
        yield from stream
    except GlossaryError as error:
        failed.append(error)
