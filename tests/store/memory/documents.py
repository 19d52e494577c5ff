"""Documents in memory."""

from __future__ import annotations

from collections import Counter

from glossary.model import Document
from glossary.store.base import StoredDocument
from glossary.text.script import languages_in
from tests.store.memory.session import MemorySession, page


class MemoryDocuments(MemorySession):
    """See `glossary.store.base.documents`."""

    def documents(self, *, limit: int | None = None, offset: int = 0) -> list[StoredDocument]:
        held = self._now.documents.values()
        last_first = sorted(held, key=lambda pair: (pair[1], pair[0].sha256), reverse=True)
        return page([self._stored(*pair) for pair in last_first], limit, offset)

    def count_documents(self) -> int:
        return len(self._now.documents)

    def _stored(self, document: Document, at: str) -> StoredDocument:
        counts = Counter(
            candidate.state
            for candidate in self._now.candidates.values()
            if any(
                document.sha256 in (e.document_sha256, e.en_document_sha256)
                for e in candidate.evidence
            )
        )
        text = document.text
        languages = languages_in(text)
        return StoredDocument(document.sha256, document.name, languages, len(text), at, counts)
