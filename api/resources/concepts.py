"""Concept entries: read, create, change and delete, each change against a known revision."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Self

from apiflask import APIBlueprint
from flask import Response, abort
from pydantic import Discriminator, Field, JsonValue, RootModel, Tag

from api import conditional
from api.answers import Answer, Concept, Listing, answer
from api.context import termbase
from api.documented import CHANGED, ETAG, STEP, failures
from api.entries import (
    IfMatch,
    IfMatchMaybe,
    changed_answer,
    concept_answer,
    deleted_answer,
    expected_revision,
    revision_if_named,
)
from api.paging import ListOf, page
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
from glossary.operations.browsing import first_signs, tag_asked
from glossary.operations.proof import Proof
from glossary.store.base import ConceptFilter

blueprint = APIBlueprint("concepts", __name__, url_prefix="/api/v1", tag="Concepts")

# ---------------------------------------------------------------- requests


class ConceptsQuery(Page):
    subject: Words | None = None
    status: Status | None = None
    tag: TagText | None = None
    changed_since: When | None = None
    missing: TagText | None = None
    """Only entries without a term of this language tag: the gaps of a region."""
    region: Annotated[str, Field(pattern="^([A-Za-z]{2}|[0-9]{3})$")] | None = None
    """Only entries with a term of this region, such as TW."""
    letter: Annotated[str, Field(min_length=1, max_length=10)] | None = None
    """Only entries with a term that begins so: a letter, for Chinese of its pinyin, or a sign."""

    def where(self) -> ConceptFilter:
        return ConceptFilter(
            subject=self.subject,
            status=self.status,
            tag=tag_asked(self.tag),
            changed_since=self.changed_since,
            missing=tag_asked(self.missing),
            region=self.region and self.region.upper(),
            begins=first_signs(self.letter) if self.letter else None,
        )


class ByQuery(Query):
    by: Who = ""


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
    entry: EntryBody | None = None
    """The entry as it is to be; without it, all that both have."""
    other_revision: Annotated[int | None, Field(ge=1, le=2**53)] = None
    """The revision of the other that was read: 412 where it was changed meanwhile."""
    by: Who = ""


# ---------------------------------------------------------------- answers


class Concepts(Listing):
    items: list[ConceptEntry]


class PlaceOfTerm(Answer):
    """A span of a document as read, and what stands around it, markup included."""

    document: str
    document_sha256: str
    line: int
    span: tuple[int, int]
    before: str
    text: str
    after: str


class CheckedProof(Answer):
    holds: bool
    reason: str
    evidence: Evidence
    zh_place: PlaceOfTerm | None
    """Where the Chinese term stands; null where the document is not stored."""
    en_place: PlaceOfTerm | None

    @classmethod
    def of_proof(cls, proof: Proof) -> Self:
        zh, en = termbase().places(proof.evidence)
        return cls(
            holds=proof.holds,
            reason=proof.reason,
            evidence=proof.evidence,
            zh_place=PlaceOfTerm.of(zh) if zh else None,
            en_place=PlaceOfTerm.of(en) if en else None,
        )


class Why(Answer):
    id: str
    proofs: list[CheckedProof]
    """Each piece of evidence, looked up again in the documents as stored."""


# ---------------------------------------------------------------- views

_ENTRY = {"application/json": {"schema": {"$ref": "#/components/schemas/ConceptEntry"}}}
_THERE = {200: {"description": "The pair was there already", "content": _ENTRY}}
_TAKEN_AWAY = {204: {"description": "Taken away", "headers": STEP}}


@blueprint.get("/concepts")
@blueprint.input(ConceptsQuery, location="query", arg_name="query")
@blueprint.output(Concepts)
def list_concepts(query: ConceptsQuery) -> Response:
    """Concept entries, by id"""
    conditional.of_entries()
    where = query.where()
    whole = ListOf("concepts", partial(_listed, where), lambda entry: (entry.id,))
    items, offset, cursor = page(query, whole)
    total = termbase().count_concepts(where)
    return answer(
        Concepts(total=total, limit=query.limit, offset=offset, items=list(items), cursor=cursor)
    )


def _listed(where: ConceptFilter, offset: int, limit: int) -> list[ConceptEntry]:
    return list(termbase().concepts(where, limit=limit, offset=offset))


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
        return changed_answer(termbase().create(entry_in(body.root), by=query.by), 0, 201)
    return _add_pair(body.root, query.by)


def entry_in(body: EntryBody) -> ConceptEntry:
    try:
        return body.entry()
    except ValueError as error:
        raise InvalidInput(str(error)) from error


def _add_pair(pair: PairBody, by: str) -> Response:
    known = {entry.id for entry in termbase().entries_with(pair.zh, pair.en)} | {pair.concept_id}
    before = {name: termbase().revision(name) for name in known if name}
    fields = pair.model_dump(exclude={"zh", "en", "by"})
    entry = termbase().add(pair.zh, pair.en, **fields, by=pair.by or by)
    return changed_answer(entry, before.get(entry.id, 0), 200 if entry.id in known else 201)


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
@blueprint.doc(responses=failures(404, 412, 428) | CHANGED)
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
        return changed_answer(termbase().edit(changed, revision=revision, by=query.by), revision)
    except ConflictError as error:
        abort(412, str(error))


@blueprint.delete("/concepts/<concept_id>")
@blueprint.input(IfMatch, location="headers", arg_name="condition")
@blueprint.input(ByQuery, location="query", arg_name="query")
@blueprint.doc(responses=failures(404, 412, 428) | _TAKEN_AWAY)
def delete_concept(concept_id: str, condition: IfMatch, query: ByQuery) -> Response:
    """Take an entry away, if nobody changed it since it was read; its history stays"""
    termbase().concept(concept_id)
    revision = expected_revision(concept_id, condition)
    try:
        termbase().delete(concept_id, revision=revision, by=query.by)
    except ConflictError as error:
        abort(412, str(error))
    return deleted_answer(concept_id)


@blueprint.post("/concepts/<concept_id>/merge")
@blueprint.input(IfMatchMaybe, location="headers", arg_name="condition")
@blueprint.input(MergeBody, arg_name="body")
@blueprint.output(Concept)
@blueprint.doc(responses=failures(404, 412) | CHANGED)
def merge_concepts(concept_id: str, condition: IfMatchMaybe, body: MergeBody) -> Response:
    """Make this entry and another one: all terms under this id, the other is gone

    With `entry` it is as a person chose it of both.
    """
    try:
        entry = termbase().merge(
            concept_id,
            body.other,
            entry=entry_in(body.entry) if body.entry else None,
            revision=revision_if_named(concept_id, condition),
            other_revision=body.other_revision,
            by=body.by,
        )
    except ConflictError as error:
        abort(412, str(error))
    return changed_answer(entry, 0)


@blueprint.get("/why/<subject_id>")
@blueprint.output(Why)
@blueprint.doc(responses=failures(404))
def why(subject_id: str) -> Response:
    """The evidence of an entry, or of a candidate by its number, looked up again"""
    proofs = termbase().why(subject_id).proofs
    return answer(Why(id=subject_id, proofs=[CheckedProof.of_proof(proof) for proof in proofs]))
