"""Export and import of the termbase as files of other tools."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response, abort, send_file
from pydantic import BaseModel, ConfigDict, Field

from api import conditional, deferring
from api.answers import Answer, answer
from api.attachments import attachment, named
from api.context import termbase
from api.documented import FORMATS, failures
from api.uploads import Upload, Uploads, takes_files
from api.wire import Body, Query, Status, TagText, When, Who, Words, Written
from glossary.codec import to_plain
from glossary.exchange import formats
from glossary.exchange.profiles import default_profile, profile_named
from glossary.store.base import ConceptFilter
from glossary.text.tags import normalise_tag

blueprint = APIBlueprint("exchange", __name__, url_prefix="/api/v1", tag="Exchange")

# What is done while the client waits; larger ones are a job. Chosen, both: some five seconds of a
# processor; half or double, half or twice as many.
IMPORTED_AT_ONCE = 1_000_000  # bytes
EXPORTED_AT_ONCE = 20_000  # entries or units

# ---------------------------------------------------------------- requests


class Exporting(BaseModel):
    """What a file is to hold, and for whom."""

    model_config = ConfigDict(use_attribute_docstrings=True)
    profile: Annotated[str, Field(max_length=50)] | None = None
    """The tool that the file is for; without it, the format's own."""
    zh_tag: TagText = "zh-Hant-TW"
    """Which Chinese a file of one language pair takes."""
    subject: Words | None = None
    status: Status | None = None
    tag: TagText | None = None
    changed_since: When | None = None
    strict: bool = False
    """Refuse where the file would lose anything."""


class ExportQuery(Query, Exporting):
    """Asked for in the address."""


class ExportBody(Body, Exporting):
    """Asked for by POST."""


class ImportOptions(Body):
    format: Annotated[str, Field(max_length=20)] | None = None
    """The format; told from the file and its name where not given."""
    holds: Literal["terms", "units"] | None = None
    """What a table of tab-separated text holds; told from it where not given."""
    by: Who = ""
    dry_run: bool = False
    """Only report what would happen."""
    keep_good: bool = False
    """Store the good records of a file that has bad ones, instead of refusing it whole."""
    mapping: dict[str, str] | None = None
    """Which column of a table is which field, such as {"Englisch": "term:en"}. In a multipart
    form: as JSON."""


class ImportBody(ImportOptions, Written):
    """A termbase or memory as text."""


# ---------------------------------------------------------------- answers


class LossSum(Answer):
    action: str
    field: str
    count: int


class LossOfEntry(Answer):
    concept_id: str
    action: str
    field: str
    where: str
    value: str
    reason: str


class Losses(Answer):
    profile: str
    zh_tag: str
    entries: int
    """How many entries were asked for."""
    written: int
    """How many of them the file holds."""
    sums: list[LossSum]
    losses: list[LossOfEntry]
    unlisted: int
    """How many losses are counted in the sums only."""


class ChangedField(Answer):
    """A field before and after: of a conflict, as it is here and as the file has it."""

    where: str
    """A language tag, or a term and its tag; nothing for the concept."""
    field: str
    before: str
    after: str


class ImportRecord(Answer):
    concept_id: str
    verdict: str
    """new, changed, same, or conflict; of each the first 10,000 are listed."""
    details: list[str]
    changes: list[ChangedField]
    """The same as `details`, field by field and whole."""
    terms: list[str]
    """Its first Chinese and its first other term."""
    line: int
    """Where the entry or unit begins in the file; in a workbook the row."""


class ImportReport(Answer):
    """What an import did, or with `dry_run` would do."""

    name: str
    format: str
    dry_run: bool
    counts: dict[str, int] | None = None
    """How much is in it; left out where a token is set and was not brought."""
    records: list[ImportRecord]
    refused: list[tuple[int, str]]
    """Line and reason of records that were left out (`keep_good`), the first 10,000."""
    refusals: int
    changes: list[tuple[int, str]]
    """Line and what was read otherwise than it is written."""
    units: int
    units_new: int
    step: int | None
    """The step that stored it, to take it back; null where nothing was stored."""


# ---------------------------------------------------------------- views

