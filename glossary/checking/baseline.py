"""What was found before: findings known by what they say, not by where they stand.

A finding's fingerprint is made of its rule, its entry and the two texts, so it survives lines that
move; of several alike, each has a number. A baseline is a file of these, a line each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from glossary.checking.finding import Finding
from glossary.checking.spool import SortedSpool
from glossary.errors import UnreadableFile
from glossary.exchange.spool import Tally
from glossary.text.fold import fold
from glossary.whole_file import whole_file

_HEAD = "# glossary check: known findings"
_LENGTH = 24  # hexadecimal digits of a fingerprint. Chosen: at half two of a million may be alike


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """The fingerprint of each finding, in order."""
    return [mark for mark, _ in marked(findings)]


def marked(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """(fingerprint, finding) of each, in order, one at a time."""
    seen = Tally()
    for finding in findings:
        mark = _mark(finding)
        yield f"{mark}-{seen.add(mark)}", finding


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


def read_baseline(path: Path) -> Container[str]:
    """The fingerprints in a file. Raises UnreadableFile."""
    known = Tally()
    try:
        for mark in _known_in(path):
            known.add(mark)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no baseline, it is not UTF-8"
        raise UnreadableFile(str(path), reason or str(error)) from error
    return known


def _known_in(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        if next(lines, "").rstrip("\n") != _HEAD:
            raise UnreadableFile(str(path), "no baseline; --write-baseline writes one", 1)
        for line in lines:
            if line.strip():
                yield line.split(maxsplit=1)[0]


def write_baseline(path: Path, findings: Iterable[Finding]) -> None:
    """Write the fingerprints of findings, each with its rule and message for who reads a
    difference. Raises UnwritableFile."""
    lines = SortedSpool(_itself, map(_line, marked(findings)))
    with whole_file(path) as stream:
        stream.write(f"{_HEAD}\n".encode())
        for line in lines:
            stream.write(line)


def _itself(line: bytes) -> bytes:
    return line


def _line(known: tuple[str, Finding]) -> bytes:
    mark, finding = known
    return f"{mark} {finding.rule}: {' '.join(finding.message.split())}\n".encode()


def only_new(findings: Iterable[Finding], known: Container[str]) -> Iterator[Finding]:
    """The findings that are not in a baseline."""
    return (finding for mark, finding in marked(findings) if mark not in known)
