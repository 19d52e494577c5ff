"""What speaks for a pair of types being a pair of terms, as numbers; NAMES has their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus import general
from glossary.mining.corpus.association import (
    PairTable,
    log_likelihood,
    ranks,
    share_of_best,
)
from glossary.mining.corpus.encoding import Numbers
from glossary.mining.corpus.wording import Wording
from glossary.mining.knowledge.exact import log
from glossary.mining.knowledge.lexicon import support
from glossary.mining.knowledge.sound import likeness
from glossary.text.english import singular

Matrix = npt.NDArray[np.float64]
Wordings = Mapping[int, Wording]

NAMES = (
    "log units",
    "dice",
    "share of zh",
    "share of en",
    "of best of zh",
    "of best of en",
    "rank of zh",
    "rank of en",
    "log likelihood",
    "longer zh",
    "longer en",
    "shorter zh",
    "shorter en",
    "words of zh known",
    "words of en known",
    "least known",
    "zh characters",
    "en content words",
    "characters a word",
    "off the usual length",
    "en last noun",
    "en last name",
    "en first verb",
    "en first adverb",
    "en holds verb",
    "en comma",
    "en and",
    "en of",
    "en capitals",
    "en bracket",
    "zh last noun",
    "zh last verb",
    "zh first verb",
    "zh holds particle",
    "zh holds list",
    "zh one character",
    "zh keyness",
    "en keyness",
    "sound",
)
_TRUST = 0.9  # how far the memory itself is trusted as a dictionary: chosen, below a dictionary
_COUNTED = NAMES.index("words of zh known")  # features that need no words
_USUAL = 2.1  # Chinese characters for an English word with content: derived, in the annotated pairs


@dataclass(frozen=True)
class Described:
    """Pairs with the wordings of their types and the size of the memory in units."""

    pairs: PairTable
    zh: Wordings
    en: Wordings
    units: int
    tokens: tuple[int, int]
    """Words of the whole memory, Chinese and English."""


def features(memory: Described) -> Matrix:
    """The features of all pairs, shape (pairs, len(NAMES))."""
    pairs = memory.pairs
    longer_en, shorter_en = _inside(pairs.zh, pairs.en, memory.en, pairs.both)
    longer_zh, shorter_zh = _inside(pairs.en, pairs.zh, memory.zh, pairs.both)
    columns = [
        log(pairs.both),
        pairs.dice,
        pairs.both / pairs.zh_units,
        pairs.both / pairs.en_units,
        share_of_best(pairs.zh, pairs.dice),
        share_of_best(pairs.en, pairs.dice),
        np.minimum(ranks(pairs.zh, pairs.dice), 5),
        np.minimum(ranks(pairs.en, pairs.dice), 5),
        log(1 + np.maximum(log_likelihood(pairs, memory.units), 0)),
        longer_zh,
        longer_en,
        shorter_zh,
        shorter_en,
    ]
    return np.column_stack([np.stack(columns, 1), _worded(memory)])


# ---------------------------------------------------------------- longer and shorter rivals


def _inside(
    groups: Numbers, types: Numbers, wordings: Wordings, both: Matrix
) -> tuple[Matrix, Matrix]:
    """For each pair, among those with the same other side: the most units with a longer wording
    that has this one in it, and the most units of this one by those of a shorter one in it."""
    longer, shorter = np.zeros(len(groups)), np.ones(len(groups))
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        texts = [wordings[int(types[n])].padded for n in rows]
        for one, text in zip(rows, texts, strict=True):
            for other, whole in zip(rows, texts, strict=True):
                if len(text) < len(whole) and text in whole:
                    share = both[other] / both[one]
                    longer[one] = max(longer[one], share)
                    shorter[other] = min(shorter[other], share)
    return longer, shorter


# ---------------------------------------------------------------- words


def _worded(memory: Described) -> Matrix:
    known = KnownWords(memory)
    sides = _Sides(memory)
    pairs = memory.pairs
    rows = np.empty((len(pairs), len(NAMES) - _COUNTED))  # tuples would take more
    for n, (zh, en) in enumerate(zip(pairs.zh.tolist(), pairs.en.tolist(), strict=True)):
        left, right = memory.zh[zh], memory.en[en]
        shares = known.shares(left, right)
        said = *shares, min(shares), *sides.lengths(left, right), *sides.en(en), *sides.zh(zh)
        rows[n] = (*said, sides.keyness_zh(zh), sides.keyness_en(en), _sound(left, right))
    return rows


class KnownWords:
    """How far the words of two wordings are known to translate each other: by the dictionary, or by
    the single words of the memory itself."""

    def __init__(self, memory: Described) -> None:
        self._single = _single_words(memory)
        self._word = lru_cache(maxsize=300_000)(self._of_words)

    def shares(self, zh: Wording, en: Wording) -> tuple[float, float]:
        """Of each side, the share that the other translates: of characters, of words."""
        if not zh.words or not en.content:
            return 0.0, 0.0
        cells = [[self._word(a, b) for b in en.content] for a in zh.words]
        size = sum(map(len, zh.words))
        of_zh = sum(len(a) * max(row) for a, row in zip(zh.words, cells, strict=True)) / size
        of_en = sum(max(column) for column in zip(*cells, strict=True)) / len(en.content)
        return of_zh, of_en

    def _of_words(self, zh: str, en: str) -> float:
        return max(support(zh, en), _TRUST * self._single.get((zh, singular(en)), 0.0))


def _single_words(memory: Described) -> dict[tuple[str, str], float]:
    """Pairs of single words, with the larger of their shares of each other."""
    found: dict[tuple[str, str], float] = {}
    pairs = memory.pairs
    shares = pairs.both / pairs.zh_units, pairs.both / pairs.en_units
    for n, (zh, en) in enumerate(zip(pairs.zh.tolist(), pairs.en.tolist(), strict=True)):
        left, right = memory.zh[zh].words, memory.en[en].words
        if len(left) == len(right) == 1 and min(shares[0][n], shares[1][n]) > 0.1:
            key = left[0], singular(right[0])
            found[key] = max(found.get(key, 0.0), shares[0][n], shares[1][n])
    return found


class _Sides:
    """What is told of each side by itself, once for each type."""

    def __init__(self, memory: Described) -> None:
        self._memory = memory
        self.en = lru_cache(maxsize=None)(self._en)
        self.zh = lru_cache(maxsize=None)(self._zh)
        pairs = memory.pairs
        self._zh_units = dict(zip(pairs.zh.tolist(), pairs.zh_units.tolist(), strict=True))
        self._en_units = dict(zip(pairs.en.tolist(), pairs.en_units.tolist(), strict=True))
        self.keyness_zh = lru_cache(maxsize=None)(self._keyness_zh)
        self.keyness_en = lru_cache(maxsize=None)(self._keyness_en)

    @staticmethod
    def lengths(zh: Wording, en: Wording) -> tuple[float, ...]:
        characters, words = len(zh.key), max(1, len(en.content))
        ratio = log(characters / words)
        return characters, words, ratio, abs(ratio - log(_USUAL))

    def _en(self, number: int) -> tuple[float, ...]:
        wording = self._memory.en[number]
        tags = [tag.partition("|")[0] for tag in wording.tags]
        words = wording.words
        content = [w for w in wording.text.split() if w[0].isalpha() and len(w) > 3]
        values = (
            tags[-1] == "NOUN",
            tags[-1] == "PROPN",
            tags[0] == "VERB",
            tags[0] == "ADV",
            sum(tag in ("VERB", "AUX") for tag in tags),
            words.count(","),
            "and" in words or "or" in words,
            "of" in words,
            sum(w[0].isupper() for w in content) / max(1, len(content)),
            "(" in words or ")" in words,
        )
        return tuple(map(float, values))

    def _zh(self, number: int) -> tuple[float, ...]:
        wording = self._memory.zh[number]
        tags = wording.tags
        values = (
            tags[-1][0] == "n" or tags[-1] == "vn",
            tags[-1] in ("v", "vd", "vi"),
            tags[0] in ("v", "vd", "vi"),
            sum(tag[0] in "upcdr" for tag in tags),
            sum(not word[0].isalnum() for word in wording.words),
            len(wording.key) == 1,
        )
        return tuple(map(float, values))

    def _keyness_zh(self, number: int) -> float:
        shares = [general.chinese_share(w) for w in self._memory.zh[number].words if w[0].isalnum()]
        return general.keyness(self._zh_units[number], self._memory.tokens[0], shares)

    def _keyness_en(self, number: int) -> float:
        shares = [general.english_share(w) for w in self._memory.en[number].content]
        return general.keyness(self._en_units[number], self._memory.tokens[1], shares)


def _sound(zh: Wording, en: Wording) -> float:
    """Likeness of sound, where the English is a name."""
    if not en.text[:1].isupper() or len(zh.key) < 2 or len(en.content) > 2:
        return 0.0
    return likeness(zh.key, "".join(en.content))
