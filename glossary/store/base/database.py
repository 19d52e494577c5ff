"""The database as a whole: transactions, large changes, copies, checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from glossary.model import ConceptEntry, Document, Proposal, TranslationUnit
from glossary.store.base.exchange import Conflicted
from glossary.store.base.review import Added


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found: in words, with the first problems, and what to do about them."""

    name: str
    found: str
    problems: tuple[str, ...] = ()
    advice: str = ""


class Stale(NamedTuple):
    """A staged entry that others have changed since: as it was staged, and as it was then; None
    where it is to be deleted, or was not there."""

    id: str
    staged: ConceptEntry | None
    base: ConceptEntry | None


class Staging(Protocol):
    """A large change, prepared while others read and write, and made visible in one moment.

    Nothing of it is there for anybody before, nor if the process ends; of one entry that is staged
    several times the last counts. All but `apply` is called outside `transaction()`.
    """

    def put_concepts(self, entries: Iterable[ConceptEntry]) -> None: ...
    def delete_concepts(self, ids: Iterable[str]) -> None: ...
    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        """Those of the entries that are staged, as they will be."""

    def put_conflict(self, conflict: Conflicted) -> None: ...
    def put_units(self, units: Iterable[TranslationUnit]) -> None: ...
    def put_document(self, document: Document, at: str) -> None: ...
    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> None: ...
    def write(self) -> None:
        """Do ahead, in short transactions, what can be done ahead."""

    def stale(self) -> list[Stale]:
        """The entries that others changed since they were staged; to be staged again, inside the
        transaction that applies them, or they would be overwritten."""

    def apply(self, step: int) -> Added:
        """Make it visible, inside `transaction()`; what of it was new. Raises ConflictError where
        the database was replaced meanwhile."""


class Transactions(Protocol):
    """How what belongs together is read and written together."""

    def transaction(self, *, wait: bool = True) -> AbstractContextManager[None]:
        """All or nothing; durable when it ends. Nested ones join the outer: whatever leaves one
        by an exception takes the whole back, unless the outer catches it. Raises Busy where
        others write all the time that it waits; without `wait`, where one writes now."""

    def snapshot(self) -> AbstractContextManager[None]:
        """All that is read inside is as it was at one moment, while others write. Reads only."""

    def staging(self) -> AbstractContextManager[Staging]:
        """For changes of many entries or units, which others must not wait for. One a thread."""

    def give_way(self) -> None:
        """Let others write, between two transactions of a long work."""


class Upkeep(Protocol):
    """What an administrator asks for."""

    def close(self) -> None: ...
    def owns(self, path: Path) -> bool:
        """Is that one of the database's own files, which nothing else may open or write?"""

    def counts(self) -> dict[str, int]:
        """Rows by kind, for `stats`."""

    def checks(self) -> Iterator[Check]:
        """Is the database whole: pages, references, records, what is derived from them? Ends at
        the first check after which no other makes sense."""

    def rebuild_terms(self) -> None:
        """Make the terms and their index anew from the entries; inside a transaction."""

    def backup(self, target: Path) -> None:
        """A whole, consistent copy, while others read and write. The copy has an identity of its
        own, since from here on the two may go different ways. Raises StoreError."""

    def restore(self, source: Path, by: str, at: str) -> Path | None:
        """Put a checked backup in place of all that is here, as a step `restore`, while others
        read and write; the database gets a new identity. Returns where the state before is kept,
        None where there was none. Raises StoreError, and then all is as it was."""
