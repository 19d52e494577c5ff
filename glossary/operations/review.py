"""The review queue: decisions on candidates, saved together with the entries they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from glossary.model import Candidate, ConceptEntry
from glossary.operations import entries
from glossary.operations.clock import Clock
from glossary.operations.decided import as_judged
from glossary.operations.drafts import DraftedEntries
from glossary.operations.judging import Judged, in_dictionary_form, judged
from glossary.operations.options import Decision
from glossary.operations.taking_back import FormerEffect, former_effect
from glossary.store.base import CandidateFilter, Store


def judge(store: Store, decision: Decision, at: str) -> Judged:
    """Decide on a candidate; the decision and the entry are saved together.

    Raises NotFound, and whatever `judged` raises.
    """
    with store.transaction():
        drafted = DraftedEntries(store)
        candidate = store.candidate(decision.candidate_id)
        verdict = drafted_verdict(drafted, candidate, decision, at)
        summary = f"{candidate.zh} = {candidate.en}"
        step = store.new_step(decision.decision, decision.by, at, summary)
        store.put_concepts((entry for entry in drafted.drafts.values() if entry), step)
        store.delete_concepts((i for i, entry in drafted.drafts.items() if not entry), step)
        save_judgements(store, [verdict], step)
    return replace(verdict, step=step)


def save_judgements(store: Store, verdicts: Iterable[Judged], step: int) -> None:
    """Save decisions and the states that they leave, as part of a step."""
    for verdict in verdicts:
        store.set_candidate(verdict.candidate)
        store.put_judgement(verdict.judgement, step)


def drafted_verdict(
    drafted: DraftedEntries, candidate: Candidate, decision: Decision, at: str
) -> Judged:
    """Decide on a candidate in drafts of the entries. Raises what `judged` raises, NotFound; the
    drafts are then as before."""
    former = None
    if decision.again and candidate.state != "proposed":
        former = former_effect(drafted, candidate)
        candidate = as_judged(candidate, None)
    if former:
        drafted.put(former.concept_id, former.before)
    try:
        verdict = _verdict(drafted, candidate, decision, at, former)
    except Exception:
        if former:
            drafted.discard(former.concept_id)
        raise
    if verdict.entry:
        drafted.put(verdict.entry.id, verdict.entry)
    return verdict


def _verdict(
    drafted: DraftedEntries,
    candidate: Candidate,
    decision: Decision,
    at: str,
    former: FormerEffect | None,
) -> Judged:
    made_by_former = former.concept_id if former and not former.before else None

    def new_id(english: str) -> str:
        """An entry that is made anew keeps the id that others may have written down."""
        return made_by_former or entries.new_id(drafted, english)

    return judged(
        candidate,
        decision,
        at=at,
        new_id=new_id,
        into=_entry_to_join(drafted, candidate, decision, made_by_former),
        text_of=drafted.text_of,
    )


def _entry_to_join(
    drafted: DraftedEntries, candidate: Candidate, decision: Decision, made_by_former: str | None
) -> ConceptEntry | None:
    zh, en = decision.zh or candidate.zh, decision.en or candidate.en
    wanted = decision.concept_id
    if wanted and wanted == made_by_former:
        return None  # it is made anew, with its id
    return entries.entry_to_join(drafted, zh, en, wanted, decision.new)


def dictionary_form(store: Store, candidate: Candidate) -> tuple[str, str]:
    """(zh, en) as a dictionary would list the pair of a candidate."""
    return in_dictionary_form(candidate, store.document_text)


def approve_above(
    store: Store, clock: Clock, where: CandidateFilter, by: str, note: str = ""
) -> Iterator[Judged]:
    """Approve the open candidates that `where` selects, each as a step, highest confidence first.
    Ends with whatever `judge` raises."""
    for candidate in store.candidates(replace(where, state="proposed")):
        yield judge(store, Decision(candidate.id, "approve", by=by, note=note), clock())
