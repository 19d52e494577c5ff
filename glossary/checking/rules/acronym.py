"""An acronym stands for a term that the source writes out, before its full form was ever given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.checking.expectations import Expectation, SegmentReading
from glossary.checking.finding import Finding
from glossary.lookup.recognition.recognizer import TermHit

_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9.&/-]*[A-Z][A-Za-z0-9.&/-]*")
_IN_TEXT = re.compile(r"(?<![A-Za-z])[A-Z]{2,}(?![a-z])")


class FirstAcronyms:
    """See the module. Each acronym is reported once in a file."""

    is_by_segment = False

    def __init__(self) -> None:
        self._given: set[str] = set()

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        for expectation in reading.expectations:
            hits = reading.hits_of(expectation.allowed)
            short = [hit for hit in hits if is_acronym(hit.term.text)]
            full = [row.text for row in expectation.allowed if not is_acronym(row.text)]
            unknown = expectation.concept_ids.isdisjoint(self._given)
            if len(short) < len(hits):
                self._given |= expectation.concept_ids
            elif short and full and unknown and not _IN_TEXT.search(expectation.term):
                self._given |= expectation.concept_ids
                yield _finding(reading, expectation, short[0], full)

    def end(self) -> Iterator[Finding]:
        return iter(())


def is_acronym(form: str) -> bool:
    return bool(_ACRONYM.fullmatch(form)) and sum(char.isupper() for char in form) > 1


def _finding(
    reading: SegmentReading, expectation: Expectation, hit: TermHit, full: list[str]
) -> Finding:
    return Finding(
        "acronym",
        "warning",
        f"{hit.term.text!r} stands here first, without its full form {full[0]!r}",
        reading.segment,
        (expectation.span,),
        ((hit.start, hit.end),),
        hit.concept_id,
        expectation.term,
        tuple(full),
        hit.term.text,
    )
