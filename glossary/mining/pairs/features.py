"""What speaks for a pair of stretches being a pair of terms, as numbers.

Four groups: each stretch by itself (`side_features`, `termhood`), the two together (how far the
words inside translate each other, and how many of their links lead out), what is looked up pair
by pair, and what the first look said (`screening`). NAMES has their names in the order of the
columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.exact import snapped
from glossary.mining.knowledge.lexicon import glosses
from glossary.mining.knowledge.sound import likeness
from glossary.mining.pairs import side_features, termhood
from glossary.mining.pairs.document_use import DocumentUse
from glossary.mining.pairs.link_features import LINKS, Chosen, Cover
from glossary.mining.pairs.recurrence import PairRecurrence
from glossary.mining.pairs.screening import FEATURE_BITS, Screen, StretchPairs
from glossary.mining.pairs.sentence_pair import SentencePair
from glossary.mining.pairs.tokens import lemmas
from glossary.text.english import stem

Matrix = npt.NDArray[np.float64]

SCREENED = (
    *side_features.ZH,
    *(f"zh {name}" for name in termhood.NAMES),
    *side_features.EN,
    *(f"en {name}" for name in termhood.NAMES),
    *LINKS,
)
"""The features of the first look."""
LOOKED_UP = ("exact entry", "pair recurs", "sound", "both names")
NAMES = (*SCREENED, *LOOKED_UP, "first look")


@dataclass(frozen=True)
class CandidatePairs:
    """Pairs of stretches by their numbers, and their features, shape (len(zh), len(NAMES))."""

    zh: npt.NDArray[np.intp]
    en: npt.NDArray[np.intp]
    features: Matrix


def stretch_pairs(pair: SentencePair, use: DocumentUse) -> StretchPairs | None:
    """The features of the first look of all pairs of stretches; None where there are none."""
    if not pair.zh_stretches or not pair.en_stretches or not pair.chance.size:
        return None
    zh = side_features.chinese(pair, use.recurrence)
    en = side_features.english(pair, use.recurrence)
    zh_use = use.zh.features((pair.zh_tokens, pair.zh_stretches))
    en_use = use.en.features((pair.en_tokens, pair.en_stretches))
    return StretchPairs(
        snapped(np.concatenate([zh, zh_use], 1), FEATURE_BITS),
        snapped(np.concatenate([en, en_use], 1), FEATURE_BITS),
        Cover(pair),
    )


def candidates(pair: SentencePair, use: DocumentUse, screen: Screen) -> CandidatePairs:
    """The pairs of stretches that could be a pair of terms, with their features."""
    pairs = stretch_pairs(pair, use)
    if pairs is None:
        none = np.zeros(0, np.intp)
        return CandidatePairs(none, none, np.zeros((0, len(NAMES))))
    chosen = screen.hopeful(pairs)
    odds = screen.odds(pairs, chosen)
    looked_up = _looked_up(pair, use.recurrence, chosen)
    features = np.concatenate([pairs.of(chosen), looked_up, odds[:, None]], 1)
    return CandidatePairs(*chosen, snapped(features, FEATURE_BITS))


def _looked_up(pair: SentencePair, recurrence: PairRecurrence, chosen: Chosen) -> Matrix:
    """The features in LOOKED_UP, a row a chosen pair of stretches. Dictionary and sound are asked
    only where they may say something, which is seldom."""
    single = _Single(pair)
    zh, en = chosen
    known, heard = single.known[zh], single.heard[en]
    exact, sound = np.zeros((2, len(zh)))
    for row in np.flatnonzero(known).tolist():
        exact[row] = single.exact(zh[row], en[row])
    for row in np.flatnonzero(heard).tolist():
        sound[row] = single.sound(zh[row], en[row])
    recurs = recurrence.pairs(single.zh, single.lemmas)[chosen]
    return np.stack((exact, recurs, sound, heard & single.name[zh]), 1)


class _Single:
    """What has to be looked up pair by pair: dictionary entries and sound.

    Of the Chinese stretches, has the dictionary them (`known`), do they end with a name (`name`);
    of the English ones, may they be names, which sound (`heard`)?
    """

    def __init__(self, pair: SentencePair) -> None:
        self.zh = [s.text for s in pair.zh_stretches]
        self.known = np.array([bool(glosses(text)) for text in self.zh])
        self.name = np.array(
            [side_features.is_name(pair.zh_tokens[s.last]) for s in pair.zh_stretches]
        )
        content = [
            [t for t in pair.en_tokens[s.first : s.last + 1] if t.content]
            for s in pair.en_stretches
        ]
        self.lemmas = [lemmas(tokens) for tokens in content]
        self._stems = [tuple(map(stem, words)) for words in self.lemmas]
        self._sounds = [
            "".join(t.text for t in tokens) if tokens and tokens[0].capital else ""
            for tokens in content
        ]
        self.heard = np.array([bool(sound) for sound in self._sounds])

    def exact(self, zh: int, en: int) -> float:
        """1 where the dictionary has the pair, 0.5 where it has it but for endings."""
        known = glosses(self.zh[zh])
        if self.lemmas[en] in known:
            return 1.0
        return 0.5 if self._stems[en] in _stemmed(known) else 0.0

    def sound(self, zh: int, en: int) -> float:
        """How alike they sound, 0..1."""
        return likeness(self.zh[zh], self._sounds[en])


@lru_cache(maxsize=50_000)
def _stemmed(known: frozenset[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(stem, words)) for words in known)
