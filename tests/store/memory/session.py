"""All tables, and a thread's view of them.

A transaction changes a copy of all tables, which replaces the old ones when it ends, so that
readers see one moment."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from glossary.errors import Busy
from glossary.model import Candidate, ConceptEntry, Document, Judgement, TranslationUnit
from glossary.store.base import (
    Alignment,
    Change,
    Comment,
    Conflicted,
    DeadLetter,
    Exported,
    Hook,
    Job,
    Step,
    StoredBead,
    TermRow,
    Wanted,
)
from glossary.store.tables.rows import dumps


@dataclass
class State:
    """All tables, and the last id used in each."""

    database: str = field(default_factory=lambda: secrets.token_hex(16))
    last: dict[str, int] = field(default_factory=dict)
    steps: dict[int, Step] = field(default_factory=dict)
    revisions: dict[int, tuple[str, int, int, ConceptEntry | None]] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)  # concept -> revision, of existing ones
    terms: dict[int, TermRow] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    wanted: dict[tuple[str, str], Wanted] = field(default_factory=dict)
    documents: dict[str, tuple[Document, str]] = field(default_factory=dict)
    alignments: dict[int, Alignment] = field(default_factory=dict)
    beads: dict[int, StoredBead] = field(default_factory=dict)
    bead_units: dict[int, str] = field(default_factory=dict)  # bead -> unit_key
    withdrawn: set[tuple[Any, ...]] = field(default_factory=set)  # (candidate, *place_of)
    candidates: dict[tuple[str, str], Candidate] = field(default_factory=dict)
    judgements: dict[int, tuple[Judgement, int]] = field(default_factory=dict)
    units: dict[int, tuple[TranslationUnit, int | None]] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)  # unit_key -> unit
    changes: list[tuple[int, str, int]] = field(default_factory=list)
    exported: dict[tuple[str, str], Exported] = field(default_factory=dict)
    conflicts: dict[int, tuple[Conflicted, int, int | None]] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)
    comments: dict[int, Comment] = field(default_factory=dict)
    feed: list[Change] = field(default_factory=list)
    hooks: dict[int, Hook] = field(default_factory=dict)
    claims: dict[int, tuple[str, float]] = field(default_factory=dict)  # hook -> (owner, until)
    letters: dict[int, DeadLetter] = field(default_factory=dict)
    moves: dict[tuple[int, int], str] = field(default_factory=dict)  # (step, comment) -> from

    def copied(self) -> State:
        return State(**{name: copy(table) for name, table in vars(self).items()})

    def number(self, table: str) -> int:
        self.last[table] = self.last.get(table, 0) + 1
        return self.last[table]


class MemoryDatabase:
    """What several stores share, like a file."""

    def __init__(self) -> None:
        self.state = State()
        self.writer = threading.Lock()


class MemorySession:
    """What the parts share: the current tables, and those that a transaction may change."""

    def __init__(self, database: MemoryDatabase | None = None) -> None:
        self._database = database or MemoryDatabase()
        self._local = threading.local()

    @property
    def _now(self) -> State:
        """The tables as this thread sees them."""
        return getattr(self._local, "state", None) or self._database.state

    @property
    def _mine(self) -> State:
        """The tables that this thread's transaction changes."""
        if not getattr(self._local, "writes", False):
            raise RuntimeError("a change outside transaction()")
        return self._local.state  # type: ignore[no-any-return]

    @contextmanager
    def transaction(self, *, wait: bool = True) -> Iterator[None]:
        if getattr(self._local, "writes", False):
            yield
            return
        if not self._database.writer.acquire(timeout=30 if wait else 0):
            raise Busy("another thread writes; try again when it is done")
        try:
            self._local.state, self._local.writes = self._database.state.copied(), True
            yield
            self._commit(self._database.state, self._local.state)
            self._database.state = self._local.state
        finally:
            self._local.state, self._local.writes = None, False
            self._database.writer.release()

    def _commit(self, before: State, after: State) -> None:
        """Complete the tables of a transaction that is about to end."""

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if getattr(self._local, "state", None):
            yield
            return
        self._local.state = self._database.state
        try:
            yield
        finally:
            self._local.state = None


def kept(value: Any) -> Any:
    """The value itself. Raises InvalidInput if there is a text in it that no store takes."""
    dumps(value)
    return value


def page(rows: list[Any], limit: int | None, offset: int) -> list[Any]:
    return rows[offset : None if limit is None else offset + limit]
