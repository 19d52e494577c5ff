"""A check and its findings as plain values: the shape of the JSON report and of the HTTP answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from json import JSONEncoder
from typing import Any

from glossary.checking.baseline import marked
from glossary.checking.finding import SEVERITIES, Finding

_PIECE = 5_000  # tokens of JSON that are written at once: chosen, some 50 KB


@dataclass(frozen=True, slots=True)
class Checked:
    """What a report is made of: the file's name, how many segments and terms were looked at, the
    findings to report, and the segments that could not be read, as (line, reason)."""

    name: str
    segments: int
    terms: int
    findings: Collection[Finding]
    refused: Collection[tuple[int, str]] = ()


def plain(checked: Checked) -> dict[str, Any]:
    """The report as JSON data; spans are `[start, end)` in code points of a side's plain text."""
    return _report(checked, list)


def plain_as_read(checked: Checked) -> dict[str, Any]:
    """The same, to be written once: its lists are read from disk as the encoder asks for them."""
    return _report(checked, WrittenAsRead)


def streamed(checked: Checked) -> Iterator[str]:
    """The report as JSON text, piece by piece: findings are read as they are written."""
    yield from as_json(plain_as_read(checked))


def _report(checked: Checked, listed: type[list[Any]]) -> dict[str, Any]:
    counts = Counter(finding.severity for finding in checked.findings)
    return {
        "file": checked.name,
        "segments": checked.segments,
        "terms": checked.terms,
        "counts": {severity: counts[severity] for severity in SEVERITIES},
        "findings": listed(plain_finding(each, mark) for mark, each in marked(checked.findings)),
        "refused": listed({"line": line, "reason": why} for line, why in checked.refused),
    }


class WrittenAsRead(list[Any]):
    """An iterator that the encoder of JSON takes for a list. It can be read once."""

    def __init__(self, items: Iterable[Any]) -> None:
        stream = iter(items)
        super().__init__(islice(stream, 1))  # the encoder asks whether it is empty
        self._rest = stream

    def __iter__(self) -> Iterator[Any]:
        return chain(super().__iter__(), self._rest)


def as_json(value: Any) -> Iterator[str]:
    """JSON data as indented text with a line end, in pieces of some size."""
    pieces = JSONEncoder(ensure_ascii=False, indent=2).iterencode(value)
    while piece := "".join(islice(pieces, _PIECE)):
        yield piece
    yield "\n"


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
