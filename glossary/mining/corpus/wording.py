"""The words of a type, and what can be told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from sys import intern

import numpy as np

from glossary.mining.corpus.cutting import chinese_tokens, english_tokens
from glossary.mining.knowledge.tagger import perceptron
from glossary.text.english import STOP_WORDS, singular


@dataclass(frozen=True)
class Wording:
    """A type as it stands in the memory first; `words` are Simplified or in lower case."""

    text: str
    words: tuple[str, ...]
    is_chinese: bool

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The words that mean something."""
        return tuple(w for w in self.words if w[0].isalnum() and w not in STOP_WORDS)

    @cached_property
    def key(self) -> str:
        """What is the same for singular and plural."""
        if self.is_chinese:
            return "".join(self.words)
        return " ".join(map(singular, self.words))

    @property
    def padded(self) -> str:
        """The key so that a shorter wording is a part of a longer one only by whole words."""
        return self.key if self.is_chinese else f" {self.key} "

    @property
    def tags(self) -> tuple[str, ...]:
        """Parts of speech (UD's for English, jieba's for Chinese)."""
        return _chinese_tags(self.key) if self.is_chinese else _english_tags(self.words)


@lru_cache(maxsize=100_000)
def _chinese_tags(text: str) -> tuple[str, ...]:
    import rjieba

    return tuple(tag for _, tag in rjieba.tag(text))


@lru_cache(maxsize=100_000)
def _english_tags(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(perceptron().tag(words))


def worded(text: str, language: str) -> Wording:
    """The wording of a term of its own."""
    return all_worded([text], language)[0]


def all_worded(texts: Sequence[str], language: str) -> list[Wording]:
    """The wordings of terms of their own."""
    is_chinese = language == "zh"
    cut = chinese_tokens(texts) if is_chinese else english_tokens(texts)
    words = list(map(intern, cut.words()))  # millions of types, few words
    bounds = np.searchsorted(cut.text, np.arange(len(texts) + 1)).tolist()
    return [
        Wording(text, tuple(words[a:b]), is_chinese)
        for text, (a, b) in zip(texts, pairwise(bounds), strict=True)
    ]
