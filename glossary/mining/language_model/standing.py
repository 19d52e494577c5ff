"""Where told pairs stand in their sentences, and how sure the scorer of pairs is of them there.

A model says that two texts are a pair of terms, and no more counts of what it says. They have to be
words that can begin and end a term, as of all pairs, and are judged by the scorer of all pairs, as
if the first look had left them. How often the model is right nobody knows beforehand, so its word
makes no pair surer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

import numpy as np

from glossary.mining.language_model.answers import ToldPair
from glossary.mining.pairs.decoding import Scored
from glossary.mining.pairs.document_use import DocumentUse
from glossary.mining.pairs.features import candidates
from glossary.mining.pairs.link_features import Chosen
from glossary.mining.pairs.scorer import Scorer
from glossary.mining.pairs.screening import Screen, StretchPairs
from glossary.mining.pairs.sentence_pair import SentencePair
from glossary.mining.pairs.stretches import Stretch
from glossary.mining.pairs.tokens import Token

_MOST_PLACES = 8
"""In which a text is looked at in a sentence. Chosen: no term stands there four times; double only
takes longer where a model names a single character."""

Place = tuple[int, int]
"""A Chinese and an English stretch, by their numbers in the sentence pair."""


def judged(
    told: Sequence[ToldPair], sentence: SentencePair, use: DocumentUse, scorer: Scorer
) -> list[Scored]:
    """The told pairs that can be pairs of terms, each once and where the scorer is surest of it."""
    places = [_places(pair, sentence) for pair in told]
    sure = _confidence(sorted(set().union(*places)), sentence, use, scorer)
    best = (max(found, key=lambda place: (sure[place], place)) for found in places if found)
    return [_scored(sentence, place, sure[place]) for place in dict.fromkeys(best)]


def _scored(sentence: SentencePair, place: Place, confidence: float) -> Scored:
    zh, en = place
    return Scored(sentence.zh_stretches[zh], sentence.en_stretches[en], confidence)


# ---------------------------------------------------------------- from text to stretches


def _places(told: ToldPair, sentence: SentencePair) -> set[Place]:
    """The pairs of stretches that a told pair may mean."""
    zh = _stretches(told.zh, sentence.zh, sentence.zh_tokens, sentence.zh_stretches)
    en = _stretches(told.en, sentence.en, sentence.en_tokens, sentence.en_stretches)
    return set(product(list(zh), list(en)))


def _stretches(
    term: str, text: str, tokens: Sequence[Token], stretches: Sequence[Stretch]
) -> Iterator[int]:
    """The stretch of each place where a term stands, if it has one there."""
    for start in islice(_starts(term, text), _MOST_PLACES):
        end = start + len(term)
        inside = [n for n, t in enumerate(tokens) if start <= t.start and t.end <= end]
        cut = any(t.start < edge < t.end for t in tokens for edge in (start, end))
        if inside and not cut:
            yield from _longest(inside, tokens, stretches)


def _starts(term: str, text: str) -> Iterator[int]:
    start = text.find(term)
    while start >= 0:
        yield start
        start = text.find(term, start + 1)


def _longest(
    inside: Sequence[int], tokens: Sequence[Token], stretches: Sequence[Stretch]
) -> Iterator[int]:
    """The longest stretch among these tokens that leaves out none with content: an article or 的 at
    an edge is no part of a term."""
    content = [n for n in inside if tokens[n].content] or inside
    around = [
        (s.last - s.first, n)
        for n, s in enumerate(stretches)
        if inside[0] <= s.first <= content[0] and content[-1] <= s.last <= inside[-1]
    ]
    if around:
        yield max(around)[1]


# ---------------------------------------------------------------- as sure as of all pairs


@dataclass(frozen=True)
class NamedScreen(Screen):
    """A first look that leaves the pairs that are named, whatever it thinks of them."""

    named: Chosen

    def hopeful(self, pairs: StretchPairs) -> Chosen:
        return self.named


def _confidence(
    places: Sequence[Place], sentence: SentencePair, use: DocumentUse, scorer: Scorer
) -> Mapping[Place, float]:
    if not places:
        return {}
    zh, en = np.array(places, np.intp).T
    look = scorer.screen
    named = NamedScreen(look.weights, look.constant, look.least, (zh, en))
    (found,) = scorer.confidence([sentence], [candidates(sentence, use, named)])
    return dict(zip(places, found.tolist(), strict=True))
