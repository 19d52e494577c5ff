"""Concept entries and their terms in memory."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from glossary.errors import NotFound
from glossary.model import ConceptEntry
from glossary.store.base import EVERYTHING, ConceptFilter, TermRow, Wanted
from glossary.store.base.narrowing import AllOf, AnyOf, HasPrefix, HasToken, Narrowing
from glossary.store.tables.rows import dumps
from glossary.text.fold import term_key
from glossary.text.grams import filter_tokens, grams_of
from glossary.text.tags import language_of
from glossary.text.written import saying
from tests.store.memory.session import MemorySession, kept, page


class MemoryConcepts(MemorySession):
    """See `glossary.store.base.concepts` and `terms`."""

    def concept(self, concept_id: str) -> ConceptEntry:
        for entry in self.concepts_by_id([concept_id]).values():
            return entry
        raise NotFound(f"no concept {concept_id!r}")

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        now = self._now
        there = (name for name in ids if name in now.newest)
        return {name: now.revisions[now.newest[name]][3] for name in there}  # type: ignore[misc]

    def concepts(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[ConceptEntry]:
        return (entry for _, entry in self.concepts_at(where, limit=limit, offset=offset))

    def concepts_at(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[tuple[int, ConceptEntry]]:
        now = self._now
        rows = ((at, now.revisions[at]) for _, at in sorted(now.newest.items()))
        found = [
            (at, entry)
            for at, (_, _, step, entry) in rows
            if entry and _fits(where, entry, now.steps[step].at)
        ]
        return iter(page(found, limit, offset))

    def concepts_saying(self, keys: Collection[str]) -> Iterator[ConceptEntry]:
        says = saying(keys)
        return (entry for entry in self.concepts() if says(dumps(entry)))

    def count_concepts(self, where: ConceptFilter = EVERYTHING) -> int:
        return sum(1 for _ in self.concepts(where))

    def revision_number(self, concept_id: str) -> int:
        at = self._now.newest.get(concept_id)
        return self._now.revisions[at][1] if at else 0

    def id_used(self, concept_id: str) -> bool:
        return any(name == concept_id for name, *_ in self._now.revisions.values())

    def put_concept(self, entry: ConceptEntry, step: int) -> None:
        at = self._revise(entry.id, kept(entry), step)
        self._mine.newest[entry.id] = at
        self._put_terms(entry)

    def put_concepts(self, entries: Iterable[ConceptEntry], step: int) -> None:
        for entry in entries:
            self.put_concept(entry, step)

    def delete_concept(self, concept_id: str, step: int) -> None:
        if concept_id in self._mine.newest:
            self._revise(concept_id, None, step)
            del self._mine.newest[concept_id]

    def delete_concepts(self, ids: Iterable[str], step: int) -> None:
        for concept_id in ids:
            self.delete_concept(concept_id, step)

    def _revise(self, concept_id: str, entry: ConceptEntry | None, step: int) -> int:
        mine = self._mine
        at, number = mine.number("revision"), mine.number(f"revision of {concept_id}")
        mine.revisions[at] = concept_id, number, step, entry
        mine.terms = {i: row for i, row in mine.terms.items() if row.concept_id != concept_id}
        return at

    def _put_terms(self, entry: ConceptEntry) -> None:
        mine = self._mine
        for section in entry.languages:
            language = language_of(section.tag)
            for term in section.terms:
                row = (entry.id, section.tag, language, term.text, term.status, entry.subject)
                number = mine.number("term")
                mine.terms[number] = TermRow(number, *row)
                for word in grams_of(term.text, language).words:
                    mine.words.setdefault(word, len(mine.words) + 1)

    def rebuild_terms(self) -> None:
        self._mine.terms, self._mine.database = {}, secrets.token_hex(16)
        for entry in self.concepts():
            self._put_terms(entry)

    def term_rows(self, language: str | None = None) -> Iterator[TermRow]:
        rows = list(self._now.terms.values())
        return (row for row in rows if language in (None, row.language))

    def term_rows_of(self, concept_ids: Iterable[str]) -> list[TermRow]:
        ids = set(concept_ids)
        return [row for row in self.term_rows() if row.concept_id in ids]

    def terms_with_keys(self, keys: Collection[tuple[str, str]]) -> list[TermRow]:
        return [row for key in keys for row in self.terms_with_key(*key)]

    def terms_with_key(self, key: str, language: str) -> list[TermRow]:
        return [row for row in self.term_rows(language) if term_key(row.text, language) == key]

    def terms_version(self) -> tuple[str, int]:
        return self._now.database, self._now.last.get("revision", 0)

    def concepts_changed_since(self, change: int) -> list[str]:
        later = (name for at, (name, *_) in self._now.revisions.items() if at > change)
        return list(dict.fromkeys(later))

    def narrow_terms(self, wanted: Narrowing, language: str | None, limit: int) -> list[TermRow]:
        found = [row for row in self.term_rows(language) if _fulfils(_tokens(row), wanted)]
        return sorted(found, key=lambda row: (len(row.text), row.id))[:limit]

    def term_words(self, after: int) -> list[tuple[int, str]]:
        return [(number, word) for word, number in self._now.words.items() if number > after]

    def want(self, query: str, language: str, at: str, count: int = 1) -> None:
        before = self._mine.wanted.get((query, language))
        count += before.count if before else 0
        self._mine.wanted[query, language] = Wanted(query, language, count, at)

    def wanted(self, limit: int = 50) -> list[Wanted]:
        return sorted(self._now.wanted.values(), key=lambda w: (-w.count, w.query))[:limit]


def _fits(where: ConceptFilter, entry: ConceptEntry, changed_at: str) -> bool:
    wanted = {"subject": where.subject, "id": where.id}
    if any(value not in (None, getattr(entry, name)) for name, value in wanted.items()):
        return False
    if where.changed_since is not None and changed_at < where.changed_since:
        return False
    if any(section.tag == where.missing and section.terms for section in entry.languages):
        return False
    terms = [(section.tag, term) for section in entry.languages for term in section.terms]
    begins = where.begins is None or any(
        term_key(term.text, language_of(tag))[:1] in list(where.begins) for tag, term in terms
    )
    return begins and (
        where.status is where.tag is where.region is None
        or any(
            where.tag in (None, tag)
            and where.status in (None, term.status)
            and where.region in (None, *tag.split("-")[1:])
            for tag, term in terms
        )
    )


@lru_cache(maxsize=10_000)
def _tokens(row: TermRow) -> frozenset[str]:
    filters = filter_tokens(row.language, row.tag, row.subject, row.status)
    return frozenset([*grams_of(row.text, row.language).tokens, *filters])


def _fulfils(tokens: frozenset[str], wanted: Narrowing) -> bool:
    match wanted:
        case HasToken(token):
            return token in tokens
        case HasPrefix(prefix):
            return any(token.startswith(prefix) for token in tokens)
        case AllOf(parts):
            return all(_fulfils(tokens, part) for part in parts)
        case AnyOf(parts):
            return any(_fulfils(tokens, part) for part in parts)
