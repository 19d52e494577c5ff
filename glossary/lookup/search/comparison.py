"""A query and one term, in the forms that the ways of matching compare."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from glossary.lookup.search.query import SearchQuery
from glossary.lookup.search.word_pairs import WordPairs, paired
from glossary.store.base import TermRow
from glossary.text.fold import zh_key
from glossary.text.grams import latin_words, squashed
from glossary.text.pinyin import loose, readings, spellings, spelt
from glossary.text.script import has_han

_LEAST_SHARE = 1 / 3
"""Of a query that a term within it takes. Chosen: at double ten more of 1013 look-up cases are
wrong, at half one fewer, but then short terms answer queries of six times their length."""

_ERRORS = 3, 6, 10
"""Characters from which on one, two and three may be wrong. Chosen: at half, a word of two is
like any that shares a character with it; at double, one wrong in three is not forgiven."""

_words = lru_cache(maxsize=50_000)(latin_words)
_squashed = lru_cache(maxsize=50_000)(squashed)
_zh_key = lru_cache(maxsize=50_000)(zh_key)


@lru_cache(maxsize=10_000)
def _spellings(text: str) -> list[str]:
    return ["".join(syllables) for syllables in spellings(text)]


_loose = lru_cache(maxsize=1_000)(loose)


@lru_cache(maxsize=10_000)
def _loose_spellings(text: str) -> list[str]:
    return [loose(way) for way in _spellings(text)]


class Likeness(NamedTuple):
    """How similar a term is to the query in one way, from which the way computes a score.

    `share` and `quality` are in 0 to 1. `label`, if given, is shown instead of the way's own.
    """

    share: float = 0
    quality: float = 1
    label: str = ""


def _wrong(asked: str, term: str, longer: int) -> int:
    edits = bisect_right(_ERRORS, longer)
    distance = OSA.distance(asked, term, score_cutoff=edits) if edits else 0
    return distance if distance <= edits else 0


class Comparison:
    """A query and a term; forms of both are computed on demand.

    What several ways need is kept, without the lock that `cached_property` takes.
    """

    _wrong: int | None = None
    _fully: float | None = None
    _pairs: WordPairs | None = None

    def __init__(self, query: SearchQuery, row: TermRow) -> None:
        self.query, self.row, self.text = query, row, row.text
        self.asked = query.zh  # its key as a Chinese term
        self.letters = query.letters or ""  # if the query may be pinyin
        self.squashed = _squashed(row.text)  # the term without spaces and signs
        self.term = _zh_key(row.text)  # its key as a Chinese term

    @property
    def words(self) -> list[str]:
        """The term's Latin words."""
        return _words(self.text)

    @property
    def share(self) -> float:
        """The length of the shorter key divided by that of the longer."""
        return min(len(self.asked), len(self.term)) / max(len(self.asked), len(self.term), 1)

    @property
    def wrong(self) -> int:
        """How many characters are wrong; 0 if none or too many are."""
        if self._wrong is None:
            self._wrong = _wrong(self.asked, self.term, self.longer)
        return self._wrong

    @property
    def longer(self) -> int:
        """The length of the longer key."""
        return max(len(self.asked), len(self.term))

    @property
    def is_within(self) -> bool:
        """Whether the query contains the term, and the term is enough of it."""
        return self.term in self.asked and len(self.term) > 1 and self.share >= _LEAST_SHARE

    @property
    def spoken(self) -> tuple[tuple[str, ...], ...]:
        """The readings of each character of the term."""
        return readings(self.text)

    @property
    def spellings(self) -> list[str]:
        """The likeliest spellings of the whole term in pinyin."""
        return _spellings(self.text)

    @property
    def loosely_asked(self) -> str:
        """The letters of the query, with confusable sounds merged."""
        return _loose(self.letters)

    @property
    def loosely(self) -> list[str]:
        """The likeliest spellings of the term, with confusable sounds merged."""
        return _loose_spellings(self.text)

    @property
    def fully(self) -> float:
        """How fully the query spells the term in pinyin; see `pinyin.spelt`."""
        if self._fully is None:
            self._fully = spelt(self.letters, self.spoken) if len(self.letters) > 1 else 0.0
        return self._fully

    @property
    def pairs(self) -> WordPairs:
        """The query's words, each paired with the most similar one of the term."""
        if self._pairs is None:
            self._pairs = paired(self.query.words, self.words)
        return self._pairs

    # ------------------------------------------------------------ conditions of the groups of ways

    def is_part(self) -> bool:
        """Whether one contains the other, so that errors and order are not worth comparing."""
        return self.asked in self.term or self.is_within

    def has_words(self) -> bool:
        """Whether the term has Latin words to compare; they are not enough if the query also has
        characters and the term has none."""
        return bool(self.words and (not self.query.runs or has_han(self.text)))
