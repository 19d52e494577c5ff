"""What speaks for a pair of types being a pair of terms, as numbers; NAMES has their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.arrays import Numbers, changes
from glossary.mining.corpus.association import (
    PairTable,
    log_likelihood,
    ranks,
    stretches,
)
from glossary.mining.corpus.sides import Matrix, SideTable, TypesOfSide, side
from glossary.mining.corpus.wording import Wording
from glossary.mining.corpus.wordings import Wordings
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
_LAST = 5  # the place of a pair after which all are alike: chosen, one less than there are rivals
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


@dataclass(frozen=True)
class Compared:
    """Pairs with all that is to be known of the whole memory before each is described by itself:
    their rivals by Chinese and by English types, what is told of the types of each side, and the
    single words that it translates."""

    memory: Described
    rivals: tuple[Rivals, Rivals]
    chinese: SideTable
    english: SideTable
    single: Mapping[tuple[str, str], float]

    @cached_property
    def _known(self) -> KnownWords:
        return KnownWords(self.single)

    def features(self, some: slice) -> Matrix:
        """The features of some pairs, of shape (pairs, len(NAMES))."""
        zh, en = self.memory.pairs.zh[some], self.memory.pairs.en[some]
        shares, sound = _worded(self.memory, self._known, zh, en)
        characters, zh_signs, zh_keyness = self.chinese.of(zh)
        words, en_signs, en_keyness = self.english.of(en)
        ratio = log(characters / words)
        lengths = characters, words, ratio, np.abs(ratio - log(_USUAL))
        columns = _counted(self.memory, self.rivals, some)
        return np.column_stack(
            [*columns, shares, *lengths, en_signs, zh_signs, zh_keyness, en_keyness, sound]
        )


def sides(memory: Described) -> tuple[TypesOfSide, TypesOfSide]:
    """The Chinese and the English types of a memory."""
    pairs = memory.pairs
    return (
        side(pairs.zh, pairs.zh_units, memory.zh, memory.tokens[0]),
        side(pairs.en, pairs.en_units, memory.en, memory.tokens[1]),
    )


def compared(memory: Described, chinese: SideTable, english: SideTable) -> Compared:
    """The pairs of a memory, ready to be described."""
    pairs = memory.pairs
    both = (
        rivals(pairs.zh, pairs.en, memory.en, pairs),
        rivals(pairs.en, pairs.zh, memory.zh, pairs),
    )
    return Compared(memory, both, chinese, english, _single_words(memory))


def some_at_a_time(memory: Described) -> list[slice]:
    """The pairs of a memory in stretches that are described together."""
    return [slice(low, low + _TOGETHER) for low in range(0, len(memory.pairs), _TOGETHER)]


def features(memory: Described) -> Iterator[Matrix]:
    """The features of all pairs, some at a time, each of shape (pairs, len(NAMES))."""
    tables = (each.table(map(each.rows, each.some_at_a_time())) for each in sides(memory))
    return map(compared(memory, *tables).features, some_at_a_time(memory))


def _counted(memory: Described, sides: tuple[Rivals, Rivals], some: slice) -> list[Matrix]:
    """What is told of some pairs by counts alone, a column each."""
    pairs = memory.pairs.only(some)
    both, dice, (of_zh, of_en) = pairs.both, pairs.dice, sides
    return [
        log(both),
        dice,
        both / pairs.zh_units,
        both / pairs.en_units,
        dice / of_zh.best[pairs.zh],
        dice / of_en.best[pairs.en],
        of_zh.place[some],
        of_en.place[some],
        log(1 + np.maximum(log_likelihood(pairs, memory.units), 0)),
        of_en.longer[some] / both,
        of_zh.longer[some] / both,
        both / np.maximum(of_en.shorter[some], both),
        both / np.maximum(of_zh.shorter[some], both),
    ]


# ---------------------------------------------------------------- longer and shorter rivals


@dataclass(frozen=True)
class Rivals:
    """What is told of each pair by all of the same Chinese and by all of the same English type, in
    few bytes a pair: the highest dice of the type, the place of the pair among them, up to _LAST;
    and the most units of a pair with a longer, and of one with a shorter wording on the other
    side that has this one in it, and that this one has in it; 0 if there is none."""

    best: Matrix
    place: npt.NDArray[np.uint8]
    longer: npt.NDArray[np.uint32]
    shorter: npt.NDArray[np.uint32]


def rivals(groups: Numbers, types: Numbers, wordings: Wordings, pairs: PairTable) -> Rivals:
    """The rivals of all pairs by their `groups`, the types of one side; `types` are those of the
    other, which have these wordings."""
    best = np.zeros(int(groups.max(initial=0)) + 1)
    place = np.zeros(len(pairs), np.uint8)
    longer, shorter = np.zeros(len(pairs), np.uint32), np.zeros(len(pairs), np.uint32)
    for rows in stretches(groups):
        rows = rows[np.argsort(groups[rows], kind="stable")]
        some = groups[rows]
        own = pairs.only(rows)
        np.maximum.at(best, some, own.dice)
        place[rows] = np.minimum(ranks(some, own.dice), _LAST)
        longer[rows], shorter[rows] = _inside(some, wordings.some(types[rows]), own.both)
    return Rivals(best, place, longer, shorter)


def _inside(
    groups: Numbers, wordings: Sequence[Wording], both: Matrix
) -> tuple[Sequence[int], Sequence[int]]:
    """For each pair, among those with the same other side, which stand together: the most units
    with a longer wording that has this one in it, and with a shorter one in it."""
    texts, units = [wording.padded for wording in wordings], both.astype(np.int64).tolist()
    longer, shorter = [0] * len(units), [0] * len(units)
    bounds = np.append(np.flatnonzero(changes(groups)), len(groups)).tolist()
    for low, high in pairwise(bounds):
        for one in range(low, high):
            text, size, own = texts[one], len(texts[one]), units[one]
            for other in range(low, high):
                whole = texts[other]
                if size < len(whole) and text in whole:
                    longer[one] = max(longer[one], units[other])
                    shorter[other] = max(shorter[other], own)
    return longer, shorter


# ---------------------------------------------------------------- words


def _worded(
    memory: Described, known: KnownWords, zh: Numbers, en: Numbers
) -> tuple[Matrix, Matrix]:
    """(how far each side is translated by the other and the less of both; likeness of sound)."""
    shares, sound = np.empty((len(zh), 3)), np.empty(len(zh))
    for n, (left, right) in enumerate(zip(memory.zh.some(zh), memory.en.some(en), strict=True)):
        both = known.shares(left, right)
        shares[n] = *both, min(both)
        sound[n] = _sound(left, right)
    return shares, sound


class KnownWords:
    """How far the words of two wordings are known to translate each other: by the dictionary, or by
    the single words of the memory itself."""

    def __init__(self, single: Mapping[tuple[str, str], float]) -> None:
        self._single = single
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
    single = (memory.zh.sizes(memory.pairs.zh) == 1) & (memory.en.sizes(memory.pairs.en) == 1)
    pairs = memory.pairs.only(single)
    of_zh, of_en = pairs.both / pairs.zh_units, pairs.both / pairs.en_units
    often = np.minimum(of_zh, of_en) > 0.1
    pairs, larger = pairs.only(often), np.maximum(of_zh, of_en)[often].tolist()
    words = zip(memory.zh.some(pairs.zh), memory.en.some(pairs.en), larger, strict=True)
    for zh, en, share in words:
        key = zh.words[0], singular(en.words[0])
        found[key] = max(found.get(key, 0.0), share)
    return found


def _sound(zh: Wording, en: Wording) -> float:
    """Likeness of sound, where the English is a name."""
    if not en.text[:1].isupper() or len(zh.key) < 2 or len(en.content) > 2:
        return 0.0
    return likeness(zh.key, "".join(en.content))
