"""The audit: who did what, when and from where. It is read, and nothing in it can be changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from apiflask import APIBlueprint
from flask import Response, abort
from pydantic_core import to_json

from api.answers import Answer, Listing, answer
from api.documented import failures
from api.identity import wanted_identities
from api.paging import ListOf, page
from api.wire import Page, Query, When, Words
from glossary.exchange.table.cells import guarded
from glossary.people import AuditFilter, AuditRow
from glossary.people.audit import COLUMNS

blueprint = APIBlueprint("audit", __name__, url_prefix="/api/v1", tag="People")

# ---------------------------------------------------------------- requests


class AuditExportQuery(Query):
    who: Words = ""
    """Only what this person did."""
    what: Words = ""
    """Only this operation, such as `log in` or `patch_concept`."""
    since: When | None = None


class AuditQuery(Page, AuditExportQuery):
    pass


# ---------------------------------------------------------------- answers


class AuditedAct(Answer):
    id: int
    at: str
    who: str
    """Who was signed in, or the login name of a command line; empty where nobody was."""
    what: str
    """The operation."""
    target: str
    """What it was about: a path, or the name of an account."""
    outcome: str
    """done, refused, or the status of the answer."""
    termbase: str
    address: str
    """From where."""


class AuditedActs(Listing):
    items: list[AuditedAct]
    """The newest first."""


# ---------------------------------------------------------------- views


@blueprint.get("/audit")
@blueprint.input(AuditQuery, location="query", arg_name="query")
@blueprint.output(AuditedActs)
@blueprint.doc(responses=failures(404))
def list_audit(query: AuditQuery) -> Response:
    """Who did what in this termbase, when and from where, and who signed in"""
    audit, wanted = wanted_identities().people.audit, _filter(query)
    whole = ListOf(
        "audit",
        lambda offset, limit: audit.rows(wanted, limit=limit, offset=offset),
        lambda row: (row.id,),
        descending=True,
    )
    rows, offset, cursor = page(query, whole)
    return answer(
        AuditedActs(
            total=audit.count(wanted),
            limit=query.limit,
            offset=offset,
            items=[AuditedAct.of(row) for row in rows],
            cursor=cursor,
        )
    )


_FILE = {"schema": {"type": "string", "format": "binary"}}
_CONTENT = {"text/csv": _FILE, "application/x-ndjson": _FILE}


@blueprint.get("/audit/<audit_format>")
@blueprint.input(AuditExportQuery, location="query", arg_name="query")
@blueprint.doc(responses=failures(404) | {200: {"description": "The file", "content": _CONTENT}})
def export_audit(audit_format: str, query: AuditExportQuery) -> Response:
    """The same as a file, all of it, the oldest first"""
    if audit_format not in _WRITERS:
        abort(404, f"the audit is given out as {' or '.join(_WRITERS)}")
    rows = wanted_identities().people.audit.each(_filter(query))
    written, media_type = _WRITERS[audit_format]
    name = f'attachment; filename="audit.{audit_format}"'
    return Response(written(rows), headers={"Content-Disposition": name}, mimetype=media_type)


def _filter(query: AuditExportQuery) -> AuditFilter:
    return AuditFilter(query.who, query.what, query.since or "", wanted_identities().here)


def csv_lines(rows: Iterable[AuditRow]) -> Iterator[str]:
    """The rows as CSV, whose cells no spreadsheet takes for formulas."""
    yield _csv_line(COLUMNS)
    for each in rows:
        yield _csv_line([guarded(str(cell)) for cell in asdict(each).values()])


def _csv_line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def json_lines(rows: Iterable[AuditRow]) -> Iterator[str]:
    return (f"{to_json(asdict(row)).decode()}\n" for row in rows)


_WRITERS = {"csv": (csv_lines, "text/csv"), "jsonl": (json_lines, "application/x-ndjson")}
