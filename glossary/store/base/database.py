"""Protocols for the whole database: transactions, large changes, copies, checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from glossary.model import ConceptEntry, Document, Proposal, TranslationUnit
from glossary.store.base.exchange import Conflicted
from glossary.store.base.review import Added

RIGHTS = ("reader", "reviewer", "owner")
"""What somebody may do with a shared database: look up; work in it; all, also restore it."""


@dataclass(frozen=True, slots=True)
class Check:
    """The result of a check: a description, the first problems, and what to do about them."""

    name: str
    found: str
    problems: tuple[str, ...] = ()
    advice: str = ""


class Stale(NamedTuple):
    """A staged entry that others have changed since: as staged, and as it was before staging; None
    if it is to be deleted, or did not exist."""

    id: str
    staged: ConceptEntry | None
    base: ConceptEntry | None


class Staging(Protocol):
    """A large change, prepared while others read and write, and made visible at once.

    Nobody sees any of it before `apply`, nor if the process ends. If an entry is staged several
    times, the last one counts. Everything but `apply` is called outside `transaction()`.
    """

    def put_concepts(self, entries: Iterable[ConceptEntry]) -> None: ...
    def delete_concepts(self, ids: Iterable[str]) -> None: ...
    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        """The staged entries of these ids, as they will be."""

    def put_conflict(self, conflict: Conflicted) -> None: ...
    def put_units(self, units: Iterable[TranslationUnit]) -> None: ...
    def put_document(self, document: Document, at: str) -> None: ...
    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> None: ...
    def write(self) -> None:
        """Write ahead, in short transactions, whatever can be."""

    def stale(self) -> list[Stale]:
        """The entries that others have changed since they were staged.

        They must be staged again inside the transaction that applies them, or the changes are
        overwritten.
        """

    def applying(
        self, verb: str, by: str, at: str, summary: str = ""
    ) -> AbstractContextManager[int]:
        """A transaction for `apply`, and its step. As much as can be is written before it locks
        others out; so it is not for those who look inside it at how things stand."""

    def apply(self, step: int) -> Added:
        """Make the change visible, inside `transaction()` or `applying()`; returns what was new.

        Raises ConflictError if the database was replaced meanwhile.
        """


class Transactions(Protocol):
    """Groups reads or writes that belong together."""

    def transaction(self, *, wait: bool = True) -> AbstractContextManager[None]:
        """A transaction: all or nothing, durable when it ends.

        Nested ones join the outer one: an exception in any of them rolls back everything, unless
        the outer one catches it. Raises Busy if others keep writing for as long as it waits;
        without `wait`, if another is writing now.
        """

    def snapshot(self) -> AbstractContextManager[None]:
        """A read-only transaction: everything read in it is from one moment, while others write."""

    def staging(self) -> AbstractContextManager[Staging]:
        """Prepare changes of many entries or units without blocking others. One per thread."""

    def give_way(self) -> None:
        """Let others write, between two transactions of a long task."""


class Upkeep(Protocol):
    """Administration of a database."""

    @property
    def target(self) -> str:
        """The path or URL that opens it again in another process, with a password if it has one:
        never to be shown."""

    def close(self) -> None: ...
    def owns(self, path: Path) -> bool:
        """Whether the path is one of the database's own files, which nothing else may open or
        write."""

    def counts(self) -> dict[str, int]:
        """The number of rows by kind, for `stats`."""

    def checks(self) -> Iterator[Check]:
        """Check the integrity of the database: pages, references, records, derived data.

        Ends at the first failure after which further checks make no sense.
        """

    def rebuild_terms(self) -> None:
        """Rebuild the terms and their index from the entries; inside a transaction."""

    @property
    def is_shared(self) -> bool:
        """Whether programs on other machines may use the database, too."""

    def backup(self, target: Path) -> list[str]:
        """Write a complete, consistent copy, while others read and write; answers what had to be
        left out, in words, as this program may not read it.

        The copy gets a new identity, since it and the original may diverge. Raises StoreError.
        """

    def grant(self, role: str, rights: str) -> None:
        """Give a role of a database server these of RIGHTS, and no others. Raises InvalidInput if
        there are no roles, or not this one; StoreError."""

    def restore(self, source: Path, by: str, at: str) -> Path | None:
        """Replace all data by a checked backup, as a step `restore`, while others read and write.

        The database gets a new identity. Returns the path of a copy of the state before, None if
        there was none. Raises StoreError, and then nothing has changed.
        """
