"""Exports and conflicts in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from glossary.errors import NotFound
from glossary.store.base import Conflicted, Exported
from tests.store.memory.session import MemorySession


class MemoryExchange(MemorySession):
    """See `glossary.store.base.exchange`."""

    def put_exported(self, profile: str, zh_tag: str, ids: Iterable[str]) -> None:
        newest = self._mine.newest
        self.put_exported_at(profile, zh_tag, [newest[i] for i in ids if i in newest])

    def put_exported_at(self, profile: str, zh_tag: str, revisions: Iterable[int]) -> None:
        for at in revisions:
            name, _, _, entry = self._mine.revisions[at]
            if entry:
                self._mine.exported[name, profile] = Exported(name, profile, zh_tag, entry)

    def exported(self, ids: Iterable[str]) -> list[Exported]:
        wanted = set(ids)
        return [each for each in self._now.exported.values() if each.concept_id in wanted]

    def put_conflict(self, conflict: Conflicted, step: int) -> None:
        number = self._mine.number("conflict")
        self._mine.conflicts[number] = replace(conflict, id=number), step, None

    def conflicts(self, state: str | None = "open") -> list[Conflicted]:
        return [each for each, *_ in self._now.conflicts.values() if state in (None, each.state)]

    def conflict(self, conflict_id: int) -> Conflicted:
        if conflict_id not in self._now.conflicts:
            raise NotFound(f"no conflict {conflict_id}")
        return self._now.conflicts[conflict_id][0]

    def settle_conflict(self, conflict_id: int, state: str, step: int) -> None:
        conflict, by, _ = self._mine.conflicts[conflict_id]
        settled = replace(conflict, state=state, settled=step)
        self._mine.conflicts[conflict_id] = settled, by, step

    def undo_conflicts(self, step: int) -> None:
        held = self._mine.conflicts
        for number, (conflict, by, settled) in list(held.items()):
            if settled == step:
                held[number] = replace(conflict, state="open", settled=None), by, None
            if by == step:
                del held[number]
