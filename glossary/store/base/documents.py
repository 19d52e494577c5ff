"""Protocols for documents as they were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


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


class DocumentReader(Protocol):
    """Reads documents."""

    def documents(self, *, limit: int | None = None, offset: int = 0) -> list[StoredDocument]:
        """The documents, those read last first."""

    def count_documents(self) -> int: ...
