"""Earlier translations: similar to a sentence, or containing a piece of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from api.answers import AddedUnits, Answer, Listing, answer
from api.batches import EITHER, MOST_ITEMS, Detailed, Plain, each, with_common
from api.context import termbase
from api.paging import ListOf, PageQuery, page
from api.wire import Body, LanguageCode, Limit, Name, Page, Segment, TagText, Who, Words
from glossary.model import TranslationUnit, Variant

if TYPE_CHECKING:
    from glossary.lookup.concordance import ConcordanceHit
    from glossary.lookup.memory import FuzzyMatch, Operation
    from glossary.lookup.pieces import Piece

blueprint = APIBlueprint("memory", __name__, url_prefix="/api/v1", tag="Memory")

# ---------------------------------------------------------------- requests


Threshold = Annotated[int, Field(ge=30, le=100)]


class MemoryQuery(Page):
    q: Name
    """A sentence in either language."""
    lang: LanguageCode | None = None
    """The language of the sentence; told from its characters where not given."""
    threshold: Threshold = 70
    """The least score, in percent. Everything at or above it is found."""
    limit: Limit = 5


class SegmentBody(Body):
    """A sentence of many, with options of its own; those left out are as the whole request says."""

    q: Name
    lang: LanguageCode | None = None
    threshold: Threshold = 70
    limit: Limit = 5


_EachSegment = Annotated[Annotated[Name, Plain] | Annotated[SegmentBody, Detailed], EITHER]


class MemoryQueriesBody(Body):
    queries: Annotated[list[_EachSegment], Field(min_length=1, max_length=MOST_ITEMS)]
    """Each a sentence, or an object with options of its own."""
    lang: LanguageCode | None = None
    threshold: Threshold = 70
    limit: Limit = 5

    def segments(self) -> list[SegmentBody]:
        return [with_common(item, self, SegmentBody, "q") for item in self.queries]


class ConcordanceQuery(Page):
    q: Name
    """Any piece of a sentence, from one character on."""
    lang: LanguageCode | None = None
    order: Literal["newest", "best"] = "newest"


class PiecesQuery(Page):
    q: Name
    """A sentence, or more, in either language."""
    lang: LanguageCode | None = None
    """Its language; told from its characters where not given."""
    limit: Limit = 10


class VariantBody(Body):
    text: Segment
    tag: TagText


class UnitBody(Body):
    """A segment and its translation, each a text, or an object with its language tag."""

    zh: Segment | VariantBody
    en: Segment | VariantBody
    document: Words = ""

    def unit(self) -> TranslationUnit:
        return TranslationUnit(_variant(self.zh, "zh"), _variant(self.en, "en"), self.document)


def _variant(side: str | VariantBody, tag: str) -> Variant:
    return Variant(tag, side) if isinstance(side, str) else Variant(side.tag, side.text)


class UnitsBody(Body):
    units: Annotated[list[UnitBody], Field(min_length=1, max_length=10_000)]
    by: Who = ""


# ---------------------------------------------------------------- answers


class DiffStep(Answer):
    """A step from the sentence stored to the one asked for."""

    op: Literal["equal", "insert", "delete", "replace"]
    stored: str
    query: str
    stored_span: tuple[int, int]
    query_span: tuple[int, int]

    @classmethod
    def from_operation(cls, step: Operation) -> Self:
        return cls(
            op=step.kind,
            stored=step.stored,
            query=step.query,
            stored_span=step.stored_span,
            query_span=step.query_span,
        )


class StoredUnit(Answer):
    unit_id: int
    tag: str
    text: str
    translation_tag: str
    translation: str
    document: str
    created_by: str
    created_at: str


def _seen_from(unit: TranslationUnit, text: str) -> dict[str, Any]:
    """The fields of a StoredUnit, with `text` as its source side."""
    side, other = (unit.zh, unit.en) if unit.zh.text == text else (unit.en, unit.zh)
    return {
        "unit_id": unit.id,
        "tag": side.tag,
        "text": side.text,
        "translation_tag": other.tag,
        "translation": other.text,
        "document": unit.document,
        "created_by": unit.created_by,
        "created_at": unit.created_at,
    }


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

    @classmethod
    def from_match(cls, match: FuzzyMatch) -> Self:
        return cls(
            **_seen_from(match.unit, match.text),
            score=match.score,
            band=match.band,
            penalties=list(match.penalties),
            distance=match.distance,
            size=match.size,
            differs=list(match.differs),
            diff=[DiffStep.from_operation(step) for step in match.diff],
        )


class FuzzyMatches(Listing):
    """`total` counts to the end of the page: no more are looked for."""

    items: list[FuzzyMatchFound]


class FuzzyMatchesOfEach(Answer):
    answers: list[FuzzyMatches]
    """One for each query, in order."""


class Occurrence(StoredUnit):
    spans: list[tuple[int, int]]
    """Where the piece stands in `text`."""

    @classmethod
    def from_hit(cls, hit: ConcordanceHit) -> Self:
        return cls(**_seen_from(hit.unit, hit.text), spans=list(hit.spans))


class Occurrences(Listing):
    items: list[Occurrence]


class PieceFound(Answer):
    text: str
    span: tuple[int, int]
    """Where it stands in the text asked for."""
    total: int
    """How many stored sentences have it."""
    items: list[Occurrence]
    """Some of them, the shortest first."""

    @classmethod
    def from_piece(cls, piece: Piece) -> Self:
        items = [Occurrence.from_hit(hit) for hit in piece.hits]
        return cls(text=piece.text, span=piece.span, total=piece.total, items=items)


class Pieces(Listing):
    """`total` counts to the end of the page: no more are looked for."""

    items: list[PieceFound]


# ---------------------------------------------------------------- views


@blueprint.get("/memory")
@blueprint.input(MemoryQuery, location="query", arg_name="query")
@blueprint.output(FuzzyMatches)
def fuzzy_matches(query: MemoryQuery) -> Response:
    """Earlier translations of sentences like this one

    None at or above the threshold is missed. `score` is out of 100; `diff` leads from the
    sentence stored to the one asked for, token by token.
    """
    return answer(_matches(query, query.offset, query.cursor))


@blueprint.post("/memory")
@blueprint.input(MemoryQueriesBody, arg_name="body")
@blueprint.output(FuzzyMatchesOfEach)
def fuzzy_matches_each(body: MemoryQueriesBody) -> Response:
    """Earlier translations of many sentences: for each the answer that `GET` gives"""
    return answer(FuzzyMatchesOfEach(answers=each("queries", body.segments(), _matches)))


def _matches(
    query: MemoryQuery | SegmentBody, offset: int = 0, cursor: str | None = None
) -> FuzzyMatches:
    def best(offset: int, limit: int) -> list[FuzzyMatch]:
        most = offset + limit
        return termbase().fuzzy_matches(query.q, query.lang, query.threshold, most)[offset:]

    whole = ListOf("memory", best, lambda match: match.rank, descending=True)
    found, offset, cursor = page(PageQuery(query.limit, offset, cursor), whole)
    items = [FuzzyMatchFound.from_match(match) for match in found]
    total = offset + len(items)
    return FuzzyMatches(total=total, limit=query.limit, offset=offset, items=items, cursor=cursor)


@blueprint.get("/memory/pieces")
@blueprint.input(PiecesQuery, location="query", arg_name="query")
@blueprint.output(Pieces)
def pieces(query: PiecesQuery) -> Response:
    """The longest pieces of a text that stand in stored sentences

    For a clause out of a sentence that no stored one is like. A piece has at least five Chinese
    characters or three words; none lies in another; the longest come first.
    """

    def longest(offset: int, limit: int) -> Sequence[Piece]:
        return termbase().pieces(query.q, query.lang, offset + limit)[offset:]

    whole = ListOf("pieces", longest, lambda piece: piece.rank)
    found, offset, cursor = page(query, whole)
    items = [PieceFound.from_piece(piece) for piece in found]
    total = offset + len(items)
    return answer(Pieces(total=total, limit=query.limit, offset=offset, items=items, cursor=cursor))


@blueprint.get("/concordance")
@blueprint.input(ConcordanceQuery, location="query", arg_name="query")
@blueprint.output(Occurrences)
def concordance(query: ConcordanceQuery) -> Response:
    """Stored sentences that contain a piece of text, in either script"""
    totals: list[int] = []

    def holding(offset: int, limit: int) -> Sequence[ConcordanceHit]:
        found = termbase().concordance(
            query.q, query.lang, order=query.order, limit=limit, offset=offset
        )
        totals.append(found.total)
        return found.hits

    hits, offset, cursor = page(query, ListOf("concordance", holding, lambda hit: hit.rank))
    items = [Occurrence.from_hit(hit) for hit in hits]
    total = totals[-1]
    return answer(
        Occurrences(total=total, limit=query.limit, offset=offset, items=items, cursor=cursor)
    )


@blueprint.post("/units")
@blueprint.input(UnitsBody, arg_name="body")
@blueprint.output(AddedUnits)
def add_units(body: UnitsBody) -> Response:
    """Store translation units; the same unit twice is one"""
    units = [unit.unit() for unit in body.units]
    added = termbase().add_units(units, by=body.by)
    return answer(AddedUnits(received=len(units), added=added))
