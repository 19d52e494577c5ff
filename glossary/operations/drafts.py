"""Entries as they will be when all decisions of a step are saved: each sees those before it.

Nothing is written until then: a preview locks nobody out, and a refusal leaves nothing half done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from glossary.errors import NotFound
from glossary.model import ConceptEntry
from glossary.store.base import Store, TermRow
from glossary.text.fold import term_key
from glossary.text.tags import language_of

# Chosen: pairs of a document are often decided together. At half, three documents by turns fit; at
# double, twice the memory is taken where documents are books.
_TEXTS = 8


class DraftedEntries:
    """The entries of a store, with drafts in place of some of them; None is one to be deleted."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.drafts: dict[str, ConceptEntry | None] = {}
        self._ids: dict[tuple[str, str], set[str]] = {}  # of entries that have, or had, a term
        self.text_of = lru_cache(_TEXTS)(store.document_text)

    def put(self, concept_id: str, entry: ConceptEntry | None) -> None:
        self.drafts[concept_id] = entry
        for row in _rows(entry):
            key = term_key(row.text, row.language), row.language
            self._ids.setdefault(key, set()).add(concept_id)

    def discard(self, concept_id: str) -> None:
        """Forget the draft of an entry."""
        self.drafts.pop(concept_id, None)

    # ------------------------------------------------------------ reading, as a store

    def concept(self, concept_id: str) -> ConceptEntry:
        if concept_id not in self.drafts:
            return self.store.concept(concept_id)
        if entry := self.drafts[concept_id]:
            return entry
        raise NotFound(f"no concept {concept_id!r}: it came with what is taken back")

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        wanted = list(dict.fromkeys(ids))
        stored = self.store.concepts_by_id(i for i in wanted if i not in self.drafts)
        return stored | {i: entry for i in wanted if (entry := self.drafts.get(i))}

    def terms_with_keys(self, keys: Collection[tuple[str, str]]) -> list[TermRow]:
        stored = self.store.terms_with_keys(keys)
        drafted = (
            row
            for key, language in keys
            for concept_id in sorted(self._ids.get((key, language), ()))
            for row in _rows(self.drafts.get(concept_id))
            if row.language == language and term_key(row.text, language) == key
        )
        return [*(row for row in stored if row.concept_id not in self.drafts), *drafted]

    def id_used(self, concept_id: str) -> bool:
        return concept_id in self.drafts or self.store.id_used(concept_id)


def _rows(entry: ConceptEntry | None) -> list[TermRow]:
    """The terms of an entry; drafts have no ids of terms."""
    if entry is None:
        return []
    return [
        TermRow(0, entry.id, s.tag, language_of(s.tag), term.text, term.status, entry.subject)
        for s in entry.languages
        for term in s.terms
    ]
