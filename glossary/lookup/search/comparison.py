"""A query beside one term, in the forms that the ways of matching look at."""

from __future__ import annotations

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
    """How far a term is like what was asked, in one way; the way's numbers make a score of it.

    `share` and `quality` lie in 0 to 1. `label` says more than the label of the way itself.
    """

    share: float = 0
    quality: float = 1
    label: str = ""


def _wrong(asked: str, term: str, longer: int) -> int:
    edits = 0 if longer < 3 else 1 if longer < 6 else 2 if longer < 10 else 3
    distance = OSA.distance(asked, term, score_cutoff=edits) if edits else 0
    return distance if distance <= edits else 0


class Comparison:
    """What was asked and a term. What several ways look at is made once; not by `cached_property`,
    whose lock takes longer than what it keeps."""

    _wrong: int | None = None
    _fully: float | None = None
    _pairs: WordPairs | None = None

    def __init__(self, query: SearchQuery, row: TermRow) -> None:
        self.query, self.row, self.text = query, row, row.text
        self.asked = query.zh  # its key as a Chinese term
        self.letters = query.letters or ""  # where it may be pinyin
        self.squashed = _squashed(row.text)  # the term without spaces and signs
        self.term = _zh_key(row.text)  # its key as a Chinese term

    @property
    def words(self) -> list[str]:
        """The term's Latin words."""
        return _words(self.text)

    @property
    def share(self) -> float:
        """The length of the shorter key by that of the longer."""
        return min(len(self.asked), len(self.term)) / max(len(self.asked), len(self.term), 1)

    @property
    def wrong(self) -> int:
        """How many characters are wrong, or 0 where there are none or too many."""
        if self._wrong is None:
            self._wrong = _wrong(self.asked, self.term, self.longer)
        return self._wrong

    @property
    def longer(self) -> int:
        """The length of the longer key."""
        return max(len(self.asked), len(self.term))

    @property
    def is_within(self) -> bool:
        """Whether the term stands in the query and takes enough of it."""
        return self.term in self.asked and len(self.term) > 1 and self.share >= _LEAST_SHARE

    @property
    def spoken(self) -> tuple[tuple[str, ...], ...]:
        """The readings of each of the term's characters."""
        return readings(self.text)

    @property
    def spellings(self) -> list[str]:
        """The likeliest sounds of the whole term, in pinyin."""
        return _spellings(self.text)

    @property
    def loosely_asked(self) -> str:
        """The letters asked for, sounds that are often confused made one."""
        return _loose(self.letters)

    @property
    def loosely(self) -> list[str]:
        """The same of the likeliest sounds of the term."""
        return _loose_spellings(self.text)

    @property
    def fully(self) -> float:
        """How fully the query spells the term's sound; see `pinyin.spelt`."""
        if self._fully is None:
            self._fully = spelt(self.letters, self.spoken) if len(self.letters) > 1 else 0.0
        return self._fully

    @property
    def pairs(self) -> WordPairs:
        """The query's words, each with the likest of the term."""
        if self._pairs is None:
            self._pairs = paired(self.query.words, self.words)
        return self._pairs

    # ------------------------------------------------------------ which groups of ways apply

    @property
    def is_part(self) -> bool:
        """Whether one stands in the other; else errors and order are worth a look."""
        return self.asked in self.term or self.is_within

    @property
    def has_words(self) -> bool:
        """Whether the term has words; they answer but half of a query with characters too."""
        return bool(self.words and (not self.query.runs or has_han(self.text)))

    @property
    def is_spoken(self) -> bool:
        """Whether the term is one that pinyin spells."""
        return self.row.language == "zh" and has_han(self.text)
