"""How much more frequent a term is in a memory than in general language.

For Chinese general language is the corpus of jieba's frequencies, for English a count over texts
under CC0 (`data/english.txt`, which says how it was made).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from glossary.mining.knowledge.exact import log
from glossary.mining.knowledge.lexicon import frequency

DATA = Path(__file__).parents[2] / "data" / "english.txt"
_CHINESE_TOTAL = 60_101_967
"""Given: the words that jieba's corpus has, the sum of its frequencies."""
_UNSEEN = 0.5  # of an occurrence, for a word that was never counted: chosen, as is usual


@cache
def _english() -> tuple[int, dict[str, int]]:
    """(all words, how often each)."""
    lines = DATA.read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines[2:])
    return int(lines[1]), {word: int(count) for word, count in rows}


def chinese_share(word: str) -> float:
    """The share of a Simplified word among those of general language."""
    return max(frequency(word), _UNSEEN) / _CHINESE_TOTAL


def english_share(word: str) -> float:
    """The share of a lower-case English word among those of general language."""
    total, counts = _english()
    return max(counts.get(word, 0), _UNSEEN) / total


def keyness(units: float, tokens: int, shares: Sequence[float]) -> float:
    """How often a memory of so many tokens has a term, as the log of how many times more often
    than general language has the rarest of its words; that the words stand together tells by
    itself."""
    return float(log(units / max(tokens, 1)) - log(min(shares, default=1.0)))
