"""What was found before: findings known by what they say, not by where they stand.

A finding's fingerprint is made of its rule, its entry and the two texts, so it survives lines that
move; of several alike, each has a number. A baseline is a file of these, a line each.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from glossary.checking.finding import Finding
from glossary.errors import UnreadableFile
from glossary.text.fold import fold
from glossary.whole_file import whole_file

_HEAD = "# glossary check: known findings"
_LENGTH = 24  # hexadecimal digits of a fingerprint. Chosen: at half two of a million may be alike

_KEY = 16  # digits by which alike ones are counted. Chosen: at half some of a million are mixed up


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """The fingerprint of each finding, in order."""
    return [mark for mark, _ in marked(findings)]


def marked(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """(fingerprint, finding) of each, in order, one at a time."""
    seen: Counter[int] = Counter()
    for finding in findings:
        mark = _mark(finding)
        number = int(mark[:_KEY], 16)  # a number takes half the memory of a text
        seen[number] += 1
        yield f"{mark}-{seen[number]}", finding


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


def write_baseline(path: Path, findings: Iterable[Finding]) -> None:
    """Write the fingerprints of findings, each with its rule and message for who reads a
    difference. Raises UnwritableFile."""
    with whole_file(path) as stream:
        stream.write(f"{_HEAD}\n".encode())
        for line in sorted(map(_line, marked(findings))):
            stream.write(line)


def _line(known: tuple[str, Finding]) -> bytes:
    mark, finding = known
    return f"{mark} {finding.rule}: {' '.join(finding.message.split())}\n".encode()


def only_new(findings: Iterable[Finding], known: frozenset[str]) -> Iterator[Finding]:
    """The findings that are not in a baseline."""
    return (finding for mark, finding in marked(findings) if mark not in known)
