"""What tells a term from any phrase: how a document uses it, and how usual its words are.

A term recurs with ever other neighbours, its words belong together, and they are rarer in general
language than in the text. In the manner of Frantzi, Ananiadou (C-value) and accessor variety
(Feng and others 2004), as numbers that the scorer weighs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.exact import log
from glossary.mining.knowledge.lexicon import english_frequency, frequency
from glossary.mining.pairs.stretches import Stretch
from glossary.mining.pairs.tokens import Token, lemmas

Matrix = npt.NDArray[np.float64]
Words = tuple[str, ...]
Side = tuple[Sequence[Token], Sequence[Stretch]]

NAMES = (
    "count",
    "left neighbours",
    "right neighbours",
    "left variety",
    "right variety",
    "rarest word",
    "mean word",
    "first word",
    "last word",
    "association",
)
_GRAMMATICAL_ZH, _GRAMMATICAL_EN = 12.0, 9.0
"""Derived: the log frequency of a word without content, that of the commonest words with some."""
_ONE_WORD = 8.0
"""Chosen: the association of a word with itself, above that of nearly all phrases."""


class PhraseUse:
    """How the sentences of a document use the stretches of one language.

    A stretch is known by its words: those of Chinese as they are, those of English as lemmas.
    """

    def __init__(self, sides: Iterable[Side], language: str) -> None:
        self._is_chinese = language == "zh"
        self._count: Counter[Words] = Counter()
        self._left: defaultdict[Words, set[str]] = defaultdict(set)
        self._right: defaultdict[Words, set[str]] = defaultdict(set)
        self._tokens = 0
        for tokens, stretches in sides:
            self._add(self._words(tokens), stretches)

    def _words(self, tokens: Sequence[Token]) -> Words:
        return tuple(t.text for t in tokens) if self._is_chinese else lemmas(tokens)

    def _add(self, words: Words, stretches: Sequence[Stretch]) -> None:
        self._tokens += len(words)
        around = ("", *words, "")
        for stretch in stretches:
            key = words[stretch.first : stretch.last + 1]
            self._count[key] += 1
            self._left[key].add(around[stretch.first])
            self._right[key].add(around[stretch.last + 2])

    def features(self, side: Side) -> Matrix:
        """What NAMES says of each stretch, shape (stretches, len(NAMES))."""
        tokens, stretches = side
        words = self._words(tokens)
        usual = [self._usual(t, word) for t, word in zip(tokens, words, strict=True)]
        rows = [self._row(words, usual, s) for s in stretches]
        values = np.array(rows).reshape(len(rows), len(NAMES))
        values[:, [0, 1, 2, 9]] = log(values[:, [0, 1, 2, 9]])
        values[[s.first == s.last for s in stretches], 9] = _ONE_WORD
        return values

    def _usual(self, token: Token, word: str) -> float:
        if not token.content:
            return _GRAMMATICAL_ZH if self._is_chinese else _GRAMMATICAL_EN
        return _log_frequency(word, self._is_chinese)

    def _row(self, words: Words, usual: Sequence[float], stretch: Stretch) -> tuple[float, ...]:
        key = words[stretch.first : stretch.last + 1]
        inside = usual[stretch.first : stretch.last + 1]
        count, left, right = self._count[key], len(self._left[key]), len(self._right[key])
        return (
            count,
            left,
            right,
            left / count,
            right / count,
            min(inside),
            sum(inside) / len(inside),
            inside[0],
            inside[-1],
            self._association(key, count),
        )

    def _association(self, key: Words, count: int) -> float:
        """How much oftener the parts stand together than by chance, where they hold worst."""
        if len(key) == 1:
            return 1.0
        halves = max(
            (self._count.get(key[:n], 0) + 1) * (self._count.get(key[n:], 0) + 1)
            for n in range(1, len(key))
        )
        return count * self._tokens / halves


@lru_cache(maxsize=50_000)
def _log_frequency(word: str, is_chinese: bool) -> float:
    """The log of how often general language has the word."""
    count = frequency(word) if is_chinese else english_frequency(word)
    return log(1.0 + count)  # type: ignore[no-any-return]
