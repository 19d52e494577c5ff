"""The effect of a decision on the entries, to be taken back where the candidate is decided anew."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.errors import ConflictError
from glossary.model import Candidate, ConceptEntry, Judgement
from glossary.operations.decided import in_effect
from glossary.operations.drafts import DraftedEntries
from glossary.store.base import Step, Store


@dataclass(frozen=True, slots=True)
class FormerEffect:
    """The entry that a decision made or extended, and what it was before; None if it is new."""

    concept_id: str
    before: ConceptEntry | None


def former_effect(entries: DraftedEntries, candidate: Candidate) -> FormerEffect | None:
    """What the last decision about a candidate did to an entry; None if it did nothing to any.

    Raises ConflictError if others built upon it since, so that it cannot be taken back alone.
    """
    store = entries.store
    last = next(reversed(in_effect(store.judgements(candidate.id))), None)
    if last is None or last.concept_id is None or last.step is None:
        return None
    name = f"candidate {candidate.id}: the entry {last.concept_id}"
    if last.concept_id in entries.drafts or _is_shared(store, last, last.step):
        raise ConflictError(f"{name} was decided with another pair; change the entry itself")
    if upon := _step_upon(store, last.concept_id, last.step):
        raise ConflictError(
            f"{name} was changed since by step {upon.id} ({upon.verb}, "
            f"{upon.by or 'nobody named'}); take that back first, or change the entry itself"
        )
    before = next(iter(store.entries_before([last.concept_id], last.step)), None)
    return FormerEffect(last.concept_id, before)


def _is_shared(store: Store, last: Judgement, step: int) -> bool:
    """Whether the step put another candidate into the same entry."""
    return any(
        other.concept_id == last.concept_id and other.candidate_id != last.candidate_id
        for other in store.step_judgements(step)
    )


def _step_upon(store: Store, concept_id: str, step: int) -> Step | None:
    """The last step, not undone, that changed an entry after that one."""
    later = (
        revision.step
        for revision in reversed(store.revisions(concept_id))
        if revision.step.id > step and revision.step.verb != "undo"
    )
    return next((each for each in later if each.undone_by is None), None)
