"""What every store does; the contract tests in `tests/store` hold each of them to it.

A store keeps and narrows; it never scores. Whatever changes data runs inside `transaction()`,
and belongs to a step: what one command or request did, and what one undo takes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from glossary.model import (
    Candidate,
    ConceptEntry,
    Document,
    Evidence,
    Judgement,
    Proposal,
    TranslationUnit,
)


class TermRow(NamedTuple):
    """A term as lookup sees it. `id` is new whenever the term changes."""

    id: int
    concept_id: str
    tag: str
    language: str
    text: str
    status: str
    subject: str


class Position(NamedTuple):
    """Where a database stands: its random id, the number of the last change to its units, and
    that change's random mark, which differs where the database was set back and went on."""

    database: str
    change: int
    mark: str


class SegmentChange(NamedTuple):
    """A change to a unit, and its text in one language; None where the unit is gone."""

    change: int
    mark: str
    unit_id: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person did: its verb, and the step that took it back, if one did."""

    id: int
    verb: str
    by: str
    at: str
    summary: str = ""
    undone_by: int | None = None

    @property
    def is_undoable(self) -> bool:
        """Can it be taken back: is it no undo, not undone, and no mere note of what was read?"""
        return self.undone_by is None and self.verb not in (*NOT_UNDONE, "restore")


NOT_UNDONE = ("undo", "mine", "demo")
"""Verbs of steps that change no term: there is nothing of them to take back."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A concept entry as a step left it; `entry` is None where the step deleted it."""

    id: int
    concept_id: str
    number: int
    step: Step
    entry: ConceptEntry | None


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


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """Which candidates: state, least confidence, kind, method, document name or hash."""

    state: str | None = "proposed"
    least_confidence: float = 0.0
    kind: str | None = None
    method: str | None = None
    document: str | None = None


WAITING = CandidateFilter()


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found: in words, with the first problems, and what to do about them."""

    name: str
    found: str
    problems: tuple[str, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A look-up that found nothing: how often, and when last."""

    query: str
    language: str
    count: int
    last_at: str


@dataclass(frozen=True, slots=True)
class Added:
    """What a run of mining brought that was not known: counts."""

    candidates: int = 0
    evidence: int = 0
    units: int = 0


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


class Stale(NamedTuple):
    """A staged entry that others have changed since: as it was staged, and as it was then; None
    where it is to be deleted, or was not there."""

    id: str
    staged: ConceptEntry | None
    base: ConceptEntry | None


def unit_key(unit: TranslationUnit) -> str:
    """What makes two translation units one: texts, tags and, where there are any, inline codes.
    Where a unit comes from, and what else a file says of it, is not asked."""
    zh, en = unit.zh, unit.en
    codes = (zh.inline, en.inline) if zh.inline or en.inline else ()
    return "\0".join((zh.text, en.text, zh.tag, en.tag, *codes))


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


