"""What a rule found: where, why, how bad, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass, field

from glossary.checking.segment import BilingualSegment
from glossary.model import Span

SEVERITIES = ("error", "warning", "note")
"""Worst first. A note is what may well be right: it is printed only where it is asked for."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement of a piece of the target. A certain one may be made without asking."""

    span: Span
    text: str
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A place of a segment that breaks a rule.

    Spans count code points of the plain text of their side. `term` is the entry's term of the
    source, `expected` what the target may have for it, best first; `found` is what it has instead,
    where that is known. `segment` is left out of comparisons between runs: see `baseline`.
    """

    rule: str
    severity: str
    message: str
    segment: BilingualSegment
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()
    concept_id: str = ""
    term: str = ""
    expected: tuple[str, ...] = ()
    found: str = ""
    fix: Fix | None = field(default=None)


def at_least(severity: str, least: str) -> bool:
    """Whether a severity is as bad as `least`, or worse."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(least)
