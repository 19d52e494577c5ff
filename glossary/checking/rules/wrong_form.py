"""Forms that an expectation does not allow, where they stand in the target; for two rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from glossary.checking.expectations import Expectation, Forms, SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.fixing import fix_of
from glossary.lookup.recognition.recognizer import TermHit
from glossary.model import Span
from glossary.text.segment import words

_SUFFIXES = ("化", "性")  # given: -ize and -ity, which make other words of nearly any noun


class WrongForm(NamedTuple):
    """What was expected, the forms of the entry, and where another one stands in the target."""

    expectation: Expectation
    forms: Forms
    hit: TermHit


def wrong_forms(
    reading: SegmentReading, kind: Literal["forbidden", "regional"]
) -> Iterator[WrongForm]:
    """Each place of a wrong form that is a word there, and neither part of a right one nor right
    by another entry of the same source term."""
    right, text = _right(reading), reading.segment.target.text
    told: set[tuple[str, Span]] = set()
    for expectation in reading.expectations:
        for forms in expectation.concepts:
            for hit in reading.hits_of(getattr(forms, kind)):
                place = hit.start, hit.end
                inside = any(a <= hit.start and hit.end <= b for a, b in right)
                is_word = hit.edge or _is_derived(hit, text)
                if is_word and not inside and (forms.concept_id, place) not in told:
                    told.add((forms.concept_id, place))
                    yield WrongForm(expectation, forms, hit)


def _is_derived(hit: TermHit, text: str) -> bool:
    """Whether a word there is a form with a suffix: 信息化."""
    derived = hit.start, hit.end + 1
    return text.startswith(_SUFFIXES, hit.end) and derived in words(text)


def finding_of(rule: str, message: str, reading: SegmentReading, wrong: WrongForm) -> Finding:
    """The finding of a rule, with the first form that is right as its fix."""
    expectation, forms, hit = wrong
    target = reading.segment.target
    return Finding(
        rule,
        "error",
        message,
        reading.segment,
        (expectation.span,),
        ((hit.start, hit.end),),
        forms.concept_id,
        expectation.term,
        tuple(row.text for row in forms.allowed),
        target.text[hit.start : hit.end],
        fix_of(target, hit, forms.allowed),
    )


def _right(reading: SegmentReading) -> list[Span]:
    """The places of all allowed forms."""
    rows = [row for expectation in reading.expectations for row in expectation.allowed]
    return [(hit.start, hit.end) for hit in reading.hits_of(rows)]
