"""A form that is deprecated or superseded stands where its term is in the source."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.checking.expectations import SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.fixing import fix_of
from glossary.checking.rules.wrong_form import wrong_forms


class ForbiddenForms:
    """See the module."""

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        for expectation, forms, hit in wrong_forms(reading, "forbidden"):
            best = [row.text for row in forms.allowed]
            yield Finding(
                "forbidden",
                "error",
                f"{hit.term.text!r} is {hit.term.status}"
                + (f"; preferred is {best[0]!r}" if best else ""),
                reading.segment,
                (expectation.span,),
                ((hit.start, hit.end),),
                forms.concept_id,
                expectation.term,
                tuple(best),
                reading.segment.target.text[hit.start : hit.end],
                fix_of(reading.segment.target, hit, forms.allowed),
            )

    def end(self) -> Iterator[Finding]:
        return iter(())
