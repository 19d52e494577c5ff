"""One decision on many candidates, on all of them or none, as one step that one undo takes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from glossary.errors import ConflictError, GlossaryError, InvalidInput, NotFound
from glossary.model import Candidate
from glossary.operations.clock import Clock
from glossary.operations.drafts import DraftedEntries
from glossary.operations.judging import Judged
from glossary.operations.options import Decision, DecisionOnMany
from glossary.operations.review import drafted_verdict, save_judgements
from glossary.store.base import Staging, Step, Store

ON_MANY = ("approve", "reject", "skip")
AHEAD = 200
"""Candidates that are decided while others wait: more are drafted before. Chosen: others wait half
or twice as long at half and double."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A candidate that cannot be decided so, and why."""

    candidate_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class JudgedMany:
    """What a decision did or, without a step, would do: entries that are new (`made`), and those
    that were there and take terms or lose them (`changed`)."""

    judged: tuple[Judged, ...]
    refused: tuple[Refusal, ...]
    made: int
    changed: int
    step: int | None = None


@dataclass
class _Plan:
    """What is decided but not saved, upon the state after the step `upon`."""

    entries: DraftedEntries
    upon: list[Step]
    judged: list[Judged] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    made: int = 0

    def result(self, step: int | None = None) -> JudgedMany:
        changed = len(self.entries.drafts) - self.made
        return JudgedMany(tuple(self.judged), tuple(self.refused), self.made, changed, step)


def judge_many(store: Store, asked: DecisionOnMany, clock: Clock) -> JudgedMany:
    """Decide on the candidates that are named, or that a filter selects.

    Raises ConflictError if the filter selects another number than expected, if any is refused
    (unless `keep_good`), or if others changed anything while many were prepared.
    """
    _check(asked)
    at = clock()
    if asked.dry_run:
        with store.snapshot():
            return _planned(store, asked, at).result()
    with store.staging() as staging:
        plan = None
        if asked.size > AHEAD:
            with store.snapshot():
                plan = _planned(store, asked, at)
            _stage(plan, staging)
            staging.write()
        with store.transaction():
            if plan is None:
                plan = _planned(store, asked, at)
                _stage(plan, staging)
            elif plan.upon != store.steps(limit=1):
                raise ConflictError("somebody went on meanwhile; look again, and say so again")
            return plan.result(_save(store, staging, plan, asked, at))


def _check(asked: DecisionOnMany) -> None:
    if asked.decision not in ON_MANY:
        raise InvalidInput(f"{asked.decision!r} is no decision on many; say {', '.join(ON_MANY)}")
    if (asked.ids is None) == (asked.where is None):
        raise InvalidInput("which candidates? give their ids, or a filter")
    if asked.where and asked.expected is None and not asked.dry_run:
        raise InvalidInput("with a filter say how many candidates are expected; a dry run counts")


def _planned(store: Store, asked: DecisionOnMany, at: str) -> _Plan:
    plan = _Plan(DraftedEntries(store), store.steps(limit=1))
    for found in _candidates(store, asked):
        if isinstance(found, Refusal):
            plan.refused.append(found)
            continue
        decision = Decision(
            found.id, asked.decision, by=asked.by, note=asked.note, again=asked.again
        )
        try:
            plan.judged.append(drafted_verdict(plan.entries, found, decision, at))
        except GlossaryError as error:
            plan.refused.append(Refusal(found.id, str(error)))
    drafted = plan.entries.drafts.items()
    plan.made = sum(1 for i, entry in drafted if entry and not store.revision_number(i))
    return plan


def _candidates(store: Store, asked: DecisionOnMany) -> Iterator[Candidate | Refusal]:
    if asked.where:
        found = store.candidates(asked.where)
        if asked.expected not in (None, len(found)):
            raise ConflictError(
                f"the filter selects {len(found)} candidates now, not {asked.expected}; look again"
            )
        yield from found
    for number in dict.fromkeys(asked.ids or ()):
        try:
            yield store.candidate(number)
        except NotFound:
            yield Refusal(number, f"no candidate {number}")


def _stage(plan: _Plan, staging: Staging) -> None:
    staging.put_concepts(entry for entry in plan.entries.drafts.values() if entry)
    staging.delete_concepts(i for i, entry in plan.entries.drafts.items() if not entry)


def _save(
    store: Store, staging: Staging, plan: _Plan, asked: DecisionOnMany, at: str
) -> int | None:
    """Save the plan as a step; returns its number, None if there is nothing to save."""
    if plan.refused and not asked.keep_good:
        all_of_them = len(plan.refused) + len(plan.judged)
        raise ConflictError(
            f"{len(plan.refused)} of {all_of_them} candidates cannot be decided so, and none was: "
            f"{plan.refused[0].reason}",
            {"refused": [{"id": r.candidate_id, "reason": r.reason} for r in plan.refused]},
        )
    if not plan.judged:
        return None
    count = len(plan.judged)
    summary = f"{count} pairs" if count > 1 else "1 pair"
    step = store.new_step(asked.decision, asked.by, at, summary)
    staging.apply(step)
    save_judgements(store, plan.judged, step)
    return step
