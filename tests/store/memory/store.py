"""A store in memory: the contract implemented in the plainest way, without index or file.

It shows that the protocols do not depend on SQLite. Every query is answered by looking at every
row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from glossary.errors import InvalidInput, StoreError
from glossary.model import ConceptEntry, Document, Evidence, Proposal, TranslationUnit
from glossary.store.base import (
    CANDIDATE,
    Added,
    CandidateFilter,
    Check,
    Conflicted,
    DumpedTable,
    Revision,
    Stale,
)
from glossary.store.tables.rows import dumps
from glossary.text.written import saying
from tests.store.memory.changes import MemoryChanges
from tests.store.memory.comments import MemoryComments
from tests.store.memory.exchange import MemoryExchange
from tests.store.memory.hooks import MemoryHooks
from tests.store.memory.jobs import MemoryJobs
from tests.store.memory.overview import MemoryOverview


class MemoryStore(
    MemoryChanges, MemoryHooks, MemoryOverview, MemoryExchange, MemoryJobs, MemoryComments
):
    """See `glossary.store.base.Store`."""

    @contextmanager
    def staging(self) -> Iterator[MemoryStaging]:
        yield MemoryStaging(self)

    def give_way(self) -> None:
        pass

    def close(self) -> None:
        pass

    @property
    def is_shared(self) -> bool:
        return False

    @property
    def target(self) -> str:
        return ":memory:"

    def owns(self, path: Path) -> bool:
        return False

    def backup(self, target: Path) -> list[str]:
        raise StoreError("what is in memory has no copy")

    def restore(self, source: Path, by: str, at: str) -> Path | None:
        raise StoreError("what is in memory takes in no copy")

    def grant(self, role: str, rights: str) -> None:
        raise InvalidInput("what is in memory has no roles")

    def dump(self) -> Iterator[DumpedTable]:
        raise StoreError("what is in memory has no rows")

    def load(self, tables: Iterable[DumpedTable]) -> None:
        raise StoreError("what is in memory has no rows")

    def checks(self) -> Iterator[Check]:
        yield Check("tables", "in memory")

    def counts(self) -> dict[str, int]:
        now, states = self._now, ("proposed", "approved", "rejected")
        held = [candidate.state for candidate in now.candidates.values()]
        return {
            "concepts": len(now.newest),
            "terms": len(now.terms),
            "documents": len(now.documents),
            "units": len(now.units),
        } | {f"candidates_{state}": held.count(state) for state in states}

    def evidence(self) -> Iterator[Any]:
        for candidate in self.candidates(CandidateFilter(state=None)):
            for each in candidate.evidence:
                yield f"candidate {candidate.id}", ((candidate.zh, candidate.en),), each
        for entry in self.concepts():
            pairs = tuple(
                (z.text, e.text) for _, z in entry.terms("zh") for _, e in entry.terms("en")
            )
            yield from ((entry.id, pairs, each) for each in entry.evidence)

    def evidence_saying(self, keys: Collection[str]) -> Iterator[tuple[str, Evidence]]:
        says = saying(keys)
        for whose, _, each in self.evidence():
            if whose.startswith(CANDIDATE) and says(dumps(each)):
                yield whose, each


class MemoryStaging:
    """See `glossary.store.base.Staging`: everything waits until it is applied."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._entries: dict[str, tuple[ConceptEntry | None, Revision | None]] = {}
        self._conflicts: list[Conflicted] = []
        self._units: list[TranslationUnit] = []
        self._documents: list[tuple[Document, str]] = []
        self._proposals: list[tuple[list[Proposal], str, str]] = []

    def put_concepts(self, entries: Iterable[ConceptEntry]) -> None:
        for entry in entries:
            self._stage(entry.id, entry)

    def delete_concepts(self, ids: Iterable[str]) -> None:
        for concept_id in ids:
            if self._store.revision_number(concept_id):
                self._stage(concept_id, None)

    def _stage(self, concept_id: str, entry: ConceptEntry | None) -> None:
        self._entries.pop(concept_id, None)  # a later one of several takes the last position
        history = self._store.revisions(concept_id)
        self._entries[concept_id] = entry, history[-1] if history else None

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        staged = ((name, self._entries.get(name, (None, None))[0]) for name in ids)
        return {name: entry for name, entry in staged if entry}

    def put_conflict(self, conflict: Conflicted) -> None:
        self._conflicts.append(conflict)

    def put_units(self, units: Iterable[TranslationUnit]) -> None:
        self._units += units

    def put_document(self, document: Document, at: str) -> None:
        self._documents.append((document, at))

    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> None:
        self._proposals.append((list(proposals), subject, at))

    def write(self) -> None:
        pass

    def stale(self) -> list[Stale]:
        return [
            Stale(name, entry, base.entry if base else None)
            for name, (entry, base) in self._entries.items()
            if self._store.revisions(name)[-1:] not in ([], [base])
        ]

    @contextmanager
    def applying(self, verb: str, by: str, at: str, summary: str = "") -> Iterator[int]:
        with self._store.transaction():
            yield self._store.new_step(verb, by, at, summary)

    def apply(self, step: int) -> Added:
        store = self._store
        for concept_id, (entry, _) in self._entries.items():
            if entry:
                store.put_concept(entry, step)
            else:
                store.delete_concept(concept_id, step)
        for conflict in self._conflicts:
            store.put_conflict(conflict, step)
        for document, at in self._documents:
            store.put_document(document, at)
        added = [store.propose(*proposed) for proposed in self._proposals]
        return Added(
            sum(each.candidates for each in added),
            sum(each.evidence for each in added),
            store.put_units(self._units, step),
        )
