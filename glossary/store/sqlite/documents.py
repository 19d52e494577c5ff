"""Documents as they were read, in SQLite."""

from __future__ import annotations

from glossary.store.base import StoredDocument
from glossary.store.sqlite.rows import DOCUMENT, STATE_COUNT, text_in
from glossary.store.sqlite.session import Session
from glossary.text.script import languages_in

_CANDIDATES = (
    "SELECT state, count(*) FROM candidate WHERE id IN "
    "(SELECT candidate_id FROM evidence WHERE document_sha256 = :sha UNION "
    "SELECT candidate_id FROM evidence WHERE en_document_sha256 = :sha) GROUP BY state"
)


class DocumentTables:
    """Documents."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def documents(self, *, limit: int | None = None, offset: int = 0) -> list[StoredDocument]:
        sql = (
            "SELECT sha256, name, text, added_at FROM document "
            "ORDER BY added_at DESC, sha256 DESC LIMIT ? OFFSET ?"
        )
        page = (-1 if limit is None else limit, offset)
        return [self._stored(*row) for row in self._session.rows(sql, page, DOCUMENT)]

    def count_documents(self) -> int:
        return int(self._session.rows("SELECT count(*) FROM document")[0][0])

    def _stored(self, sha256: str, name: str, packed: bytes, at: str) -> StoredDocument:
        text = text_in(packed)
        counts: dict[str, int] = dict(self._session.rows(_CANDIDATES, {"sha": sha256}, STATE_COUNT))
        return StoredDocument(sha256, name, languages_in(text), len(text), at, counts)
