"""The findings as JUnit XML, for build servers: each rule is a suite, each finding a failed case.

Notes are cases that pass, with the message as their output. A rule without findings is one case
that passes, so that a server shows that it looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from glossary.checking.finding import Finding
from glossary.checking.reports.plain import Checked
from glossary.checking.rules import RULES
from glossary.exchange.xml import escape, quote, valid


def written(checked: Checked) -> Iterator[str]:
    """The pieces of the file."""
    found = Counter(finding.rule for finding in checked.findings)
    failed = Counter(each.rule for each in checked.findings if each.severity != "note")
    cases = sum(max(found[rule], 1) for rule in RULES)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="glossary check" tests="{cases}" failures="{failed.total()}">\n'
    for rule in RULES:
        counts = f'tests="{max(found[rule], 1)}" failures="{failed[rule]}"'
        yield f"  <testsuite name={quote(rule)} {counts}>\n"
        yield from _cases(checked, rule) if found[rule] else _quiet(checked.name, rule)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _cases(checked: Checked, rule: str) -> Iterator[str]:
    return (_case(checked.name, each) for each in checked.findings if each.rule == rule)


def _quiet(name: str, rule: str) -> Iterator[str]:
    yield f"    <testcase name={quote(rule)} classname={quote(valid(name))}/>\n"


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
