"""One source, several translations: of a whole segment, or of a term, in the termbase or not."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from glossary.checking.expectations import Expectation, SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.variation import Variation
from glossary.text.fold import fold
from glossary.text.grams import han_runs
from glossary.text.script import LATIN_WORD

_SHORT = 4
"""Words, or two characters each, of a segment that is a heading, a label or a term rather than a
sentence: chosen. A sentence may well be put in two ways; at double clauses are reported."""
_KEPT = 1_000_000  # segments remembered. Chosen, for memory alone: some 150 MB
_BITS = 64  # of a text's hash. Derived: two of a million are alike once in thirty million files
_SIGNS = re.compile(r"[\W_]+")


class Inconsistency:
    """See the module. A sentence or a synonym that varies is a note, and so is a term that no entry
    has where it is not sure that another name stands for it."""

    is_by_segment = False

    def __init__(self) -> None:
        self._segments: dict[int, int] = {}  # hash of the source: number and hash of the target
        self._used: dict[str, Counter[str]] = defaultdict(Counter)
        self._variation = Variation()

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        yield from self._of_segment(reading)
        for expectation in reading.expectations:
            yield from self._of_term(reading, expectation)

    def end(self) -> Iterator[Finding]:
        """The terms that no entry has."""
        return self._variation.findings()

    def _of_segment(self, reading: SegmentReading) -> Iterator[Finding]:
        segment = reading.segment
        source, target = _key(segment.source.text), _key(segment.target.text)
        if not source or not target:
            return
        mark, where = _hash(target), _hash(source)
        before = self._segments.get(where)
        if before is None:
            self._variation.see(reading)
            if len(self._segments) < _KEPT:
                self._segments[where] = segment.number << _BITS | mark
        elif before & (1 << _BITS) - 1 != mark:
            yield Finding(
                "inconsistent",
                "warning" if _is_short(source) else "note",
                f"the same source is translated otherwise in segment {before >> _BITS}",
                segment,
                ((0, len(segment.source.text)),),
                ((0, len(segment.target.text)),),
            )

    def _of_term(self, reading: SegmentReading, expectation: Expectation) -> Iterator[Finding]:
        """A synonym where another form was used before; each is told once."""
        used = self._used[expectation.concepts[0].concept_id]
        for hit in reading.hits_of(expectation.allowed)[:1]:
            form = fold(hit.term.text)
            used[form] += 1
            if used[form] == 1 and len(used) > 1:
                usual = next(iter(used))
                yield Finding(
                    "inconsistent",
                    "note",
                    f"{expectation.term!r} is {hit.term.text!r} here and {usual!r} before",
                    reading.segment,
                    (expectation.span,),
                    ((hit.start, hit.end),),
                    hit.concept_id,
                    expectation.term,
                    (usual,),
                    hit.term.text,
                )


def _key(text: str) -> str:
    """The words of a text: signs and case may differ."""
    return _SIGNS.sub(" ", fold(text)).strip()


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[: _BITS // 8])


def _is_short(key: str) -> bool:
    characters = sum(map(len, han_runs(key)))
    return len(LATIN_WORD.findall(key)) + characters / 2 <= _SHORT
