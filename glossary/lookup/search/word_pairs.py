"""Latin words of a query paired with those of a term, each with how like the two are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from glossary.lookup.search.words import allowed_edits
from glossary.text.english import STOP_WORDS
from glossary.text.inflection import same_word


class WordWay(NamedTuple):
    """A way in which a word is like another: `base + gain * share`, of 1 for the word itself.

    The numbers are chosen, to stand in this order; what terms are worth by them is in `ways`.
    """

    name: str
    base: float
    gain: float
    label: str


THE_WORD = WordWay("the word", 1.0, 0.0, "")
INFLECTED = WordWay("inflected", 0.98, 0.0, "inflected")
BEGINS = WordWay("begins", 0.82, 0.14, "prefix")
MISSPELT = WordWay("misspelt", 0.47, 0.5, "misspelt ({})")
UNLIKE = WordWay("unlike", 0.0, 0.0, "")


class WordLikeness(NamedTuple):
    """How like (0 to 1) a word of the query is to one of the term, which stands at `at`."""

    quality: float
    at: int
    way: WordWay
    edits: int = 0

    @property
    def label(self) -> str:
        return self.way.label.format(letters(self.edits)) if self.edits else self.way.label


def letters(count: int) -> str:
    return f"{count} letter{'s' * (count > 1)}"


class WordPairs:
    """`pairs[i]` tells of the query's word `asked[i]`; `free` are words of the term left over."""

    def __init__(
        self,
        asked: Sequence[str],
        term: Sequence[str],
        pairs: Sequence[WordLikeness],
        free: Collection[str],
    ) -> None:
        self.asked, self.pairs = asked, pairs
        self._term, self._free = term, free
        self.missed: list[str] = []
        """Words of the query, but for stop words, that the term does not have."""
        self.places: list[int] = []
        """Where the paired words stand in the term, in the order of the query."""
        answered = 0.0
        for word, pair in zip(asked, pairs, strict=True):
            if pair.quality:
                self.places.append(pair.at)
                answered += _weight(word) * pair.quality
            elif word not in STOP_WORDS:
                self.missed.append(word)
        self.of_query = answered / _weights(asked)
        """How much of the query is answered, by the weights of its words and their likeness."""
        self.is_whole = STOP_WORDS.issuperset(free)
        """Whether nothing but stop words is left of the term."""

    @property
    def of_term(self) -> float:
        """How much of the term was asked for."""
        return 1 - _weights(self._free) / _weights(self._term)

    @property
    def in_order(self) -> bool:
        return self.places == sorted(self.places)

    @property
    def begins(self) -> bool:
        """Whether the term begins with the words, in their order and without a gap."""
        return bool(self.places) and self.places == list(range(len(self.places)))

    @property
    def least(self) -> WordLikeness | None:
        """The pair that is least like, of those that are not the same word."""
        unlike = [pair for pair in self.pairs if pair.way.label]
        return min(unlike, key=lambda pair: (pair.quality, pair.at), default=None)


_ALONE = WordLikeness(0.0, -1, UNLIKE)


def paired(asked: list[str], term: list[str]) -> WordPairs:
    """Each word of the query paired with the likest word of the term that is still free."""
    free = dict(enumerate(term))
    pairs: list[WordLikeness] = []
    for word in asked:
        best = _ALONE
        for at, other in free.items():
            way, quality, edits = _likeness(word, other)
            if quality > best.quality:
                best = WordLikeness(quality, at, way, edits)
                if way is THE_WORD:
                    break  # none is liker
        pairs.append(best)
        if best.quality:
            free.pop(best.at)
    return WordPairs(asked, term, pairs, free.values())


@lru_cache(maxsize=50_000)
def _weight(word: str) -> float:
    return 1.0 if word in STOP_WORDS else float(min(max(len(word), 3), 9))


def _weights(words: Iterable[str]) -> float:
    return sum(map(_weight, words))


@lru_cache(maxsize=50_000)
def _likeness(word: str, other: str) -> tuple[WordWay, float, int]:
    """The way in which two words are alike, how like, and the letters that differ."""
    if word == other:
        return THE_WORD, THE_WORD.base, 0
    if same_word(word, other):
        return INFLECTED, INFLECTED.base, 0
    if other.startswith(word):
        return BEGINS, BEGINS.base + BEGINS.gain * len(word) / len(other), 0
    edits = allowed_edits(len(word))
    if not edits or abs(len(word) - len(other)) > edits or len(other) < 4:
        return UNLIKE, 0.0, 0
    distance = OSA.distance(word, other, score_cutoff=edits)
    if distance > edits or distance * 4 > max(len(word), len(other)) + 1:
        return UNLIKE, 0.0, 0
    return MISSPELT, MISSPELT.base + MISSPELT.gain * (1 - distance / len(word)), distance
