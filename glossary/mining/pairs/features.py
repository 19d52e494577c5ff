"""What speaks for a pair of stretches being a pair of terms, as numbers.

Three groups: the Chinese stretch by itself, the English stretch by itself, and the two together
(how far the words inside translate each other, and how many of their links lead out). The names
of the features stand in ZH, EN and BOTH, in the order of the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.knowledge.exact import log, snapped
from glossary.mining.knowledge.lexicon import frequency, glosses, is_word
from glossary.mining.knowledge.sound import likeness
from glossary.mining.pairs.link_features import STRONG, Cover
from glossary.mining.pairs.recurrence import PairRecurrence
from glossary.mining.pairs.sentence_pair import SentencePair
from glossary.mining.pairs.stretches import Stretch
from glossary.mining.pairs.tokens import Token, lemmas
from glossary.text.english import stem

Matrix = npt.NDArray[np.float64]
Chosen = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]

ZH = (
    "zh characters",
    "zh tokens",
    "zh one token",
    "zh head noun",
    "zh head verbal noun",
    "zh head verb",
    "zh head name",
    "zh head other",
    "zh starts with verb",
    "zh verb inside",
    "zh has 的",
    "zh coordination",
    "zh has adverb",
    "zh frequency",
    "zh very common",
    "zh modified from the left",
    "zh goes on to the right",
    "zh cut word",
    "zh recurs",
    "zh in dictionary",
    "zh meanings",
    "zh number",
    "zh starts adjective",
    "zh quoted",
)
EN = (
    "en words",
    "en content words",
    "en one word",
    "en head noun",
    "en head name",
    "en head other",
    "en starts with verb",
    "en starts with -ing",
    "en starts with adjective",
    "en verb inside",
    "en has of",
    "en has and",
    "en has article inside",
    "en capitals",
    "en modified from the left",
    "en goes on to the right",
    "en recurs",
    "en number",
    "en quoted",
    "en starts with adverb",
)
BOTH = (
    "zh covered",
    "en covered",
    "zh leaks",
    "en leaks",
    "zh least",
    "en least",
    "links in",
    "links out",
    "vectors",
    "dictionary zh",
    "dictionary en",
    "exact entry",
    "length differs",
    "pair recurs",
    "zh neighbour linked",
    "en neighbour linked",
    "edges linked out",
    "covered both",
    "sound",
    "both names",
    "vectors rank zh",
    "vectors rank en",
    "covered rank zh",
    "covered rank en",
    "head linked",
    "start linked",
)
NAMES = ZH + EN + BOTH

_NOUNS = frozenset("n l i j nz ng an vn nt s".split())
_NAME_TAGS = frozenset("nr ns nt nrt nrfg nz eng".split())
_VERY_COMMON = 9000
_PREPOSITIONS = frozenset("of to for in with against on by at from over among between".split())
_ARTICLES = frozenset("the a an their its his her".split())
_QUOTES = "「」『』“”‘’\"'《》〈〉"


@dataclass(frozen=True)
class CandidatePairs:
    """Pairs of stretches by their numbers, and their features, shape (len(zh), len(NAMES))."""

    zh: npt.NDArray[np.intp]
    en: npt.NDArray[np.intp]
    features: Matrix


FEATURE_BITS = 16
"""Features are multiples of 2**-16; the trees ask between two of them."""

_LEAST_COVERED = 0.12  # of the words of each stretch
_LEAST_VECTORS = 0.25


def candidates(pair: SentencePair, encoder: Encoder, recurrence: PairRecurrence) -> CandidatePairs:
    """All pairs of stretches that could be a pair of terms, with their features."""
    if not pair.zh_stretches or not pair.en_stretches or not pair.chance.size:
        none = np.zeros(0, np.intp)
        return CandidatePairs(none, none, np.zeros((0, len(NAMES))))
    cover = Cover(pair)
    vectors = _vectors(pair, encoder)
    covered = np.minimum(cover.zh.mean, cover.en.mean) >= _LEAST_COVERED
    zh, en = np.nonzero(covered & (vectors >= _LEAST_VECTORS))
    alone_zh = np.array([_chinese(pair, s, recurrence) for s in pair.zh_stretches])
    alone_en = np.array([_english(pair, s, recurrence) for s in pair.en_stretches])
    together = _together(pair, cover, vectors, recurrence, (zh, en))
    features = np.concatenate([alone_zh[zh], alone_en[en], together], 1)
    return CandidatePairs(zh, en, snapped(features, FEATURE_BITS))


# ---------------------------------------------------------------- each side by itself


def _chinese(pair: SentencePair, stretch: Stretch, recurrence: PairRecurrence) -> list[float]:
    """The features in ZH."""
    tokens = pair.zh_tokens
    inside = tokens[stretch.first : stretch.last + 1]
    head, start = inside[-1], inside[0]
    before = tokens[stretch.first - 1] if stretch.first else None
    after = tokens[stretch.last + 1] if stretch.last + 1 < len(tokens) else None
    count = frequency(stretch.text)
    verbs = [_is_verb(t) for t in inside]
    values = (
        len(stretch.text),
        len(inside),
        len(inside) == 1,
        head.tag in _NOUNS and head.tag != "vn",
        head.tag == "vn",
        verbs[-1],
        head.tag in _NAME_TAGS,
        not (head.tag in _NOUNS or head.tag in _NAME_TAGS or verbs[-1]),
        verbs[0] and len(inside) > 1,
        any(verbs[:-1]),
        "的" in stretch.text[1:],
        any(t.text in ("与", "和", "及", "或", "以及", "、") for t in inside[1:-1]),
        any(t.tag[0] == "d" for t in inside),
        log(1 + count),
        count > _VERY_COMMON,
        before is not None and before.content and before.tag in _NOUNS | {"a", "b"},
        after is not None and after.content and after.tag[0] in "nvj",
        start.start != start.word[0] or head.end != head.word[1],
        log(recurrence.chinese(stretch.text)),
        is_word(stretch.text),
        log(1 + len(glosses(stretch.text))),
        any(t.tag == "m" for t in inside),
        start.tag[0] in "ab" and len(inside) > 1,
        _quoted(pair.zh, start.start, head.end),
    )
    return [float(value) for value in values]


def _is_verb(token: Token) -> bool:
    return token.tag[0] == "v" and token.tag != "vn"


def _quoted(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before and after) and before in _QUOTES and after in _QUOTES


def _english(pair: SentencePair, stretch: Stretch, recurrence: PairRecurrence) -> list[float]:
    """The features in EN."""
    tokens = pair.en_tokens
    inside = tokens[stretch.first : stretch.last + 1]
    start, head = inside[0], _head(inside)
    before = tokens[stretch.first - 1] if stretch.first else None
    after = tokens[stretch.last + 1] if stretch.last + 1 < len(tokens) else None
    content = [t for t in inside if t.content]
    lower = [t.text.lower() for t in inside]
    values = (
        len(inside),
        len(content),
        len(inside) == 1,
        head.tag == "NOUN",
        head.tag == "PROPN",
        head.tag not in ("NOUN", "PROPN"),
        start.tag == "VERB",
        start.tag == "VBG",
        start.tag in ("ADJ", "VBN"),
        any(t.tag in ("VERB", "VBG") for t in inside),
        "of" in lower,
        "and" in lower,
        any(word in _ARTICLES for word in lower),
        sum(t.capital for t in content) / len(content),
        before is not None and before.tag in ("ADJ", "NOUN", "PROPN", "VBN", "POSS"),
        after is not None and after.tag in ("NOUN", "PROPN"),
        log(recurrence.english(lemmas(inside))),
        any(t.tag == "NUM" for t in inside),
        _quoted(pair.en, start.start, inside[-1].end),
        start.tag == "ADV",
    )
    return [float(value) for value in values]


def _head(tokens: Sequence[Token]) -> Token:
    """The head of an English noun phrase: the word before its first preposition, or the last."""
    for n in range(1, len(tokens)):
        if tokens[n].text.lower() in _PREPOSITIONS:
            return tokens[n - 1]
    return tokens[-1]


# ---------------------------------------------------------------- both together


def _vectors(pair: SentencePair, encoder: Encoder) -> Matrix:
    """Cosine of every pair of stretches, shape (zh stretches, en stretches)."""
    zh = encoder.encode([s.text for s in pair.zh_stretches])
    return zh @ encoder.encode([s.text for s in pair.en_stretches]).T


def _together(
    pair: SentencePair, cover: Cover, vectors: Matrix, recurrence: PairRecurrence, chosen: Chosen
) -> Matrix:
    """The features in BOTH, a row a chosen pair of stretches."""
    zh, en = cover.zh, cover.en
    both = zh.mean * en.mean
    edges = (zh.after > STRONG).astype(float) + (en.after > STRONG)
    single = _Single(pair, recurrence)
    exact, recurs, sound, names = (
        np.array([single.signs(a, b) for a, b in zip(*chosen, strict=True)]).reshape(-1, 4).T
    )
    columns = (
        zh.mean[chosen],
        en.mean[chosen],
        zh.leak[chosen],
        en.leak[chosen],
        zh.least[chosen],
        en.least[chosen],
        cover.links_in[chosen],
        cover.links_out[chosen],
        vectors[chosen],
        zh.known[chosen],
        en.known[chosen],
        exact,
        cover.uneven[chosen],
        recurs,
        np.maximum(zh.before, zh.after)[chosen],
        np.maximum(en.before, en.after)[chosen],
        edges[chosen],
        both[chosen],
        sound,
        names,
        _rank(vectors, 1)[chosen],
        _rank(vectors, 0)[chosen],
        _rank(both, 1)[chosen],
        _rank(both, 0)[chosen],
        zh.last[chosen],
        zh.first[chosen],
    )
    return np.stack(columns, 1)


def _rank(values: Matrix, axis: int) -> Matrix:
    """By how much each value falls short of the best in its row or column."""
    behind: Matrix = values.max(axis, keepdims=True) - values
    return behind


class _Single:
    """What has to be looked up pair by pair: dictionary entries, recurrence, sound."""

    def __init__(self, pair: SentencePair, recurrence: PairRecurrence) -> None:
        self._recurrence = recurrence
        self._zh = [s.text for s in pair.zh_stretches]
        self._name = [pair.zh_tokens[s.last].tag in _NAME_TAGS for s in pair.zh_stretches]
        content = [
            [t for t in pair.en_tokens[s.first : s.last + 1] if t.content]
            for s in pair.en_stretches
        ]
        self._lemmas = [lemmas(tokens) for tokens in content]
        self._stems = [tuple(map(stem, words)) for words in self._lemmas]
        self._sounds = [
            "".join(t.text for t in tokens) if tokens[0].capital else "" for tokens in content
        ]

    def signs(self, zh: int, en: int) -> tuple[float, float, float, float]:
        """(exact entry, pair recurs, sound, both names) of a pair of stretches."""
        text, sound = self._zh[zh], self._sounds[en]
        return (
            self._exact(text, en),
            float(self._recurrence.pair(text, self._lemmas[en])),
            likeness(text, sound) if sound else 0.0,
            float(bool(sound) and self._name[zh]),
        )

    def _exact(self, text: str, en: int) -> float:
        """1 where the dictionary has the pair, 0.5 where it has it but for endings."""
        known = glosses(text)
        if self._lemmas[en] in known:
            return 1.0
        return 0.5 if self._stems[en] in _stemmed(known) else 0.0


@lru_cache(maxsize=50_000)
def _stemmed(known: frozenset[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(stem, words)) for words in known)
