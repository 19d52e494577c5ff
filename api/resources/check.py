"""Checking of a translation against the termbase: segments, or a bilingual file that is sent."""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from api import deferring
from api.answers import Answer, answer
from api.context import termbase
from api.uploads import Upload, Uploads, takes_files
from api.wire import Body, LanguageCode, TagText, Who, Words, Written
from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.checking.settings import CheckSettings
from glossary.errors import InvalidInput
from glossary.operations.checking import answer_of
from glossary.text.tags import detect_language, tag_for

blueprint = APIBlueprint("check", __name__, url_prefix="/api/v1", tag="Checking")

CHECKED_AT_ONCE = 300_000
"""Bytes of a file that is checked while the client waits; a larger one is a job. Chosen: about a
second of a processor; half or double, half or twice as long."""

SeverityName = Literal["error", "warning", "note"]

# ---------------------------------------------------------------- requests


class SideToCheck(Body):
    text: Annotated[str, Field(max_length=100_000)]
    tag: TagText = ""
    """The language; told from the text where it is left out."""


class SegmentToCheck(Body):
    source: SideToCheck
    target: SideToCheck
    id: Words = ""


class CheckOptions(Body):
    segments: Annotated[list[SegmentToCheck] | None, Field(max_length=2_000)] = None
    zh_tag: TagText = ""
    """The Chinese that is wanted; else the one that the file or segment names."""
    source: LanguageCode | None = None
    """The language translated from, for a file that does not say."""
    subject: Words = ""
    """The subject field that is meant where a form has several entries."""
    rules: list[Words] | None = None
    """Only these rules."""
    severity: SeverityName = "warning"
    """Answer what is so bad or worse."""
    by: Who = ""


class CheckBody(CheckOptions):
    """Segments, or a `file`: one of the two."""

    file: Written | None = None


# ---------------------------------------------------------------- answers


class CheckedSide(Answer):
    tag: str
    text: str
    spans: list[tuple[int, int]]
    """`[start, end)` of each place, in code points of `text`."""


class FixOffered(Answer):
    span: tuple[int, int]
    """What is replaced, in code points of the target's text."""
    text: str
    certain: bool
    """Whether it may be made without asking."""


class FindingOfCheck(Answer):
    rule: str
    severity: SeverityName
    message: str
    segment: int
    """Which segment, from 1."""
    id: str
    line: int
    """Where it stands in the file; 0 if that is not known."""
    source: CheckedSide
    target: CheckedSide
    concept_id: str | None
    term: str
    """What the source has."""
    expected: list[str]
    """The forms that the target may have, best first."""
    found: str
    """What it has instead, if that is known."""
    fix: FixOffered | None
    fingerprint: str
    """The same for the same finding in another run, wherever its line moved."""


class CheckCounts(Answer):
    error: int
    warning: int
    note: int


class SegmentNotChecked(Answer):
    line: int
    reason: str


class CheckedFile(Answer):
    file: str
    segments: int
    terms: int
    """How many terms of the sources were looked for."""
    counts: CheckCounts
    findings: list[FindingOfCheck]
    refused: list[SegmentNotChecked]
    """Segments that could not be read."""


# ---------------------------------------------------------------- views


@blueprint.post("/check")
@blueprint.output(CheckedFile)
@takes_files(Uploads(CheckBody, CheckOptions, optional=("file",)))
@deferring.may_be_a_job
def check(files: dict[str, Upload], options: CheckOptions) -> Response:
    """Check a translation against the termbase

    Segments as JSON, or a bilingual file: multipart with the part `file`, or a text as JSON; the
    end of the name tells the format: .xlf, .sdlxliff, .mqxliff, .mxliff, .tmx, .po, .csv, .tsv,
    .xlsx. Nothing is stored. Above 300,000 bytes a file is taken as a job (202).
    """
    if bool(files) == bool(options.segments):
        raise InvalidInput("give segments, or a file")
    settings = _settings(options)
    if not files:
        report = termbase().check(segments=_segments(options), settings=settings)
        return answer(CheckedFile.model_validate(answer_of(report, options.severity)))
    sent = files["file"]
    if deferring.is_job(sent.size, CHECKED_AT_ONCE):
        return deferring.taken("check", options.model_dump(exclude={"segments"}), files)
    report = termbase().check(
        data=sent.stream, name=sent.name, settings=settings, source=options.source or ""
    )
    return answer(CheckedFile.model_validate(answer_of(report, options.severity)))


def _settings(options: CheckOptions) -> CheckSettings:
    return CheckSettings.of(
        zh_tag=options.zh_tag, subject=options.subject, rules=list(options.rules or [])
    )


def _segments(options: CheckOptions) -> list[BilingualSegment]:
    made = []
    for number, segment in enumerate(options.segments or [], 1):
        source, target = _side(segment.source), _side(segment.target)
        if {source.language, target.language} != {"en", "zh"}:
            raise InvalidInput(f"segment {number}: give one side in English and one in Chinese")
        made.append(BilingualSegment(number, source, target, segment.id))
    return made


def _side(side: SideToCheck) -> SegmentSide:
    return SegmentSide(tag_for(side.tag or detect_language(side.text), [side.text]), side.text)
