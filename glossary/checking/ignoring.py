"""Notes in a file by which a translator switches rules off for a segment.

glossary: ignore                    all rules
glossary: ignore missing, numbers   these rules
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ALL = "all"
_NOTE = re.compile(r"\bglossary:\s*ignore\b(?P<rules>[ \t]+[a-z][a-z, \t]*)?", re.IGNORECASE)


def ignored_in(notes: Iterable[str]) -> frozenset[str]:
    """The rules that notes switch off."""
    found: set[str] = set()
    for note in notes:
        for match in _NOTE.finditer(note):
            found.update(re.split(r"[,\s]+", (match["rules"] or ALL).strip().lower()))
    return frozenset(found)
