"""Forms that an expectation does not allow, where they stand in the target; for two rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from glossary.checking.expectations import Expectation, Forms, SegmentReading
from glossary.lookup.recognition.recognizer import TermHit
from glossary.model import Span


def wrong_forms(
    reading: SegmentReading, kind: Literal["forbidden", "regional"]
) -> Iterator[tuple[Expectation, Forms, TermHit]]:
    """Each place of a wrong form that is a word there, and neither part of a right one nor right
    by another entry of the same source term."""
    right = _right(reading)
    told: set[tuple[str, Span]] = set()
    for expectation in reading.expectations:
        for forms in expectation.concepts:
            for hit in reading.hits_of(getattr(forms, kind)):
                place = hit.start, hit.end
                inside = any(a <= hit.start and hit.end <= b for a, b in right)
                if hit.edge and not inside and (forms.concept_id, place) not in told:
                    told.add((forms.concept_id, place))
                    yield expectation, forms, hit


def _right(reading: SegmentReading) -> list[Span]:
    """The places of all allowed forms."""
    rows = [row for expectation in reading.expectations for row in expectation.allowed]
    return [(hit.start, hit.end) for hit in reading.hits_of(rows)]
