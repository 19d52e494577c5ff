"""The review queue: decisions on candidates, saved together with the entries they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from glossary.operations import entries
from glossary.operations.clock import Clock
from glossary.operations.judging import Judged, judged
from glossary.operations.options import Decision
from glossary.store.base import CandidateFilter, Store


def judge(store: Store, decision: Decision, at: str) -> Judged:
    """Approve, amend or reject a candidate; the decision and the entry are saved together.

    Raises NotFound, and whatever `judged` raises.
    """
    with store.transaction():
        candidate = store.candidate(decision.candidate_id)
        zh, en = decision.zh or candidate.zh, decision.en or candidate.en
        verdict = judged(
            candidate,
            decision,
            at=at,
            new_id=lambda english: entries.new_id(store, english),
            into=entries.entry_to_join(store, zh, en, decision.concept_id, decision.new),
            text_of=store.document_text,
        )
        summary = f"{candidate.zh} = {candidate.en}"
        step = store.new_step(decision.decision, decision.by, at, summary)
        if verdict.entry:
            store.put_concept(verdict.entry, step)
        store.set_candidate(verdict.candidate)
        store.put_judgement(verdict.judgement, step)
    return replace(verdict, step=step)


def approve_above(
    store: Store, clock: Clock, where: CandidateFilter, by: str, note: str = ""
) -> Iterator[Judged]:
    """Approve the open candidates that `where` selects, each as a step, highest confidence first.
    Ends with whatever `judge` raises."""
    for candidate in store.candidates(replace(where, state="proposed")):
        yield judge(store, Decision(candidate.id, "approve", by=by, note=note), clock())
