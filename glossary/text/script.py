"""Chinese characters and the two scripts.

Conversion here is only for comparison keys: it maps character by character, so the result has the
length of the input and offsets stay valid. Text that users see is never converted.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

# With the radicals (U+2E80–2FD5): PDFs give ⽼ for 老, and both must be segmented alike.
HAN_RANGES = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af"
)
HAN = re.compile(f"[{HAN_RANGES}]")
HAN_RUN = re.compile(f"[{HAN_RANGES}]+")
LATIN_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ž]+")


TRACE = 0.05
"""The share of a text, in Chinese characters and Latin words, below which a language is only a
trace in it. Chosen: terms in brackets stay below, an abstract is above; at half a paper with many
glosses counts as one in both languages, at double one with a translated abstract no longer does."""


def languages_in(text: str) -> tuple[Literal["zh", "en"], ...]:
    """The languages of a text, the more frequent first, without traces; none of a text without
    words."""
    han, latin = len(HAN.findall(text)), sum(1 for _ in LATIN_WORD.finditer(text))
    counted: list[tuple[int, Literal["zh", "en"]]] = [(han, "zh"), (latin, "en")]
    ranked = sorted(counted, key=lambda each: -each[0])
    return tuple(name for count, name in ranked if count and count >= TRACE * (han + latin))


def is_han(char: str) -> bool:
    return bool(HAN.match(char))


def has_han(text: str) -> bool:
    return bool(HAN.search(text))


_DATA = Path(__file__).parent.parent / "data" / "scripts.txt"


@cache
def _tables() -> tuple[dict[int, int], frozenset[str], frozenset[str]]:
    """(to Simplified by code point, characters only Traditional, characters only Simplified)."""
    lines = _DATA.read_text(encoding="utf-8").splitlines()
    source, target, hant, hans = (line for line in lines if not line.startswith("#"))
    return str.maketrans(source, target), frozenset(hant), frozenset(hans)


def only_in_one_script() -> tuple[frozenset[str], frozenset[str]]:
    """(characters of Traditional alone, characters of Simplified alone)"""
    return _tables()[1:]


def to_simplified(text: str) -> str:
    """`text` with every character in its Simplified form; the length stays the same."""
    return text if text.isascii() else text.translate(_tables()[0])


@cache
def _only_simplified() -> re.Pattern[str]:
    """A character of Simplified alone: in a text a sixth of the time of asking a set for each."""
    return re.compile(f"[{''.join(sorted(_tables()[2]))}]")


def script_of(text: str) -> Literal["Hant", "Hans"] | None:
    """The script of `text`, or None if its characters fit both."""
    if text.isascii():
        return None
    _, hant, hans = _tables()
    if hant.isdisjoint(text):
        return None if hans.isdisjoint(text) else "Hans"
    if not _only_simplified().search(text):
        return "Hant"
    traditional = sum(map(hant.__contains__, text))
    simplified = sum(map(hans.__contains__, text))
    if traditional == simplified:
        return None
    return "Hant" if traditional > simplified else "Hans"
