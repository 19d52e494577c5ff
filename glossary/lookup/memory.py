"""Translation memory: all stored segments at or above a threshold, scored and explained.

The index narrows to what may match; every hit is scored on the stored text. The raw score is `1 - d
/ size`, where d is the Levenshtein distance over tokens and size the larger number of tokens; it
alone is compared with the threshold, in integers. Penalties of one point each order and label hits
with a raw score of 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple, Protocol

from glossary.errors import InvalidInput
from glossary.model import Span, TranslationUnit
from glossary.store.base import UnitReader
from glossary.text.fold import fold_with_map
from glossary.text.script import to_simplified
from glossary.text.tokens import TokenKind, codes_of, kind_of, placed_tokens, tokens

# Given by the convention of CAT tools: the bands that they count words by, and thresholds that
# they offer.
LEAST, MOST = 30, 100
BANDS = ((100, "100"), (95, "95-99"), (85, "85-94"), (75, "75-84"), (50, "50-74"))
GROWTH = 4  # times as many units are asked for where those asked for were not enough. Chosen: at
# half, the index is scanned twice as often; at double, twice as many may be read in vain
PENALTIES = ("case", "width", "script", "spaces")


class SimilarityIndex(Protocol):
    """An index that narrows: ids, lengths in tokens and minimum distances of units that may
    match."""

    def candidates(self, codes: str, language: str, threshold: int) -> Any:
        """All that may reach the threshold."""

    def best(self, codes: str, language: str, threshold: int, most: int) -> Any:
        """The same by the score that they may have, then the newest: all, or exactly the `most`
        best."""


class Operation(NamedTuple):
    """An edit step from the stored text to the query: the text and span on each side.

    `insert` is in the query only, `delete` in the stored text only; the other side is empty.
    """

    kind: Literal["equal", "insert", "delete", "replace"]
    stored: str
    query: str
    stored_span: Span
    query_span: Span


@dataclass(frozen=True, slots=True)
class FuzzyMatch:
    """A unit that matches `query`. The raw score is exactly `1 - distance / size`."""

    unit: TranslationUnit
    query: str
    text: str
    translation: str
    distance: int
    size: int
    penalties: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def score(self) -> int:
        """Percent, rounded down, minus the penalties."""
        return 100 * (self.size - self.distance) // self.size - len(self.penalties)

    @property
    def band(self) -> str:
        return next((name for least, name in BANDS if self.score >= least), "below 50")

    @property
    def diff(self) -> tuple[Operation, ...]:
        """The edit steps over tokens from the stored text to the query."""
        return difference(self.text, self.query)

    @property
    def rank(self) -> tuple[float, int]:
        """A sort key, best highest: score, then the newest."""
        return _rank(self.size - self.distance, self.size, len(self.penalties), self.unit.id or 0)


def _rank(kept: int, size: int, penalties: int, unit_id: int) -> tuple[float, int]:
    return 100 * kept / size - penalties, unit_id


def fuzzy_matches(
    store: UnitReader,
    index: SimilarityIndex,
    text: str,
    language: str,
    threshold: int = 70,
    limit: int | None = 5,
) -> list[FuzzyMatch]:
    """The best `limit` units (all if None) at or above `threshold` percent.

    Sorted by score, newest first among equals. A query without tokens has no match. Raises
    InvalidInput for an invalid threshold, limit or language.
    """
    _check(language, threshold, limit)
    query = _SoughtText(text, language, threshold)
    if not query.tokens or limit == 0:
        return []
    if limit is None:
        found = index.candidates(query.codes, language, threshold)
        return _sorted(query.matches(store, dict.fromkeys(found.ids.tolist())))
    return _best(store, index, query, limit)


def _best(
    store: UnitReader, index: SimilarityIndex, query: _SoughtText, limit: int
) -> list[FuzzyMatch]:
    """The best `limit` matches. Units are read and scored only while one may be among them."""
    hits: list[FuzzyMatch] = []
    read: set[int] = set()
    most = limit
    while True:
        found = index.best(query.codes, query.language, query.threshold, most)
        waiting = _possible_ranks(found, len(query.tokens))
        at, step = 0, limit  # doubled while better ones may follow
        while at < len(waiting) and not _settled(hits, limit, waiting[at]):
            ids = [unit_id for _, unit_id in waiting[at : at + step] if unit_id not in read]
            hits = _sorted(hits + query.matches(store, ids))
            read.update(ids)
            at, step = at + step, 2 * step
        if len(waiting) != most or _settled(hits, limit, waiting[-1]):
            return hits[:limit]
        most *= GROWTH


def _possible_ranks(found: Any, m: int) -> list[tuple[float, int]]:
    """The best rank that each may have, in their order."""
    columns = zip(*(column.tolist() for column in found), strict=True)
    return [_rank(max(m, n) - distance, max(m, n), 0, unit_id) for unit_id, n, distance in columns]


def _sorted(hits: list[FuzzyMatch]) -> list[FuzzyMatch]:
    return sorted(hits, key=lambda hit: hit.rank, reverse=True)


def _settled(hits: Sequence[FuzzyMatch], limit: int, following: tuple[float, int]) -> bool:
    """Whether what cannot rank above `following` cannot be among the best `limit`."""
    return len(hits) >= limit and hits[limit - 1].rank >= following


def _check(language: str, threshold: int, limit: int | None) -> None:
    if language not in ("zh", "en"):
        raise InvalidInput(f"the memory knows zh and en, not {language!r}")
    if isinstance(threshold, bool) or not isinstance(threshold, int):
        raise InvalidInput(f"the threshold is a whole percent, not {threshold!r}")
    if not LEAST <= threshold <= MOST:
        raise InvalidInput(f"the threshold is {threshold}; give one from {LEAST} to {MOST}")
    if limit is not None and limit < 0:
        raise InvalidInput(f"the limit is {limit}; give 0 or more")


class _Compared(NamedTuple):
    """How a stored text is like the query."""

    distance: int
    size: int
    penalties: tuple[str, ...]
    differs: tuple[str, ...]


class _SoughtText:
    """A text that is looked for, and how stored texts are like it; each text is compared once."""

    def __init__(self, text: str, language: str, threshold: int) -> None:
        self.text, self.language, self.threshold = text, language, threshold
        self.tokens = tokens(text)
        self.codes = codes_of(self.tokens)
        self._known: dict[str, _Compared | None] = {}

    def matches(self, store: UnitReader, ids: Iterable[int]) -> list[FuzzyMatch]:
        """Those of the units that reach the threshold."""
        found: list[FuzzyMatch] = []
        for unit in store.units(ids):
            stored, other = (unit.zh, unit.en) if self.language == "zh" else (unit.en, unit.zh)
            if like := self._like(stored.text):
                found.append(FuzzyMatch(unit, self.text, stored.text, other.text, *like))
        return found

    def _like(self, stored: str) -> _Compared | None:
        if stored not in self._known:
            self._known[stored] = self._compare(stored)
        return self._known[stored]

    def _compare(self, stored: str) -> _Compared | None:
        """None if the text is below the threshold."""
        from rapidfuzz.distance import Levenshtein

        theirs = tokens(stored)
        size = max(len(self.tokens), len(theirs))
        most = size - -(-self.threshold * size // 100)
        # An integer cutoff: rapidfuzz's normalized one is a float and drops exact ties.
        distance = Levenshtein.distance(self.tokens, theirs, score_cutoff=most)
        if distance > most:
            return None
        if distance:
            return _Compared(distance, size, (), _differing_kinds(self.tokens, theirs))
        return _Compared(distance, size, penalties(self.text, stored), ())


def _differing_kinds(query: list[str], theirs: list[str]) -> tuple[str, ...]:
    """`numbers`, `punctuation` or both, if two texts differ only in these."""
    query, theirs = _without_common_ends(query, theirs)
    if _of("word", query) != _of("word", theirs):
        return ()
    numbers = _of("number", query) != _of("number", theirs)
    marks = _of("punctuation", query) != _of("punctuation", theirs)
    return ("numbers",) * numbers + ("punctuation",) * (marks or not numbers)


def _without_common_ends(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """Both without what they begin and end with alike, which is most of two like texts."""
    shorter, start, end = min(len(one), len(other)), 0, 0
    while start < shorter and one[start] == other[start]:
        start += 1
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def _of(kind: TokenKind, found: list[str]) -> list[str]:
    return [token for token in found if kind_of(token) == kind]


def penalties(text: str, stored: str) -> tuple[str, ...]:
    """The kinds of difference between two texts with equal tokens.

    `width` is any other form of the same character: full width, compatibility forms, kinds of
    quotation marks and dashes.
    """
    if text == stored:
        return ()
    found: set[str] = set()
    ours, theirs = fold_with_map(text), fold_with_map(stored)
    if ours.text.strip() != theirs.text.strip():
        found.add("spaces")
    for a, b in zip(_sources(text), _sources(stored), strict=False):
        if a != b:
            found |= _kinds_of_difference(a, b)
    return tuple(name for name in PENALTIES if name in found)


def _sources(text: str) -> list[str]:
    """The source character of each folded character except spaces."""
    folded = fold_with_map(text)
    return [text[i] for c, i in zip(folded.text, folded.starts, strict=True) if c != " "]


def _kinds_of_difference(a: str, b: str) -> set[str]:
    """The kinds of difference between two characters that fold to the same."""
    from unicodedata import normalize

    if a.casefold() == b.casefold():
        return {"case"}
    if to_simplified(a) == to_simplified(b):
        return {"script"}
    a, b = normalize("NFKC", a), normalize("NFKC", b)
    if a != b and a.casefold() == b.casefold():
        return {"width", "case"}
    return {"width", "script"} if a != b and to_simplified(a) == to_simplified(b) else {"width"}


def difference(stored: str, query: str) -> tuple[Operation, ...]:
    """The edit steps over tokens from `stored` to `query`, including equal stretches."""
    from rapidfuzz.distance import Levenshtein

    (theirs, places), (ours, own_places) = placed_tokens(stored), _placed_query(query)
    found: list[Any] = Levenshtein.opcodes(theirs, ours).as_list()
    steps: list[Operation] = []
    for kind, start, end, own_start, own_end in found:
        there, here = _span(places, start, end), _span(own_places, own_start, own_end)
        piece, own_piece = stored[there[0] : there[1]], query[here[0] : here[1]]
        steps.append(Operation(kind, piece, own_piece, there, here))
    return tuple(steps)


_placed_query = lru_cache(maxsize=16)(placed_tokens)  # compared with many matches in turn


def _span(places: list[Span], start: int, end: int) -> Span:
    """The span of the tokens `start` to `end`; for none, the empty span after the token before."""
    if start < end:
        return places[start][0], places[end - 1][1]
    at = places[start - 1][1] if start else 0
    return at, at
