"""Terms that no entry has, and that a file renders in several ways: collected, and told at its end.

Of sentences that recur only the first is held, so that what is counted was translated each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from glossary.checking.expectations import SegmentReading
from glossary.checking.finding import Finding, Fix
from glossary.checking.segment import HeldSegment
from glossary.model import Span

if TYPE_CHECKING:
    from glossary.checking.other_names import OtherName

_HELD = 5_000_000
"""Characters of both sides of the segments that are held. Chosen, for memory alone: 13,000 articles
of statutes, some 300 MB while they are counted."""
_FEWEST = 5  # segments in which a term can vary. Derived: it stands in as many


class Variation:
    """The segments of a file, from each language into the other, and what varies in them."""

    def __init__(self) -> None:
        self._held: dict[str, list[HeldSegment]] = {"zh": [], "en": []}
        self._characters = 0
        self._weight: Callable[[str], float] = float

    def see(self, reading: SegmentReading) -> None:
        """Hold a segment, if there is room."""
        segment = reading.segment
        size = len(segment.source.text) + len(segment.target.text)
        if self._characters + size > _HELD or segment.target.language not in self._held:
            return
        known = tuple(each.span for each in reading.expectations)
        self._held[segment.target.language].append(HeldSegment(segment, known))
        self._characters += size
        self._weight = reading.weight

    def findings(self) -> Iterator[Finding]:
        """The places at which a term is rendered otherwise than mostly, in the order of the file;
        of terms that share a place the one whose rendering is surest."""
        from glossary.checking.main_renderings import FileRenderings  # they count by NumPy
        from glossary.checking.other_names import OtherNames

        found: list[OtherName] = []
        for held in self._held.values():
            if len(held) >= _FEWEST:
                file = FileRenderings(held)
                names = OtherNames(file, self._weight)
                found += (name for term in file.varying() for name in names.of(term))
        yield from map(_finding, _without_nested(found))


def _without_nested(found: Iterable[OtherName]) -> list[OtherName]:
    """One for each place, by segments."""
    taken: dict[int, list[Span]] = {}
    kept: list[OtherName] = []
    for each in sorted(found, key=_rank):
        others = taken.setdefault(each.segment.number, [])
        if not any(_meet(each.source_span, a) for a in others):
            others.append(each.source_span)
            kept.append(each)
    return sorted(kept, key=lambda each: (each.segment.number, each.source_span))


def _rank(rival: OtherName) -> tuple[bool, int, Span, int]:
    start, end = rival.source_span
    return not rival.is_sure, start - end, rival.source_span, rival.segment.number


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _finding(rival: OtherName) -> Finding:
    return Finding(
        "inconsistent",
        "warning" if rival.is_sure else "note",
        f"{rival.term!r} is rendered {rival.times} times as {rival.main!r}, here as {rival.name!r}",
        rival.segment,
        (rival.source_span,),
        (rival.target_span,),
        term=rival.term,
        expected=(rival.main,),
        found=rival.name,
        fix=Fix(rival.target_span, rival.main),
    )
