"""The tokens under which a term is indexed for look-up.

The first letter of a token tells its kind:

    k  the whole comparison key             z  the same without spaces or signs
    w  a Latin word, folded                 l  a lemma it may be a form of
    u  one Chinese character                b  two neighbouring ones (a bigram)
    p  pinyin from a syllable to the end    i  the initials of its syllables
    a  the initials of its Latin words      g, t, j, s  language, tag, subject, status

Tokens consist of letters, digits, `_` and non-ASCII characters, as the full-text index requires.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from glossary.text.english import STOP_WORDS
from glossary.text.fold import fold, folded_key
from glossary.text.inflection import lemmas
from glossary.text.pinyin import loose_tails, spellings
from glossary.text.script import HAN_RANGES, HAN_RUN

LATIN_WORD = re.compile(rf"[^\W_{HAN_RANGES}]+")
_NOT_IN_TOKENS = re.compile(r"[\x00-/:-@\[-^`{-\x7f\s]")
_SIGNS = re.compile(r"[\W_]+")
# Chosen, to bound the index; half and double change no look-up case.
_LONGEST_TOKEN = 200
_SUFFIXES = 8  # syllables of a term from which on it is found by its sound


def token(kind: str, value: str) -> str:
    """A token of the given kind, escaped for the full-text index."""
    if not value.isalnum():
        value = _NOT_IN_TOKENS.sub("_", value)
    return kind + value[:_LONGEST_TOKEN]


def latin_words(text: str) -> list[str]:
    """The Latin words and numbers of a text, folded."""
    return _words(fold(text))


def _words(folded: str) -> list[str]:
    return LATIN_WORD.findall(folded.replace("'s", "").replace("'", ""))


def han_runs(text: str) -> list[str]:
    """The runs of Chinese characters in a text, folded."""
    return HAN_RUN.findall(fold(text))


def squashed(text: str) -> str:
    """The key of a text without spaces or signs: `counterterrorism` for `Counter-Terrorism`."""
    folded = fold(text)
    return _SIGNS.sub("", folded) or folded


def acronym(words: list[str]) -> str:
    return "".join(word[0] for word in words)


def han_grams(run: str) -> list[str]:
    """The bigrams of a run of Chinese characters, or its only character."""
    if len(run) == 1:
        return ["u" + run]
    return ["b" + run[at : at + 2] for at in range(len(run) - 1)]


class Grams(NamedTuple):
    """What is indexed of a term: its tokens and its Latin words."""

    tokens: set[str]
    words: list[str]


def grams_of(text: str, language: str) -> Grams:
    """The tokens and Latin words of a term."""
    folded = fold(text)
    words = _words(folded)
    joined = _SIGNS.sub("", folded) or folded
    tokens = {token("k", folded_key(folded, language)), token("z", joined)}
    for word in words:
        tokens.update(_word_tokens(word))
    if not folded.isascii():
        runs = HAN_RUN.findall(folded)
        for run in runs:
            tokens.update(["u" + char for char in run])
            tokens.update(han_grams(run))
        if language == "zh" and runs:
            tokens.update(_sounds("".join(runs) if not words else joined))
            return Grams(tokens, words)
    if len(words) > 2:
        tokens.update(token("a", letters) for letters in _acronyms(words))
    return Grams(tokens, words)


@lru_cache(maxsize=10_000)
def _word_tokens(word: str) -> tuple[str, ...]:
    # Bypasses the large cache of `lemmas`: an import would fill it with words that nobody looks up.
    return (token("w", word), *(token("l", lemma) for lemma in lemmas.__wrapped__(word)))


def _sounds(text: str) -> Iterator[str]:
    """Tokens for the initials of the likeliest spellings, and for their pinyin from each of the
    first syllables on."""
    for syllables in spellings(text):
        yield token("i", "".join([syllable[0] for syllable in syllables]))
        for tail in loose_tails(syllables)[: max(1, min(len(syllables) - 1, _SUFFIXES))]:
            yield token("p", tail)


def _acronyms(words: list[str]) -> set[str]:
    content = [word for word in words if word not in STOP_WORDS]
    return {acronym(words), acronym(content)} - {""}


@lru_cache(maxsize=1_000)
def filter_tokens(language: str, tag: str, subject: str, status: str) -> tuple[str, ...]:
    """Tokens that narrow hits to a language, a tag, a subject and a status."""
    pairs = (("g", language), ("t", tag.lower()), ("j", subject), ("s", status))
    return tuple(token(kind, value) for kind, value in pairs)
