"""How often a term, and a pair of terms, comes up again in the same document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from glossary.mining.pairs.tokens import Token, lemmas

Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_MOST = 3  # chosen: a pair that recurs oftener is not surer


class PairRecurrence:
    """Counts over all aligned pairs of a document."""

    def __init__(self, chinese: Iterable[str], english: Iterable[tuple[Token, ...]]) -> None:
        """`chinese` are Simplified texts, `english` the tokens of the same pairs, in order."""
        self._zh = tuple(chinese)
        self._en = tuple(f" {' '.join(lemmas(tokens))} " for tokens in english)
        self._text_zh, self._text_en = "\n".join(self._zh), "\n".join(self._en)
        self._known: Counter[str] = Counter()
        self._pairs: dict[str, Flags] = {}

    def chinese(self, text: str) -> int:
        """Occurrences of a Simplified text, at least 1."""
        if text not in self._known:
            self._known[text] = self._text_zh.count(text)
        return max(1, self._known[text])

    def english(self, words: tuple[str, ...]) -> int:
        """Occurrences of the lemmas in a row, at least 1."""
        key = f" {' '.join(words)} "
        if key not in self._known:
            self._known[key] = self._text_en.count(key)
        return max(1, self._known[key])

    def pairs(self, zh: Sequence[str], en: Sequence[tuple[str, ...]]) -> Matrix:
        """In how many further sentence pairs a Simplified text and the lemmas stand both, at most
        3, shape (len(zh), len(en))."""
        left = [self._standing(text, self._zh, self.chinese(text)) for text in zh]
        right = [
            self._standing(f" {' '.join(words)} ", self._en, self.english(words)) for words in en
        ]
        together = np.array(left, float) @ np.array(right, float).T
        found: Matrix = np.clip(together - 1, 0, _MOST)
        return found

    def _standing(self, text: str, sentences: Sequence[str], occurrences: int) -> Flags:
        """In which sentence pairs a text stands; in none, where it comes once."""
        if occurrences == 1:
            return np.zeros(len(sentences), bool)
        if text not in self._pairs:
            self._pairs[text] = np.array([text in each for each in sentences])
        return self._pairs[text]
