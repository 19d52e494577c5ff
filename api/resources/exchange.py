"""The termbase as files of other tools, out and in."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any

from apiflask import APIBlueprint
from flask import Response, abort, send_file

from api.answers import Concept, Conflicts, ImportReport, Losses, answer, listing
from api.context import termbase
from api.documented import FORMATS, failures
from api.uploads import Upload, Uploads, takes_files
from api.wire import (
    ConflictsQuery,
    ExportBody,
    Exporting,
    ExportQuery,
    ImportBody,
    ImportOptions,
    SettlementBody,
)
from glossary.codec import to_plain
from glossary.exchange import formats
from glossary.exchange.profiles import default_profile, profile_named
from glossary.store.base import ConceptFilter
from glossary.text.tags import normalise_tag

blueprint = APIBlueprint("exchange", __name__, url_prefix="/api/v1", tag="Exchange")

IN_MEMORY = 16 * 1024 * 1024
"""Bytes of an export kept in memory; a larger one goes through a file."""
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
    return _file(format, query, remember=False)


@blueprint.post("/export/<format>")
@blueprint.input(ExportBody, arg_name="body")
@blueprint.doc(responses=failures(404) | _NOTED_FILE)
def export_and_note(format: str, body: ExportBody) -> Response:
    """The same file, and what went out is remembered

    An import of the file, when it has been worked on elsewhere, then tells what was changed there
    from what was changed here, and takes both; without, it asks about what differs.
    """
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
    response = send_file(
        target, _MEDIA_TYPES[format], as_attachment=True, download_name=f"termbase.{format}"
    )
    response.headers["Glossary-Losses"] = str(report.total())
    if remember and profile_named(profile).holds == "terms":  # of units there is no merge
        response.headers["Glossary-Noted"] = "false" if report.unnoted else "true"
    return response


@blueprint.get("/export/<format>/losses")
@blueprint.input(ExportQuery, location="query", arg_name="query")
@blueprint.output(Losses)
@blueprint.doc(responses=failures(404))
def export_losses(format: str, query: ExportQuery) -> Response:
    """What such a file would not hold, entry by entry and in sum, without writing it"""
    profile, where = _profile(format, query), _where(query)
    report = termbase().loss(profile, zh_tag=query.zh_tag, where=where, format=format)
    return answer(report.as_json())


def _profile(format: str, query: Exporting) -> str:
    """The profile asked for, else the first that has the format."""
    if format not in FORMATS:
        abort(404, f"there is no format {format!r}; known are {', '.join(FORMATS)}")
    return query.profile or default_profile(format).name


def _where(query: Exporting) -> ConceptFilter:
    tag = normalise_tag(query.tag) if query.tag else None
    return ConceptFilter(query.subject, query.status, tag, query.changed_since)


@blueprint.post("/import")
@blueprint.output(ImportReport)
@takes_files(Uploads(ImportBody, ImportOptions, "file"))
def import_file(files: dict[str, Upload], options: ImportOptions) -> Response:
    """Take a file in: TBX, CSV, TSV, XLSX, TMX or XLIFF

    All of it is one step, and one undo. What both sides changed is a conflict, and nothing is
    overwritten. With `dry_run` nothing is stored.
    """
    sent = files["file"]
    report = termbase().read(sent.name, sent.data, **options.model_dump())
    return answer(to_plain(report, defaults=True))


@blueprint.get("/conflicts")
@blueprint.input(ConflictsQuery, location="query", arg_name="query")
@blueprint.output(Conflicts)
def list_conflicts(query: ConflictsQuery) -> Response:
    """What an import and somebody here changed to different things"""
    found = termbase().conflicts(None if query.state == "any" else query.state)
    page = found[query.offset : query.offset + query.limit]
    items = [to_plain(conflict, defaults=True) for conflict in page]
    return listing(items, len(found), query.limit, query.offset)


@blueprint.post("/conflicts/<int:conflict_id>/settlement")
@blueprint.input(SettlementBody, arg_name="body")
@blueprint.output(Concept)
@blueprint.doc(responses=failures(404))
def settle(conflict_id: int, body: SettlementBody) -> Response:
    """Keep ours, or take theirs where the two differ"""
    entry = termbase().settle(conflict_id, body.take, by=body.by)
    return answer(to_plain(entry, defaults=True))
