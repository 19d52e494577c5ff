"""One pass over the segments of a file: every rule looks at each, in bounded memory.

Rules that need nothing but the segment have looked at it before, perhaps in another process.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, groupby, islice

from glossary.checking.expectations import Expectations, TermsToCheck
from glossary.checking.finding import SEVERITIES, Finding
from glossary.checking.ignoring import ALL
from glossary.checking.looks import Looking, SegmentLook
from glossary.checking.rules import rules_named
from glossary.checking.segment import BilingualSegment
from glossary.checking.settings import CheckSettings
from glossary.errors import GlossaryError

_FEW = 1_000
"""Segments of a file that one process looks at. Chosen: they take a second, and to begin processes
a tenth of one; each reads the forms of the terms it meets for itself."""


@dataclass(slots=True)
class Counted:
    """What a check has looked at so far: `terms` are those of the sources."""

    segments: int = 0
    terms: int = 0


class Checker:
    """Checks one file, a large one in several `processes`. `counted` tells how far it is, and at
    the end what it looked at."""

    def __init__(self, terms: TermsToCheck, settings: CheckSettings, processes: int = 1) -> None:
        self._rules = rules_named(settings.rules)
        self._looking = Looking(Expectations(terms, settings), self._rules)
        self._processes = processes
        self._severities = dict(settings.severities)
        self._ignored = settings.ignored_entries
        self.counted = Counted()

    def findings(self, segments: Iterable[BilingualSegment]) -> Generator[Finding, None, None]:
        """The findings in the order of the segments, then those of the whole file, likewise."""
        with closing(looks_at(segments, self._looking, self._processes)) as looks:
            for look in looks:
                yield from self._kept(self._of_segment(look))
        for rule in self._rules.values():
            for _, of_segment in groupby(rule.end(), lambda each: each.segment.number):
                yield from self._kept(of_segment)

    def _of_segment(self, look: SegmentLook) -> list[Finding]:
        self.counted.segments += 1
        self.counted.terms += len(look.reading.expectations)
        found: list[Finding] = []
        for name, rule in self._rules.items():
            known = look.found.get(name)
            found += list(rule.look(look.reading, found)) if known is None else known
        return found

    def _kept(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """What is not ignored, worst first within a segment, with the severities as set."""
        kept = [self._with_severity(each) for each in found if not self._is_ignored(each)]
        yield from sorted(kept, key=lambda each: SEVERITIES.index(each.severity))

    def _is_ignored(self, finding: Finding) -> bool:
        off = finding.segment.ignored
        return ALL in off or finding.rule in off or finding.concept_id in self._ignored

    def _with_severity(self, finding: Finding) -> Finding:
        severity = self._severities.get(finding.rule)
        lighter = severity and SEVERITIES.index(severity) > SEVERITIES.index(finding.severity)
        set_anew = severity and (finding.severity != "note" or lighter)
        return replace(finding, severity=severity) if severity and set_anew else finding


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
