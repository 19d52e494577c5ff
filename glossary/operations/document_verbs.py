"""The verbs of `Termbase` on documents: mining them, and what was kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary import operations
from glossary.operations import options
from glossary.operations.clock import Clock
from glossary.store import base

if TYPE_CHECKING:
    from glossary.operations.realigning import Realigned


class DocumentVerbs:
    """Documents, what is found in them, and the alignments of their sentences."""

    store: base.Store
    clock: Clock

    @options.takes(options.FilesToMine)
    def mine(self, files: options.FilesToMine) -> operations.mining.Mined:
        """Mine a document, or a source and its translation, and propose the pairs."""
        return operations.mining.mine(self.store, files, self.clock)

    @options.takes(options.DocumentsToMine)
    def mine_documents(self, job: options.DocumentsToMine) -> operations.mining.Mined:
        """`mine`, for documents that are already read (see `documents.parse`)."""
        return operations.mining.mine_documents(self.store, job, self.clock)

    def documents(self, *, limit: int | None = None, offset: int = 0) -> list[base.StoredDocument]:
        """The documents that were read, the last one first."""
        return self.store.documents(limit=limit, offset=offset)

    def count_documents(self) -> int:
        return self.store.count_documents()

    def document(self, sha256: str) -> base.StoredDocument:
        """The document of that hash. Raises NotFound."""
        return self.store.document(sha256)

    def document_text(self, sha256: str) -> str:
        """The text of a document, into which all spans point. Raises NotFound."""
        return self.store.document_text(self.document(sha256).sha256) or ""

    def marks(self, sha256: str, start: int, end: int) -> list[base.Marked]:
        """The evidence with a term that begins in `[start, end)` of a document."""
        return self.store.marks(sha256, start, end)

    def alignments(self, sha256: str) -> list[base.Alignment]:
        """The alignments that a document is part of, the newest first."""
        return self.store.alignments(sha256)

    def beads(
        self, alignment: int, *, limit: int | None = None, offset: int = 0
    ) -> list[base.StoredBead]:
        """The beads of an alignment, in its order."""
        return self.store.beads(alignment, limit=limit, offset=offset)

    def bead(self, bead_id: int) -> base.StoredBead:
        """The bead of that number. Raises NotFound."""
        return self.store.bead(bead_id)

    @options.takes(options.BeadCorrection)
    def correct_alignment(self, correction: options.BeadCorrection) -> Realigned:
        """Join a bead with the next, split it, or move a sentence over, as one step; the memory and
        the evidence follow."""
        return operations.realigning.correct(self.store, correction, self.clock)
