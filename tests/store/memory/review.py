"""Documents, candidates and judgements in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from glossary.errors import NotFound
from glossary.model import Candidate, Document, Judgement, Proposal
from glossary.store.base import WAITING, Added, CandidateFilter
from glossary.text.fold import en_key, zh_key
from tests.store.memory.session import MemorySession, page


class MemoryReview(MemorySession):
    """See `glossary.store.base.review`."""

    def put_document(self, document: Document, at: str) -> None:
        self._mine.documents.setdefault(document.sha256, (document, at))

    def document_text(self, sha256: str) -> str | None:
        found = self._now.documents.get(sha256)
        return found[0].text if found else None

    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> Added:
        added = [self._propose(proposal, subject) for proposal in proposals]
        return Added(sum(new for new, _ in added), sum(evidence for _, evidence in added))

    def _propose(self, one: Proposal, subject: str) -> tuple[bool, int]:
        key, held = (zh_key(one.zh), en_key(one.en)), self._mine.candidates
        is_new = key not in held
        found = held.get(key) or Candidate(
            self._mine.number("candidate"),
            one.zh,
            one.en,
            one.kind,
            one.method,
            one.confidence,
            abbreviation=one.abbreviation,
            subject=subject,
        )
        if found.state == "proposed" and one.confidence > found.confidence:
            short = found.abbreviation or one.abbreviation
            found = replace(found, confidence=one.confidence, kind=one.kind, method=one.method)
            found = replace(found, abbreviation=short)
        proofs = {_place(evidence): evidence for evidence in (*one.evidence, *found.evidence)}
        in_order = tuple(sorted(proofs.values(), key=lambda evidence: evidence.place))
        held[key] = replace(found, evidence=in_order)
        return is_new, len(in_order) - len(found.evidence)

    def candidate(self, candidate_id: int) -> Candidate:
        for candidate in self._now.candidates.values():
            if candidate.id == candidate_id:
                return candidate
        raise NotFound(f"no candidate {candidate_id}")

    def candidates(
        self, where: CandidateFilter = WAITING, *, limit: int | None = None, offset: int = 0
    ) -> list[Candidate]:
        found = [c for c in self._now.candidates.values() if _is_asked_for(where, c)]
        return page(sorted(found, key=lambda c: (-c.confidence, c.id)), limit, offset)

    def count_candidates(self, where: CandidateFilter = WAITING) -> int:
        return len(self.candidates(where))

    def set_candidate(self, candidate: Candidate) -> None:
        for key, held in self._mine.candidates.items():
            if held.id == candidate.id:
                decided = replace(held, state=candidate.state, concept_id=candidate.concept_id)
                self._mine.candidates[key] = decided

    def put_judgement(self, judgement: Judgement, step: int) -> None:
        number = self._mine.number("judgement")
        self._mine.judgements[number] = replace(judgement, id=number), step

    def judgements(self, candidate_id: int) -> list[Judgement]:
        return [j for j, _ in self._now.judgements.values() if j.candidate_id == candidate_id]

    def step_judgements(self, step: int) -> list[Judgement]:
        return [judgement for judgement, by in self._now.judgements.values() if by == step]


def _is_asked_for(where: CandidateFilter, candidate: Candidate) -> bool:
    if candidate.confidence < where.least_confidence:
        return False
    names = ("state", "kind", "method")
    if any(getattr(where, name) not in (None, getattr(candidate, name)) for name in names):
        return False
    return where.document is None or any(
        where.document
        in (each.document, each.document_sha256, each.en_document, each.en_document_sha256)
        for each in candidate.evidence
    )


def _place(evidence: Any) -> tuple[Any, ...]:
    """The identity of evidence: the same spans in the same documents."""
    other = evidence.en_document_sha256 or evidence.document_sha256
    return evidence.document_sha256, other, evidence.zh_span[0], evidence.en_span[0]
