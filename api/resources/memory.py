"""Earlier translations: like a sentence, or with a piece of text in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apiflask import APIBlueprint
from flask import Response

from api.answers import AddedUnits, FuzzyMatches, Occurrences, answer, listing
from api.context import termbase
from api.wire import ConcordanceQuery, MemoryQuery, UnitsBody
from glossary.model import TranslationUnit

if TYPE_CHECKING:
    from glossary.lookup.concordance import ConcordanceHit
    from glossary.lookup.memory import FuzzyMatch, Operation

blueprint = APIBlueprint("memory", __name__, url_prefix="/api/v1", tag="Memory")


@blueprint.get("/memory")
@blueprint.input(MemoryQuery, location="query", arg_name="query")
@blueprint.output(FuzzyMatches)
def fuzzy_matches(query: MemoryQuery) -> Response:
    """Earlier translations of sentences like this one

    None at or above the threshold is missed. `score` is out of 100; `diff` leads from the
    sentence stored to the one asked for, token by token.
    """
    found = termbase().fuzzy_matches(query.q, query.lang, query.threshold, query.limit)
    return listing([_match(match) for match in found], len(found), query.limit)


def _match(match: FuzzyMatch) -> dict[str, Any]:
    return _unit(match.unit, match.text) | {
        "score": match.score,
        "band": match.band,
        "penalties": list(match.penalties),
        "differs": list(match.differs),
        "distance": match.distance,
        "size": match.size,
        "diff": [_step(step) for step in match.diff],
    }


def _step(step: Operation) -> dict[str, Any]:
    return {
        "op": step.kind,
        "stored": step.stored,
        "query": step.query,
        "stored_span": list(step.stored_span),
        "query_span": list(step.query_span),
    }


def _unit(unit: TranslationUnit, text: str) -> dict[str, Any]:
    """A unit seen from its side `text`."""
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


@blueprint.get("/concordance")
@blueprint.input(ConcordanceQuery, location="query", arg_name="query")
@blueprint.output(Occurrences)
def concordance(query: ConcordanceQuery) -> Response:
    """Stored sentences that contain a piece of text, in either script"""
    found = termbase().concordance(
        query.q, query.lang, order=query.order, limit=query.limit, offset=query.offset
    )
    items = [_occurrence(hit) for hit in found.hits]
    return listing(items, found.total, query.limit, query.offset)


def _occurrence(hit: ConcordanceHit) -> dict[str, Any]:
    return _unit(hit.unit, hit.text) | {"spans": [list(span) for span in hit.spans]}


@blueprint.post("/units")
@blueprint.input(UnitsBody, arg_name="body")
@blueprint.output(AddedUnits)
def add_units(body: UnitsBody) -> Response:
    """Store translation units; the same unit twice is one"""
    units = [unit.unit() for unit in body.units]
    added = termbase().add_units(units, by=body.by)
    return answer({"received": len(units), "added": added})
