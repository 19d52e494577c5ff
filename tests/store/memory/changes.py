"""The feed of changes in memory: what differs between the tables before and after a transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from glossary.store.base import CHANGE_KINDS, Change, ChangePage, Step
from tests.store.memory.session import MemorySession, State

NOW = "2026-03-09T08:00:00Z"
JUDGED = {
    "approve": "approved",
    "amend": "amended",
    "reject": "rejected",
    "skip": "skipped",
    "undo": "undone",
}


class MemoryChanges(MemorySession):
    """See `glossary.store.base.changes`."""

    def _commit(self, before: State, after: State) -> None:
        made = [step for number, step in after.steps.items() if number not in before.steps]
        step = made[-1] if made else None
        for change in _found(before, after, step):
            after.feed.append(replace(change, number=len(after.feed) + 1))

    def last_change(self) -> tuple[str, int]:
        return self._now.database, len(self._now.feed)

    def changes(
        self, after: int = 0, *, kinds: Collection[str] = CHANGE_KINDS, limit: int = 100
    ) -> ChangePage:
        feed = self._now.feed
        found = [change for change in feed if change.number > after and change.kind in kinds]
        upto = found[limit - 1].number if len(found) >= limit else len(feed)
        return ChangePage(self._now.database, len(feed), upto, found[:limit])


def _found(before: State, after: State, step: Step | None) -> Iterator[Change]:
    yield from _noted(before, after, step)
    for candidate in after.candidates.values():
        if not any(candidate.id == each.id for each in before.candidates.values()):
            yield _change("candidate", candidate.id, "proposed", step)
    for number, (judgement, by) in after.judgements.items():
        if number not in before.judgements:
            event = JUDGED[judgement.decision]
            yield _change("candidate", judgement.candidate_id, event, after.steps[by])
    for number, (name, revision, by, entry) in after.revisions.items():
        if number not in before.revisions:
            was = [r for n, r in after.revisions.items() if r[0] == name and n < number]
            event = "changed" if was and was[-1][3] else "created"
            told = _change("entry", name, event if entry else "deleted", after.steps[by])
            yield replace(told, revision=revision)
    for index, (_, _, unit) in enumerate(after.changes[len(before.changes) :]):
        later = [number for _, _, number in after.changes[len(before.changes) + index + 1 :]]
        is_there = unit in after.units or unit in later
        yield _change("unit", unit, "created" if is_there else "deleted", step)
    for number, made in after.steps.items():
        if number not in before.steps:
            yield _change("step", number, "created", made)


def _noted(before: State, after: State, step: Step | None) -> Iterator[Change]:
    for sha256 in after.documents.keys() - before.documents.keys():
        yield _change("document", sha256, "created", step)
    for kind, was, now in (
        ("comment", before.comments, after.comments),
        ("conflict", before.conflicts, after.conflicts),
    ):
        yield from _differing(kind, was, now, step)
    states = {each.id: each.state for each in before.candidates.values()}
    for each in after.candidates.values():
        if "withdrawn" in {each.state, states.get(each.id)} and each.state != states[each.id]:
            yield _change("candidate", each.id, each.state, step)
    for number, old in before.steps.items():
        if after.steps[number].undone_by != old.undone_by:
            yield _change("step", number, "undone", step)


def _differing(kind: str, was: Any, now: Any, step: Step | None) -> Iterator[Change]:
    for number in sorted(was.keys() | now.keys()):
        old, new = was.get(number), now.get(number)
        if old != new:
            event = "created" if old is None else "deleted" if new is None else "changed"
            yield _change(kind, number, event, step, new if new is not None else old)


def _change(kind: str, name: Any, event: str, step: Step | None, of: Any = None) -> Change:
    if step:
        return Change(0, kind, str(name), event, step.by, step.at, step.id, step.verb)
    by, at = getattr(of, "by", ""), getattr(of, "at", NOW)
    if event == "changed":
        by, at = getattr(of, "done_by", ""), getattr(of, "done_at", "") or NOW
    return Change(0, kind, str(name), event, by, NOW if event == "deleted" else at)
