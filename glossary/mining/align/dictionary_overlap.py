"""How much of a sentence the dictionary finds again in its translation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.lexicon import translations
from glossary.model import Language
from glossary.text.english import STOP_WORDS, lemma, stem
from glossary.text.script import HAN, LATIN_WORD, to_simplified
from glossary.text.segment import words

_NUMBER = 2  # what the number of an entry weighs: derived, as most Chinese words do by their length

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a text says, as far as a dictionary is concerned.

    `words` are its content words with their weight (a Chinese word weighs by its length), `keys`
    what its words may be on the English side: stems, and for Chinese those of all translations.
    """

    words: dict[str, int]
    keys: frozenset[str]


EMPTY = Vocabulary({}, frozenset())


def vocabulary(text: str, language: Language, number: str | None = None) -> Vocabulary:
    """That of a text; `number` is the one it bears (see `numbering`), which counts as a word."""
    found = _chinese(text) if language == "zh" else _english(text)
    if number is None:
        return found
    sign = f"#{number}"
    words = found.words | {sign: _NUMBER if language == "zh" else 1}
    return Vocabulary(words, found.keys | {sign})


def _chinese(text: str) -> Vocabulary:
    simplified = to_simplified(text)
    found = {simplified[a:b] for a, b in words(text)}
    content = {w: len(w) for w in found if HAN.match(w) or LATIN_WORD.match(w)}
    return Vocabulary(content, frozenset().union(*map(_keys, content)))


def _english(text: str) -> Vocabulary:
    found = {w.lower() for w in LATIN_WORD.findall(text)} - STOP_WORDS
    stems = {stem(w) for w in found if len(w) > 1}
    return Vocabulary(dict.fromkeys(stems, 1), frozenset(stems))


@lru_cache(maxsize=50_000)
def _keys(word: str) -> frozenset[str]:
    """Stems of all translations of a Chinese word; a word without any speaks by its halves."""
    if word.startswith("#"):
        return frozenset((word,))
    if word.isascii():
        return frozenset((stem(lemma(word)),))
    known = translations(word)
    if not known and len(word) > 2:
        half = (len(word) + 1) // 2
        return _keys(word[:half]) | _keys(word[half:])
    return frozenset(key[1:] for key in known if key.startswith("~"))


def joined(parts: Iterable[Vocabulary]) -> Vocabulary:
    """The vocabulary of several sentences together."""
    parts = tuple(parts)
    if len(parts) == 1:
        return parts[0]
    merged: dict[str, int] = {}
    for part in parts:
        merged.update(part.words)
    return Vocabulary(merged, frozenset().union(*(part.keys for part in parts)))


def coverage(zh: Vocabulary, en: Vocabulary) -> tuple[float, float]:
    """(share of the Chinese, share of the English) that the other side explains."""
    total = sum(zh.words.values())
    if not total or not en.words:
        return 0.0, 0.0
    said = sum(size for word, size in zh.words.items() if not en.keys.isdisjoint(_keys(word)))
    return said / total, len(en.keys & zh.keys) / len(en.keys)


def explained(zh: Sequence[Vocabulary], en: Sequence[Vocabulary]) -> npt.NDArray[np.float64]:
    """The geometric mean of both shares of `coverage`, for every pair, shape (len(zh), len(en)).

    Counted for all English sides at once: word by word the pairs of two long texts take minutes.
    """
    shares = np.zeros((2, len(zh), len(en)))
    holders: dict[str, Flags] = defaultdict(lambda: np.zeros(len(en), bool))
    for number, side in enumerate(en):
        for key in side.keys if side.words else ():
            holders[key][number] = True
    sizes = np.array([max(1, len(side.keys)) for side in en])

    @cache
    def said_by(word: str) -> Flags:
        """Which English sides say a Chinese word."""
        found = [holders[key] for key in _keys(word) if key in holders]
        return np.any(found, 0) if found else np.zeros(len(en), bool)

    for number, side in enumerate(zh):
        said, shared = np.zeros((2, len(en)), np.int64)
        for word, size in side.words.items():
            said[said_by(word)] += size
        for key in side.keys if side.words else ():
            if key in holders:
                shared += holders[key]
        shares[:, number] = said / max(1, sum(side.words.values())), shared / sizes
    return np.sqrt(shares[0] * shares[1])  # type: ignore[no-any-return]
