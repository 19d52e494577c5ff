"""Search: the concepts that match a query, best first, each with the reason.

The store narrows in two steps: to what equals, begins with or contains the query; and, if that
gives no good match, to what may have been meant. Each concept is one hit, by its best term.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from glossary.lookup.search import query as plan
from glossary.lookup.search.query import SearchQuery
from glossary.lookup.search.score import LEAST, Match, score
from glossary.lookup.search.ways import BY_CHANCE
from glossary.lookup.search.words import words_of
from glossary.model import STATUSES, ConceptEntry
from glossary.store.base import ConceptReader, TermNarrower, TermRow
from glossary.store.base.narrowing import AllOf, HasToken, Narrowing
from glossary.text.grams import token

# Chosen. Of the 1013 look-up cases two are wrong, and as many with half or double of each number
# but _GOOD, at half of which two more are (python tests/benchmarks/bench_constants.py).
MOST = 200  # terms that are scored for a query
_ITSELF = 95.0  # the term itself, by the table of ways
_GOOD = 80.0  # an answer after which nothing else need be meant
_SUGGESTIONS = 5  # no suite has any
_NEAR_ENOUGH = 55.0  # percent of likeness from which on a term is suggested; no suite has any
_IN_BOTH, _IN_ONE = 2, 20  # less for a term beside its translation, and for one without
_SURE = 90.0  # what the one has at least
BOTH_LANGUAGES = "both languages"
COUNTED = ("subject", "status", "language", "tag")
"""The fields of a term by which what is found is counted."""


class SearchSource(TermNarrower, ConceptReader, Protocol):
    """What search needs of a store."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A concept, its term that matched, how well (0 to 100) and why.

    `way` names the way of matching, one of `ways.WAYS` or `both languages`; `why` is shown.
    """

    concept: ConceptEntry
    term: TermRow
    score: float
    why: str
    way: str

    @property
    def concept_id(self) -> str:
        return self.term.concept_id

    @property
    def false_friend(self) -> str:
        """A warning, in a sentence, where the term is another thing in another region; else ""."""
        from glossary.regions.friends import false_friend  # late: the table is read for it

        return false_friend(self.term.text, self.term.tag)

    @property
    def rank(self) -> tuple[float, int, int, int]:
        """A sort key, best lowest."""
        return _rank(self.term, self.score)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits. `total` counts the concepts found; each step of narrowing scores up to 200
    terms.

    `suggestions` are similar terms, if nothing was found. `counts` says by subject, status,
    language and tag of the matching terms how many of the concepts found have it.
    """

    total: int
    hits: tuple[SearchHit, ...]
    suggestions: tuple[str, ...] = ()
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


class _Limits(NamedTuple):
    language: str | None
    subject: str | None
    status: str | None
    tag: str | None

    def within(self, wanted: Narrowing) -> Narrowing:
        """`wanted`, limited to terms with the given subject, status and tag."""
        limits = (("j", self.subject), ("s", self.status), ("t", self.tag and self.tag.lower()))
        tokens = [HasToken(token(kind, value)) for kind, value in limits if value]
        return AllOf((wanted, *tokens)) if tokens else wanted


def search(
    store: SearchSource,
    text: str,
    language: str | None = None,
    limit: int = 20,
    offset: int = 0,
    subject: str | None = None,
    status: str | None = None,
    tag: str | None = None,
) -> SearchResult:
    """Concepts with terms that match `text`; `subject`, `status` and `tag` are those of the term.

    A query without a letter, digit or Chinese character finds nothing.
    """
    query = SearchQuery.read(text)
    if not query.squashed or not any(c.isalnum() for c in query.squashed):
        return SearchResult(0, ())
    limits = _Limits(language, subject, status, tag)
    found = _find(store, query, limits)
    page = found[offset : offset + limit]
    concepts = store.concepts_by_id(row.concept_id for row, _ in page)
    hits = tuple(
        SearchHit(concepts[row.concept_id], row, round(match.score, 1), match.label, match.way)
        for row, match in page
        if row.concept_id in concepts
    )
    suggestions = () if found else _suggest(store, query, limits)
    return SearchResult(len(found), hits, suggestions, _counted(row for row, _ in found))


