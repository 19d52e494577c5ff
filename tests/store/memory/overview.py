"""Counts over all data in memory, record by record."""

from __future__ import annotations

from collections import Counter

from glossary.store.base import DoneCount, EntryCount, MadeCount, WaitingCount
from tests.store.memory.concepts import MemoryConcepts
from tests.store.memory.documents import MemoryDocuments


class MemoryOverview(MemoryConcepts, MemoryDocuments):
    """See `glossary.store.base.overview`."""

    def entry_counts(self) -> list[EntryCount]:
        counted: Counter[tuple[str, tuple[str, ...], tuple[str, ...]]] = Counter()
        for entry in self.concepts():
            statuses = {term.status for section in entry.languages for term in section.terms}
            tags = {tag for tag, _ in entry.terms("zh")}
            counted[entry.subject, tuple(sorted(statuses)), tuple(sorted(tags))] += 1
        return [EntryCount(*key, entries) for key, entries in sorted(counted.items())]

    def waiting_counts(self) -> list[WaitingCount]:
        found: dict[str, list[int]] = {}
        for candidate in self.candidates():
            for sha256 in {each.document_sha256 for each in candidate.evidence}:
                tenths = found.setdefault(sha256, [0] * 10)
                tenths[min(9, int(candidate.confidence * 10))] += 1
        counted = [
            WaitingCount(sha256, self.document(sha256).name, tuple(tenths))
            for sha256, tenths in found.items()
            if sha256 in self._now.documents
        ]
        return sorted(counted, key=lambda each: (-sum(each.tenths), each.name))

    def done_counts(self, since: str) -> list[DoneCount]:
        counted = Counter(
            (step.by, step.verb)
            for step in self.steps()
            if step.at >= since and step.undone_by is None and step.verb != "undo"
        )
        ranked = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
        return [DoneCount(by, verb, steps) for (by, verb), steps in ranked]

    def made_counts(self) -> list[MadeCount]:
        made: dict[tuple[str, int], list[int]] = {}
        for name in self._now.newest:
            step = self.revisions(name)[0].step
            made.setdefault((step.at, step.id), [0, 0])[0] += 1
        for _, number in self._now.units.values():
            if number is not None:
                made.setdefault((self.step(number).at, number), [0, 0])[1] += 1
        return [MadeCount(at, *made[at, step]) for at, step in sorted(made)]
