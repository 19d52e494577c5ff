"""Aligned sentences taken apart: tokens, candidate stretches, links between the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.pairs.recurrence import PairRecurrence
from glossary.mining.pairs.stretches import Stretch, chinese_stretches, english_stretches
from glossary.mining.pairs.tokens import Token, chinese_tokens, english_tokens
from glossary.mining.pairs.word_alignment import links
from glossary.text.script import to_simplified

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SentencePair:
    """An aligned pair with its tokens, candidates and links; `chance` has shape (zh, en) tokens."""

    zh: str
    en: str
    simplified: str
    zh_tokens: tuple[Token, ...]
    en_tokens: tuple[Token, ...]
    zh_stretches: tuple[Stretch, ...]
    en_stretches: tuple[Stretch, ...]
    chance: Matrix


def analyse(zh: str, en: str, encoder: Encoder, weights: Sequence[Matrix]) -> SentencePair:
    """One aligned pair, ready for `features.candidates`. `weights` are those of the links."""
    simplified = to_simplified(zh)
    zh_tokens, en_tokens = chinese_tokens(zh), english_tokens(en)
    return SentencePair(
        zh,
        en,
        simplified,
        zh_tokens,
        en_tokens,
        tuple(chinese_stretches(zh_tokens, simplified)),
        tuple(english_stretches(en_tokens, en)),
        links(zh_tokens, en_tokens, encoder, weights),
    )


def recurrence_of(pairs: Sequence[SentencePair]) -> PairRecurrence:
    return PairRecurrence((p.simplified for p in pairs), (p.en_tokens for p in pairs))
