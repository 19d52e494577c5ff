"""What the judgements about a candidate leave: those in effect, and the state that they put it in.

Judgements are appended. `undo` takes the last one back that is in effect, so that the one before it
counts again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from glossary.model import Candidate, Judgement

_STATE_AFTER = {
    "approve": "approved",
    "amend": "approved",
    "reject": "rejected",
    "skip": "proposed",
}


def in_effect(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that are not taken back, oldest first; the last one counts."""
    kept: list[Judgement] = []
    for judgement in judgements:
        if judgement.decision == "undo":
            kept = kept[:-1]
        else:
            kept.append(judgement)
    return kept


def as_judged(candidate: Candidate, last: Judgement | None) -> Candidate:
    """The candidate in the state in which its last judgement in effect leaves it, or as nobody has
    judged it."""
    if last is None:
        return replace(candidate, state="proposed", concept_id=None, skipped_by=None)
    return replace(
        candidate,
        state=_STATE_AFTER[last.decision],
        concept_id=last.concept_id,
        skipped_by=last.by if last.decision == "skip" else None,
    )
