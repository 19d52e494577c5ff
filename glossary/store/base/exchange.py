"""Protocols for exported revisions, and for conflicts left by an import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from glossary.model import ConceptEntry


@dataclass(frozen=True, slots=True)
class Exported:
    """An entry as last exported by a profile: the base of a later merge."""

    concept_id: str
    profile: str
    zh_tag: str
    entry: ConceptEntry


@dataclass(frozen=True, slots=True)
class Conflicted:
    """An import that a person must resolve: the differences in words, the entry from the file, and
    what both sides started from, where that is known. Its state is `open`, or what was taken:
    `ours`, `theirs`, or an `entry` that a person chose of both, by the step `settled`."""

    concept_id: str
    differences: tuple[str, ...]
    theirs: ConceptEntry
    source: str = ""
    state: str = "open"
    id: int | None = None
    was: ConceptEntry | None = None
    settled: int | None = None


class ExchangeReader(Protocol):
    """Reads exports and open conflicts."""

    def exported(self, ids: Iterable[str]) -> list[Exported]: ...
    def conflicts(self, state: str | None = "open") -> list[Conflicted]: ...
    def conflict(self, conflict_id: int) -> Conflicted:
        """The conflict of that number. Raises NotFound."""


class ExchangeWriter(Protocol):
    """Records exports; adds, settles and undoes conflicts."""

    def put_exported(self, profile: str, zh_tag: str, ids: Iterable[str]) -> None:
        """Record that these entries were exported as they are now."""

    def put_exported_at(self, profile: str, zh_tag: str, revisions: Iterable[int]) -> None:
        """Record that entries were exported as these revisions."""

    def put_conflict(self, conflict: Conflicted, step: int) -> None: ...
    def settle_conflict(self, conflict_id: int, state: str, step: int) -> None: ...
    def undo_conflicts(self, step: int) -> None:
        """Delete the conflicts that a step added; reopen those it settled."""
