"""The review queue: what miners propose, and what people decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, Field

from api.answers import Answer, Listing, answer
from api.context import termbase
from api.documented import failures
from api.paging import ListOf, page
from api.wire import Body, Page, Query, TagText, Who, Words, first_given, former
from glossary.model import Candidate, ConceptEntry, Judgement
from glossary.store.base import CandidateFilter

if TYPE_CHECKING:
    from glossary.operations.judging import Judged
    from glossary.operations.judging_many import JudgedMany

blueprint = APIBlueprint("candidates", __name__, url_prefix="/api/v1", tag="Review")

# ---------------------------------------------------------------- requests


Kind = Literal["term", "person", "organisation", "title", "abbreviation"]


Method = Literal["gloss", "keyword", "title", "table", "parallel", "definition", "model", "manual"]


Confidence = Annotated[float | None, Field(ge=0, le=1, allow_inf_nan=False)]


State = Literal["proposed", "open", "skipped", "approved", "rejected", "any"]


class QueueFields(BaseModel):
    """Which candidates."""

    state: State = "proposed"
    """Those that are proposed are open, or skipped where somebody put them off."""
    least: Confidence = None
    """As sure as this, or more."""
    below: Confidence = None
    """Less sure than this."""
    kind: Kind | None = None
    method: Method | None = None
    subject: Words | None = None
    document: Words | None = None
    """A document's name as given, or its SHA-256."""
    text: Words | None = None
    """A piece of either term, in any script, case or number."""
    least_confidence: Annotated[Confidence, former("least")] = None
    below_confidence: Annotated[Confidence, former("below")] = None

    def where(self) -> CandidateFilter:
        return CandidateFilter(
            **_STATES[self.state],
            least_confidence=first_given(self.least, self.least_confidence, 0.0),
            below_confidence=first_given(self.below, self.below_confidence),
            kind=self.kind,
            method=self.method,
            subject=self.subject,
            document=self.document,
            text=self.text,
        )


class CandidatesFilter(QueueFields, Query):
    pass


class CandidatesWhere(QueueFields, Body):
    pass


_STATES: dict[State, dict[str, Any]] = {
    "proposed": {"state": "proposed"},
    "open": {"state": "proposed", "skipped": False},
    "skipped": {"state": "proposed", "skipped": True},
    "approved": {"state": "approved"},
    "rejected": {"state": "rejected"},
    "any": {"state": None},
}


class CandidatesQuery(CandidatesFilter, Page):
    pass


CandidateId = Annotated[int, Field(ge=1, le=2**53)]


class JudgementBody(Body):
    decision: Literal["approve", "amend", "reject", "skip"]
    """`skip` decides nothing: the pair stays proposed, and who put it off is kept."""
    zh: Words | None = None
    """The Chinese term as it should be; only for amend, and it must stand in the evidence."""
    en: Words | None = None
    """The English term as it should be; only for amend, and it, inflected perhaps, must stand in
    the evidence."""
    concept_id: Words | None = None
    """An entry that takes the terms; without one, the entry that has both already, or a new one."""
    new: bool = False
    """A new entry, even where one has both terms."""
    zh_tag: TagText | None = None
    by: Who = ""
    note: Words = ""
    again: bool = False
    """A pair that was decided is decided anew: what was done is taken back, as the same step."""


class JudgementsBody(Body):
    """One decision on many pairs: those of some numbers, or those that a filter selects."""

    decision: Literal["approve", "reject", "skip"]
    ids: Annotated[list[CandidateId] | None, Field(min_length=1, max_length=10_000)] = None
    where: CandidatesWhere | None = None
    expected: Annotated[int | None, Field(ge=0)] = None
    """How many `where` selects, as a dry run or a listing said; another number is 409."""
    dry_run: bool = False
    """Only tell what would be done."""
    keep_good: bool = False
    """Leave out those that cannot be decided so, instead of deciding none."""
    again: bool = False
    """Decide anew what was decided already."""
    by: Who = ""
    note: Words = ""


# ---------------------------------------------------------------- answers


class Candidates(Listing):
    items: list[Candidate]


class ValueCount(Answer):
    value: str
    count: int


class ConfidenceCount(Answer):
    """The candidates from `least` to less than `below`; 1 is in the last bin."""

    least: float
    below: float
    count: int


class QueueFacets(Answer):
    """The counts of a field disregard what the filter says of that field; most first."""

    total: int
    states: list[ValueCount]
    """open, skipped, approved and rejected."""
    kinds: list[ValueCount]
    methods: list[ValueCount]
    subjects: list[ValueCount]
    documents: list[ValueCount]
    """By the document of the Chinese; the 200 with most candidates."""
    confidence: list[ConfidenceCount]
    """Twenty bins, in order."""


class DictionaryForm(Answer):
    zh: str
    en: str


