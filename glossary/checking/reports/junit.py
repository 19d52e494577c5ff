"""The findings as JUnit XML, for build servers: each rule is a suite, each finding a failed case.

Notes are cases that pass, with the message as their output. A rule without findings is one case
that passes, so that a server shows that it looked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glossary.checking.finding import Finding
from glossary.checking.reports.plain import Checked
from glossary.checking.rules import RULES
from glossary.exchange.xml import escape, quote, valid


def written(checked: Checked) -> Iterator[str]:
    """The pieces of the file."""
    failed = _failed(checked.findings)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="glossary check" tests="{_cases(checked)}" failures="{failed}">\n'
    for rule in RULES:
        yield from _suite(checked.name, rule, [f for f in checked.findings if f.rule == rule])
    yield "</testsuites>\n"


def _cases(checked: Checked) -> int:
    quiet = set(RULES).difference(finding.rule for finding in checked.findings)
    return len(checked.findings) + len(quiet)


def _failed(findings: Sequence[Finding]) -> int:
    return sum(finding.severity != "note" for finding in findings)


def _suite(name: str, rule: str, findings: Sequence[Finding]) -> Iterator[str]:
    counts = f'tests="{max(len(findings), 1)}" failures="{_failed(findings)}"'
    yield f"  <testsuite name={quote(rule)} {counts}>\n"
    if not findings:
        yield f"    <testcase name={quote(rule)} classname={quote(valid(name))}/>\n"
    for finding in findings:
        yield _case(name, finding)
    yield "  </testsuite>\n"


def _case(name: str, finding: Finding) -> str:
    segment = finding.segment
    where = f"segment {segment.number}" + (f" ({segment.id})" if segment.id else "")
    said = escape(valid(f"{finding.message}\n{segment.source.text}\n{segment.target.text}"))
    attributes = f"name={quote(valid(where))} classname={quote(valid(name))}"
    if finding.severity == "note":
        inner = f"<system-out>{said}</system-out>"
    else:
        message = f"type={quote(finding.severity)} message={quote(valid(finding.message))}"
        inner = f"<failure {message}>{said}</failure>"
    return f"    <testcase {attributes}>{inner}</testcase>\n"
