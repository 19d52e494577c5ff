"""What is still to settle of a conflict: field by field, what it was, ours and theirs."""

from __future__ import annotations

from glossary.exchange.merging.changes import changed_fields
from glossary.exchange.merging.merge import MergeConflict, merge
from glossary.model import CHANGED, CREATED
from glossary.store.base import ConceptReader, Conflicted


def differing(store: ConceptReader, conflict: Conflicted) -> tuple[MergeConflict, ...]:
    """The fields that both sides changed to something else, then those that theirs alone changed,
    by the entry as it is now: none where ours was deleted or has become theirs meanwhile."""
    ours = store.concepts_by_id([conflict.concept_id]).get(conflict.concept_id)
    if not ours:
        return ()
    merged, conflicts = merge(conflict.was, ours, conflict.theirs)
    theirs_alone = (
        MergeConflict(each.field, each.where, each.before, each.before, each.after)
        for each in changed_fields(ours, merged)
        if each.field not in (*CREATED, *CHANGED)
    )
    return (*conflicts, *theirs_alone)
