"""Aligned sentences taken apart: tokens, candidate stretches, links between the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.context import word_states
from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.pairs.acronyms import explained
from glossary.mining.pairs.stretches import Stretch, chinese_stretches, english_stretches
from glossary.mining.pairs.tokens import Token, chinese_tokens, english_tokens
from glossary.mining.pairs.word_alignment import (
    AlignedWords,
    LinkWeights,
    dictionary_support,
    links,
)
from glossary.text.script import to_simplified

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SentencePair(AlignedWords):
    """An aligned pair with its candidate stretches and links; `chance` is the probability of each
    link, shape (zh tokens, en tokens)."""

    zh_stretches: tuple[Stretch, ...]
    en_stretches: tuple[Stretch, ...]
    chance: Matrix


def analyse(
    pairs: Sequence[tuple[str, str]], encoder: Encoder, weights: LinkWeights
) -> list[SentencePair]:
    """Aligned pairs (zh, en), ready for `features.candidates`."""
    return [linked(words, weights) for words in words_of(pairs, encoder)]


def words_of(pairs: Sequence[tuple[str, str]], encoder: Encoder) -> list[AlignedWords]:
    """The words of aligned pairs (zh, en), with their states."""
    simplified = [to_simplified(zh) for zh, _ in pairs]
    zh = [chinese_tokens(text) for text, _ in pairs]
    en = explained([english_tokens(text) for _, text in pairs])
    zh_states = word_states(simplified, [_places(tokens) for tokens in zh])
    en_states = word_states([text for _, text in pairs], [_places(tokens) for tokens in en])
    encoder.encode([token.text for tokens in (*zh, *en) for token in tokens])  # all at once
    return [
        AlignedWords(
            *pairs[n],
            simplified[n],
            zh[n],
            en[n],
            zh_states[n],
            en_states[n],
            _closeness(zh[n], en[n], encoder),
            dictionary_support(zh[n], en[n]),
        )
        for n in range(len(pairs))
    ]


def _closeness(zh: Sequence[Token], en: Sequence[Token], encoder: Encoder) -> Matrix:
    """Cosines of the vectors of words by themselves."""
    left = encoder.encode([t.text for t in zh])
    return left @ encoder.encode([t.text for t in en]).T


def _places(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    return [(token.start, token.end) for token in tokens]


def linked(words: AlignedWords, weights: LinkWeights) -> SentencePair:
    """The words with stretches and links."""
    return SentencePair(
        **vars(words),
        zh_stretches=tuple(chinese_stretches(words.zh_tokens, words.simplified)),
        en_stretches=tuple(english_stretches(words.en_tokens, words.en)),
        chance=links(words, weights),
    )
