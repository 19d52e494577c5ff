"""A form stands in the target that the termbase lists for another region only."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.checking.expectations import SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.fixing import fix_of
from glossary.checking.rules.wrong_form import wrong_forms


class RegionalForms:
    """See the module."""

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        for expectation, forms, hit in wrong_forms(reading, "regional"):
            best = [row.text for row in forms.allowed]
            yield Finding(
                "region",
                "error",
                f"{hit.term.text!r} is {hit.term.tag}; for {reading.zh_tag} it is {best[0]!r}",
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
