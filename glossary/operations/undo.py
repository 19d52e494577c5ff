"""Undo steps (an edit, a judgement, an import), and record steps that change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from glossary.errors import ConflictError
from glossary.model import ConceptEntry
from glossary.operations import realigning, replaced_units
from glossary.operations.clock import Clock
from glossary.operations.decided import as_judged, in_effect
from glossary.store.base import Staging, Step, Store

LARGE = 500
"""Entries of a step that are taken back while others wait: more are prepared before. Chosen:
others wait half or twice as long at half and double."""


def note(store: Store, verb: str, by: str, at: str, summary: str) -> None:
    """Record a step that changes nothing, for a later run to read."""
    with store.transaction():
        store.new_step(verb, by, at, summary)


def undo(store: Store, clock: Clock, by: str, step_id: int | None = None) -> Step:
    """Undo the given step, by default the last, unless later steps depend on it. Raises
    ConflictError, NotFound."""
    with store.staging() as staging:
        large = step_to_undo(store, step_id)
        ahead = len(store.step_concepts(large.id)) > LARGE
        if ahead:
            _stage_earlier(store, staging, large)
            staging.write()
        with store.transaction():
            step = step_to_undo(store, step_id)
            if ahead and step.id != large.id:
                raise ConflictError(f"somebody went on meanwhile: {step.verb} {step.summary}")
            if not ahead:
                _stage_earlier(store, staging, step)
            _take_back(store, staging, step, by, clock())
    return step


def step_to_undo(store: Store, step_id: int | None) -> Step:
    """The given step, by default the last. Raises ConflictError if it cannot be undone."""
    step = store.last_step() if step_id is None else store.step(step_id)
    if step is None:
        raise ConflictError("there is nothing to undo")
    name = f"step {step.id} ({step.verb} {step.summary}".rstrip() + ")"
    if step.verb == "restore":
        raise ConflictError(
            f"{name} put a backup in place; take that back with: glossary restore, and the "
            "file with the state before"
        )
    if step.undone_by is not None:
        raise ConflictError(f"{name} is taken back already, by step {step.undone_by}")
    if not step.is_undoable:
        raise ConflictError(f"{name} changed no term: there is nothing to take back")
    if upon := store.steps_upon(step.id):
        raise ConflictError(
            f"{name}: step {upon[0].id} ({upon[0].verb}, {upon[0].by or 'nobody named'}) built "
            "upon it; take that back first"
        )
    return step


def _stage_earlier(store: Store, staging: Staging, step: Step) -> None:
    """Stage the entries as they were before a step, and delete those that it added."""
    ids = store.step_concepts(step.id)
    restored = set()

    def earlier() -> Iterator[ConceptEntry]:
        for entry in store.entries_before(ids, step.id):
            restored.add(entry.id)
            yield entry

    staging.put_concepts(earlier())
    staging.delete_concepts(i for i in ids if i not in restored)


def _take_back(store: Store, staging: Staging, step: Step, by: str, at: str) -> None:
    undoing = store.new_step("undo", by, at, f"{step.verb} {step.summary}".strip())
    staging.apply(undoing)
    for judgement in store.step_judgements(step.id):
        candidate = store.candidate(judgement.candidate_id)
        *earlier, _ = in_effect(store.judgements(candidate.id))
        store.set_candidate(as_judged(candidate, earlier[-1] if earlier else None))
        taken_back = replace(judgement, decision="undo", by=by, at=at, note="")
        store.put_judgement(taken_back, undoing)
    if step.verb == realigning.ALIGN:
        realigning.take_back(store, step.id, undoing)
    elif step.verb == replaced_units.REPLACE:
        replaced_units.take_back(store, step.id)
    else:
        store.delete_units(store.step_units(step.id))
    store.undo_conflicts(step.id)
    store.undo_comments(step.id)
    store.mark_undone(step.id, undoing)
