"""Definitions and notes that others changed in a folder of TBX: each waits as a conflict to settle.

An entry of theirs is one of ours if it has its id and a pair that ours has or had. A text that ours
has or had is nobody's edit, but an older copy; nor is one that is left out, as many tools drop what
they have no place for. What both sides changed shows what it was before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from glossary.exchange.merging.changes import differences, unlike
from glossary.model import ConceptEntry
from glossary.store.base import Conflicted, Store

FIELDS = ("definition", "note")

Place = tuple[str, str]
"""(tag, or "" for the concept; field)."""
Texts = dict[Place, str]


class TbxEdit(NamedTuple):
    """An entry as somebody would have it, and as it was when they began."""

    was: ConceptEntry
    theirs: ConceptEntry


def edit_of(theirs: ConceptEntry, revisions: Sequence[ConceptEntry]) -> TbxEdit | None:
    """What an entry of a file has in definitions and notes that no revision of ours has; the last
    of the revisions is ours as it is now."""
    ours, came = revisions[-1], _texts(theirs)
    known = [_texts(each) for each in revisions]
    edited = {
        place: text
        for place, text in came.items()
        if text and place in known[-1] and text not in {each.get(place, "") for each in known}
    }
    if not edited:
        return None
    base = _texts(_begun_with(theirs, revisions))
    began = {place: base.get(place, "") for place in edited}
    who = theirs.changed_by or theirs.created_by, theirs.changed_at or theirs.created_at
    proposed = replace(_with(ours, edited), changed_by=who[0], changed_at=who[1])
    return TbxEdit(_with(ours, began), proposed)


def propose_edits(store: Store, edits: Sequence[TbxEdit], name: str, by: str, at: str) -> int:
    """Put the edits that were never put there among the conflicts, a step for each person who is
    named in the file; returns how many."""
    met = (
        {_said(each.concept_id, each.theirs) for each in store.conflicts(None)} if edits else set()
    )
    by_person: dict[str, list[TbxEdit]] = {}
    for edit in edits:
        if (said := _said(edit.theirs.id, edit.theirs)) not in met:
            met.add(said)
            by_person.setdefault(edit.theirs.changed_by or by, []).append(edit)
    for who, theirs in by_person.items():
        with store.transaction():
            step = store.new_step("import", who, at, f"edited in {name}")
            for edit in theirs:
                store.put_conflict(_conflict(edit, name), step)
    return sum(map(len, by_person.values()))


def _conflict(edit: TbxEdit, name: str) -> Conflicted:
    who = " ".join(filter(None, (edit.theirs.changed_by, edit.theirs.changed_at)))
    source = f"{name} ({who})" if who else name
    said = differences(edit.was, replace(edit.theirs, **_history(edit.was)))
    return Conflicted(edit.theirs.id, said, edit.theirs, source, was=edit.was)


def _history(entry: ConceptEntry) -> dict[str, Any]:
    return {"changed_by": entry.changed_by, "changed_at": entry.changed_at}


def _said(concept_id: str, entry: ConceptEntry) -> tuple[object, ...]:
    """What an edit says: the same again is not proposed again."""
    return concept_id, *sorted(_texts(entry).items())


def _begun_with(theirs: ConceptEntry, revisions: Sequence[ConceptEntry]) -> ConceptEntry:
    """The revision that somebody edited: of those most like theirs the last that is not later."""
    fewest = min(unlike(each, theirs) for each in revisions)
    alike = [each for each in revisions if unlike(each, theirs) == fewest]
    at = theirs.changed_at or theirs.created_at
    before = [each for each in alike if at and (each.changed_at or each.created_at) <= at]
    return (before or alike)[-1]


def _texts(entry: ConceptEntry) -> Texts:
    """The definitions and notes of an entry and of its languages, "" where there is none."""
    return {
        (place, field): getattr(part, field)
        for place, part in [("", entry), *((each.tag, each) for each in entry.languages)]
        for field in FIELDS
    }


def _with(entry: ConceptEntry, texts: Texts) -> ConceptEntry:
    """The entry with these texts in their places."""
    languages = tuple(replace(each, **_of(texts, each.tag)) for each in entry.languages)
    return replace(entry, languages=languages, **_of(texts, ""))


def _of(texts: Texts, place: str) -> dict[str, Any]:
    return {field: text for (where, field), text in texts.items() if where == place}
