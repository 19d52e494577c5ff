"""Documents as they were read: their texts, the terms marked in them, and their alignments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from apiflask import APIBlueprint
from flask import Response, abort
from pydantic import Field

from api.answers import Answer, Extent, Listing, answer
from api.context import termbase
from api.documented import failures
from api.marks import Mark, MarkedBeads, SentenceOfBead, marks_in_text
from api.paging import ListOf, page
from api.wire import Body, LanguageCode, Offset, Page, Query, Who
from glossary.operations.realigning import Realigned
from glossary.store.base import Alignment, StoredBead, StoredDocument

blueprint = APIBlueprint("documents", __name__, url_prefix="/api/v1", tag="Documents")

# ---------------------------------------------------------------- requests

MOST_CHARACTERS = 100_000
"""Characters of a text in one answer. Chosen: some 60 pages of a book; half or double moves only
how often a reader of a longer one asks."""


class TextQuery(Query):
    limit: Annotated[int, Field(ge=1, le=MOST_CHARACTERS)] = 20_000
    """How many characters at most."""
    offset: Offset = 0


class BeadsQuery(Page):
    alignment: Annotated[int | None, Field(ge=1, le=2**53)] = None
    """Which of the document's alignments; without one, the newest."""


class CorrectionBody(Body):
    act: Literal["join", "split", "move"]
    """join: with the next bead; split: in two; move: one sentence over to the bead beside it."""
    zh: Annotated[int, Field(ge=0, le=2**31)] = 0
    """To split: how many characters of the Chinese text stay in the first."""
    en: Annotated[int, Field(ge=0, le=2**31)] = 0
    """To split: how many characters of the English text stay in the first."""
    language: LanguageCode | None = None
    """To move: of which language; the sentence is the last one, or to the previous the first."""
    to: Literal["next", "previous"] = "next"
    """To move: to the next bead, or the previous one."""
    by: Who = ""


# ---------------------------------------------------------------- answers


class CandidateCounts(Answer):
    proposed: int = 0
    approved: int = 0
    rejected: int = 0
    withdrawn: int = 0
    """Whose sentences a corrected alignment set apart."""


class DocumentName(Answer):
    sha256: str
    name: str


class AlignmentRecord(Answer):
    """The alignment of two documents, or of one with itself."""

    id: int
    zh: DocumentName
    en: DocumentName
    beads: int
    units: int
    """How many of its beads have both sides, and are in the memory."""

    @classmethod
    def from_alignment(cls, alignment: Alignment) -> Self:
        zh, en = (_named(sha256) for sha256 in (alignment.zh_sha256, alignment.en_sha256))
        counts = {"beads": alignment.beads, "units": alignment.units}
        return cls(id=alignment.id, zh=zh, en=en, **counts)


class DocumentRecord(Answer):
    sha256: str
    name: str
    languages: list[str]
    """The more frequent first; one that is a mere trace is left out."""
    length: int
    """Characters of its text."""
    read_at: str
    candidates: CandidateCounts
    """How many candidates it proves."""
    units: int
    """How many units of the memory its newest alignment made."""
    alignments: list[AlignmentRecord]
    """The newest first; none where nothing in it is parallel, or where it was mined before
    alignments were kept."""

    @classmethod
    def from_stored(cls, stored: StoredDocument) -> Self:
        found = [AlignmentRecord.from_alignment(a) for a in termbase().alignments(stored.sha256)]
        return cls(
            sha256=stored.sha256,
            name=stored.name,
            languages=list(stored.languages),
            length=stored.length,
            read_at=stored.read_at,
            candidates=CandidateCounts(**stored.candidates),
            units=found[0].units if found else 0,
            alignments=found,
        )


def _named(sha256: str) -> DocumentName:
    return DocumentName(sha256=sha256, name=termbase().document(sha256).name)


class Documents(Listing):
    items: list[DocumentRecord]
    """Those read last first."""


class DocumentText(Extent):
    """A piece of a document's text: `total`, `limit` and `offset` count characters."""

    text: str
    marks: list[Mark]
    """The terms of candidates that begin in it; their places count in the whole text."""


class BeadRecord(Answer):
    """Sentences that say the same; one of the sides may be empty."""

    id: int
    score: float
    """How sure that is, about 0 to 1; 1 where a person corrected it."""
    zh: list[SentenceOfBead]
    en: list[SentenceOfBead]

    @classmethod
    def from_beads(cls, beads: Sequence[StoredBead], alignment: Alignment) -> list[Self]:
        marked = MarkedBeads(termbase(), alignment, [bead.pair for bead in beads])
        made = []
        for bead in beads:
            zh, en = marked.sentences(bead.pair)
            made.append(cls(id=bead.id, score=bead.pair.score, zh=zh, en=en))
        return made


