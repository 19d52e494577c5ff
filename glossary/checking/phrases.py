"""Is a whole phrase left unsaid? "Such collection, processing or use of personal data."

English says a phrase again that Chinese has said in the same article and leaves out. A slip
replaces one term: where several that stand side by side are all without a rendering, and the text
has had them shortly before, the translator left the phrase out.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

from glossary.checking.expectations import Expectation, SegmentReading
from glossary.model import Span

_TOGETHER = 3
"""Terms of a phrase. Chosen: at half one alone would be enough, at double hardly a phrase has as
many."""
_ARTICLE = 10
"""Segments before, in which an article has said what it leaves out. Chosen: at half the head of a
list of items is out of reach, at double it is another article's."""
_BETWEEN = re.compile(
    r"\W*(?:(?:and|or|of|the|a|an|any|such|said|that|this|these|those|its|their|his|her)\b\W*)*"
)


class Recent:
    """The entries that the last segments have terms of."""

    def __init__(self) -> None:
        self._segments: deque[frozenset[str]] = deque(maxlen=_ARTICLE)

    def remember(self, reading: SegmentReading) -> None:
        self._segments.append(frozenset().union(*(e.concept_ids for e in reading.expectations)))

    def has(self, expectation: Expectation) -> bool:
        return any(not each.isdisjoint(expectation.concept_ids) for each in self._segments)


def left_out_together(text: str, spans: Iterable[Span]) -> frozenset[Span]:
    """Of the places of terms that lack a rendering, those that stand in one phrase of an English
    text: with nothing between them but what ties them together. One said twice is one term."""
    runs = (run for run in _runs(text, sorted(spans)) if _terms_in(text, run) >= _TOGETHER)
    return frozenset(span for run in runs for span in run)


def _terms_in(text: str, run: list[Span]) -> int:
    return len({text[slice(*span)].lower() for span in run})


def _runs(text: str, spans: list[Span]) -> Iterator[list[Span]]:
    run: list[Span] = []
    for span in spans:
        if run and not _BETWEEN.fullmatch(text, run[-1][1], span[0]):
            yield run
            run = []
        run.append(span)
    yield run
