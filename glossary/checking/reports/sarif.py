"""The findings as SARIF 2.1.0, for code scanning and editors.

SARIF places findings in lines of a file. The two sentences are in the message and its snippet; what
only this check knows is in the properties, of the shape of the JSON report.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import glossary
from glossary.checking.baseline import marked
from glossary.checking.finding import Finding
from glossary.checking.reports.plain import Checked, WrittenAsRead, as_json, plain_finding
from glossary.checking.rules import RULES, about

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def written(checked: Checked) -> Iterator[str]:
    """The pieces of the report, with a line end."""
    return as_json(_log(checked))


def _log(checked: Checked) -> dict[str, Any]:
    found = marked(checked.findings)
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "results": WrittenAsRead(_result(checked.name, each, mark) for mark, each in found),
        "invocations": [_invocation(checked)],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver() -> dict[str, Any]:
    rules = [{"id": name, "shortDescription": {"text": about(name)}} for name in RULES]
    return {"name": "glossary check", "version": glossary.__version__, "rules": rules}


def _invocation(checked: Checked) -> dict[str, Any]:
    refused = WrittenAsRead(
        {
            "level": "error",
            "message": {"text": reason},
            "locations": [_location(checked.name, line)],
        }
        for line, reason in checked.refused
    )
    return {"executionSuccessful": True, "toolExecutionNotifications": refused}


def _result(name: str, finding: Finding, mark: str) -> dict[str, Any]:
    segment = finding.segment
    said = f"{finding.message}\n{segment.source.text}\n{segment.target.text}"
    return {
        "ruleId": finding.rule,
        "ruleIndex": list(RULES).index(finding.rule),
        "level": finding.severity,
        "message": {"text": said},
        "locations": [_location(name, segment.line, segment.id)],
        "partialFingerprints": {"finding/v1": mark},
        "properties": plain_finding(finding, mark),
    }


def _location(name: str, line: int, identifier: str = "") -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(PurePath(name).as_posix())}}
    if line:
        place["region"] = {"startLine": line}
    location: dict[str, Any] = {"physicalLocation": place}
    if identifier:
        location["logicalLocations"] = [{"name": identifier, "kind": "element"}]
    return location
