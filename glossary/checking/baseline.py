"""What was found before: findings known by what they say, not by where they stand.

A finding's fingerprint is made of its rule, its entry and the two texts, so it survives lines that
move; of several alike, each has a number. A baseline is a file of these, a line each.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from glossary.checking.finding import Finding
from glossary.errors import UnreadableFile
from glossary.text.fold import fold
from glossary.whole_file import whole_file

_HEAD = "# glossary check: known findings"
_LENGTH = 24  # hexadecimal digits of a fingerprint. Chosen: at half two of a million may be alike


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """The fingerprint of each finding, in order."""
    seen: Counter[str] = Counter()
    marks = []
    for finding in findings:
        mark = _mark(finding)
        seen[mark] += 1
        marks.append(f"{mark}-{seen[mark]}")
    return marks


def _mark(finding: Finding) -> str:
    segment = finding.segment
    parts = (
        finding.rule,
        finding.concept_id,
        fold(finding.term),
        fold(finding.found),
        " ".join(segment.source.text.split()),
        " ".join(segment.target.text.split()),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def read_baseline(path: Path) -> frozenset[str]:
    """The fingerprints in a file. Raises UnreadableFile."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no baseline, it is not UTF-8"
        raise UnreadableFile(str(path), reason or str(error)) from error
    if not lines or lines[0] != _HEAD:
        raise UnreadableFile(str(path), "no baseline; --write-baseline writes one", 1)
    return frozenset(line.split(" ", 1)[0] for line in lines[1:] if line)


def write_baseline(path: Path, findings: Sequence[Finding]) -> None:
    """Write the fingerprints of findings, each with its rule and message for who reads a
    difference. Raises UnwritableFile."""
    with whole_file(path) as stream:
        stream.write(f"{_HEAD}\n".encode())
        for mark, finding in sorted(zip(fingerprints(findings), findings, strict=True), key=_first):
            message = " ".join(finding.message.split())
            stream.write(f"{mark} {finding.rule}: {message}\n".encode())


def _first(pair: tuple[str, Finding]) -> str:
    return pair[0]


def only_new(findings: Sequence[Finding], known: frozenset[str]) -> list[Finding]:
    """The findings that are not in a baseline."""
    marks = fingerprints(findings)
    return [f for f, mark in zip(findings, marks, strict=True) if mark not in known]
