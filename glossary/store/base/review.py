"""Protocols for the candidates mined from documents, and the decisions of people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from glossary.model import Candidate, Evidence, Judgement, Proposal


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """Selects candidates by state, minimum confidence, kind, method, document name or hash,
    subject, a piece of text in either term (in any script, case or number), confidence below a
    limit, and whether somebody put them off."""

    state: str | None = "proposed"
    least_confidence: float = 0.0
    kind: str | None = None
    method: str | None = None
    document: str | None = None
    subject: str | None = None
    text: str | None = None
    below_confidence: float | None = None
    skipped: bool | None = None


WAITING = CandidateFilter()
CONFIDENCE_BINS = 20
"""How many bins of confidence are counted, all equally wide: 0.95 and above is the last. Chosen: at
half "above 95 %" is no bin, at double most bins of a sitting hold a few candidates."""


@dataclass(frozen=True, slots=True)
class CandidateCount:
    """How many candidates are alike in all of these; `bin` is that of their confidence, from 0."""

    state: str
    is_skipped: bool
    kind: str
    method: str
    subject: str
    bin: int
    count: int


@dataclass(frozen=True, slots=True)
class Added:
    """The number of new items that a run of mining added."""

    candidates: int = 0
    evidence: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A judgement that is not taken back, with the confidence of its candidate."""

    candidate_id: int
    decision: str
    by: str
    at: str
    confidence: float
    step: int


class ReviewReader(Protocol):
    """Reads open candidates and decisions."""

    def candidate(self, candidate_id: int) -> Candidate:
        """The candidate of that number. Raises NotFound."""

    def candidates(
        self, where: CandidateFilter = WAITING, *, limit: int | None = None, offset: int = 0
    ) -> list[Candidate]:
        """The candidates with their evidence in text order, highest confidence first."""

    def count_candidates(self, where: CandidateFilter = WAITING) -> int: ...
    def candidate_counts(self, where: CandidateFilter = WAITING) -> list[CandidateCount]:
        """The selected candidates, counted by all that they may be filtered by but documents."""

    def known_pairs(self, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of these (Chinese key, English key) that some candidate has, in whatever state."""

    def document_counts(
        self, where: CandidateFilter = WAITING, limit: int = 100
    ) -> list[tuple[str, int]]:
        """(document of the Chinese, how many selected candidates stand in it), most first."""

    def judgements(self, candidate_id: int) -> list[Judgement]: ...
    def step_judgements(self, step: int) -> list[Judgement]: ...
    def decisions_made(self, since: str = "", by: str | None = None) -> list[DecisionMade]:
        """The judgements that are not taken back, since an ISO date or time, of one person if
        given, oldest first."""


CANDIDATE = "candidate "
"""How what is evidence for a candidate is named; no id of an entry has a space."""


class EvidenceReader(Protocol):
    """Reads all evidence."""

    def evidence(self) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Evidence]]:
        """(what it is evidence for, the pairs of which it may prove one, the evidence) of all
        evidence: first that of candidates, named CANDIDATE and their number, then that of entries,
        by id."""

    def evidence_saying(self, keys: Collection[str]) -> Iterator[tuple[str, Evidence]]:
        """(the candidate, named as above, the evidence) of the evidence of candidates that has one
        of `keys` in the search key of a text; maybe a few others too."""


class ReviewWriter(Protocol):
    """Adds proposals and decisions."""

    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> Added:
        """Add new pairs; known pairs only get new evidence, and judged ones stay judged."""

    def set_candidate(self, candidate: Candidate) -> None:
        """Set the state of a candidate, its concept id and who put it off, after a judgement; one
        that is proposed again and whose evidence was all withdrawn is `withdrawn`."""

    def put_judgement(self, judgement: Judgement, step: int) -> None: ...
