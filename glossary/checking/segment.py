"""Segments: a piece of the source and its translation, as a CAT tool has them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from glossary.model import Span
from glossary.text.tags import language_of


@dataclass(frozen=True, slots=True)
class SegmentSide:
    """One language of a segment: its tag, and its plain text, without inline tags."""

    tag: str
    text: str

    @property
    def language(self) -> str:
        return language_of(self.tag)


@dataclass(frozen=True, slots=True)
class BilingualSegment:
    """A source and its target. `number` counts the segments of a file from 1; `id` is the one that
    the file gives, `line` where it stands (0 if unknown), `ignored` the rules that a note in the
    file switches off ("all" for every one), `place` where its target is to be written (see
    `target_places`)."""

    number: int
    source: SegmentSide
    target: SegmentSide
    id: str = ""
    line: int = 0
    document: str = ""
    ignored: frozenset[str] = frozenset()
    place: tuple[int, str] | None = None

    @property
    def is_into_chinese(self) -> bool:
        return self.target.language == "zh"


class HeldSegment(NamedTuple):
    """A segment, and where its source has terms of the termbase."""

    segment: BilingualSegment
    known: tuple[Span, ...]

    def is_known(self, span: Span) -> bool:
        """Whether most of a place belongs to a term of the termbase."""
        covered = sum(max(0, min(b, span[1]) - max(a, span[0])) for a, b in self.known)
        return 2 * covered > span[1] - span[0]
