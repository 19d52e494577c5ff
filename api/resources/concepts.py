"""Concept entries: read, make, change and take away, each change against a known revision."""

from __future__ import annotations

import re
from typing import Any

from apiflask import APIBlueprint
from flask import Response, abort

from api.answers import Concept, Concepts, History, Why, answer, listing
from api.context import entity_tag, termbase
from api.documented import ETAG, failures
from api.wire import (
    ByQuery,
    ConceptsQuery,
    EntryBody,
    IfMatch,
    MergeBody,
    MergePatch,
    NewConcept,
    Page,
    PairBody,
    check_storable,
)
from glossary.codec import from_plain, to_plain
from glossary.errors import ConflictError, InvalidInput
from glossary.model import ConceptEntry
from glossary.store.base import ConceptFilter, Revision
from glossary.text.tags import normalise_tag

blueprint = APIBlueprint("concepts", __name__, url_prefix="/api/v1", tag="Concepts")

KEPT = ("id", "evidence", "created_by", "created_at", "changed_by", "changed_at")
"""Fields of an entry that no patch changes: they say what happened."""


_ENTRY = {"application/json": {"schema": {"$ref": "#/components/schemas/ConceptEntry"}}}
_THERE = {200: {"description": "The pair was there already", "content": _ENTRY}}


def concept_answer(entry: ConceptEntry, status: int = 200) -> Response:
    headers = {"ETag": entity_tag(termbase().revision(entry.id))}
    if status == 201:
        headers["Location"] = f"/api/v1/concepts/{entry.id}"
    return answer(to_plain(entry, defaults=True), status, headers)


@blueprint.get("/concepts")
@blueprint.input(ConceptsQuery, location="query", arg_name="query")
@blueprint.output(Concepts)
def list_concepts(query: ConceptsQuery) -> Response:
    """Concept entries, by id"""
    tag = normalise_tag(query.tag) if query.tag else None
    where = ConceptFilter(query.subject, query.status, tag, query.changed_since)
    entries = termbase().concepts(where, limit=query.limit, offset=query.offset)
    items = [to_plain(entry, defaults=True) for entry in entries]
    return listing(items, termbase().count_concepts(where), query.limit, query.offset)


@blueprint.post("/concepts")
@blueprint.input(ByQuery, location="query", arg_name="query")
@blueprint.input(NewConcept, arg_name="body")
@blueprint.output(Concept, 201)
@blueprint.doc(responses=failures(404, 409) | _THERE)
def create_concept(query: ByQuery, body: NewConcept) -> Response:
    """Make an entry, whole or of a pair of terms

    A pair goes into the entry `concept_id` where that is given; a pair that some entry has
    already is that entry (200), unless `new` is set.
    """
    if isinstance(body.root, EntryBody):
        return concept_answer(termbase().create(_entry(body.root), by=query.by), 201)
    return _add_pair(body.root, query.by)


def _entry(body: EntryBody) -> ConceptEntry:
    try:
        return body.entry()
    except ValueError as error:
        raise InvalidInput(str(error)) from error


def _add_pair(pair: PairBody, by: str) -> Response:
    known = {entry.id for entry in termbase().entries_with(pair.zh, pair.en)} | {pair.concept_id}
    fields = pair.model_dump(exclude={"zh", "en", "by"})
    entry = termbase().add(pair.zh, pair.en, **fields, by=pair.by or by)
    return concept_answer(entry, 200 if entry.id in known else 201)


@blueprint.get("/concepts/<concept_id>")
@blueprint.output(Concept)
@blueprint.doc(responses=failures(404) | ETAG)
def get_concept(concept_id: str) -> Response:
    """An entry, its revision in the ETag"""
    return concept_answer(termbase().concept(concept_id))


