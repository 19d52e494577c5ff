"""Protocols for concept entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from glossary.model import ConceptEntry


@dataclass(frozen=True, slots=True)
class ConceptFilter:
    """Selects entries: each given field narrows; status, tag and region are those of the same term.

    `changed_since` is an ISO date or time in UTC, compared with the time of the last step that
    changed the entry here. `id` selects one entry; `missing` those without a term of this tag.
    `begins` are characters: the key of one of its terms (`glossary.text.fold.term_key`) begins with
    one of them.
    """

    subject: str | None = None
    status: str | None = None
    tag: str | None = None
    changed_since: str | None = None
    id: str | None = None
    missing: str | None = None
    region: str | None = None
    begins: str | None = None


EVERYTHING = ConceptFilter()


class ConceptReader(Protocol):
    """Reads the current entries."""

    def concept(self, concept_id: str) -> ConceptEntry:
        """The entry of that id. Raises NotFound."""

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        """Entries by id, in the order requested; missing ones are left out."""

    def concepts(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[ConceptEntry]:
        """The entries, sorted by id."""

    def concepts_at(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[tuple[int, ConceptEntry]]:
        """(id of its current revision, entry), sorted by id of the entry."""

    def concepts_saying(self, keys: Collection[str]) -> Iterator[ConceptEntry]:
        """The entries with a text, or other value, that has one of `keys` in its search key
        (`glossary.text.tokens.search_key`), sorted by id; maybe a few others too."""

    def count_concepts(self, where: ConceptFilter = EVERYTHING) -> int: ...
    def revision_number(self, concept_id: str) -> int:
        """The number of the current revision; 0 for an entry that does not exist."""

    def id_used(self, concept_id: str) -> bool:
        """Whether an entry of that id exists or ever existed."""


class ConceptWriter(Protocol):
    """Changes entries, as part of a step."""

    def put_concept(self, entry: ConceptEntry, step: int) -> None:
        """Add or replace an entry."""

    def put_concepts(self, entries: Iterable[ConceptEntry], step: int) -> None:
        """Add or replace many entries, much faster than one by one; the iterable is streamed."""

    def delete_concept(self, concept_id: str, step: int) -> None:
        """Delete an entry; one that does not exist is ignored."""

    def delete_concepts(self, ids: Iterable[str], step: int) -> None: ...
