"""One pass over the segments of a file: every rule looks at each, in bounded memory.

Rules that need nothing but the segment have looked at it before, perhaps in another process.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby

from glossary.checking.expectations import Expectations, TermsToCheck
from glossary.checking.finding import SEVERITIES, Finding
from glossary.checking.ignoring import ALL
from glossary.checking.looks import Looking, SegmentLook, looks_at
from glossary.checking.rules import rules_named
from glossary.checking.segment import BilingualSegment
from glossary.checking.settings import CheckSettings


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
