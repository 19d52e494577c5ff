"""Protocols for the terms of the entries as look-ups see them, and for unsuccessful look-ups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from glossary.store.base.narrowing import Narrowing


class TermRow(NamedTuple):
    """A term as look-ups see it. `id` is new whenever the term changes."""

    id: int
    concept_id: str
    tag: str
    language: str
    text: str
    status: str
    subject: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A look-up that found nothing: how often, and when last."""

    query: str
    language: str
    count: int
    last_at: str


class TermReader(Protocol):
    """Reads all terms, and which of them changed."""

    def term_rows(self, language: str | None = None) -> Iterator[TermRow]: ...
    def term_rows_of(self, concept_ids: Iterable[str]) -> list[TermRow]: ...
    def terms_with_key(self, key: str, language: str) -> list[TermRow]: ...
    def terms_with_keys(self, keys: Collection[tuple[str, str]]) -> list[TermRow]:
        """The terms that have one of these (key, language)."""

    def terms_version(self) -> tuple[str, int]:
        """(database id, number of the last change to entries)."""

    def concepts_changed_since(self, change: int) -> list[str]: ...


class TermNarrower(Protocol):
    """Reads the index of the terms."""

    def narrow_terms(self, wanted: Narrowing, language: str | None, limit: int) -> list[TermRow]:
        """At most `limit` terms that match `wanted`, shortest first; look-ups score them. If very
        many match, the store may consider only some."""

    def term_words(self, after: int) -> list[tuple[int, str]]:
        """(rising number, word) of the Latin words of all terms, those after that number."""

    def terms_version(self) -> tuple[str, int]:
        """(database id, number of the last change to entries)."""


class WantedReader(Protocol):
    """Reads unsuccessful look-ups."""

    def wanted(self, limit: int = 50) -> list[Wanted]:
        """Unsuccessful look-ups, most frequent first."""


class WantedWriter(Protocol):
    """Counts unsuccessful look-ups."""

    def want(self, query: str, language: str, at: str, count: int = 1) -> None: ...