class Beads(Extent):
    alignment: int
    items: list[BeadRecord]
    cursor: str | None = None


class Corrected(Answer):
    """What a correction did."""

    step: int
    """The step it was saved as, for `POST /undo`."""
    replaced: list[int]
    """The numbers of the beads that are no more."""
    beads: list[BeadRecord]
    """What is in their place."""
    units_dropped: int
    units_added: int
    lost: list[int]
    """The candidates that lost evidence: its sentences stand in two beads now. Those without other
    evidence that nobody has judged are withdrawn."""
    regained: list[int]
    """The candidates that got evidence back: its sentences are together again."""

    @classmethod
    def from_done(cls, done: Realigned, alignment: Alignment) -> Self:
        return cls(
            step=done.step,
            replaced=[bead.id for bead in done.old],
            beads=BeadRecord.from_beads(done.new, alignment),
            units_dropped=done.units_dropped,
            units_added=done.units_added,
            lost=list(done.followed.lost),
            regained=list(done.followed.regained),
        )


# ---------------------------------------------------------------- views


@blueprint.get("/documents")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(Documents)
def list_documents(query: Page) -> Response:
    """The documents that were read, the last one first"""
    whole = ListOf(
        "documents",
        lambda offset, limit: termbase().documents(limit=limit, offset=offset),
        lambda document: (document.read_at, document.sha256),
        descending=True,
    )
    items, offset, cursor = page(query, whole)
    told = [DocumentRecord.from_stored(each) for each in items]
    total = termbase().count_documents()
    return answer(
        Documents(total=total, limit=query.limit, offset=offset, items=told, cursor=cursor)
    )


@blueprint.get("/documents/<sha256>")
@blueprint.output(DocumentRecord)
@blueprint.doc(responses=failures(404))
def get_document(sha256: str) -> Response:
    """A document, by the SHA-256 of its file"""
    return answer(DocumentRecord.from_stored(termbase().document(sha256)))


@blueprint.get("/documents/<sha256>/text")
@blueprint.input(TextQuery, location="query", arg_name="query")
@blueprint.output(DocumentText)
@blueprint.doc(responses=failures(404))
def document_text(sha256: str, query: TextQuery) -> Response:
    """A piece of a document's text as read, with the terms marked that were found in it"""
    text = termbase().document_text(sha256)
    start, end = query.offset, query.offset + query.limit
    marks = marks_in_text(termbase(), sha256, start, min(end, len(text)))
    return answer(
        DocumentText(
            total=len(text), limit=query.limit, offset=start, text=text[start:end], marks=marks
        )
    )


@blueprint.get("/documents/<sha256>/beads")
@blueprint.input(BeadsQuery, location="query", arg_name="query")
@blueprint.output(Beads)
@blueprint.doc(responses=failures(404))
def list_beads(sha256: str, query: BeadsQuery) -> Response:
    """The alignment of a document with its translation, bead by bead, with the terms marked"""
    alignment = _alignment(sha256, query.alignment)
    whole = ListOf(
        "beads",
        lambda offset, limit: termbase().beads(alignment.id, limit=limit, offset=offset),
        lambda bead: (bead.place,),
    )
    items, offset, cursor = page(query, whole)
    return answer(
        Beads(
            total=alignment.beads,
            limit=query.limit,
            offset=offset,
            alignment=alignment.id,
            items=BeadRecord.from_beads(items, alignment),
            cursor=cursor,
        )
    )


@blueprint.post("/documents/<sha256>/beads/<int:bead_id>/correction")
@blueprint.input(CorrectionBody, arg_name="body")
@blueprint.output(Corrected)
@blueprint.doc(responses=failures(404, 409))
def correct_bead(sha256: str, bead_id: int, body: CorrectionBody) -> Response:
    """Correct the alignment at a bead, as one step: join, split, or move a sentence over

    The memory follows, and so does evidence: a pair whose sentences stand in two beads now loses
    it. A bead that was corrected meanwhile is 409.
    """
    alignment = _alignment(sha256, termbase().bead(bead_id).alignment)
    done = termbase().correct_alignment(bead_id, **body.model_dump())
    return answer(Corrected.from_done(done, alignment))


def _alignment(sha256: str, number: int | None) -> Alignment:
    """The alignment of that number, or the newest, of a document. Aborts with 404."""
    termbase().document(sha256)
    for alignment in termbase().alignments(sha256):
        if number in (None, alignment.id):
            return alignment
    what = f"alignment {number}" if number else "alignment"
    abort(404, f"this document has no {what}; mine it again, and what is parallel in it is kept")
