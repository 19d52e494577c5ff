"""A form stands in the target that the termbase lists for another region only."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.checking.expectations import SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.rules.wrong_form import finding_of, wrong_forms


class RegionalForms:
    """See the module."""

    is_by_segment = True

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        for wrong in wrong_forms(reading, "regional"):
            term, instead = wrong.hit.term, wrong.forms.allowed[0].text
            message = f"{term.text!r} is {term.tag}; for {reading.zh_tag} it is {instead!r}"
            yield finding_of("region", message, reading, wrong)

    def end(self) -> Iterator[Finding]:
        return iter(())
