"""Units and measure words: what counts as a word of its own behind a numeral."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from glossary.text.lattice import NUMERALS

_EXACT = NUMERALS | frozenset("第几数半每")
COUNTS = _EXACT | frozenset("多余来上近")
"""Characters that may stand before a unit: numerals, and what makes them vague."""

_MULTIPLES = frozenset("千万亿")
_DATA = Path(__file__).parent.parent / "data/units.txt"


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """(units, words that merely hold a numeral and a unit), folded."""
    units: set[str] = set()
    lexical: set[str] = set()
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            (lexical if line.startswith("!") else units).update(line.removeprefix("!").split())
    return frozenset(units), frozenset(lexical)


def is_unit(word: str) -> bool:
    """Is a folded word a unit or a measure word, or thousands of one (千瓦, 亿元)?"""
    units = _words()[0]
    return word in units or (word[:1] in _MULTIPLES and word[1:] in units)


def is_counted(count: str, unit: str) -> bool:
    """Does the text before a unit count it, the two being no word of their own (十分, very)?"""
    return not _EXACT.isdisjoint(count) and count + unit not in _words()[1]
