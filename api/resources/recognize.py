"""The terms in a running text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from api.answers import Answer, answer
from api.context import termbase
from api.wire import MAX_TEXT, Body, LanguageCode, TagText
from glossary.operations.lookup import with_targets

if TYPE_CHECKING:
    from glossary.lookup.recognition.recognizer import TermHit

blueprint = APIBlueprint("recognize", __name__, url_prefix="/api/v1", tag="Terms")

# ---------------------------------------------------------------- requests


class RecognizeBody(Body):
    text: Annotated[str, Field(max_length=MAX_TEXT)]
    lang: LanguageCode | None = None
    """The language of the terms to look for; told from the text where not given."""
    all: bool = False
    """Also occurrences that cut through a word (`edge: false`)."""
    zh_tag: TagText = "zh-Hant-TW"
    """Which Chinese is wanted as the translation of English terms."""


# ---------------------------------------------------------------- answers


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

    @classmethod
    def from_hit(cls, hit: TermHit, targets: list[dict[str, str]]) -> Self:
        return cls(
            concept_id=hit.concept_id,
            term=hit.term.text,
            tag=hit.term.tag,
            status=hit.term.status,
            start=hit.start,
            end=hit.end,
            cover=hit.cover,
            edge=hit.edge,
            targets=[Target(**target) for target in targets],
        )


class RecognizedTerms(Answer):
    total: int
    items: list[RecognizedTerm]


# ---------------------------------------------------------------- views


@blueprint.post("/recognize")
@blueprint.input(RecognizeBody, arg_name="body")
@blueprint.output(RecognizedTerms)
def recognize(body: RecognizeBody) -> Response:
    """All terms of the termbase in a text, with their places and translations

    A hit begins and ends at word edges; `cover` marks the best reading without overlaps.
    `targets` are English terms for Chinese ones, and for English ones those of `zh_tag`, or of
    its script where it has none; never another region's.
    """
    hits = termbase().recognize(body.text, body.lang, all_occurrences=body.all)
    entries = termbase().concepts_by_id(hit.concept_id for hit in hits)
    found = with_targets(hits, entries, body.zh_tag)
    items = [RecognizedTerm.from_hit(hit, targets) for hit, targets in found]
    return answer(RecognizedTerms(total=len(items), items=items))
