"""Units and measure words: which ones follow a numeral as a word of their own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from glossary.text.lattice import NUMERALS

_EXACT = NUMERALS | frozenset("第几数半每")
COUNTS = _EXACT | frozenset("多余来上近")
"""Characters that may precede a unit: numerals, and words that make them vague."""

_MULTIPLES = frozenset("千万亿")
_DATA = Path(__file__).parent.parent / "data/units.txt"


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """(units, ordinary words that consist of a numeral and a unit), folded."""
    units: set[str] = set()
    lexical: set[str] = set()
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            (lexical if line.startswith("!") else units).update(line.removeprefix("!").split())
    return frozenset(units), frozenset(lexical)


def is_unit(word: str) -> bool:
    """Whether a folded word is a unit or measure word, or a multiple of one (千瓦, 亿元)."""
    units = _words()[0]
    return word in units or (word[:1] in _MULTIPLES and word[1:] in units)


def is_counted(count: str, unit: str) -> bool:
    """Whether the text before a unit is its count, and both do not form an ordinary word (十分,
    very)."""
    return not _EXACT.isdisjoint(count) and count + unit not in _words()[1]
