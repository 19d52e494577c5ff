"""Find, add, create, edit, delete, revert and merge concept entries. Each change is a step."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count
from typing import Protocol

from glossary.errors import ConflictError, InvalidInput, NotFound
from glossary.model import CHANGED, CREATED, ConceptEntry, Context, TermSection
from glossary.operations.concept import holds, merged, section_for, with_term
from glossary.operations.options import Merger, NewPair
from glossary.operations.proof import TextOf, with_evidence
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
        expect_revision(store, entry.id, revision)
        entry = replace(checked(entry), changed_by=by, changed_at=at)
        store.put_concept(entry, store.new_step("edit", by, at, entry.id))
    return entry


def delete(store: Store, concept_id: str, revision: int | None, by: str, at: str) -> None:
    """Delete an entry; its history is kept. Raises ConflictError as `edit` does, NotFound."""
    with store.transaction():
        expect_revision(store, concept_id, revision)
        store.delete_concept(concept_id, store.new_step("delete", by, at, concept_id))


def revert(
    store: Store, concept_id: str, number: int, revision: int | None, by: str, at: str
) -> ConceptEntry:
    """The entry as its revision of that number had it, also of a deleted one, as a new revision.

    Evidence that came since stays with the pairs it proves. What is as it was makes no step.
    Raises ConflictError as `edit` does, InvalidInput, NotFound.
    """
    with store.transaction():
        unchanged(store, concept_id, revision)
        now = store.concepts_by_id([concept_id]).get(concept_id)
        entry = _as_of(history(store, concept_id), number)
        entry = with_evidence(entry, now.evidence if now else (), store.document_text)
        if now and replace(entry, changed_by=now.changed_by, changed_at=now.changed_at) == now:
            return now
        entry = replace(entry, changed_by=by, changed_at=at)
        summary = f"{concept_id} to revision {number}"
        store.put_concept(entry, store.new_step("revert", by, at, summary))
    return entry


def _as_of(revisions: list[Revision], number: int) -> ConceptEntry:
    name = revisions[0].concept_id
    found = next((r for r in revisions if r.number == number), None)
    if found is None:
        raise NotFound(f"{name} has no revision {number}; they are 1 to {len(revisions)}")
    if found.entry is None:
        raise InvalidInput(f"revision {number} deleted {name}; give the one before it")
    return found.entry


def chosen(entry: ConceptEntry, instead_of: ConceptEntry, text_of: TextOf) -> ConceptEntry:
    """The entry as a person chose it, instead of one that was made of both sides: under its id, as
    created and changed as that was, with its evidence where that proves a pair that was kept.
    Raises InvalidInput."""
    if entry.id not in ("", instead_of.id):
        raise InvalidInput(f"the id of the entry stays {instead_of.id}, it cannot be {entry.id}")
    history = {name: getattr(instead_of, name) for name in (*CREATED, *CHANGED)}
    entry = replace(checked(entry), id=instead_of.id, evidence=(), **history)
    return with_evidence(entry, instead_of.evidence, text_of)


def expect_revision(store: Store, concept_id: str, revision: int | None) -> None:
    """Raise NotFound for an entry that is not there, ConflictError for one at another revision than
    the one given."""
    if not store.revision_number(concept_id):
        store.concept(concept_id)  # raises NotFound
    unchanged(store, concept_id, revision)


def unchanged(store: Store, concept_id: str, revision: int | None) -> None:
    """Raise ConflictError for an entry at another revision than the one given, 0 for none."""
    current = store.revision_number(concept_id)
    if revision is not None and revision != current:
        raise ConflictError(
            f"{concept_id} was changed meanwhile (revision {current}, not {revision}); "
            "read it again"
        )


def merge(store: Store, merger: Merger, at: str) -> ConceptEntry:
    """Merge two entries under the id of the first, as was chosen, else with all that both have.
    Raises ConflictError as `edit` does, InvalidInput, NotFound."""
    kept_id, other_id, by = merger.kept_id, merger.other_id, merger.by
    if kept_id == other_id:
        raise InvalidInput("two different entries are wanted")
    with store.transaction():
        expect_revision(store, kept_id, merger.revision)
        expect_revision(store, other_id, merger.other_revision)
        kept, other = store.concept(kept_id), store.concept(other_id)
        entry = merged(kept, other, by, at)
        if merger.entry is not None:
            entry = chosen(merger.entry, entry, store.document_text)
        step = store.new_step("merge", by, at, f"{kept_id} + {other_id}")
        store.put_concept(entry, step)
        store.delete_concept(other_id, step)
        store.move_comments(other_id, kept_id, step)
    return entry
