"""A number of the source has another in its place in the target, or a unit is another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glossary.checking.expectations import SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.numbers import Number, numbers_in


class ChangedNumbers:
    """See the module. What one side has more may be a figure of speech, and is a note."""

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        segment = reading.segment
        if not segment.target.text.strip():
            return
        source = numbers_in(segment.source.text, segment.source.language)
        target = numbers_in(segment.target.text, segment.target.language)
        left, right = unmatched(source, target)
        sure_left, sure_right = ([n for n in side if n.is_sure] for side in (left, right))
        if not sure_left and not sure_right:
            return
        shown = [
            ", ".join(side.text[slice(*number.span)] for number in numbers)
            for side, numbers in ((segment.source, sure_left), (segment.target, sure_right))
        ]
        severity = "error" if sure_left and sure_right else "note"
        yield Finding(
            "numbers",
            severity,
            f"the source has {shown[0] or 'no such number'}, the target {shown[1] or 'none'}",
            segment,
            tuple(number.span for number in sure_left),
            tuple(number.span for number in sure_right),
            term=shown[0],
            found=shown[1],
        )

    def end(self) -> Iterator[Finding]:
        return iter(())


def unmatched(
    source: Sequence[Number], target: Sequence[Number]
) -> tuple[list[Number], list[Number]]:
    """The numbers of either side without their like on the other; sure ones choose first."""
    rest = sorted(target, key=lambda number: not number.is_sure)
    left = []
    for number in sorted(source, key=lambda number: not number.is_sure):
        like = next((other for other in rest if other.values & number.values), None)
        if like is None:
            left.append(number)
        else:
            rest.remove(like)
    return left, [n for n in rest if not any(n.values & other.values for other in source)]
