"""Does a file render a term in another way of its own, again and again?

One place that differs may be a slip. Where a word that is rare elsewhere in the file stands in most
of the places that lack the listed form, the translator calls the term something else: that is said
once, not at every place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from glossary.checking.rendering import TargetWording

# Chosen: see tests/checking/quality.py. At half of any, slips that share a word by chance pass for
# a habit; at double, hardly anything is one.
_OFTEN = 3  # places that make a habit
_MOST = 0.5  # of the places without the listed form have the word
_RARER = 3.0  # times as rare it is in the file as a whole
_FEW = 2  # places that lack a form and tell that a file does not follow an entry
_SHARE = 0.1  # of all places, that lack the form
_WORDS = 2_000  # places of a term whose words are counted. Chosen, for memory alone


class Habits:
    """What a file has in place of listed forms. Each place is noted under its entry and term."""

    def __init__(self) -> None:
        self._segments = 0
        self._all: Counter[str] = Counter()
        self._missing: dict[str, Counter[str]] = defaultdict(Counter)
        self._places: Counter[str] = Counter()
        self._followed: Counter[str] = Counter()

    def see(self, wording: TargetWording) -> None:
        """Note the words of a target."""
        self._segments += 1
        self._all.update(wording.tokens)

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
            self._missing[concept_id].update(wording.tokens)

    def instead(self, concept_id: str) -> str:
        """The word that the file has instead; "" if it has none."""
        places = min(self._places[concept_id], _WORDS)
        best = max(self._candidates(concept_id, places), default=(0, 0.0, ""))
        return best[2]

    def _candidates(self, concept_id: str, places: int) -> Iterable[tuple[int, float, str]]:
        if places < _OFTEN:
            return
        for token, count in self._missing[concept_id].items():
            usual = self._all[token] / self._segments
            if count >= max(_OFTEN, _MOST * places) and count / places >= _RARER * usual:
                yield count, -usual, token
