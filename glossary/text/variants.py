"""Variants: glyphs of one character (台 and 臺), spellings of one word (計畫, 計劃).

Characters that merely share a Simplified form (復 and 複, 台 and 颱) are not variants.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path

from glossary.text.fold import fold
from glossary.text.script import is_han, script_of

_DATA = Path(__file__).parent.parent / "data"
GLYPHS, SPELLINGS = _DATA / "variants.txt", _DATA / "spellings.txt"
_LAST_RADICAL = "\u2fd5"
_MOST_SPELLINGS = 8  # keys of one term. Chosen, to bound the automaton: half and double change none


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def _usual() -> dict[int, str]:
    """A translation table from other glyphs to the usual one."""
    return {ord(glyph): group[0] for group in _lines(GLYPHS)[2:] for glyph in group[1:]}


@cache
def _rare() -> tuple[frozenset[str], dict[int, int]]:
    """(rare glyphs, translation table to their standard characters): glyphs that remain after
    folding though they are not standard Simplified."""
    source, target = _lines(GLYPHS)[:2]
    return frozenset(source), str.maketrans(source, target)


@cache
def _spellings() -> list[list[str]]:
    """Groups of spellings of one word, in usual glyphs; the first represents the group."""
    return [line.translate(_usual()).split() for line in _lines(SPELLINGS)]


@cache
def _folded_spellings() -> list[list[str]]:
    folded = [list(dict.fromkeys(map(fold, line.split()))) for line in _lines(SPELLINGS)]
    return [group for group in folded if len(group) > 1]


def usual_glyphs(folded: str) -> str:
    """A folded text with rare glyphs replaced by standard Simplified characters; same length."""
    glyphs, table = _rare()
    return folded if glyphs.isdisjoint(folded) else folded.translate(table)


@cache
def _glyphs() -> dict[str, str]:
    source, target = _lines(GLYPHS)[:2]
    found: dict[str, str] = {}
    for rare, standard in zip(source, target, strict=True):
        found[standard] = found.get(standard, standard) + rare
    return found


def glyphs_of(char: str) -> str:
    """The characters that `usual_glyphs` makes this one of: itself first."""
    return _glyphs().get(char, char)


def spellings(key: str) -> list[str]:
    """All spellings of a folded term, itself first."""
    groups, pattern = _finder(_folded_spellings)
    pieces = pattern.split(key)
    if len(pieces) == 1:
        return [key]
    choices = [[piece, *groups.get(piece, ())] for piece in pieces]
    return list(dict.fromkeys(map("".join, islice(product(*choices), _MOST_SPELLINGS))))


@cache
def _finder(source: Callable[[], list[list[str]]]) -> tuple[dict[str, list[str]], re.Pattern[str]]:
    """The group of each word that has several spellings, and a pattern that finds these words."""
    groups = {word: group for group in source() for word in group}
    longest_first = sorted(groups, key=len, reverse=True)
    return groups, re.compile(f"({'|'.join(longest_first)})")


def same_traditional(listed: str, written: str) -> bool:
    """Whether the Chinese characters of both are the same up to variants.

    A character that is only Simplified may stand for any character it is a form of: texts mix
    glyphs, and no two words become one by it.
    """
    if listed == written:
        return True
    one, other = _canonical(listed), _canonical(written)
    return len(one) == len(other) and all(
        a == b or "Hans" in (script_of(a), script_of(b)) for a, b in zip(one, other, strict=True)
    )


@lru_cache(maxsize=10_000)
def _canonical(text: str) -> str:
    """The Chinese characters of a text in their usual glyphs and spellings; compatibility and
    radical forms are replaced by what they stand for."""
    normal = unicodedata.normalize("NFKC", text)
    usual = "".join(_character(char) for char in normal if is_han(fold(char) or " "))
    groups, pattern = _finder(_spellings)
    return pattern.sub(lambda match: groups[match[0]][0], usual.translate(_usual()))


def _character(char: str) -> str:
    """The character itself; for a radical, which NFKC may leave, the character it stands for."""
    return char if char > _LAST_RADICAL and is_han(char) else fold(char)
