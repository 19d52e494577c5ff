"""A form that is deprecated or superseded stands where its term is in the source."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.checking.expectations import SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.rules.wrong_form import finding_of, wrong_forms


class ForbiddenForms:
    """See the module."""

    is_by_segment = True

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        for wrong in wrong_forms(reading, "forbidden"):
            message = f"{wrong.hit.term.text!r} is {wrong.hit.term.status}"
            if best := wrong.forms.allowed:
                message += f"; preferred is {best[0].text!r}"
            yield finding_of("forbidden", message, reading, wrong)

    def end(self) -> Iterator[Finding]:
        return iter(())
