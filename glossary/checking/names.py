"""Is a term only a part of a longer name? Control Act, in Air Pollution Control Act.

English writes the words of a name large. A term so written that has another such word beside it,
in a text that has small ones, is one name with it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from glossary.checking.segment import BilingualSegment
from glossary.checking.spans import blanked
from glossary.model import Span

_NAME = re.compile(r"[A-Z][\w'’-]*(?: (?:and )?[A-Z][\w'’-]*)+")
_KEPT = 100_000  # names of a file that are kept. Chosen, for memory alone: some 20 MB
_SMALL = re.compile(r"\b[a-z]{4,}")
_STARTS = re.compile(r"(?:^|[.:;!?]\s+|[\n(\"“])$")


def longer_name(text: str, span: Span) -> str:
    """The name in an English text that a term at `span` is a part of; "" if there is none. The
    first word of a sentence is written large anyway, and belongs to no name."""
    for start, end in _names(text):
        if start <= span[0] and span[1] <= end:
            if start < span[0] and _STARTS.search(text[:start]):
                start = text.index(" ", start) + 1
            return text[start:end] if (start, end) != span else ""
    return ""


@lru_cache(maxsize=64)  # a segment asks for each of its terms
def _names(text: str) -> tuple[Span, ...]:
    found = [match.span() for match in _NAME.finditer(text)]
    return tuple(found) if _SMALL.search(blanked(text, found)) else ()


class FollowedNames:
    """The longer names in which a file has the listed forms of a term."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str]] = set()

    def follow(self, concept_id: str, segment: BilingualSegment, span: Span) -> None:
        """Note a place of a term where a listed form stands. Those that come when there are too
        many tell nothing."""
        name = longer_name(segment.source.text, span) if len(self._known) < _KEPT else ""
        if name:
            self._known.add((concept_id, name))

    def has(self, concept_id: str, segment: BilingualSegment, span: Span) -> bool:
        """Whether the file has a form of a term elsewhere in the name that it is a part of here."""
        return (concept_id, longer_name(segment.source.text, span)) in self._known
