"""Steps and history in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from glossary.errors import NotFound
from glossary.model import ConceptEntry
from glossary.store.base import NOT_UNDONE, Revision, Step
from tests.store.memory.session import MemorySession, kept, page


class MemorySteps(MemorySession):
    """See `glossary.store.base.steps`."""

    def new_step(self, verb: str, by: str, at: str, summary: str = "") -> int:
        number = self._mine.number("step")
        self._mine.steps[number] = kept(Step(number, verb, by, at, summary))
        return number

    def mark_undone(self, step: int, by_step: int) -> None:
        self._mine.steps[step] = replace(self._mine.steps[step], undone_by=by_step)

    def last_step(self) -> Step | None:
        left = (s for s in self.steps() if s.undone_by is None and s.verb not in NOT_UNDONE)
        return next(left, None)

    def step(self, step_id: int) -> Step:
        if step_id not in self._now.steps:
            raise NotFound(f"no step {step_id}")
        return self._now.steps[step_id]

    def steps(
        self, verb: str | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Step]:
        found = [s for s in reversed(self._now.steps.values()) if verb in (None, s.verb)]
        return page(found, limit, offset)

    def count_steps(self) -> int:
        return len(self._now.steps)

    def step_counts(self, step: int) -> dict[str, int]:
        return {
            "entries": len(self.step_concepts(step)),
            "judgements": sum(by == step for _, by in self._now.judgements.values()),
            "units": sum(by == step for _, by in self._now.units.values()),
            "conflicts": sum(by == step for _, by, _ in self._now.conflicts.values()),
        }

    def steps_upon(self, step: int) -> list[Step]:
        def touched(one: int) -> set[Any]:
            decided = self._now.judgements.values()
            beads = (b.id for b in self._now.beads.values() if one in (b.added, b.removed))
            judged = (j.candidate_id for j, by in decided if by == one)
            return {*self.step_concepts(one), *judged, *(f"bead {number}" for number in beads)}

        later = (s for s in self.steps() if s.id > step and s.undone_by is None)
        return [s for s in later if s.verb != "undo" and touched(s.id) & touched(step)]

    def step_concepts(self, step: int) -> list[str]:
        of_step = (name for name, _, by, _ in self._now.revisions.values() if by == step)
        return list(dict.fromkeys(of_step))

    def revisions(self, concept_id: str) -> list[Revision]:
        return [
            Revision(at, name, number, self._now.steps[step], entry)
            for at, (name, number, step, entry) in self._now.revisions.items()
            if name == concept_id
        ]

    def entries_before(self, ids: Iterable[str], step: int) -> Iterator[ConceptEntry]:
        before = ([r for r in self.revisions(name) if r.step.id < step] for name in ids)
        last = sorted((found[-1] for found in before if found), key=lambda r: r.id)
        return iter([r.entry for r in last if r.entry])
