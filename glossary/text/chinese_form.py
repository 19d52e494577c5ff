"""The form under which a dictionary lists a Chinese term: without quotation or title marks around
it, and without a measure word that says no more than an article (一種, 這項)."""

from __future__ import annotations

import re

from glossary.text.script import is_han, to_simplified

_MARKS = {"「": "」", "『": "』", "“": "”", "‘": "’", "《": "》", "〈": "〉", '"': '"', "'": "'"}
_LOOSE = " \t\n，。、；：,.;:"
_MEASURED = re.compile("(?:[一这那]|[这那该此某]一?)[种个项类]|[一这那某]些")
_COUNTS_TOO = re.compile(r"(?:one|single|some)\b", re.IGNORECASE)
"""An English term that begins so says what the measure word says (一個中國原則, one-China)."""


def chinese_form(term: str, english: str) -> str:
    """The term as a dictionary would list it, given its English."""
    bare = _without_marks(term)
    measured = _MEASURED.match(to_simplified(bare))
    if not measured or _COUNTS_TOO.match(english):
        return bare
    rest = bare[measured.end() :]
    is_term = len(rest) > 1 and is_han(rest[0]) and _is_edge(bare, measured.end())
    return rest if is_term else bare


def _without_marks(term: str) -> str:
    """The term without marks around all of it; marks inside it stay."""
    bare = term.strip(_LOOSE) or term
    while len(bare) > 2 and _MARKS.get(bare[0]) == bare[-1] and bare[-1] not in bare[1:-1]:
        bare = bare[1:-1].strip(_LOOSE) or bare
    return bare


def _is_edge(text: str, at: int) -> bool:
    """Whether a word ends there."""
    from glossary.text.segment import words  # late: it loads a dictionary

    return any(end == at for _, end in words(text))
