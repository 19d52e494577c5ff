"""How often a term, and a pair of terms, comes up again in the same document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from glossary.mining.pairs.tokens import Token, lemmas

_MOST = 3  # chosen: a pair that recurs oftener is not surer


class PairRecurrence:
    """Counts over all aligned pairs of a document."""

    def __init__(self, chinese: Iterable[str], english: Iterable[tuple[Token, ...]]) -> None:
        """`chinese` are Simplified texts, `english` the tokens of the same pairs, in order."""
        self._zh = tuple(chinese)
        self._en = tuple(f" {' '.join(lemmas(tokens))} " for tokens in english)
        self._text_zh, self._text_en = "\n".join(self._zh), "\n".join(self._en)
        self._known: Counter[str] = Counter()
        self._pairs: dict[str, frozenset[int]] = {}

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

    def pair(self, zh: str, words: tuple[str, ...]) -> int:
        """In how many further sentence pairs both stand, at most 3."""
        if self.chinese(zh) == 1 or self.english(words) == 1:
            return 0
        left = self._standing(zh, self._zh)
        right = self._standing(f" {' '.join(words)} ", self._en)
        return min(_MOST, max(0, len(left & right) - 1))

    def _standing(self, text: str, sentences: Sequence[str]) -> frozenset[int]:
        """The numbers of the sentence pairs in which a text stands."""
        if text not in self._pairs:
            self._pairs[text] = frozenset(n for n, each in enumerate(sentences) if text in each)
        return self._pairs[text]
