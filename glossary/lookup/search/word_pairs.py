"""Pair the Latin words of a query with those of a term, by similarity."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from glossary.lookup.search.words import allowed_edits
from glossary.text.english import STOP_WORDS
from glossary.text.inflection import same_word


class WordWay(NamedTuple):
    """A way in which words are alike: quality `base + gain * share`, 1 for the same word.

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

# Chosen: at half, short words weigh nearly as much as long ones, and short ones may be misspelt; at
# double, a long word outweighs several short ones, and only long ones may be.
_LIGHTEST, _HEAVIEST = 3, 9  # letters by which a word weighs; one of grammar weighs 1
_MISSPELT = 4  # letters of a word that another may be misspelt for, and for each that is wrong


class WordLikeness(NamedTuple):
    """How similar (0 to 1) a word of the query is to the word of the term at index `at`."""

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
    """`pairs[i]` is the pair of the query's word `asked[i]`; `free` are the unpaired words of the
    term."""

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
        """Words of the query that the term lacks, except stop words."""
        self.places: list[int] = []
        """Indices of the paired words in the term, in the order of the query."""
        answered = 0.0
        for word, pair in zip(asked, pairs, strict=True):
            if pair.quality:
                self.places.append(pair.at)
                answered += _weight(word) * pair.quality
            elif word not in STOP_WORDS:
                self.missed.append(word)
        self.of_query = answered / _weights(asked)
        """The share of the query that is matched, by the weights of its words and their
        likeness."""
        self.is_whole = STOP_WORDS.issuperset(free)
        """Whether only stop words of the term are unpaired."""

    @property
    def of_term(self) -> float:
        """The share of the term that is matched, by the weights of its words."""
        return 1 - _weights(self._free) / _weights(self._term)

    @property
    def in_order(self) -> bool:
        return self.places == sorted(self.places)

    @property
    def begins(self) -> bool:
        """Whether the term begins with the paired words, in their order and without a gap."""
        return bool(self.places) and self.places == list(range(len(self.places)))

    @property
    def least(self) -> WordLikeness | None:
        """The least similar pair of different words, if there is one."""
        unlike = [pair for pair in self.pairs if pair.way.label]
        return min(unlike, key=lambda pair: (pair.quality, pair.at)) if unlike else None


_ALONE = WordLikeness(0.0, -1, UNLIKE)


def paired(asked: list[str], term: list[str]) -> WordPairs:
    """Pair each word of the query with the most similar word of the term that is still free."""
    free = dict(enumerate(term))
    pairs: list[WordLikeness] = []
    for word in asked:
        best = _ALONE
        for at, other in free.items():
            way, quality, edits = _likeness(word, other)
            if quality > best.quality:
                best = WordLikeness(quality, at, way, edits)
                if way is THE_WORD:
                    break  # no word is more similar
        pairs.append(best)
        if best.quality:
            free.pop(best.at)
    return WordPairs(asked, term, pairs, free.values())


@lru_cache(maxsize=50_000)
def _weight(word: str) -> float:
    return 1.0 if word in STOP_WORDS else float(min(max(len(word), _LIGHTEST), _HEAVIEST))


def _weights(words: Iterable[str]) -> float:
    return sum(map(_weight, words))


@lru_cache(maxsize=50_000)
def _likeness(word: str, other: str) -> tuple[WordWay, float, int]:
    """(the way two words are alike, their likeness, how many letters differ)."""
    if word == other:
        return THE_WORD, THE_WORD.base, 0
    if same_word(word, other):
        return INFLECTED, INFLECTED.base, 0
    if other.startswith(word):
        return BEGINS, BEGINS.base + BEGINS.gain * len(word) / len(other), 0
    edits = allowed_edits(len(word))
    if not edits or abs(len(word) - len(other)) > edits or len(other) < _MISSPELT:
        return UNLIKE, 0.0, 0
    distance = OSA.distance(word, other, score_cutoff=edits)
    if distance > edits or distance * _MISSPELT > max(len(word), len(other)) + 1:
        return UNLIKE, 0.0, 0
    return MISSPELT, MISSPELT.base + MISSPELT.gain * (1 - distance / len(word)), distance
