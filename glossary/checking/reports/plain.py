"""A check and its findings as plain values: the shape of the JSON report and of the HTTP answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from glossary.checking.baseline import fingerprints
from glossary.checking.finding import SEVERITIES, Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """What a report is made of: the file's name, how many segments and terms were looked at, the
    findings to report, and the segments that could not be read, as (line, reason)."""

    name: str
    segments: int
    terms: int
    findings: Sequence[Finding]
    refused: Sequence[tuple[int, str]] = ()


def plain(checked: Checked) -> dict[str, Any]:
    """The report as JSON data; spans are `[start, end)` in code points of a side's plain text."""
    counts = {s: sum(f.severity == s for f in checked.findings) for s in SEVERITIES}
    marks = fingerprints(checked.findings)
    return {
        "file": checked.name,
        "segments": checked.segments,
        "terms": checked.terms,
        "counts": counts,
        "findings": [
            plain_finding(finding, mark)
            for finding, mark in zip(checked.findings, marks, strict=True)
        ],
        "refused": [{"line": line, "reason": reason} for line, reason in checked.refused],
    }


def plain_finding(finding: Finding, fingerprint: str) -> dict[str, Any]:
    """A finding as JSON data."""
    segment, fix = finding.segment, finding.fix
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "segment": segment.number,
        "id": segment.id,
        "line": segment.line,
        "source": {
            "tag": segment.source.tag,
            "text": segment.source.text,
            "spans": [list(span) for span in finding.source_spans],
        },
        "target": {
            "tag": segment.target.tag,
            "text": segment.target.text,
            "spans": [list(span) for span in finding.target_spans],
        },
        "concept_id": finding.concept_id or None,
        "term": finding.term,
        "expected": list(finding.expected),
        "found": finding.found,
        "fix": {"span": list(fix.span), "text": fix.text, "certain": fix.is_certain}
        if fix
        else None,
        "fingerprint": fingerprint,
    }
