"""A number of the source has another in its place in the target, or a unit is another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glossary.checking.expectations import SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.numbers import Number, is_adverb, numbers_in
from glossary.checking.quantities import (
    Quantity,
    changed_units,
    quantities_in,
    without_converted,
)
from glossary.checking.segment import BilingualSegment, SegmentSide

_APART = 4  # characters from a number to its repetition: chosen, for a bracket and a short unit


class ChangedNumbers:
    """See the module. What one side has more may be a figure of speech, and is a note. A quantity
    may stand in another unit, converted: 5 kg, 11 pounds."""

    is_by_segment = True

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        segment = reading.segment
        sides = segment.source, segment.target
        if not segment.target.text.strip():
            return
        source, target = (numbers_in(side.text, side.language) for side in sides)
        left, right = unmatched(source, target)
        left = [n for n in left if not (_is_repeated(n, source) and _has_like(n, target))]
        if source and target:
            amounts = (
                quantities_in(segment.source.text, segment.source.language, source),
                quantities_in(segment.target.text, segment.target.language, target),
            )
            yield from _of_units(segment, *amounts)
            left, right = without_converted(left, right, *amounts)
        yield from _of_numbers(segment, left, right, target)

    def end(self) -> Iterator[Finding]:
        return iter(())


def _of_numbers(
    segment: BilingualSegment,
    left: Sequence[Number],
    right: Sequence[Number],
    target: Sequence[Number],
) -> Iterator[Finding]:
    """What is left of either side, if one of it has to have its like."""
    sure_left, sure_right = ([n for n in side if n.is_sure] for side in (left, right))
    if not sure_left and not sure_right:
        return
    sure_left = sure_left or _of_english(left, segment.source)
    sure_right = sure_right or _of_english(right, segment.target)
    twice = [n for n in sure_right if _says_again(segment.target.text, n, target)]
    shown = [
        ", ".join(side.text[slice(*number.span)] for number in numbers)
        for side, numbers in ((segment.source, sure_left), (segment.target, sure_right))
    ]
    severity = "error" if twice or (sure_left and sure_right) else "note"
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


def _of_english(numbers: Sequence[Number], side: SegmentSide) -> list[Number]:
    """Months, halves and Roman numerals, of English: where the other side has a number that has to
    have its like, they are what stands for it."""
    if side.language != "en":
        return []
    return [number for number in numbers if not is_adverb(side.text[slice(*number.span)])]


def _of_units(
    segment: BilingualSegment, source: Sequence[Quantity], target: Sequence[Quantity]
) -> Iterator[Finding]:
    """A number that has another unit in the target."""
    for one, other in changed_units(source, target):
        was, now = segment.source.text[slice(*one.span)], segment.target.text[slice(*other.span)]
        yield Finding(
            "numbers",
            "error",
            f"the source has {was}, the target {now}: another unit",
            segment,
            (one.span,),
            (other.span,),
            term=was,
            found=now,
        )


def _says_again(text: str, number: Number, others: Sequence[Number]) -> bool:
    """Whether a number stands in brackets after another, as in "thirty (30)", which it repeats."""
    before = text[: number.span[0]]
    end = len(before.rstrip("(（ "))
    return end < len(before.rstrip()) and any(other.span[1] == end for other in others)


def _is_repeated(number: Number, others: Sequence[Number]) -> bool:
    """Whether a text has a number in figures right after the same in words: 二七三度（273 K）."""
    return any(
        0 < number.span[0] - other.span[1] <= _APART and number.values & other.values
        for other in others
    )


def _has_like(number: Number, others: Sequence[Number]) -> bool:
    return any(number.values & other.values for other in others)


def unmatched(
    source: Sequence[Number], target: Sequence[Number]
) -> tuple[list[Number], list[Number]]:
    """The numbers of either side without their like on the other; sure ones choose first. What
    the target says again counts only where one of the source is missing."""
    rest = sorted(target, key=lambda number: not number.is_sure)
    left = []
    for number in sorted(source, key=lambda number: not number.is_sure):
        like = next((other for other in rest if other.values & number.values), None)
        if like is None:
            left.append(number)
        else:
            rest.remove(like)
    if any(number.is_sure and number.values != {1} for number in left):
        return left, rest
    return left, [n for n in rest if not any(n.values & other.values for other in source)]
