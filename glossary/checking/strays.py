"""Words of a target that nothing in its source says: what stands where a term was replaced.

A translator who leaves a term unsaid puts nothing in its place; whoever replaces it puts words
there that come from nowhere. A dictionary knows few words well enough to tell. But a word that it
finds again in the source wherever else the file has it, and here does not, is astray.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.mining.knowledge.lexicon import translations_with_parts
from glossary.text.english import STOP_WORDS, lemma, stem
from glossary.text.fold import fold
from glossary.text.script import HAN, to_simplified
from glossary.text.segment import words

_USUAL = 0.1
"""The share of its other places at which a word that is astray may be unexplained too. Chosen: see
tests/checking/quality.py; at half a dictionary's gap at one place in ten hides it, at double words
that are seldom explained count."""
_FEW = 2  # other places that tell. Chosen: one may be chance, at double rare words tell nothing
_KEPT = 200_000  # words of a file that are counted. Chosen, for memory alone: some 40 MB
_RUN = {"zh": 3, "en": 2}
"""Characters, or words, that stand together unexplained. Chosen: at half single words that the
dictionary does not know count, at double a term of two words is overlooked."""
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_NUMERAL = re.compile("[零〇一二三四五六七八九十百千万亿第]")
_TIED = frozenset(
    [
        *"之的地得了着过们者所等",  # particles
        *"各该此其这那何某每自彼它他她",  # pronouns
        *"及或与和且并而则即若如但虽因故",  # conjunctions
        *"又亦也还仍均皆都只仅尚再才已曾将正",  # adverbs
        *"在于以为由从自至到向对把被就给比按依经据除随同",  # prepositions
        *"不未无非没勿是系有应须可能会要使令最很更较太",  # negation, auxiliaries, degrees
        *"上下中内外前后间时里",  # places and times, behind nouns
        *"以及 或者 或是 并且 而且 但是 如果 因为 因此 所以 因而 由于 虽然 是否 如何 其中".split(),
        *"对于 关于 基于 至于 按照 依照 根据 经由 为了 随着 通过 除了 作为".split(),
        *"必须 应该 应当 可以 可能 不得 不能 能够 没有 已经 正在 并未 尚未 系指 即指 是指".split(),
        *"这些 那些 这个 每个 各个 各该 所有 一切 任何 其他 其它 自己 他们 它们".split(),
        *"之前 之后 之间 之内 之外 以上 以下 以内 以外 以前 以后".split(),
    ]
)
"""Function words of Chinese: they tie others together, and no translation need say any."""


class TargetWords(NamedTuple):
    """The words of a target, and of each whether a dictionary finds it in the source: SAID, UNSAID,
    or FREE if it need not."""

    words: tuple[str, ...]
    said: str


SAID, UNSAID, FREE = "+", "-", " "


class Strays:
    """The words of a file's targets, and how often its sources say them."""

    def __init__(self) -> None:
        self._places: Counter[str] = Counter()
        self._unsaid: Counter[str] = Counter()

    def see(self, target: TargetWords) -> None:
        """Note the words of a target. Words that come when there are too many tell nothing."""
        told = [each for each in zip(*target, strict=True) if each[1] != FREE]
        if len(self._places) >= _KEPT:
            told = [each for each in told if each[0] in self._places]
        self._places.update([word for word, _ in told])
        self._unsaid.update([word for word, said in told if said == UNSAID])

    def astray(self, segment: BilingualSegment) -> str:
        """The first words of a segment that was seen that nothing in its source says, though what
        the file says elsewhere tells of one of them; "" if there are none."""
        language = segment.target.language
        for run in _runs(target_words(segment), language):
            size = sum(map(len, run)) if language == "zh" else len(run)
            if size >= _RUN[language] and any(map(self._is_astray, run)):
                return ("" if language == "zh" else " ").join(run)
        return ""

    def _is_astray(self, word: str) -> bool:
        """Whether the sources of all other segments with a word say it, or nearly all. One Chinese
        character tells nothing."""
        others = self._places[word] - 1
        return len(word) > 1 and others >= _FEW and self._unsaid[word] - 1 <= _USUAL * others


def target_words(segment: BilingualSegment) -> TargetWords:
    """The words of a segment's target, in order."""
    return reader_beside(segment.source)(segment.target.text)


def reader_beside(source: SegmentSide) -> Callable[[str], TargetWords]:
    """What reads the words of a text in the other language, as if it translates a source."""
    if source.language == "en":
        return partial(_chinese, said=_stems(source.text))
    stems = frozenset().union(*map(_stems_of, _chinese_words(source.text)))
    return partial(_english, said=stems)


def _runs(target: TargetWords, language: str) -> Iterator[list[str]]:
    """Words in a row that nothing says, of Chinese with others between that tie them together. No
    sign is in a row with words."""
    told = zip(*target, strict=True)
    kept = (each for each in told if language != "zh" or each[1] != FREE or not each[0])
    for said, run in groupby(kept, itemgetter(1)):
        if said == UNSAID:
            yield [word for word, _ in run]


def _chinese(target: str, said: frozenset[str]) -> TargetWords:
    found = _chinese_words(target)
    marks = [
        FREE if _is_tie(w) else UNSAID if said.isdisjoint(_stems_of(w)) else SAID for w in found
    ]
    return TargetWords(tuple(found), "".join(marks))


def _is_tie(word: str) -> bool:
    return not word or word in _TIED or _NUMERAL.search(word) is not None


def _english(target: str, said: frozenset[str]) -> TargetWords:
    found = _WORD.findall(fold(target))
    marks = [FREE if w in STOP_WORDS else SAID if stem(w) in said else UNSAID for w in found]
    return TargetWords(tuple(found), "".join(marks))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(w) for w in _WORD.findall(fold(text)) if w not in STOP_WORDS)


def _chinese_words(text: str) -> list[str]:
    """The words of a text; "" for what is no Chinese."""
    simplified = to_simplified(text)
    found = (simplified[a:b] for a, b in words(simplified))
    return [word if HAN.match(word) else "" for word in found]


@lru_cache(maxsize=50_000)
def _stems_of(word: str) -> frozenset[str]:
    """The stems of what may translate a Chinese word or a part of it."""
    known = translations_with_parts(word)
    return frozenset(key[1:] if key[0] == "~" else stem(lemma(key)) for key in known)