@blueprint.patch("/concepts/<concept_id>")
@blueprint.input(IfMatch, location="headers", arg_name="condition")
@blueprint.input(ByQuery, location="query", arg_name="query")
@blueprint.input(MergePatch, arg_name="patch")
@blueprint.output(Concept)
@blueprint.doc(responses=failures(404, 412, 428) | ETAG)
def patch_concept(
    concept_id: str, condition: IfMatch, query: ByQuery, patch: MergePatch
) -> Response:
    """Change an entry, if nobody else did since it was read

    The body is a JSON merge patch: lists are replaced whole, null takes a field away.
    """
    entry = termbase().concept(concept_id)
    revision = expected_revision(concept_id, condition)
    changed = _patched(entry, patch.root)
    try:
        return concept_answer(termbase().edit(changed, revision=revision, by=query.by))
    except ConflictError as error:
        abort(412, str(error))


@blueprint.delete("/concepts/<concept_id>")
@blueprint.input(IfMatch, location="headers", arg_name="condition")
@blueprint.input(ByQuery, location="query", arg_name="query")
@blueprint.doc(responses=failures(404, 412, 428) | {204: {"description": "Taken away"}})
def delete_concept(concept_id: str, condition: IfMatch, query: ByQuery) -> Response:
    """Take an entry away, if nobody changed it since it was read; its history stays"""
    termbase().concept(concept_id)
    revision = expected_revision(concept_id, condition)
    try:
        termbase().delete(concept_id, revision=revision, by=query.by)
    except ConflictError as error:
        abort(412, str(error))
    return Response(status=204)


@blueprint.post("/concepts/<concept_id>/merge")
@blueprint.input(MergeBody, arg_name="body")
@blueprint.output(Concept)
@blueprint.doc(responses=failures(404) | ETAG)
def merge_concepts(concept_id: str, body: MergeBody) -> Response:
    """Make this entry and another one: all terms under this id, the other is gone"""
    return concept_answer(termbase().merge(concept_id, body.other, by=body.by))


def expected_revision(concept_id: str, condition: IfMatch) -> int:
    """The revision that If-Match names; 428 without it, 412 where it is another's."""
    if condition.if_match is None:
        abort(428, "say which revision you read: If-Match with the ETag of the entry")
    current = termbase().revision(concept_id)
    tags = re.findall(r'(W/)?"([^"]*)"', condition.if_match)
    if condition.if_match.strip() != "*" and ("", str(current)) not in tags:
        abort(412, f"{concept_id} was changed meanwhile: it is at revision {current} now")
    return current


def _patched(entry: ConceptEntry, patch: dict[str, Any]) -> ConceptEntry:
    before = to_plain(entry, defaults=True)
    after = merge_patch(before, patch)
    if touched := [name for name in KEPT if after.get(name) != before[name]]:
        raise InvalidInput(f"{touched[0]} says what happened and cannot be changed")
    try:
        check_storable(patch)
    except ValueError as error:
        raise InvalidInput(str(error)) from error
    return from_plain(ConceptEntry, after)


def merge_patch(target: Any, patch: Any) -> Any:
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged


@blueprint.get("/concepts/<concept_id>/history")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(History)
@blueprint.doc(responses=failures(404))
def concept_history(concept_id: str, query: Page) -> Response:
    """Every revision of an entry, oldest first, deleted ones included"""
    revisions = termbase().history(concept_id)
    page = revisions[query.offset : query.offset + query.limit]
    return listing([_revision(r) for r in page], len(revisions), query.limit, query.offset)


def _revision(revision: Revision) -> dict[str, Any]:
    step = revision.step
    return {
        "number": revision.number,
        "step": {"verb": step.verb, "by": step.by, "at": step.at, "summary": step.summary},
        "undone": step.undone_by is not None,
        "entry": revision.entry and to_plain(revision.entry, defaults=True),
    }


@blueprint.get("/why/<subject_id>")
@blueprint.output(Why)
@blueprint.doc(responses=failures(404))
def why(subject_id: str) -> Response:
    """The evidence of an entry, or of a candidate by its number, looked up again"""
    proofs = termbase().why(subject_id).proofs
    return answer({"id": subject_id, "proofs": to_plain(proofs, defaults=True)})