class CandidateInFull(Answer):
    candidate: Candidate
    judgements: list[Judgement]
    suggestions: list[ConceptEntry]
    """Entries that share a term with it: it may belong to one of them."""
    joins: str | None
    """The id of the entry that has both terms: approved, it goes there, unless told otherwise."""
    dictionary_form: DictionaryForm
    """The terms as a dictionary would list them: English in the singular and lower case where it is
    no name, Chinese without the marks around it and 一種, 這項 before it."""


class Verdict(Answer):
    candidate: Candidate
    judgement: Judgement
    concept: ConceptEntry | None
    """The entry that took the terms; null for a rejection."""
    step: int
    """The step it was saved as, for `POST /undo`."""

    @classmethod
    def from_judged(cls, judged: Judged) -> Self:
        fields = {
            "candidate": judged.candidate,
            "judgement": judged.judgement,
            "concept": judged.entry,
            "step": judged.step,
        }
        return cls.model_validate(fields)


class JudgedPair(Answer):
    id: int
    zh: str
    en: str
    concept_id: str | None
    """The entry that takes the terms; null for a rejection."""


class RefusedCandidate(Answer):
    id: int
    reason: str


class JudgedTogether(Answer):
    step: int | None
    """The step it was saved as, for `POST /undo`; null in a dry run, or if nothing was decided."""
    made: int
    """How many entries are new."""
    changed: int
    """How many entries that were there take terms, or lose them."""
    judged: list[JudgedPair]
    refused: list[RefusedCandidate]

    @classmethod
    def from_many(cls, done: JudgedMany) -> Self:
        judged = [
            JudgedPair(id=said.candidate_id, zh=said.zh, en=said.en, concept_id=said.concept_id)
            for said in (verdict.judgement for verdict in done.judged)
        ]
        refused = [RefusedCandidate(id=r.candidate_id, reason=r.reason) for r in done.refused]
        return cls(
            step=done.step, made=done.made, changed=done.changed, judged=judged, refused=refused
        )


# ---------------------------------------------------------------- views


@blueprint.get("/candidates")
@blueprint.input(CandidatesQuery, location="query", arg_name="query")
@blueprint.output(Candidates)
def list_candidates(query: CandidatesQuery) -> Response:
    """Proposed pairs with the sentences that prove them, the surest first"""
    where = query.where()
    whole = ListOf(
        "candidates",
        lambda offset, limit: termbase().candidates(where, limit=limit, offset=offset),
        lambda candidate: (-candidate.confidence, candidate.id),
    )
    items, offset, cursor = page(query, whole)
    total = termbase().count_candidates(where)
    return answer(
        Candidates(total=total, limit=query.limit, offset=offset, items=list(items), cursor=cursor)
    )


@blueprint.get("/candidates/facets")
@blueprint.input(CandidatesFilter, location="query", arg_name="query")
@blueprint.output(QueueFacets)
def count_by_field(query: CandidatesFilter) -> Response:
    """How many pairs there are, by all that they can be filtered by"""
    return answer(QueueFacets.of(termbase().candidate_facets(query.where())))


@blueprint.get("/candidates/<int:candidate_id>")
@blueprint.output(CandidateInFull)
@blueprint.doc(responses=failures(404))
def get_candidate(candidate_id: int) -> Response:
    """A pair, what was decided about it, and the entries that it may belong to"""
    candidate = termbase().candidate(candidate_id)
    joins = termbase().entry_that_has(candidate.zh, candidate.en)
    zh, en = termbase().dictionary_form(candidate)
    return answer(
        CandidateInFull(
            candidate=candidate,
            judgements=termbase().judgements(candidate_id),
            suggestions=termbase().suggestions(candidate),
            joins=joins.id if joins else None,
            dictionary_form=DictionaryForm(zh=zh, en=en),
        )
    )


@blueprint.post("/candidates/<int:candidate_id>/judgement")
@blueprint.input(JudgementBody, arg_name="body")
@blueprint.output(Verdict)
@blueprint.doc(responses=failures(404, 409))
def judge(candidate_id: int, body: JudgementBody) -> Response:
    """Approve, amend, reject or skip a pair

    A decided one is 409, unless `again` is set, and also then where others built upon its entry.
    """
    return answer(Verdict.from_judged(termbase().judge(candidate_id, **body.model_dump())))


@blueprint.post("/candidates/judgements")
@blueprint.input(JudgementsBody, arg_name="body")
@blueprint.output(JudgedTogether)
@blueprint.doc(responses=failures(409))
def judge_together(body: JudgementsBody) -> Response:
    """Approve, reject or skip many pairs, as one step that one undo takes back

    If any cannot be decided so, none is (409, `detail` lists them), unless `keep_good` is set.
    """
    asked = {name: getattr(body, name) for name in type(body).model_fields}
    asked["ids"] = None if body.ids is None else tuple(body.ids)
    asked["where"] = None if body.where is None else body.where.where()
    return answer(JudgedTogether.from_many(termbase().judge_many(**asked)))
