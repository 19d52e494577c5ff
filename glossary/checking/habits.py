"""Does a file render a term in another way of its own, again and again?

One place that differs may be a slip. Where a word that is rare elsewhere in the file stands in most
of the places that lack the listed form, the translator calls the term something else: that is said
once, not at every place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from glossary.checking.rendering import TargetWording
from glossary.checking.spool import SortedSpool

# Chosen: see tests/checking/quality.py. At half of any, slips that share a word by chance pass for
# a habit; at double, hardly anything is one.
_OFTEN = 3  # places that make a habit
_MOST = 0.5  # of the places without the listed form have the word
_RARER = 3.0  # times as rare it is in the file as a whole
_FEW = 2  # places that lack a form and tell that a file does not follow an entry
_SHARE = 0.1  # of all places, that lack the form
_WORDS = 2_000  # places of a term whose words are counted. Chosen, for disk and time alone
_COUNTED = 500_000
"""Words of a file that are counted. Chosen, for memory alone: some 60 MB; at half the rarest are
forgotten sooner, which changes nothing: see `WordCounts`."""

Miss = tuple[str, str]
"""(concept id, the words of a target that lacks its forms, a space between them)."""


class WordCounts:
    """In how many segments each word stands. Where there are too many words, those that stand in
    the fewest are forgotten, so that their counts are too small, by `missed` at most. Only a word
    of one segment in some can be told from others by its count here, and such a one is kept."""

    def __init__(self, most: int | None = None) -> None:
        self._counts: Counter[str] = Counter()
        self._most, self.missed = most or _COUNTED, 0

    def __getitem__(self, word: str) -> int:
        return self._counts[word]

    def __len__(self) -> int:
        return len(self._counts)

    def add(self, words: Iterable[str]) -> None:
        self._counts.update(words)
        while len(self._counts) > self._most:
            self._forget()

    def _forget(self) -> None:
        """Forget the rarest, until half may come anew."""
        rare = sorted(self._counts.values())[len(self._counts) // 2]
        self._counts = Counter({word: n for word, n in self._counts.items() if n > rare})
        self.missed += rare


class Habits:
    """What a file has in place of listed forms. Each place is noted under its entry and term."""

    def __init__(self) -> None:
        self._segments = 0
        self._all = WordCounts()
        self._misses: SortedSpool[Miss] = SortedSpool(_concept)
        self._words: dict[str, str] | None = None
        self._places: Counter[str] = Counter()
        self._followed: Counter[str] = Counter()

    def see(self, wording: TargetWording) -> None:
        """Note the words of a target."""
        self._segments += 1
        self._all.add(wording.tokens)

    def follow(self, concept_id: str) -> None:
        """Note a place where a listed form stands."""
        self._followed[concept_id] += 1

    def follows(self, concept_id: str) -> bool:
        """Whether the file has the listed forms in most places, or as good as never lacks them."""
        places = self._places[concept_id]
        return places < _FEW or self._followed[concept_id] >= places

    def leaves_out(self, concept_id: str) -> bool:
        """Whether the file lacks the listed forms again and again."""
        places = self._places[concept_id]
        return places >= _OFTEN and places >= _SHARE * (places + self._followed[concept_id])

    def miss(self, concept_id: str, wording: TargetWording) -> None:
        """Note the words of a target that lacks the forms of a concept."""
        self._places[concept_id] += 1
        if self._places[concept_id] <= _WORDS:
            self._misses.append((concept_id, " ".join(wording.tokens)))
            self._words = None

    def instead(self, concept_id: str) -> str:
        """The word that the file has instead; "" if it has none."""
        if self._words is None:
            self._words = dict(self._found())
        return self._words.get(concept_id, "")

    def _found(self) -> Iterator[Miss]:
        """(concept id, the word that the file has instead) of those that have one: a concept after
        the other, so that the words of one are in memory."""
        for concept_id, misses in groupby(self._misses, _concept):
            counts = Counter(token for _, words in misses for token in words.split())
            places = min(self._places[concept_id], _WORDS)
            best = max(self._candidates(counts, places), default=None)
            if best:
                yield concept_id, best[2]

    def _candidates(self, counts: Counter[str], places: int) -> Iterator[tuple[int, float, str]]:
        if places < _OFTEN:
            return
        for token, count in counts.items():
            usual = self._all[token] / self._segments
            if count >= max(_OFTEN, _MOST * places) and count / places >= _RARER * usual:
                yield count, -usual, token


def _concept(miss: Miss) -> str:
    return miss[0]