class Store(Protocol):
    """See the module's docstring. All methods raise StoreError when the database fails."""

    path: Path

    def close(self) -> None: ...
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

    def backup(self, target: Path) -> None:
        """A whole, consistent copy, while others read and write. The copy has an identity of its
        own, since from here on the two may go different ways. Raises StoreError."""

    def restore(self, source: Path, by: str, at: str) -> Path | None:
        """Put a checked backup in place of all that is here, as a step `restore`, while others
        read and write; the database gets a new identity. Returns where the state before is kept,
        None where there was none. Raises StoreError, and then all is as it was."""

    def checks(self) -> Iterator[Check]:
        """Is the database whole: pages, references, records, what is derived from them? Ends at
        the first check after which no other makes sense."""

    def rebuild_terms(self) -> None:
        """Make the terms and their index anew from the entries; inside a transaction."""

    def evidence(self) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Evidence]]:
        """All evidence: of what it is, the pairs of which it may prove one, and itself."""

    def owns(self, path: Path) -> bool:
        """Is that one of the database's own files, which nothing else may open or write?"""

    def identity(self) -> Position:
        """Where the database stands: its id and the last committed change to units."""

    def counts(self) -> dict[str, int]:
        """Rows by kind, for `stats`."""

    # steps and history
    def new_step(self, verb: str, by: str, at: str, summary: str = "") -> int: ...
    def last_step(self) -> Step | None:
        """The last step that is neither undone, nor itself an undo, nor a note of mining or of
        the demo, which there is nothing to take back of."""

    def step(self, step_id: int) -> Step:
        """Raises NotFound."""

    def step_counts(self, step: int) -> dict[str, int]:
        """How many `entries`, `judgements`, `units` and `conflicts` a step touched."""

    def steps_upon(self, step: int) -> list[Step]:
        """The later steps, not undone, that changed or judged the same again, newest first."""

    def steps(
        self, verb: str | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Step]:
        """The steps, or those of one verb, newest first."""

    def count_steps(self) -> int: ...

    def mark_undone(self, step: int, by_step: int) -> None: ...
    def step_concepts(self, step: int) -> list[str]:
        """Ids of the entries that a step changed, in order."""

    def revisions(self, concept_id: str) -> list[Revision]:
        """The history of an entry, oldest first; empty where there never was one."""

    def entries_before(self, ids: Iterable[str], step: int) -> Iterator[ConceptEntry]:
        """Those entries as they were before a step; the ones that were not there are left out."""

    # concept entries
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

    def put_concept(self, entry: ConceptEntry, step: int) -> None:
        """Add or replace."""

    def put_concepts(self, entries: Iterable[ConceptEntry], step: int) -> None:
        """The same for many, much faster than one by one; read as a stream."""

    def delete_concept(self, concept_id: str, step: int) -> None:
        """An entry that is not there is passed over."""

    def delete_concepts(self, ids: Iterable[str], step: int) -> None: ...

    # terms
    def term_rows(self, language: str | None = None) -> Iterator[TermRow]: ...
    def term_rows_of(self, concept_ids: Iterable[str]) -> list[TermRow]: ...
    def terms_version(self) -> tuple[str, int]:
        """(database id, number of the last change to entries)."""

    def concepts_changed_since(self, change: int) -> list[str]: ...
    def narrow_terms(self, query: str, language: str | None, limit: int) -> list[TermRow]:
        """Terms that may match `query`, likeliest first; lookup scores them."""

    def term_words(self, after: int) -> list[tuple[int, str]]:
        """(rising number, word) of the Latin words of all terms, those after that number."""

    def terms_with_key(self, key: str, language: str) -> list[TermRow]: ...
    def want(self, query: str, language: str, at: str, count: int = 1) -> None: ...
    def wanted(self, limit: int = 50) -> list[Wanted]: ...

    # mining and review
    def put_document(self, document: Document, at: str) -> None: ...
    def document_text(self, sha256: str) -> str | None: ...
    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> Added:
        """Add what is new; known pairs get new evidence only, judged ones stay judged."""

    def candidate(self, candidate_id: int) -> Candidate:
        """Raises NotFound."""

    def candidates(
        self, where: CandidateFilter = WAITING, *, limit: int | None = None, offset: int = 0
    ) -> list[Candidate]:
        """Highest confidence first, with their evidence in the order of the text."""

    def count_candidates(self, where: CandidateFilter = WAITING) -> int: ...
    def set_candidate(self, candidate: Candidate) -> None:
        """Its state and concept id after a judgement."""

    def put_judgement(self, judgement: Judgement, step: int) -> None: ...
    def judgements(self, candidate_id: int) -> list[Judgement]: ...
    def step_judgements(self, step: int) -> list[Judgement]: ...

    # translation units
    def put_units(self, units: Iterable[TranslationUnit], step: int | None) -> int:
        """Add those not yet there; how many were new."""

    def known_units(self, units: Sequence[TranslationUnit]) -> list[bool]:
        """Whether each is there already."""

    def delete_units(self, ids: Iterable[int]) -> None: ...
    def step_units(self, step: int) -> list[int]: ...
    def units(self, ids: Iterable[int]) -> list[TranslationUnit]:
        """In the order asked, missing ones left out."""

    def all_units(self) -> Iterator[TranslationUnit]: ...
    def segment_changes(self, language: str, after: int) -> Iterator[SegmentChange]:
        """The changes after that number, in order, with the text as it is now."""

    def change_mark(self, change: int) -> str:
        """Random, and the change's own: tells it from one that took its number after a restore."""

    def segments(self, language: str, after_id: int = 0) -> Iterator[tuple[int, str]]:
        """(unit id, text) of every unit, by id."""

    # exchange
    def put_exported(self, profile: str, zh_tag: str, ids: Iterable[str]) -> None:
        """Remember that these entries went out as they are now."""

    def put_exported_at(self, profile: str, zh_tag: str, revisions: Iterable[int]) -> None:
        """Remember that entries went out as these revisions."""

    def exported(self, ids: Iterable[str]) -> list[Exported]: ...
    def put_conflict(self, conflict: Conflicted, step: int) -> None: ...
    def conflicts(self, state: str | None = "open") -> list[Conflicted]: ...
    def conflict(self, conflict_id: int) -> Conflicted:
        """Raises NotFound."""

    def settle_conflict(self, conflict_id: int, state: str, step: int) -> None: ...
    def undo_conflicts(self, step: int) -> None: ...
