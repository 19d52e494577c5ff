"""The review queue counted by what it may be filtered by, so that filters can show numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from glossary.store.base import (
    CONFIDENCE_BINS,
    CandidateCount,
    CandidateFilter,
    ReviewReader,
    Transactions,
)

QUEUE_STATES = ("open", "skipped", "approved", "rejected")
"""The states of the queue: a candidate that is proposed is open, or skipped if somebody put it
off."""
MOST_DOCUMENTS = 200
"""Documents that are counted, those with most candidates. Chosen: a list to pick from is longer
than anybody reads at double; at half a folder of a hundred files is not all there."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value to filter by, and how many candidates it selects."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class BinCount:
    """The candidates with a confidence from `least` to less than `below`; 1 is in the last bin."""

    least: float
    below: float
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many candidates a filter selects (`total`), and would select with another value of one
    field: the counts of a field disregard what the filter says of that field."""

    total: int
    states: tuple[FacetCount, ...]
    kinds: tuple[FacetCount, ...]
    methods: tuple[FacetCount, ...]
    subjects: tuple[FacetCount, ...]
    documents: tuple[FacetCount, ...]
    confidence: tuple[BinCount, ...]


class QueueReader(ReviewReader, Transactions, Protocol):
    """Reads the queue as it is at one moment."""


def facets(store: QueueReader, where: CandidateFilter) -> Facets:
    """The counts of the queue for a filter, most first, bins in order."""
    whole = CandidateFilter(state=None, document=where.document, text=where.text)
    sure = replace(
        whole, least_confidence=where.least_confidence, below_confidence=where.below_confidence
    )
    with store.snapshot():
        found = store.candidate_counts(sure)
        all_bins = found if sure == whole else store.candidate_counts(whole)
        documents = store.document_counts(replace(where, document=None), MOST_DOCUMENTS)
    return Facets(
        total=sum(row.count for row in _selected(found, where)),
        states=_counted(_selected(found, where, "state", "is_skipped"), queue_state),
        kinds=_counted(_selected(found, where, "kind"), lambda row: row.kind),
        methods=_counted(_selected(found, where, "method"), lambda row: row.method),
        subjects=_counted(_selected(found, where, "subject"), lambda row: row.subject),
        documents=tuple(FacetCount(name, count) for name, count in documents),
        confidence=_binned(_selected(all_bins, where)),
    )


def queue_state(row: CandidateCount) -> str:
    """One of QUEUE_STATES."""
    return row.state if row.state != "proposed" else "skipped" if row.is_skipped else "open"


def _selected(
    rows: Iterable[CandidateCount], where: CandidateFilter, *but: str
) -> list[CandidateCount]:
    """The rows that a filter selects, disregarding some of their fields."""
    wanted = {
        "state": where.state,
        "is_skipped": where.skipped,
        "kind": where.kind,
        "method": where.method,
        "subject": where.subject,
    }
    asked = {name: v for name, v in wanted.items() if v is not None and name not in but}
    return [row for row in rows if all(getattr(row, name) == v for name, v in asked.items())]


def _counted(
    rows: Iterable[CandidateCount], value_of: Callable[[CandidateCount], str]
) -> tuple[FacetCount, ...]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[value_of(row)] += row.count
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)


def _binned(rows: Iterable[CandidateCount]) -> tuple[BinCount, ...]:
    counts = [0] * CONFIDENCE_BINS
    for row in rows:
        counts[row.bin] += row.count
    return tuple(
        BinCount(at / CONFIDENCE_BINS, (at + 1) / CONFIDENCE_BINS, count)
        for at, count in enumerate(counts)
    )