def _counted(rows: Iterable[TermRow]) -> dict[str, dict[str, int]]:
    """The number of rows by each of their fields, the most frequent first."""
    rows = list(rows)
    fields = {name: Counter(getattr(row, name) for row in rows) for name in COUNTED}
    return {name: dict(counter.most_common()) for name, counter in fields.items()}


Scored = dict[int, tuple[TermRow, Match]]


def _find(store: SearchSource, query: SearchQuery, limits: _Limits) -> list[tuple[TermRow, Match]]:
    """The best term of every concept found, best first."""
    scored: Scored = {}
    if query.pattern:
        _try(store, query, limits, plan.by_pattern(query, words_of(store).like), scored)
        if scored:
            return _ranked(scored)
        query = query.without_wildcards
    best = 0.0
    known = words_of(store).known if len(query.words) > 1 else ()
    for wanted in (plan.exact(query), plan.strict(query, known)):
        best = max(best, _try(store, query, limits, wanted, scored))
    if best < _GOOD:
        for meant in plan.loose_for(query, words_of(store).near):
            best = max(best, _try(store, query, limits, meant, scored))
            if best >= LEAST:
                break
    if not scored and query.runs and query.words:
        return _both_languages(store, query, limits)
    return _ranked(_without_noise(scored, best))


def _try(
    store: SearchSource,
    query: SearchQuery,
    limits: _Limits,
    wanted: Narrowing | None,
    scored: Scored,
) -> float:
    """Score the terms that the store narrows to; the best score among the new ones."""
    if wanted is None:
        return 0.0
    best = 0.0
    for row in store.narrow_terms(limits.within(wanted), limits.language, MOST):
        if row.id not in scored:
            match = score(query, row)
            if match.score >= LEAST:
                scored[row.id] = row, match
                best = max(best, match.score)
    return best


def _without_noise(scored: Scored, best: float) -> Scored:
    """Without matches by chance, in sound or initials, if the term itself was found."""
    if best < _ITSELF:
        return scored
    return {
        id_: (row, match)
        for id_, (row, match) in scored.items()
        if not (match.way in BY_CHANCE and match.score < best)
    }


def _rank(row: TermRow, score: float) -> tuple[float, int, int, int]:
    status = STATUSES.index(row.status) if row.status in STATUSES else len(STATUSES)
    return -round(score, 1), status, len(row.text), row.id


def _ranked(scored: Scored) -> list[tuple[TermRow, Match]]:
    def order(item: tuple[TermRow, Match]) -> tuple[float, int, int, int]:
        row, match = item
        return _rank(row, match.score)

    best: dict[str, tuple[TermRow, Match]] = {}
    for row, match in sorted(scored.values(), key=order):
        best.setdefault(row.concept_id, (row, match))
    return list(best.values())


def _both_languages(
    store: SearchSource, query: SearchQuery, limits: _Limits
) -> list[tuple[TermRow, Match]]:
    """A query of a term and its translation: the concepts that match both, else either."""
    halves = [
        _find(store, SearchQuery(" ".join(part)), limits) for part in (query.runs, query.words)
    ]
    concepts = [{row.concept_id for row, _ in half} for half in halves]
    both = concepts[0] & concepts[1]
    either = [pair for half in halves for pair in half]
    if both:
        kept = {
            row.id: (row, Match(match.score - _IN_BOTH, BOTH_LANGUAGES, BOTH_LANGUAGES))
            for row, match in either
            if row.concept_id in both
        }
    else:
        kept = {
            row.id: (row, match._replace(score=match.score - _IN_ONE))
            for row, match in either
            if match.score >= _SURE
        }
    return _ranked(kept)


def _suggest(store: SearchSource, query: SearchQuery, limits: _Limits) -> tuple[str, ...]:
    """Terms similar to a query that found nothing."""
    from rapidfuzz import fuzz

    from glossary.text.grams import squashed

    wanted = plan.far(query, words_of(store).near)
    if wanted is None:
        return ()
    near: dict[str, float] = {}
    for row in store.narrow_terms(limits.within(wanted), limits.language, MOST):
        ratio = fuzz.ratio(query.squashed, squashed(row.text))
        if ratio >= _NEAR_ENOUGH:
            near[row.text] = max(near.get(row.text, 0.0), ratio)
    return tuple(sorted(near, key=lambda text: (-near[text], text)))[:_SUGGESTIONS]
