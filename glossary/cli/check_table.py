"""The findings of a check on a terminal: both sentences with their places marked, why, the fix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from glossary.checking.finding import Finding
from glossary.checking.reports.plain import Checked
from glossary.checking.segment import SegmentSide
from glossary.cli.tables import width_of_output, wrap
from glossary.model import Span

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_AROUND = 60  # characters of a sentence beside a place: chosen, for the eye


def table(checked: Checked) -> Iterator[str]:
    """The findings as text, and a line that sums them up."""
    width = width_of_output()
    for finding in checked.findings:
        yield from (f"{line}\n" for line in _finding(finding, width))
    found = len(checked.findings)
    said = f"{found} found" if found else "nothing found"
    yield f"{checked.name}: {checked.segments:,} segments, {checked.terms:,} terms: {said}\n"


def _finding(finding: Finding, width: int) -> Iterator[str]:
    segment = finding.segment
    where = f"segment {segment.number}"
    where += f" ({segment.id})" if segment.id else ""
    where += f", line {segment.line}" if segment.line else ""
    said = click.style(f"{finding.severity} {finding.rule}", fg=_COLOURS[finding.severity])
    yield f"{said}  {where}"
    lines = [finding.message]
    lines.append(excerpt(segment.source, finding.source_spans))
    lines.append(excerpt(segment.target, finding.target_spans))
    if finding.fix:
        sure = "" if finding.fix.is_certain else "?"
        lines.append(f"→ {finding.fix.text}{sure}")
    for line in lines:
        yield from (f"  {part}" for part in wrap(line, max(width - 4, 20)))
    yield ""


def excerpt(side: SegmentSide, spans: Sequence[Span]) -> str:
    """The text around the places, each between ▸ and ◂."""
    text = " ".join(side.text.split("\n"))
    if not spans:
        return text if len(text) <= 2 * _AROUND else text[: 2 * _AROUND] + "…"
    begin, end = spans[0][0] - _AROUND, spans[-1][1] + _AROUND
    marked, at = [], max(0, begin)
    for start, stop in sorted(spans):
        marked += [text[at:start], "▸", text[max(at, start) : stop], "◂"]
        at = max(at, stop)
    marked.append(text[at:end])
    return f"{'…' * (begin > 0)}{''.join(marked)}{'…' * (end < len(text))}"
