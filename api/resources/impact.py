"""What uses the terms of an entry, and is touched if one of them changes."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from apiflask import APIBlueprint
from flask import Response, abort
from pydantic import BaseModel, ConfigDict, Field

from api.answers import Answer, Listing, answer
from api.attachments import attachment, named
from api.context import termbase
from api.documented import STEP, failures
from api.paging import ListOf, page
from api.wire import Body, Limit, Name, Page, Query, Who
from glossary.errors import ConflictError
from glossary.model import Span
from glossary.operations.impact import TermUse
from glossary.operations.replaced_units import side_of
from glossary.operations.replacing import Replaced, ReplacedUnit

blueprint = APIBlueprint("impact", __name__, url_prefix="/api/v1", tag="Concepts")

# ---------------------------------------------------------------- requests


class ImpactQuery(Page):
    term: Name | None = None
    """Only what uses this one of its terms, in either script."""


class WorkQuery(Query):
    term: Name | None = None
    """Only what uses this one of its terms, in either script."""


class ReplaceBody(Body):
    old: Name
    """A term of the entry, in either script."""
    new: Name
    """What takes its place, in the same language."""
    dry_run: bool = False
    """Only answer what would be."""
    limit: Limit = 100
    by: Who = ""


class IfPreviewed(BaseModel):
    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)
    if_match: Annotated[str | None, Field(max_length=1_000)] = None
    """The ETag of the preview that was seen, if it matters: 412 where it would be another now."""


# ---------------------------------------------------------------- answers


class UseOfTerm(Answer):
    kind: Literal["unit", "document", "entry", "evidence"]
    place: str
    """The number of a unit, the name of a document, the id of an entry, or what evidence is for."""
    field: str
    """Which text of it: a language of a unit; definition, context, note, term of an entry."""
    language: str
    """The language of the term; empty for a cross-reference."""
    forms: list[str]
    """The terms as written there."""
    spans: list[Span]
    """Where they stand in `text`."""
    text: str
    translation: str
    """The other side of a unit."""
    document: str
    """The document of a unit or of evidence by name; of a document its hash."""
    line: int
    """From 1, in a document; 0 elsewhere."""


class CountsOfUses(Answer):
    unit: int
    document: int
    entry: int
    evidence: int


class ImpactOfEntry(Listing):
    forms: list[str]
    """The terms that were looked for."""
    counts: CountsOfUses
    """How many units, documents, entries and pieces of evidence there are, on all pages."""
    items: list[UseOfTerm]
    """Units first, then documents, entries and evidence."""


class UnitReplaced(Answer):
    unit: int
    """Its number before."""
    language: Literal["zh", "en"]
    before: str
    after: str | None
    """Null where it stays as it is."""
    left: str | None
    """Why it stays."""
    translation: str
    """The other side."""
    document: str

    @classmethod
    def from_unit(cls, unit: ReplacedUnit) -> Self:
        other = "en" if unit.language == "zh" else "zh"
        return cls(
            unit=unit.before.id or 0,
            language=unit.language,
            before=side_of(unit.before, unit.language).text,
            after=None if unit.left else side_of(unit.after, unit.language).text,
            left=unit.left or None,
            translation=side_of(unit.before, other).text,
            document=unit.before.document,
        )


class ReplacedInMemory(Answer):
    rewritten: int
    """How many units get the new term, or would."""
    left: int
    """How many have the old one and stay, each with the reason."""
    step: int | None
    """The step, to take it back; null where nothing was rewritten."""
    items: list[UnitReplaced]
    """The first of them: those that are rewritten, then those that stay."""


# ---------------------------------------------------------------- views


@blueprint.get("/concepts/<concept_id>/impact")
@blueprint.input(ImpactQuery, location="query", arg_name="query")
@blueprint.output(ImpactOfEntry)
@blueprint.doc(responses=failures(404))
def impact_of_concept(concept_id: str, query: ImpactQuery) -> Response:
    """What uses the terms of an entry, by recognition

    Units of the memory, documents, texts of all entries, and sentences of evidence. All of it is
    looked through for each page: take large pages.
    """
    found = termbase().impact(concept_id, query.term)
    numbered = list(enumerate(found.uses))

    def part(offset: int, limit: int) -> list[tuple[int, TermUse]]:
        return numbered[offset : offset + limit]

    items, offset, cursor = page(query, ListOf("impact", part, lambda item: (item[0],)))
    return answer(
        ImpactOfEntry(
            total=len(numbered),
            limit=query.limit,
            offset=offset,
            cursor=cursor,
            forms=list(found.forms),
            counts=CountsOfUses(**found.counts),
            items=[UseOfTerm.of(use) for _, use in items],
        )
    )


_FILE = {"schema": {"type": "string", "format": "binary"}}
_WORK = {"csv": "text/csv; charset=utf-8", "xlf": "application/xliff+xml"}
_CONTENT: dict[str, Any] = {"text/csv": _FILE, "application/xliff+xml": _FILE}


@blueprint.get("/concepts/<concept_id>/impact/<work_format>")
@blueprint.input(WorkQuery, location="query", arg_name="query")
@blueprint.doc(responses=failures(404) | {200: {"description": "The file", "content": _CONTENT}})
def impact_as_work(concept_id: str, work_format: str, query: WorkQuery) -> Response:
    """The same as a file of work

    csv has all places; xlf (XLIFF 1.2) the units, each with the side that has the term as the
    target to be looked at again.
    """
    if work_format not in _WORK:
        abort(404, f"work is given out as {' or '.join(_WORK)}")
    found = termbase().impact(concept_id, query.term)
    response = Response(termbase().work_file(found, f".{work_format}"))
    response.headers["Content-Type"] = _WORK[work_format]
    response.headers["Content-Disposition"] = attachment(named(work_format, concept_id, query.term))
    response.add_etag()
    return response


_PREVIEW = {
    "description": "Of what was or would be done, for If-Match",
    "schema": {"type": "string"},
}
_REPLACED: dict[int, Any] = {200: {"headers": {"ETag": _PREVIEW, **STEP}}}


@blueprint.post("/concepts/<concept_id>/impact/replace")
@blueprint.input(IfPreviewed, location="headers", arg_name="condition")
@blueprint.input(ReplaceBody, arg_name="body")
@blueprint.output(ReplacedInMemory)
@blueprint.doc(responses=failures(404, 412) | _REPLACED)
def replace_in_memory(concept_id: str, condition: IfPreviewed, body: ReplaceBody) -> Response:
    """Put another term in place of one of an entry, in the units of the memory that have it

    One step, which one undo takes back. With `dry_run` nothing is changed, and the ETag is of what
    would be: sent as If-Match, nothing else is done than what was seen. Entries, documents and
    evidence stay as they are.
    """
    try:
        done = termbase().replace_form(
            concept_id,
            body.old,
            body.new,
            by=body.by,
            dry_run=body.dry_run,
            version=_version(condition.if_match),
        )
    except ConflictError as error:
        abort(412, str(error))
    headers = {"ETag": f'"{done.version}"'}
    if done.step is not None:
        headers["Glossary-Step"] = str(done.step)
    return answer(_told(done, body.limit), 200, headers)


def _version(if_match: str | None) -> str | None:
    """The version that If-Match names; None for any."""
    if if_match is None or if_match.strip() == "*":
        return None
    tags = re.findall(r'(W/)?"([^"]*)"', if_match)
    return next((tag for weak, tag in tags if not weak), "")


def _told(done: Replaced, limit: int) -> ReplacedInMemory:
    ordered = sorted(done.units, key=lambda unit: bool(unit.left))
    return ReplacedInMemory(
        rewritten=len(done.taken),
        left=len(done.units) - len(done.taken),
        step=done.step,
        items=[UnitReplaced.from_unit(unit) for unit in ordered[:limit]],
    )
