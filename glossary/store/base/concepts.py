"""Concept entries as a store keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from glossary.model import ConceptEntry


@dataclass(frozen=True, slots=True)
class ConceptFilter:
    """Which entries: each given field narrows; status and tag are those of one and the same term.
    `changed_since` is an ISO date or time in UTC, compared with the time of the last step that
    changed the entry here. `id` is that of one entry."""

    subject: str | None = None
    status: str | None = None
    tag: str | None = None
    changed_since: str | None = None
    id: str | None = None


EVERYTHING = ConceptFilter()


class ConceptReader(Protocol):
    """Entries as they are now."""

    def concept(self, concept_id: str) -> ConceptEntry:
        """Raises NotFound."""

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        """In the order asked, missing ones left out."""

    def concepts(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[ConceptEntry]:
        """By id."""

    def concepts_at(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[tuple[int, ConceptEntry]]:
        """The same with the id of the revision that each is."""

    def count_concepts(self, where: ConceptFilter = EVERYTHING) -> int: ...
    def revision_number(self, concept_id: str) -> int:
        """0 for an entry that is not there."""

    def id_used(self, concept_id: str) -> bool:
        """Is there an entry of that id, or was there ever one?"""


class ConceptWriter(Protocol):
    """Entries changed, as part of a step."""

    def put_concept(self, entry: ConceptEntry, step: int) -> None:
        """Add or replace."""

    def put_concepts(self, entries: Iterable[ConceptEntry], step: int) -> None:
        """The same for many, much faster than one by one; read as a stream."""

    def delete_concept(self, concept_id: str, step: int) -> None:
        """An entry that is not there is passed over."""

    def delete_concepts(self, ids: Iterable[str], step: int) -> None: ...
