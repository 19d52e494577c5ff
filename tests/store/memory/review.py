"""Candidates and judgements in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from glossary.errors import NotFound
from glossary.model import Candidate, Evidence, Judgement, Proposal
from glossary.store.base import (
    CONFIDENCE_BINS,
    WAITING,
    Added,
    CandidateCount,
    CandidateFilter,
    DecisionMade,
)
from glossary.text.fold import en_key, fold, zh_key
from tests.store.memory.session import MemorySession, kept, page


class MemoryReview(MemorySession):
    """See `glossary.store.base.review`."""

    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> Added:
        added = [self._propose(kept(proposal), subject) for proposal in proposals]
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
        proofs = {place_of(evidence): evidence for evidence in (*one.evidence, *found.evidence)}
        in_order = tuple(sorted(proofs.values(), key=lambda evidence: evidence.place))
        held[key] = self._settled(replace(found, evidence=in_order))
        return is_new, len(in_order) - len(found.evidence)

    def candidate(self, candidate_id: int) -> Candidate:
        for candidate in self._now.candidates.values():
            if candidate.id == candidate_id:
                return self._proved(candidate)
        raise NotFound(f"no candidate {candidate_id}")

    def candidates(
        self, where: CandidateFilter = WAITING, *, limit: int | None = None, offset: int = 0
    ) -> list[Candidate]:
        found = [c for c in self._now.candidates.values() if _is_asked_for(where, c)]
        found.sort(key=lambda c: (-c.confidence, c.id))
        return [self._proved(candidate) for candidate in page(found, limit, offset)]

    def count_candidates(self, where: CandidateFilter = WAITING) -> int:
        return len(self.candidates(where))

    def candidate_counts(self, where: CandidateFilter = WAITING) -> list[CandidateCount]:
        alike = Counter(
            (c.state, c.skipped_by is not None, c.kind, c.method, c.subject, _bin(c.confidence))
            for c in self.candidates(where)
        )
        return [CandidateCount(*key, count) for key, count in alike.items()]

    def known_pairs(self, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        return set(keys) & self._now.candidates.keys()

    def document_counts(
        self, where: CandidateFilter = WAITING, limit: int = 100
    ) -> list[tuple[str, int]]:
        names = (
            name for c in self.candidates(where) for name in {each.document for each in c.evidence}
        )
        return sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def set_candidate(self, candidate: Candidate) -> None:
        for key, held in self._mine.candidates.items():
            if held.id == candidate.id:
                decided = replace(
                    held,
                    state=candidate.state,
                    concept_id=candidate.concept_id,
                    skipped_by=candidate.skipped_by,
                )
                self._mine.candidates[key] = self._settled(decided)

    def _left(self, candidate: Candidate) -> tuple[Evidence, ...]:
        """Its evidence that was not withdrawn."""
        gone = self._now.withdrawn
        return tuple(e for e in candidate.evidence if (candidate.id, *place_of(e)) not in gone)

    def _proved(self, candidate: Candidate) -> Candidate:
        return replace(candidate, evidence=self._left(candidate) or candidate.evidence)

    def _settled(self, candidate: Candidate) -> Candidate:
        if candidate.state not in ("proposed", "withdrawn") or not candidate.evidence:
            return candidate
        state = "proposed" if self._left(candidate) else "withdrawn"
        return replace(candidate, state=state)

    def put_judgement(self, judgement: Judgement, step: int) -> None:
        number = self._mine.number("judgement")
        self._mine.judgements[number] = replace(judgement, id=number, step=step), step

    def judgements(self, candidate_id: int) -> list[Judgement]:
        return [j for j, _ in self._now.judgements.values() if j.candidate_id == candidate_id]

    def step_judgements(self, step: int) -> list[Judgement]:
        return [judgement for judgement, by in self._now.judgements.values() if by == step]

    def decisions_made(self, since: str = "", by: str | None = None) -> list[DecisionMade]:
        confidences = {c.id: c.confidence for c in self._now.candidates.values()}
        return [
            DecisionMade(j.candidate_id, j.decision, j.by, j.at, confidences[j.candidate_id], step)
            for j, step in self._now.judgements.values()
            if j.at >= since and by in (None, j.by) and j.decision != "undo"
            if self._now.steps[step].undone_by is None
        ]


def _is_asked_for(where: CandidateFilter, candidate: Candidate) -> bool:
    below = where.below_confidence
    if candidate.confidence < where.least_confidence:
        return False
    if below is not None and candidate.confidence >= below:
        return False
    if where.skipped not in (None, candidate.skipped_by is not None):
        return False
    if where.text is not None and not _has_text(candidate, where.text):
        return False
    names = ("state", "kind", "method", "subject")
    if any(getattr(where, name) not in (None, getattr(candidate, name)) for name in names):
        return False
    return where.document is None or any(
        where.document
        in (each.document, each.document_sha256, each.en_document, each.en_document_sha256)
        for each in candidate.evidence
    )


def _has_text(candidate: Candidate, text: str) -> bool:
    english = en_key(candidate.en)
    in_chinese = zh_key(text) in zh_key(candidate.zh)
    return in_chinese or en_key(text) in english or fold(text) in english


def _bin(confidence: float) -> int:
    return min(int(confidence * CONFIDENCE_BINS), CONFIDENCE_BINS - 1)


def place_of(evidence: Evidence) -> tuple[Any, ...]:
    """The identity of evidence: the same spans in the same documents."""
    other = evidence.en_document_sha256 or evidence.document_sha256
    return evidence.document_sha256, other, evidence.zh_span[0], evidence.en_span[0]