IN_MEMORY = 16 * 1024 * 1024
"""Bytes of an export kept in memory; a larger one goes to a file. Chosen: each export under way
takes at most as much, half or twice as much at half and double."""
_MEDIA_TYPES = {
    format.name: format.media_type
    for format in sorted(formats.FORMATS, key=lambda format: not format.roots)  # XML first
    if format.is_written
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[int, Any] = {
    200: {
        "description": "The file",
        "content": {media.partition(";")[0]: _BINARY for media in _MEDIA_TYPES.values()},
        "headers": {
            "Content-Disposition": {"schema": {"type": "string"}},
            "Glossary-Losses": {
                "description": "How many things this format has no place for",
                "schema": {"type": "integer"},
            },
        },
    }
}


_NOTED = {
    "description": "Whether the termbase remembers what went out: false where it cannot be written",
    "schema": {"type": "boolean"},
}
_NOTED_FILE = {200: _FILE[200] | {"headers": _FILE[200]["headers"] | {"Glossary-Noted": _NOTED}}}


@blueprint.get("/export/<format>")
@blueprint.input(ExportQuery, location="query", arg_name="query")
@blueprint.doc(responses=failures(404) | _FILE)
def export(format: str, query: ExportQuery) -> Response:
    """The termbase as a file: tbx, csv, tsv or xlsx, as a tool takes it; or the memory as tmx

    Nothing is changed by it. POST also remembers what went out.
    """
    _depends_on_state(_profile(format, query))
    return _file(format, query, remember=False)


def _depends_on_state(profile: str) -> None:
    """Answer 304 to who has the file as it would be now, before it is written."""
    if profile_named(profile).holds == "units":
        conditional.of_units()
    else:
        conditional.of_entries()


@blueprint.post("/export/<format>")
@blueprint.input(ExportBody, arg_name="body")
@blueprint.doc(responses=failures(404) | _NOTED_FILE)
@deferring.may_be_a_job
def export_and_note(format: str, body: ExportBody) -> Response:
    """The same file, and what went out is remembered

    An import of the file, when it has been worked on elsewhere, then tells what was changed there
    from what was changed here, and takes both; without, it asks about what differs. Above 20,000
    entries or units it is taken as a job (202).
    """
    profile = _profile(format, body)
    holds = profile_named(profile).holds
    if deferring.is_job(_size(holds, body), EXPORTED_AT_ONCE):
        where = _where(body)
        options = {
            "format": format,
            "profile": profile,
            "media_type": _MEDIA_TYPES[format],
            "zh_tag": body.zh_tag,
            "where": to_plain(where),
            "strict": body.strict,
            "noted": holds == "terms",
            "disposition": attachment(_name(format, body)),
        }
        return deferring.taken("export", options, {}, f"termbase.{format}")
    return _file(format, body, remember=True)


def _file(format: str, query: Exporting, remember: bool) -> Response:
    target: Any = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it is sent
    profile = _profile(format, query)
    report = termbase().write(
        target,
        profile,
        format=format,
        zh_tag=query.zh_tag,
        where=_where(query),
        strict=query.strict,
        remember=remember,
    )
    target.seek(0)
    response = send_file(target, _MEDIA_TYPES[format])
    response.headers["Content-Type"] = _MEDIA_TYPES[format]  # or Flask adds a charset to that there
    response.headers["Content-Disposition"] = attachment(_name(format, query))
    response.headers["Glossary-Losses"] = str(report.total())
    if remember and profile_named(profile).holds == "terms":  # units are not merged
        response.headers["Glossary-Noted"] = "false" if report.unnoted else "true"
    return response


@blueprint.get("/export/<format>/losses")
@blueprint.input(ExportQuery, location="query", arg_name="query")
@blueprint.output(Losses)
@blueprint.doc(responses=failures(404))
def export_losses(format: str, query: ExportQuery) -> Response:
    """What such a file would not hold, entry by entry and in sum, without writing it"""
    profile, where = _profile(format, query), _where(query)
    _depends_on_state(profile)
    report = termbase().loss(profile, zh_tag=query.zh_tag, where=where, format=format)
    return answer(Losses.model_validate(report.as_json()))


def _size(holds: str, query: Exporting) -> int:
    """How many entries or units such an export has to look at."""
    if holds == "units":
        return termbase().stats()["units"]
    return termbase().count_concepts(_where(query))


def _profile(format: str, query: Exporting) -> str:
    """The profile given, else the first that has the format."""
    if format not in FORMATS:
        abort(404, f"there is no format {format!r}; known are {', '.join(FORMATS)}")
    return query.profile or default_profile(format).name


def _name(format: str, query: Exporting) -> str:
    return named(format, query.profile, query.subject, query.status, query.tag)


def _where(query: Exporting) -> ConceptFilter:
    tag = normalise_tag(query.tag) if query.tag else None
    return ConceptFilter(query.subject, query.status, tag, query.changed_since)


@blueprint.post("/import")
@blueprint.output(ImportReport)
@takes_files(Uploads(ImportBody, ImportOptions, "file"))
@deferring.may_be_a_job
def import_file(files: dict[str, Upload], options: ImportOptions) -> Response:
    """Take a file in: TBX, CSV, TSV, XLSX, TMX or XLIFF

    All of it is one step, and one undo. What both sides changed is a conflict, and nothing is
    overwritten. With `dry_run` nothing is stored. Above 1,000,000 bytes it is taken as a job (202).
    """
    sent = files["file"]
    if deferring.is_job(sent.size, IMPORTED_AT_ONCE):
        return deferring.taken("import", options.model_dump(), files)
    report = termbase().read(sent.name, sent.data, **options.model_dump())
    return answer(ImportReport.of(report))
