"""What went out by an export, and what an import left to be settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from glossary.model import ConceptEntry


@dataclass(frozen=True, slots=True)
class Exported:
    """An entry as it was when it last went out by a profile: the base of a later merge."""

    concept_id: str
    profile: str
    zh_tag: str
    entry: ConceptEntry


@dataclass(frozen=True, slots=True)
class Conflicted:
    """An import that a person must settle: what differs, in words, and the entry that came."""

    concept_id: str
    differences: tuple[str, ...]
    theirs: ConceptEntry
    source: str = ""
    state: str = "open"
    id: int | None = None


class ExchangeReader(Protocol):
    """What went out, and what waits."""

    def exported(self, ids: Iterable[str]) -> list[Exported]: ...
    def conflicts(self, state: str | None = "open") -> list[Conflicted]: ...
    def conflict(self, conflict_id: int) -> Conflicted:
        """Raises NotFound."""


class ExchangeWriter(Protocol):
    """Exports noted; conflicts queued, settled, taken back."""

    def put_exported(self, profile: str, zh_tag: str, ids: Iterable[str]) -> None:
        """Remember that these entries went out as they are now."""

    def put_exported_at(self, profile: str, zh_tag: str, revisions: Iterable[int]) -> None:
        """Remember that entries went out as these revisions."""

    def put_conflict(self, conflict: Conflicted, step: int) -> None: ...
    def settle_conflict(self, conflict_id: int, state: str, step: int) -> None: ...
    def undo_conflicts(self, step: int) -> None:
        """Drop the conflicts that a step brought; open again those it settled."""
