"""Is a term an ordinary word here, which the target renders by another of its meanings?

維護 is an entry of aviation, `maintenance`; 維護權利 is to protect rights. Where a dictionary has a
word of the target for the term, the translator chose another word: that may be a slip of
terminology, but is seldom one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from glossary.checking.rendering import TargetWording, head_of
from glossary.mining.knowledge.lexicon import glosses, is_word, keys, translations
from glossary.text.english import STOP_WORDS, stem
from glossary.text.fold import fold
from glossary.text.script import HAN_RUN, has_han

_LONGEST = 2  # characters of an ordinary word: chosen, longer ones are mostly terms; at half none
_SHARE = 0.5
"""How surely the dictionary has the one word for the other, of 1. Chosen: at half also words of a
long gloss count, at double only glosses of one word."""
_LONGEST_LOOKED_UP = 4  # characters of a word of the target: chosen, longer ones are rare
_ACRONYM = re.compile("[A-Z]{2,}")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def is_ordinary(term: str) -> bool:
    """Whether a term is one word of everyday length: of two characters, or English and no
    acronym."""
    folded = fold(term)
    if has_han(folded):
        return len(folded) <= _LONGEST
    return len(folded.split()) == 1 and not _ACRONYM.fullmatch(term)


def is_rendered_otherwise(term: str, target: TargetWording) -> bool:
    """Whether a dictionary knows a word of the target for a term of the source."""
    folded = fold(term)
    if has_han(folded):
        return _has_english(folded, target)
    words = [word for word in _WORD.findall(folded) if word not in STOP_WORDS]
    if len(words) != 1:
        return False
    return any(_means(zh, words[0]) for zh in _words_of(target))


def _has_english(zh: str, target: TargetWording) -> bool:
    """By all words of a gloss: a person is no legal person."""
    known = glosses(zh) if len(zh) == _LONGEST else ()
    return any(_stands_in(gloss, target) for gloss in known)


def _stands_in(gloss: tuple[str, ...], target: TargetWording) -> bool:
    return all(word in target.lemmas or stem(word) in target.stems for word in gloss)


def with_other_heads(form: str, term: str) -> Iterator[str]:
    """An English form with each other word that a dictionary has for the end of its Chinese term:
    Budget Law, of the Budget Act, since 法 is a law."""
    folded, zh = fold(form), fold(term)
    if not has_han(zh) or len(zh) <= _LONGEST or " " not in folded:
        return
    head = re.compile(rf"\b{re.escape(head_of(folded))}\b")
    ends = {gloss for size in (1, 2) for gloss in glosses(zh[-size:]) if len(gloss) == 1}
    yield from (head.sub(word, folded, count=1) for (word,) in sorted(ends))


def times_said(en: str, rest: TargetWording) -> int:
    """How many places of a Chinese text have a word for which a dictionary has the English."""
    count = 0
    for run in HAN_RUN.findall(rest.folded):
        end = 0
        for at, word in _of_run(run):
            if at >= end and _means(word, en):
                count, end = count + 1, at + len(word)
    return count


def is_said_besides(en: str, rest: TargetWording) -> bool:
    """Whether a dictionary has an English word for one of the Chinese words of a text."""
    return any(_means(zh, en) for zh in _words_of(rest))


def _means(zh: str, en: str) -> bool:
    known = translations(zh)
    return any(known.get(key, 0.0) >= _SHARE for key in keys(en))


def _words_of(target: TargetWording) -> Iterator[str]:
    """The dictionary words of a Chinese text, at every place."""
    for run in HAN_RUN.findall(target.folded):
        yield from (word for _, word in _of_run(run))


@lru_cache(maxsize=1_000)
def _of_run(run: str) -> tuple[tuple[int, str], ...]:
    return tuple(
        (at, run[at : at + size])
        for at in range(len(run))
        for size in range(2, _LONGEST_LOOKED_UP + 1)
        if at + size <= len(run) and is_word(run[at : at + size])
    )
