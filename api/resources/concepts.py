"""Concept entries: read, create, change and delete, each change against a known revision."""

from __future__ import annotations

import re
from typing import Annotated, Any, Self

from apiflask import APIBlueprint
from flask import Response, abort
from pydantic import BaseModel, ConfigDict, Discriminator, Field, JsonValue, RootModel, Tag

from api.answers import Answer, Concept, Listing, StepOfRevision, answer
from api.context import entity_tag, termbase
from api.documented import ETAG, failures
from api.patch import patched
from api.wire import (
    Body,
    FromJson,
    Name,
    Page,
    Query,
    Status,
    TagText,
    When,
    Who,
    Words,
    check_storable,
)
from glossary.codec import to_plain
from glossary.errors import ConflictError, InvalidInput
from glossary.model import ConceptEntry, Evidence, Extra, LanguageSection
from glossary.store.base import ConceptFilter, Revision
from glossary.text.tags import normalise_tag

blueprint = APIBlueprint("concepts", __name__, url_prefix="/api/v1", tag="Concepts")

# ---------------------------------------------------------------- requests


class ConceptsQuery(Page):
    subject: Words | None = None
    status: Status | None = None
    tag: TagText | None = None
    changed_since: When | None = None
    missing: TagText | None = None
    """Only entries without a term of this language tag: the gaps of a region."""


class ByQuery(Query):
    by: Who = ""


class IfMatch(BaseModel):
    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)
    if_match: str | None = None
    """The ETag of the entry as it was read, with its quotes: "3". Without it the answer is 428,
    and 412 where the entry was changed meanwhile."""


class EntryBody(Body):
    """A whole new concept entry. Who and when are set by the server; evidence comes by mining."""

    id: Annotated[str, Field(max_length=200)] = ""
    """An XML name; made from the English term where it is left out."""
    languages: Annotated[tuple[LanguageSection, ...], Field(min_length=1)]
    subject: str = ""
    definition: str = ""
    definition_source: str = ""
    note: str = ""
    source: str = ""
    extra: tuple[Extra, ...] = ()

    def entry(self) -> ConceptEntry:
        """Raises ValueError for text that cannot be stored."""
        entry = ConceptEntry(**{name: getattr(self, name) for name in type(self).model_fields})
        check_storable(to_plain(entry))
        return entry


class PairBody(Body):
    """A pair of terms: a new entry, or further terms of the entry `concept_id`. The same pair
    again is the same entry, unless `new`."""

    zh: Name
    en: Name
    concept_id: Words | None = None
    new: bool = False
    subject: Words = ""
    status: Status | None = None
    """Without one the first term of a language is preferred, further ones are admitted."""
    zh_tag: TagText | None = None
    part_of_speech: Words = "noun"
    source: Words = ""
    definition: Words = ""
    zh_context: Words = ""
    en_context: Words = ""
    note: Words = ""
    by: Who = ""


def _form(data: Any) -> str:
    return "pair" if isinstance(data, dict) and ("zh" in data or "en" in data) else "entry"


_Entry = Annotated[EntryBody, Tag("entry")]

_Pair = Annotated[PairBody, Tag("pair")]


class NewConcept(FromJson, RootModel[Annotated[_Entry | _Pair, Discriminator(_form)]]):
    """A whole entry, or a pair of terms."""


class MergePatch(FromJson, RootModel[dict[str, JsonValue]]):
    """A JSON merge patch (RFC 7396) over the entry as GET gives it: objects merge, lists are
    replaced whole, null takes a field away. `id`, `evidence`, who and when cannot be changed."""


class MergeBody(Body):
    other: Name
    """The id of the entry that is merged into this one."""
    by: Who = ""


# ---------------------------------------------------------------- answers


class Concepts(Listing):
    items: list[ConceptEntry]


class RevisionOfConcept(Answer):
    number: int
    step: StepOfRevision
    undone: bool
    entry: ConceptEntry | None
    """The entry as the step left it; null where it was deleted."""

    @classmethod
    def from_revision(cls, revision: Revision) -> Self:
        return cls(
            number=revision.number,
            step=StepOfRevision.of(revision.step),
            undone=revision.step.undone_by is not None,
            entry=revision.entry,
        )


class History(Listing):
    items: list[RevisionOfConcept]
    """Oldest first."""


class CheckedProof(Answer):
    holds: bool
    reason: str
    evidence: Evidence


class Why(Answer):
    id: str
    proofs: list[CheckedProof]
    """Each piece of evidence, looked up again in the documents as stored."""


# ---------------------------------------------------------------- views

_ENTRY = {"application/json": {"schema": {"$ref": "#/components/schemas/ConceptEntry"}}}
_THERE = {200: {"description": "The pair was there already", "content": _ENTRY}}


def concept_answer(entry: ConceptEntry, status: int = 200) -> Response:
    headers = {"ETag": entity_tag(termbase().revision(entry.id))}
    if status == 201:
        headers["Location"] = f"/api/v1/concepts/{entry.id}"
    return answer(Concept(entry), status, headers)


@blueprint.get("/concepts")
@blueprint.input(ConceptsQuery, location="query", arg_name="query")
@blueprint.output(Concepts)
def list_concepts(query: ConceptsQuery) -> Response:
    """Concept entries, by id"""
    tag = normalise_tag(query.tag) if query.tag else None
    missing = normalise_tag(query.missing) if query.missing else None
    where = ConceptFilter(query.subject, query.status, tag, query.changed_since, missing=missing)
    found = termbase().concepts(where, limit=query.limit, offset=query.offset)
    total = termbase().count_concepts(where)
    return answer(Concepts(total=total, limit=query.limit, offset=query.offset, items=list(found)))


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
    changed = patched(entry, patch.root)
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
    """The revision that If-Match names. Aborts with 428 without it, with 412 if it is not the
    current one."""
    if condition.if_match is None:
        abort(428, "say which revision you read: If-Match with the ETag of the entry")
    current = termbase().revision(concept_id)
    tags = re.findall(r'(W/)?"([^"]*)"', condition.if_match)
    if condition.if_match.strip() != "*" and ("", str(current)) not in tags:
        abort(412, f"{concept_id} was changed meanwhile: it is at revision {current} now")
    return current


@blueprint.get("/concepts/<concept_id>/history")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(History)
@blueprint.doc(responses=failures(404))
def concept_history(concept_id: str, query: Page) -> Response:
    """Every revision of an entry, oldest first, deleted ones included"""
    revisions = termbase().history(concept_id)
    page = revisions[query.offset : query.offset + query.limit]
    items = [RevisionOfConcept.from_revision(revision) for revision in page]
    return answer(
        History(total=len(revisions), limit=query.limit, offset=query.offset, items=items)
    )


@blueprint.get("/why/<subject_id>")
@blueprint.output(Why)
@blueprint.doc(responses=failures(404))
def why(subject_id: str) -> Response:
    """The evidence of an entry, or of a candidate by its number, looked up again"""
    proofs = termbase().why(subject_id).proofs
    return answer(Why(id=subject_id, proofs=[CheckedProof.of(proof) for proof in proofs]))
