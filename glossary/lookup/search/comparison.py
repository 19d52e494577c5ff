"""A query and one term, in the forms that the ways of matching compare."""

from __future__ import annotations

from functools import cached_property, lru_cache
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


class Comparison:
    """A query and a term; forms of both are computed on demand."""

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

    @cached_property
    def wrong(self) -> int:
        """How many characters are wrong; 0 if none or too many are."""
        edits = sum(self.longer >= least for least in _ERRORS)
        distance = OSA.distance(self.asked, self.term, score_cutoff=edits) if edits else 0
        return distance if distance <= edits else 0

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

    @cached_property
    def fully(self) -> float:
        """How fully the query spells the term in pinyin; see `pinyin.spelt`."""
        return spelt(self.letters, self.spoken) if len(self.letters) > 1 else 0.0

    @cached_property
    def pairs(self) -> WordPairs:
        """The query's words, each paired with the most similar one of the term."""
        return paired(self.query.words, self.words)

    # ------------------------------------------------------------ conditions of the groups of ways

    @property
    def in_characters(self) -> bool:
        return has_han(self.asked)

    @property
    def in_latin(self) -> bool:
        """Whether both have Latin words; words alone are not enough if the query also has
        characters and the term has none."""
        asks = self.query.words and (not self.query.runs or has_han(self.text))
        return bool(asks and self.words)

    @property
    def in_pinyin(self) -> bool:
        return self.row.language == "zh" and len(self.letters) > 1 and has_han(self.text)

    @property
    def in_both(self) -> bool:
        """Whether the query mixes characters and letters."""
        return bool(self.row.language == "zh" and self.query.runs and self.query.words)
