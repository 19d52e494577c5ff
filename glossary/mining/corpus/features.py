"""What speaks for a pair of types being a pair of terms, as numbers; NAMES has their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from glossary.mining.corpus.arrays import Numbers
from glossary.mining.corpus.association import (
    PairTable,
    log_likelihood,
    ranks,
    share_of_best,
)
from glossary.mining.corpus.sides import Matrix, Wordings, chinese_side, english_side
from glossary.mining.corpus.wording import Wording
from glossary.mining.knowledge.exact import log
from glossary.mining.knowledge.lexicon import support
from glossary.mining.knowledge.sound import likeness
from glossary.text.english import singular

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
_TOGETHER = 100_000  # pairs described at once: chosen, some 50 MB
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


def features(memory: Described) -> Iterator[Matrix]:
    """The features of all pairs, some at a time, each of shape (pairs, len(NAMES))."""
    counted, known = _counted(memory), KnownWords(memory)
    pairs = memory.pairs
    chinese = chinese_side(pairs.zh, pairs.zh_units, memory.zh, memory.tokens[0])
    english = english_side(pairs.en, pairs.en_units, memory.en, memory.tokens[1])
    for low in range(0, len(pairs), _TOGETHER):
        some = slice(low, low + _TOGETHER)
        zh, en = pairs.zh[some], pairs.en[some]
        shares, sound = _worded(memory, known, zh, en)
        characters, zh_signs, zh_keyness = chinese.of(zh)
        words, en_signs, en_keyness = english.of(en)
        ratio = log(characters / words)
        lengths = characters, words, ratio, np.abs(ratio - log(_USUAL))
        columns = [column[some] for column in counted]
        yield np.column_stack(
            [*columns, shares, *lengths, en_signs, zh_signs, zh_keyness, en_keyness, sound]
        )


def _counted(memory: Described) -> list[Matrix]:
    """What is told of pairs by counts alone: all of them, a column each."""
    pairs = memory.pairs
    longer_en, shorter_en = _inside(pairs.zh, pairs.en, memory.en, pairs.both)
    longer_zh, shorter_zh = _inside(pairs.en, pairs.zh, memory.zh, pairs.both)
    return [
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


def _worded(
    memory: Described, known: KnownWords, zh: Numbers, en: Numbers
) -> tuple[Matrix, Matrix]:
    """(how far each side is translated by the other and the less of both; likeness of sound)."""
    shares, sound = np.empty((len(zh), 3)), np.empty(len(zh))
    for n, (one, other) in enumerate(zip(zh.tolist(), en.tolist(), strict=True)):
        left, right = memory.zh[one], memory.en[other]
        both = known.shares(left, right)
        shares[n] = *both, min(both)
        sound[n] = _sound(left, right)
    return shares, sound


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


def _sound(zh: Wording, en: Wording) -> float:
    """Likeness of sound, where the English is a name."""
    if not en.text[:1].isupper() or len(zh.key) < 2 or len(en.content) > 2:
        return 0.0
    return likeness(zh.key, "".join(en.content))
