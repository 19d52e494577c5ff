"""The JSON of answers: models that describe them, and the one way they are sent.

The models make the OpenAPI document. Answers themselves are plain data, written once: a big
answer is not checked field by field; the tests hold the answers to their models instead.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from flask import Response
from pydantic import BaseModel, ConfigDict, RootModel

from glossary.model import Candidate, ConceptEntry, Evidence, Judgement, Proposal

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON response in UTF-8."""
    body = _written(data).encode("utf-8", "replace")
    return Response(body, status, headers, mimetype="application/json")


def listing(items: list[Any], total: int, limit: int, offset: int = 0, **more: Any) -> Response:
    """The one shape of lists."""
    return answer({"total": total, "limit": limit, "offset": offset, "items": items, **more})


class Answer(BaseModel):
    """Base of what responses hold."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Listing(Answer):
    total: int
    limit: int
    offset: int


# ---------------------------------------------------------------- errors


class ErrorBody(Answer):
    code: str
    message: str
    """One line: what is wrong, and the way out."""
    detail: Any


class Error(Answer):
    """Every error has this shape."""

    error: ErrorBody


# ---------------------------------------------------------------- terms and concepts


class ListedTerm(Answer):
    text: str
    status: str
    part_of_speech: str
    term_type: str


class ListedContext(Answer):
    tag: str
    term: str
    text: str
    source: str


class FoundTerm(Answer):
    concept_id: str
    term: str
    """The term that matched."""
    tag: str
    status: str
    score: float
    """0 to 100."""
    why: str
    """Why it matched: exact, script folded, prefix, pinyin, ..."""
    subject: str
    terms: dict[str, list[ListedTerm]]
    """All terms of the concept, by language tag."""
    definitions: dict[str, str]
    """By language tag; under "" the definition of the whole concept."""
    contexts: list[ListedContext]
    source: str
    note: str


class Terms(Listing):
    items: list[FoundTerm]
    suggestions: list[str]
    """Terms near the query, where nothing was found."""


class WantedTerm(Answer):
    query: str
    language: str
    count: int
    last_at: str


class WantedTerms(Listing):
    items: list[WantedTerm]


class Concept(RootModel[ConceptEntry]):
    """A concept entry."""


class Concepts(Listing):
    items: list[ConceptEntry]


class StepOfRevision(Answer):
    verb: str
    by: str
    at: str
    summary: str


class StepCounts(Answer):
    """How many of each a step touched."""

    entries: int
    judgements: int
    units: int
    conflicts: int


class StepTaken(StepOfRevision):
    """One thing that somebody did."""

    id: int
    undoable: bool
    """Whether it changed a term and was not taken back; a later step may still stand upon it."""
    undone: bool
    counts: StepCounts


class Steps(Listing):
    items: list[StepTaken]


class RevisionOfConcept(Answer):
    number: int
    step: StepOfRevision
    undone: bool
    entry: ConceptEntry | None
    """The entry as the step left it; null where it was deleted."""


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


# ---------------------------------------------------------------- review


class Candidates(Listing):
    items: list[Candidate]


class CandidateInFull(Answer):
    candidate: Candidate
    judgements: list[Judgement]
    suggestions: list[ConceptEntry]
    """Entries that share a term with it: it may belong to one of them."""
    joins: str | None
    """The id of the entry that has both terms: approved, it goes there, unless told otherwise."""


class Verdict(Answer):
    candidate: Candidate
    judgement: Judgement
    concept: ConceptEntry | None
    """The entry that took the terms; null for a rejection."""
    step: int
    """The step it was saved as, for `POST /undo`."""


# ---------------------------------------------------------------- mining and exchange


class AddedCounts(Answer):
    candidates: int
    evidence: int
    units: int


class MinedDocument(Answer):
    document: str
    sha256: str
    found: int
    added: AddedCounts | None
    """What of it was new to the termbase; null for a dry run."""
    proposals: list[Proposal]


class AddedUnits(Answer):
    received: int
    added: int
    """How many were new; the same unit twice is one."""


# ---------------------------------------------------------------- running text and memory


class Target(Answer):
    text: str
    tag: str
    status: str


class RecognizedTerm(Answer):
    concept_id: str
    term: str
    """The term as the termbase has it."""
    tag: str
    status: str
    start: int
    """Where it begins in the text as sent, in code points."""
    end: int
    cover: bool
    """Whether it belongs to the best reading without overlaps."""
    edge: bool
    """Whether it begins and ends at word edges."""
    targets: list[Target]
    """Its translations in the wanted Chinese or in English, preferred ones first."""


class RecognizedTerms(Answer):
    total: int
    items: list[RecognizedTerm]


class DiffStep(Answer):
    """A step from the sentence stored to the one asked for."""

    op: Literal["equal", "insert", "delete", "replace"]
    stored: str
    query: str
    stored_span: tuple[int, int]
    query_span: tuple[int, int]


class StoredUnit(Answer):
    unit_id: int
    tag: str
    text: str
    translation_tag: str
    translation: str
    document: str
    created_by: str
    created_at: str


class FuzzyMatchFound(StoredUnit):
    score: float
    """Out of 100, penalties taken off."""
    band: str
    penalties: list[str]
    """What else differs, one point each: case, width, script, spaces."""
    distance: int
    """Tokens to change; the raw score is `1 - distance / size`."""
    size: int
    differs: list[str]
    """Where only numbers or only punctuation differ."""
    diff: list[DiffStep]


class FuzzyMatches(Listing):
    items: list[FuzzyMatchFound]


class Occurrence(StoredUnit):
    spans: list[tuple[int, int]]
    """Where the piece stands in `text`."""


class Occurrences(Listing):
    items: list[Occurrence]


class Health(Answer):
    status: Literal["ok"]
    version: str
    counts: dict[str, int] | None = None
    """How much is in it; left out where a token is set and was not brought."""


class TmLanguages(Answer):
    """Named as the protocol names them."""

    sourceLanguages: list[str]
    targetLanguages: list[str]


class TmUnit(Answer):
    source: str
    target: str
    quality: int
    rank: float


class TmUnits(RootModel[list[TmUnit]]):
    """Earlier translations, best first."""


# ---------------------------------------------------------------- exchange


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


class ImportRecord(Answer):
    concept_id: str
    verdict: str
    """new, changed, same, or conflict; of each the first 10,000 are listed."""
    details: list[str]
    line: int
    """Where the entry or unit begins in the file; in a workbook the row."""


class ImportReport(Answer):
    """What an import did, or with `dry_run` would do."""

    name: str
    format: str
    dry_run: bool
    counts: dict[str, int] | None = None
    """How much is in it; left out where a token is set and was not brought."""
    """Entries, or translation units: new, changed, same, conflict."""
    records: list[ImportRecord]
    refused: list[tuple[int, str]]
    """Line and reason of records that were left out (`keep_good`), the first 10,000."""
    refusals: int
    changes: list[tuple[int, str]]
    """Line and what was read otherwise than it is written."""
    units: int
    units_new: int


class Conflict(Answer):
    id: int
    concept_id: str
    differences: list[str]
    theirs: ConceptEntry
    source: str
    state: str


class Conflicts(Listing):
    items: list[Conflict]
