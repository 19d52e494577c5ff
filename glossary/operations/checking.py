"""Check a bilingual file, or segments, against the termbase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from glossary.checking.checker import Checker, Counted
from glossary.checking.expectations import TermsToCheck
from glossary.checking.finding import at_least
from glossary.checking.rendering import WordWeights
from glossary.checking.reports.plain import Checked, plain, plain_as_read
from glossary.checking.segment import BilingualSegment
from glossary.checking.segments import read
from glossary.checking.segments.base import SegmentOptions
from glossary.checking.segments.pair import read_pair
from glossary.checking.settings import CheckSettings
from glossary.checking.spool import FindingSpool, Refusals
from glossary.errors import InvalidInput, UnreadableFile
from glossary.operations.options import FileToCheck
from glossary.progress import Headway, Progress
from glossary.store.base import Store

if TYPE_CHECKING:
    from glossary.lookup.recognition.recognizer import TermbaseRecognizer

_TELL = 500  # segments between two words on how far it is. Chosen, for the eye


@dataclass(slots=True)
class CheckReport:
    """What a check found in a file, in its order; `refused` are the segments that could not be
    read, as (line, reason): both on disk where they are many. `broken_off` tells why it could not
    be read to its end."""

    name: str
    counted: Counted
    findings: FindingSpool = field(default_factory=FindingSpool)
    refused: Refusals = field(default_factory=Refusals)
    broken_off: str = ""

    def at_least(self, severity: str) -> FindingSpool:
        return self.findings.only(lambda each: at_least(each.severity, severity))


def answer_of(report: CheckReport, severity: str) -> dict[str, Any]:
    """The report as JSON data, with what is as bad as `severity` or worse. One that broke off is
    told among the segments that were refused."""
    return plain(_answered(report, severity))


def answer_as_read(report: CheckReport, severity: str) -> dict[str, Any]:
    """The same, to be written once: see `plain_as_read`."""
    return plain_as_read(_answered(report, severity))


def _answered(report: CheckReport, severity: str) -> Checked:
    refused = Refusals(report.refused)
    if report.broken_off:
        refused.append((0, report.broken_off))
    counted, found = report.counted, report.at_least(severity)
    return Checked(report.name, counted.segments, counted.terms, found, refused)


def terms_of(store: Store, recognizer: TermbaseRecognizer) -> TermsToCheck:
    """A termbase as a check sees it."""
    weights = WordWeights(row.text for row in store.term_rows("en"))
    return TermsToCheck(recognizer.recognize, store.term_rows_of, weights)


def check(terms: TermsToCheck, file: FileToCheck) -> CheckReport:
    """Check a file, or segments. Raises UnreadableFile, where nothing of it could be checked."""
    checker = Checker(terms, file.settings or CheckSettings(), file.processes)
    report = CheckReport(file.name or str(file.translation or file.path or ""), checker.counted)

    def refuse(line: int, reason: str) -> None:
        report.refused.append((line, reason))

    options = SegmentOptions(refuse, file.source)
    try:
        segments = _told(_segments(file, options), file.progress)
        with closing(checker.findings(segments)) as findings:
            report.findings.extend(findings)
    except UnreadableFile as error:
        if not checker.counted.segments:
            raise
        report.broken_off = str(error)
    return report


def _segments(file: FileToCheck, options: SegmentOptions) -> Iterator[BilingualSegment]:
    if file.segments is not None:
        return iter(file.segments)
    if file.data is not None:
        return read(file.data, file.name, options)
    if file.path is None:
        raise InvalidInput("give a file, or segments")
    if file.translation is not None:
        return read_pair(Path(file.path), Path(file.translation), options)
    return _of_path(Path(file.path), options)


def _of_path(path: Path, options: SegmentOptions) -> Iterator[BilingualSegment]:
    stream: BinaryIO
    try:
        with path.open("rb") as stream:
            yield from read(stream, str(path), options)
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error


def _told(
    segments: Iterable[BilingualSegment], progress: Progress | None
) -> Iterator[BilingualSegment]:
    for number, segment in enumerate(segments, 1):
        if progress and number % _TELL == 0:
            progress(Headway("", number, unit="segments"))
        yield segment
