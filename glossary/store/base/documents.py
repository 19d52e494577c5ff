"""Protocols for documents as they were read, and for the alignments of their sentences.

An alignment is of one document in both languages, or of a source and its translation. Its beads are
kept in order; a correction replaces some by others as a step, and the earlier ones stay for undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from glossary.model import AlignedPair, Candidate, Document, Evidence, TranslationUnit


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document: its languages, the more frequent first; characters of its text; when it was
    read; how many candidates it proves, by state."""

    sha256: str
    name: str
    languages: tuple[str, ...]
    length: int
    read_at: str
    candidates: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The alignment of two documents, or of one with itself. `document` is the name under which its
    pairs are in the memory; `beads` are all of them, `units` those with both sides."""

    id: int
    zh_sha256: str
    en_sha256: str
    document: str
    beads: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True)
class NewBead:
    """A bead to store. `place` is how many characters of sentences, in both languages, stand before
    it in its alignment; `unit` is its pair in the memory, None if a side is empty."""

    place: int
    pair: AlignedPair
    unit: TranslationUnit | None


@dataclass(frozen=True, slots=True)
class StoredBead:
    """A bead as stored, the step that added it, and the one that replaced it."""

    id: int
    alignment: int
    place: int
    pair: AlignedPair
    added: int
    removed: int | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """Evidence in a document, and the candidate that it proves (without its other evidence)."""

    candidate: Candidate
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed a change of beads: the candidates that lost evidence, and that got it back."""

    lost: tuple[int, ...] = ()
    regained: tuple[int, ...] = ()


class DocumentReader(Protocol):
    """Reads documents and their alignments."""

    def document_text(self, sha256: str) -> str | None: ...
    def document(self, sha256: str) -> StoredDocument:
        """The document of that hash. Raises NotFound."""

    def documents(self, *, limit: int | None = None, offset: int = 0) -> list[StoredDocument]:
        """The documents, those read last first."""

    def count_documents(self) -> int: ...
    def marks(self, sha256: str, start: int, end: int) -> list[Marked]:
        """Evidence with a term that begins in `[start, end)` of a document, in either language, in
        text order."""

    def alignments(self, sha256: str) -> list[Alignment]:
        """The alignments that a document is part of, the newest first."""

    def alignment(self, alignment_id: int) -> Alignment:
        """The alignment of that number. Raises NotFound."""

    def beads(
        self, alignment: int, *, limit: int | None = None, offset: int = 0
    ) -> list[StoredBead]:
        """The beads of an alignment, in its order."""

    def bead(self, bead_id: int) -> StoredBead:
        """The bead of that number, also one that was replaced. Raises NotFound."""

    def beads_beside(self, bead: StoredBead) -> tuple[StoredBead | None, StoredBead | None]:
        """The beads before and after one in its alignment."""

    def step_beads(self, step: int) -> tuple[list[StoredBead], list[StoredBead]]:
        """(those that a step replaced, those that it added), in order."""


class DocumentWriter(Protocol):
    """Adds documents and alignments, and changes beads."""

    def put_document(self, document: Document, at: str) -> None: ...
    def put_alignment(
        self, zh_sha256: str, en_sha256: str, document: str, beads: Sequence[NewBead], step: int
    ) -> None:
        """Store an alignment, unless there is one of the two documents already, which a person may
        have corrected."""

    def replace_beads(
        self, old: Sequence[StoredBead], new: Iterable[NewBead], step: int
    ) -> list[StoredBead]:
        """Replace beads of one alignment; returns the new ones, in order."""

    def restore_beads(self, step: int, undoing: int) -> None:
        """Put the beads that a step replaced back in place of those that it added."""

    def drop_bead_units(self, units: Iterable[TranslationUnit]) -> int:
        """Delete those of the units that mining or a correction stored and no bead has any more;
        returns how many."""

    def follow_beads(
        self, old: Iterable[StoredBead], new: Iterable[StoredBead], step: int
    ) -> Followed:
        """Withdraw evidence whose terms stood in one of the old beads and stand apart in the new
        ones; take back evidence, withdrawn before, whose terms are together again. A proposed
        candidate without other evidence is `withdrawn` as long."""
