"""ReviewVerbs: the methods of `Termbase` for the review queue. Each only calls an operation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossary import operations
from glossary.model import Candidate, Judgement
from glossary.operations import options
from glossary.operations.clock import Clock
from glossary.store import base
from glossary.store.base import WAITING, CandidateFilter

if TYPE_CHECKING:
    from glossary.operations.judging import Judged


class ReviewVerbs:
    """List and count candidates, and decide on them. Every decision is a step."""

    store: base.Store
    clock: Clock

    def candidates(
        self, where: CandidateFilter = WAITING, *, limit: int | None = None, offset: int = 0
    ) -> list[Candidate]:
        """The candidates, highest confidence first."""
        return self.store.candidates(where, limit=limit, offset=offset)

    def count_candidates(self, where: CandidateFilter = WAITING) -> int:
        return self.store.count_candidates(where)

    def candidate_facets(self, where: CandidateFilter = WAITING) -> operations.queue.Facets:
        """How many candidates `where` selects, and would with another value of one field."""
        return operations.queue.facets(self.store, where)

    def candidate(self, candidate_id: int) -> Candidate:
        return self.store.candidate(candidate_id)

    def judgements(self, candidate_id: int) -> list[Judgement]:
        """All decisions about a candidate, oldest first."""
        return self.store.judgements(candidate_id)

    def dictionary_form(self, candidate: Candidate) -> tuple[str, str]:
        """(zh, en) as a dictionary would list the pair of the candidate."""
        return operations.review.dictionary_form(self.store, candidate)

    def judged_summary(
        self, *, since: str = "", by: str | None = None
    ) -> operations.judged_summary.JudgedSummary:
        """What was decided since a time, how fast, and how right the confidences were."""
        return operations.judged_summary.summary(self.store, since, by)

    @options.takes(options.PairToPropose)
    def propose(self, pair: options.PairToPropose) -> Candidate:
        """Put a pair into the queue, with the two sentences that prove it; a person decides."""
        return operations.proposing.propose(self.store, pair, self.clock()).candidate

    @options.takes(options.PairToPropose)
    def propose_pair(self, pair: options.PairToPropose) -> operations.proposing.ProposedPair:
        """The same, and whether the pair is new to the queue, or what was decided about it."""
        return operations.proposing.propose(self.store, pair, self.clock())

    @options.takes(options.Decision)
    def judge(self, decision: options.Decision) -> Judged:
        """Approve, amend, reject or skip a candidate; the decision and the entry are saved
        together."""
        return operations.review.judge(self.store, decision, self.clock())

    @options.takes(options.DecisionOnMany)
    def judge_many(self, asked: options.DecisionOnMany) -> operations.judging_many.JudgedMany:
        """Approve, reject or skip many candidates, as one step: all of them, or none."""
        return operations.judging_many.judge_many(self.store, asked, self.clock)

    def approve_above(self, where: CandidateFilter, *, by: str, note: str = "") -> Iterator[Judged]:
        """Approve the open candidates that `where` selects, highest confidence first."""
        return operations.review.approve_above(self.store, self.clock, where, by, note)
