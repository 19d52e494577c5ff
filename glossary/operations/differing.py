"""What is still to settle of a conflict: field by field, what it was, ours and theirs."""

from __future__ import annotations

from glossary.exchange.merging.merge import MergeConflict, merge
from glossary.store.base import ConceptReader, Conflicted


def differing(store: ConceptReader, conflict: Conflicted) -> tuple[MergeConflict, ...]:
    """The fields that both sides changed to something else, by the entry as it is now: none where
    ours was deleted or has become theirs meanwhile."""
    ours = store.concepts_by_id([conflict.concept_id]).get(conflict.concept_id)
    return merge(conflict.was, ours, conflict.theirs)[1] if ours else ()
