"""Judge a column by its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

_SCRIPTS = {
    "ja": "[\u3040-\u30ff\u3400-\u9fff]",
    "ko": "[\uac00-\ud7af\u1100-\u11ff]",
    "yue": "[\u3400-\u9fff]",
    "th": "[\u0e00-\u0e7f]",
    "lo": "[\u0e80-\u0eff]",
    "my": "[\u1000-\u109f]",
    "km": "[\u1780-\u17ff]",
    "ka": "[\u10a0-\u10ff]",
    "hy": "[\u0530-\u058f]",
    "el": "[\u0370-\u03ff]",
    **dict.fromkeys(("he", "yi"), "[\u0590-\u05ff]"),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "sd", "ug"), "[\u0600-\u06ff]"),
    **dict.fromkeys(("ru", "uk", "bg", "mk", "mn", "kk", "tg"), "[\u0400-\u04ff]"),
    **dict.fromkeys(("hi", "mr", "ne"), "[\u0900-\u097f]"),
    **dict.fromkeys(("bn", "pa", "gu", "or", "ta", "te", "kn", "ml", "si"), "[\u0980-\u0dff]"),
}
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FILLED = 1 / 5
_IN_SCRIPT = 1 / 2
_VARIED = 1 / 2
"""Shares of a column that looks like a language: of its cells that are filled, of these that are in
its script, and that differ: chosen. With two fifths filled a language that few rows have is lost,
and with all different any that has a word twice; half of any, or all in its script, reads the same
tables in the tests, but less is then asked of a column of flags and remarks."""
_FEW, _WORD = 4, 3
"""So few cells may be the same, and the median text has as many letters: chosen. At six letters
German and Norwegian columns are lost; else half or double reads the same tables in the tests."""


def cell_at(row: Sequence[str], at: int) -> str:
    """The text of a cell; "" if the row is shorter."""
    return row[at].strip() if at < len(row) else ""


def looks_like(language: str, cells: Sequence[str]) -> bool:
    """Whether the cells of a column look like text in a language: enough of them filled, in its
    script, as long as words, and not repeated in row after row."""
    found = [cell for cell in cells if cell]
    if len(found) < _FILLED * len(cells) or not found:
        return False
    script = re.compile(_SCRIPTS[language]) if language in _SCRIPTS else _LETTERS
    if sum(bool(script.search(cell)) for cell in found) < _IN_SCRIPT * len(found):
        return False
    varied = len(set(found)) > _VARIED * len(found) or len(found) < _FEW
    return varied and (language in _SCRIPTS or median(map(len, found)) >= _WORD)
