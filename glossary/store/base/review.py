"""Documents, the candidates mined from them, and what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from glossary.model import Candidate, Document, Evidence, Judgement, Proposal


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """Which candidates: state, least confidence, kind, method, document name or hash."""

    state: str | None = "proposed"
    least_confidence: float = 0.0
    kind: str | None = None
    method: str | None = None
    document: str | None = None


WAITING = CandidateFilter()


@dataclass(frozen=True, slots=True)
class Added:
    """What a run of mining brought that was new: counts."""

    candidates: int = 0
    evidence: int = 0
    units: int = 0


class ReviewReader(Protocol):
    """What waits for a decision, and what was decided."""

    def document_text(self, sha256: str) -> str | None: ...
    def candidate(self, candidate_id: int) -> Candidate:
        """Raises NotFound."""

    def candidates(
        self, where: CandidateFilter = WAITING, *, limit: int | None = None, offset: int = 0
    ) -> list[Candidate]:
        """Highest confidence first, with their evidence in the order of the text."""

    def count_candidates(self, where: CandidateFilter = WAITING) -> int: ...
    def judgements(self, candidate_id: int) -> list[Judgement]: ...
    def step_judgements(self, step: int) -> list[Judgement]: ...


class EvidenceReader(Protocol):
    """All proof there is."""

    def evidence(self) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Evidence]]:
        """All evidence: of what it is, the pairs of which it may prove one, and itself."""


class ReviewWriter(Protocol):
    """Proposals and decisions, appended."""

    def put_document(self, document: Document, at: str) -> None: ...
    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> Added:
        """Add what is new; known pairs get new evidence only, judged ones stay judged."""

    def set_candidate(self, candidate: Candidate) -> None:
        """Its state and concept id after a judgement."""

    def put_judgement(self, judgement: Judgement, step: int) -> None: ...
