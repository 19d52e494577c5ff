"""Look-ups of terms, and unsuccessful ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Self

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from api.answers import Answer, Listing, answer
from api.batches import EITHER, MOST_ITEMS, Detailed, Plain, each, with_common
from api.context import asked_from_elsewhere, termbase
from api.paging import ListOf, PageQuery, page, part_of
from api.wire import Body, LanguageCode, Limit, Name, Offset, Page, Status, TagText, Words

if TYPE_CHECKING:
    from glossary.lookup.search.search import SearchHit, SearchResult
    from glossary.model import ConceptEntry
    from glossary.store.base import Wanted

MOST_WANTED = 100_000
"""Look-ups in vain that are listed. Chosen: that many are sorted in a third of a second; half or
double takes half or twice as long, and people look at the first hundred."""

blueprint = APIBlueprint("terms", __name__, url_prefix="/api/v1", tag="Terms")

# ---------------------------------------------------------------- requests


class TermsQuery(Page):
    q: Name
    """A term in either language, script or region; part of it; misspelt; pinyin; with * or ?."""
    lang: LanguageCode | None = None
    """Look among the terms of this language only."""
    subject: Words | None = None
    status: Status | None = None
    tag: TagText | None = None
    """Look among the terms under this language tag only."""
    remember: bool = True
    """Whether a look-up in vain is counted among the wanted terms."""
    counts: bool = False
    """Whether the answer also counts what was found by subject, status, language and tag."""


class TermBody(Body):
    """A query of many, with options of its own; those left out are as the whole request says."""

    q: Name
    lang: LanguageCode | None = None
    subject: Words | None = None
    status: Status | None = None
    tag: TagText | None = None
    remember: bool = False
    limit: Limit = 20
    offset: Offset = 0


_EachTerm = Annotated[Annotated[Name, Plain] | Annotated[TermBody, Detailed], EITHER]


class TermQueriesBody(Body):
    queries: Annotated[list[_EachTerm], Field(min_length=1, max_length=MOST_ITEMS)]
    """Each what to look for, or an object with options of its own."""
    lang: LanguageCode | None = None
    subject: Words | None = None
    status: Status | None = None
    tag: TagText | None = None
    remember: bool = False
    """Whether look-ups in vain are counted among the wanted terms: whoever looks up each word of a
    text would bury what people want."""
    limit: Limit = 20
    offset: Offset = 0

    def terms(self) -> list[TermBody]:
        return [with_common(item, self, TermBody, "q") for item in self.queries]


class WantedQuery(Page):
    limit: Limit = 50


# ---------------------------------------------------------------- answers


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
    false_friend: str
    """A warning where the term that matched is another thing in another region; else nothing."""

    @classmethod
    def from_hit(cls, hit: SearchHit) -> Self:
        """Make a model from a hit, for a translator: both languages, contexts, source."""
        entry = hit.concept
        fields = {
            "concept_id": entry.id,
            "term": hit.term.text,
            "tag": hit.term.tag,
            "status": hit.term.status,
            "score": hit.score,
            "why": hit.why,
            "subject": entry.subject,
            "terms": {section.tag: section.terms for section in entry.languages},
            "definitions": _definitions(entry),
            "contexts": _contexts(entry),
            "source": entry.source or _source(entry),
            "note": entry.note,
            "false_friend": hit.false_friend,
        }
        return cls.model_validate(fields)  # all at once: a call for each term takes a third longer


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
    """The source of the entry, else that of its terms, else its evidence."""
    terms = [term.source for section in entry.languages for term in section.terms]
    return next(filter(None, [*terms, *(e.document for e in entry.evidence)]), "")


class Terms(Listing):
    items: list[FoundTerm]
    suggestions: list[str]
    """Terms near the query, where nothing was found."""
    counts: dict[str, dict[str, int]] | None = None
    """How many of the concepts found have a subject, status, language and tag: those of the term
    that matched. Left out where it was not asked for."""


class TermsOfEach(Answer):
    answers: list[Terms]
    """One for each query, in order; without `counts`."""


class WantedTerm(Answer):
    query: str
    language: str
    count: int
    last_at: str


class WantedTerms(Listing):
    items: list[WantedTerm]


# ---------------------------------------------------------------- views


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
    found = _found(query, query.cursor, with_counts=query.counts)
    return answer(found, without=() if query.counts else ("counts",))


@blueprint.post("/terms/search")
@blueprint.input(TermQueriesBody, arg_name="body")
@blueprint.output(TermsOfEach)
def search_many_terms(body: TermQueriesBody) -> Response:
    """Look many terms up: for each the answer that `GET /terms` gives

    Only with `remember` are those in vain counted among the wanted ones.
    """
    return answer(TermsOfEach(answers=each("queries", body.terms(), _found)), without=_NO_COUNTS)


_NO_COUNTS = {"answers": {"__all__": {"counts"}}}


def _found(
    query: TermsQuery | TermBody, cursor: str | None = None, with_counts: bool = False
) -> Terms:
    looked_up = _LookedUp(query)
    hits, offset, following = page(
        PageQuery(query.limit, query.offset, cursor),
        ListOf("terms", looked_up, lambda hit: hit.rank),
    )
    result = looked_up.result
    return Terms(
        total=result.total,
        limit=query.limit,
        offset=offset,
        items=[FoundTerm.from_hit(hit) for hit in hits],
        cursor=following,
        suggestions=list(result.suggestions),
        counts=result.counts if with_counts else None,
    )


class _LookedUp:
    """The hits of a query, part by part; in vain it is counted once."""

    result: SearchResult

    def __init__(self, query: TermsQuery | TermBody) -> None:
        self._query = query
        self._remember = query.remember and not asked_from_elsewhere()

    def __call__(self, offset: int, limit: int) -> Sequence[SearchHit]:
        query = self._query
        self.result = termbase().search(
            query.q,
            query.lang,
            limit,
            offset=offset,
            subject=query.subject,
            status=query.status,
            tag=query.tag,
            remember=self._remember,
        )
        self._remember = False
        return self.result.hits


@blueprint.get("/wanted")
@blueprint.input(WantedQuery, location="query", arg_name="query")
@blueprint.output(WantedTerms)
def list_wanted(query: WantedQuery) -> Response:
    """What was looked for in vain, most wanted first"""
    found = sorted(termbase().wanted(MOST_WANTED), key=_by_count)
    items, offset, cursor = page(query, ListOf("wanted", part_of(found), _by_count))
    told = [WantedTerm.of(wanted) for wanted in items]
    return answer(
        WantedTerms(total=len(found), limit=query.limit, offset=offset, items=told, cursor=cursor)
    )


def _by_count(wanted: Wanted) -> tuple[int, str, str]:
    return -wanted.count, wanted.query, wanted.language
