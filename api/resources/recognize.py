"""The terms that stand in a running text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apiflask import APIBlueprint
from flask import Response

from api.answers import RecognizedTerms, answer
from api.context import termbase
from api.wire import RecognizeBody
from glossary.lookup.targets import target_terms
from glossary.model import ConceptEntry
from glossary.text.tags import normalise_tag

if TYPE_CHECKING:
    from glossary.lookup.recognition.recognizer import TermHit

blueprint = APIBlueprint("recognize", __name__, url_prefix="/api/v1", tag="Terms")


@blueprint.post("/recognize")
@blueprint.input(RecognizeBody, arg_name="body")
@blueprint.output(RecognizedTerms)
def recognize(body: RecognizeBody) -> Response:
    """All terms of the termbase in a text, with their places and translations

    A hit begins and ends at word edges; `cover` marks the best reading without overlaps.
    `targets` are English terms for Chinese ones, and for English ones those of `zh_tag`, or of
    its script where it has none; never another region's.
    """
    zh_tag = normalise_tag(body.zh_tag)
    hits = termbase().recognize(body.text, body.lang, all_occurrences=body.all)
    entries = termbase().concepts_by_id(hit.concept_id for hit in hits)
    items = [
        _item(hit, entries[hit.concept_id], zh_tag) for hit in hits if hit.concept_id in entries
    ]
    return answer({"total": len(items), "items": items})


def _item(hit: TermHit, entry: ConceptEntry, zh_tag: str) -> dict[str, Any]:
    row = hit.term
    return {
        "concept_id": hit.concept_id,
        "term": row.text,
        "tag": row.tag,
        "status": row.status,
        "start": hit.start,
        "end": hit.end,
        "cover": hit.cover,
        "edge": hit.edge,
        "targets": target_terms(entry, row.language, zh_tag),
    }
