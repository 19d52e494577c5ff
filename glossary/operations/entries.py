"""Find, add, create, edit, delete and merge concept entries. Each change is a step."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count
from typing import Protocol

from glossary.errors import ConflictError, InvalidInput, NotFound
from glossary.model import ConceptEntry, Context, TermSection
from glossary.operations.concept import holds, merged, section_for, with_term
from glossary.operations.options import NewPair
from glossary.operations.validity import check_pair, checked, checked_text
from glossary.store.base import Revision, Store, TermRow
from glossary.text.fold import term_key

# ---------------------------------------------------------------- finding entries


class EntryFinder(Protocol):
    """Finds the current entries: a store, or drafts upon one."""

    def concept(self, concept_id: str) -> ConceptEntry: ...
    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]: ...
    def terms_with_key(self, key: str, language: str) -> list[TermRow]: ...
    def id_used(self, concept_id: str) -> bool: ...


def entries_with(store: EntryFinder, zh: str, en: str) -> list[ConceptEntry]:
    """Entries that have either term, those with both first."""
    rows = [
        *store.terms_with_key(term_key(zh, "zh"), "zh"),
        *store.terms_with_key(term_key(en, "en"), "en"),
    ]
    entries = store.concepts_by_id(row.concept_id for row in rows).values()
    return sorted(entries, key=lambda e: (not holds(e, zh, en), e.id))


def entry_that_has(store: EntryFinder, zh: str, en: str) -> ConceptEntry | None:
    """The entry that has both terms, even in another script, case or number: a pair that is added
    or approved joins it."""
    return next((e for e in entries_with(store, zh, en) if holds(e, zh, en)), None)


def entry_to_join(
    store: EntryFinder, zh: str, en: str, concept_id: str | None, new: bool
) -> ConceptEntry | None:
    """The entry that a pair joins: the one given, else one that has both terms; None to make a new
    one. Raises NotFound."""
    if concept_id:
        return store.concept(concept_id)
    return None if new else entry_that_has(store, zh, en)


def history(store: Store, concept_id: str) -> list[Revision]:
    """Every revision of an entry, oldest first. Raises NotFound."""
    revisions = store.revisions(concept_id)
    if not revisions:
        raise NotFound(f"no concept {concept_id!r}, now or ever")
    return revisions


def new_id(store: EntryFinder, english: str) -> str:
    """A readable XML name that was never used as an id: `mutual-reassurance`, `…-2`."""
    words = re.findall(r"[a-z0-9]+", english.lower())
    base = "-".join(words)[:60].strip("-") or "concept"
    base = base if base[0].isalpha() else f"c-{base}"
    candidates = chain([base], (f"{base}-{n}" for n in count(2)))
    return next(c for c in candidates if not store.id_used(c))


# ---------------------------------------------------------------- adding a pair


def add(store: Store, pair: NewPair, at: str) -> ConceptEntry:
    """Add the pair; returns its entry. Adding the same pair again changes nothing and makes no
    step. Raises InvalidInput, NotFound."""
    pair = replace(pair, zh=" ".join(pair.zh.split()), en=" ".join(pair.en.split()))
    check_pair(pair.zh, pair.en, pair.status)
    with store.transaction():
        before = entry_to_join(store, pair.zh, pair.en, pair.concept_id, pair.new)
        entry = _made(store, pair, at) if before is None else _with_remarks(before, pair)
        entry = _with_terms(entry, pair, at)
        if entry != before:
            checked_text(entry)
            entry = replace(entry, changed_by=pair.by, changed_at=at)
            summary = f"{pair.zh} = {pair.en}"
            store.put_concept(entry, store.new_step("add", pair.by, at, summary))
    return entry


def _made(store: Store, pair: NewPair, at: str) -> ConceptEntry:
    return ConceptEntry(
        new_id(store, pair.en),
        (),
        subject=pair.subject,
        definition=pair.definition,
        note=pair.note,
        source=pair.source,
        created_by=pair.by,
        created_at=at,
    )


def _with_remarks(entry: ConceptEntry, pair: NewPair) -> ConceptEntry:
    """The entry with the subject and definition of the pair, if it has none itself; notes are
    joined."""
    return replace(
        entry,
        subject=entry.subject or pair.subject,
        definition=entry.definition or pair.definition,
        note="\n".join(dict.fromkeys(n for n in (entry.note, pair.note) if n)),
    )


def _with_terms(entry: ConceptEntry, pair: NewPair, at: str) -> ConceptEntry:
    en_tag = section_for(entry, "en", pair.en, [pair.en])
    entry = with_term(entry, en_tag, _term(pair, pair.en, pair.en_context, at))
    zh_tag = section_for(entry, "zh", pair.zh, [pair.zh, pair.zh_context], pair.zh_tag)
    return with_term(entry, zh_tag, _term(pair, pair.zh, pair.zh_context, at))


def _term(pair: NewPair, text: str, context: str, at: str) -> TermSection:
    return TermSection(
        text,
        status=pair.status or "",
        part_of_speech=pair.part_of_speech,
        source=pair.source,
        contexts=(Context(context, pair.source),) if context else (),
        created_by=pair.by,
        created_at=at,
    )


# ---------------------------------------------------------------- whole entries


def create(store: Store, entry: ConceptEntry, by: str, at: str) -> ConceptEntry:
    """Store a new entry; without an id it gets one. Raises ConflictError for an id in use."""
    with store.transaction():
        english = next((t.text for _, t in entry.terms("en")), "")
        made = replace(checked(entry), id=entry.id or new_id(store, english))
        made = replace(made, created_by=by, created_at=at, changed_by=by, changed_at=at)
        if store.revision_number(made.id):
            raise ConflictError(f"the id {made.id!r} is taken")
        store.put_concept(made, store.new_step("add", by, at, made.id))
    return made


def edit(store: Store, entry: ConceptEntry, revision: int | None, by: str, at: str) -> ConceptEntry:
    """Replace an entry. With `revision`, raises ConflictError if it was changed since that one."""
    with store.transaction():
        _expect(store, entry.id, revision)
        entry = replace(checked(entry), changed_by=by, changed_at=at)
        store.put_concept(entry, store.new_step("edit", by, at, entry.id))
    return entry


def delete(store: Store, concept_id: str, revision: int | None, by: str, at: str) -> None:
    """Delete an entry; its history is kept. Raises ConflictError as `edit` does, NotFound."""
    with store.transaction():
        _expect(store, concept_id, revision)
        store.delete_concept(concept_id, store.new_step("delete", by, at, concept_id))


def _expect(store: Store, concept_id: str, revision: int | None) -> None:
    current = store.revision_number(concept_id)
    if not current:
        store.concept(concept_id)  # raises NotFound
    if revision is not None and revision != current:
        raise ConflictError(
            f"{concept_id} was changed meanwhile (revision {current}, not {revision}); "
            "read it again"
        )


def merge(store: Store, kept_id: str, other_id: str, by: str, at: str) -> ConceptEntry:
    """Merge two entries under the id of the first. Raises InvalidInput, NotFound."""
    if kept_id == other_id:
        raise InvalidInput("two different entries are wanted")
    with store.transaction():
        kept, other = store.concept(kept_id), store.concept(other_id)
        entry = merged(kept, other, by, at)
        step = store.new_step("merge", by, at, f"{kept_id} + {other_id}")
        store.put_concept(entry, step)
        store.delete_concept(other_id, step)
    return entry
