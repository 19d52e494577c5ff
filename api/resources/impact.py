"""What uses the terms of an entry, and is touched if one of them changes."""

from __future__ import annotations

from typing import Literal

from apiflask import APIBlueprint
from flask import Response

from api.answers import Answer, Listing, answer
from api.context import termbase
from api.documented import failures
from api.paging import ListOf, page
from api.wire import Name, Page
from glossary.model import Span
from glossary.operations.impact import TermUse

blueprint = APIBlueprint("impact", __name__, url_prefix="/api/v1", tag="Concepts")

# ---------------------------------------------------------------- requests


class ImpactQuery(Page):
    term: Name | None = None
    """Only what uses this one of its terms, in either script."""


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
