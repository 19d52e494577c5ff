"""Looking terms up, and what was looked for in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apiflask import APIBlueprint
from flask import Response

from api.answers import Terms, WantedTerms, listing
from api.context import asked_from_elsewhere, termbase
from api.wire import TermsQuery, WantedQuery
from glossary.codec import to_plain

if TYPE_CHECKING:
    from glossary.lookup.search.search import SearchHit
    from glossary.model import ConceptEntry

blueprint = APIBlueprint("terms", __name__, url_prefix="/api/v1", tag="Terms")


@blueprint.get("/terms")
@blueprint.input(TermsQuery, location="query", arg_name="query")
@blueprint.output(Terms)
def search_terms(query: TermsQuery) -> Response:
    """Look a term up, in either language

    Traditional or Simplified, misspelt or inflected, a part of it, its pinyin or initials, with
    `*` and `?`. One hit a concept, best first, each with why it matched. Where nothing is found,
    `suggestions` has terms nearby, and the query is counted among the wanted ones, unless a page
    of another site sent it.
    """
    remember = query.remember and not asked_from_elsewhere()
    result = termbase().search(
        query.q,
        query.lang,
        query.limit,
        offset=query.offset,
        subject=query.subject,
        status=query.status,
        tag=query.tag,
        remember=remember,
    )
    hits = [found_term(hit) for hit in result.hits]
    suggestions = list(result.suggestions)
    return listing(hits, result.total, query.limit, query.offset, suggestions=suggestions)


@blueprint.get("/wanted")
@blueprint.input(WantedQuery, location="query", arg_name="query")
@blueprint.output(WantedTerms)
def list_wanted(query: WantedQuery) -> Response:
    """What was looked for in vain, most wanted first"""
    items = [to_plain(w, defaults=True) for w in termbase().wanted(query.limit)]
    return listing(items, len(items), query.limit)


def found_term(hit: SearchHit) -> dict[str, Any]:
    """A hit as a translator wants to see it: both languages, contexts, source."""
    entry = hit.concept
    contexts = _contexts(entry)
    return {
        "concept_id": entry.id,
        "term": hit.term.text,
        "tag": hit.term.tag,
        "status": hit.term.status,
        "score": hit.score,
        "why": hit.why,
        "subject": entry.subject,
        "terms": {section.tag: _terms(section) for section in entry.languages},
        "definitions": _definitions(entry),
        "contexts": contexts,
        "source": entry.source or _source(entry),
        "note": entry.note,
    }


def _terms(section: Any) -> list[dict[str, str]]:
    names = ("text", "status", "part_of_speech", "term_type")
    return [{name: getattr(term, name) for name in names} for term in section.terms]


def _definitions(entry: ConceptEntry) -> dict[str, str]:
    whole = {"": entry.definition} if entry.definition else {}
    return whole | {s.tag: s.definition for s in entry.languages if s.definition}


def _contexts(entry: ConceptEntry) -> list[dict[str, str]]:
    return [
        {"tag": section.tag, "term": term.text, "text": context.text, "source": context.source}
        for section in entry.languages
        for term in section.terms
        for context in term.contexts
    ]


def _source(entry: ConceptEntry) -> str:
    """Where the terms come from, where the entry itself does not say: terms, then evidence."""
    terms = [term.source for section in entry.languages for term in section.terms]
    return next(filter(None, [*terms, *(e.document for e in entry.evidence)]), "")
