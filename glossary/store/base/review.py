"""Protocols for the candidates mined from documents, and the decisions of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from glossary.model import Candidate, Evidence, Judgement, Proposal


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """Selects candidates by state, minimum confidence, kind, method, document name or hash."""

    state: str | None = "proposed"
    least_confidence: float = 0.0
    kind: str | None = None
    method: str | None = None
    document: str | None = None


WAITING = CandidateFilter()


@dataclass(frozen=True, slots=True)
class Added:
    """The number of new items that a run of mining added."""

    candidates: int = 0
    evidence: int = 0
    units: int = 0


class ReviewReader(Protocol):
    """Reads open candidates and decisions."""

    def candidate(self, candidate_id: int) -> Candidate:
        """The candidate of that number. Raises NotFound."""

    def candidates(
        self, where: CandidateFilter = WAITING, *, limit: int | None = None, offset: int = 0
    ) -> list[Candidate]:
        """The candidates with their evidence in text order, highest confidence first."""

    def count_candidates(self, where: CandidateFilter = WAITING) -> int: ...
    def judgements(self, candidate_id: int) -> list[Judgement]: ...
    def step_judgements(self, step: int) -> list[Judgement]: ...


class EvidenceReader(Protocol):
    """Reads all evidence."""

    def evidence(self) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Evidence]]:
        """(what it is evidence for, the pairs of which it may prove one, the evidence) of all
        evidence."""


class ReviewWriter(Protocol):
    """Adds proposals and decisions."""

    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> Added:
        """Add new pairs; known pairs only get new evidence, and judged ones stay judged."""

    def set_candidate(self, candidate: Candidate) -> None:
        """Set the state and concept id of a candidate after a judgement; one that is proposed again
        and whose evidence was all withdrawn is `withdrawn`."""

    def put_judgement(self, judgement: Judgement, step: int) -> None: ...
