"""Three-way merge of one concept: what we had at export, what we have now, what came in.

If only one side changed a field, its change is taken; if both changed it differently, ours is kept
and a conflict is reported for a person to resolve. Nothing is overwritten silently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from glossary.exchange.fitting.restoration import Key, keyed, placed
from glossary.model import CHANGED, CREATED, ConceptEntry, LanguageSection, TermSection

Verdict = Literal["new", "same", "changed", "conflict"]
Item = TypeVar("Item", LanguageSection, TermSection)

_CONCEPT_FIELDS = ("subject", "definition", "definition_source", "note", "source")
_LANGUAGE_FIELDS = ("definition", "definition_source", "note")
_TERM_FIELDS = ("status", "part_of_speech", "term_type", "source", "note")


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A field that both sides changed differently. `where` is a tag, or a term and its tag."""

    field: str
    where: str
    base: str
    ours: str
    theirs: str

    def __str__(self) -> str:
        where = f" of {self.where}" if self.where else ""
        was = f", was {self.base!r}" if self.base else ""
        return f"{self.field}{where}: ours {self.ours!r}, theirs {self.theirs!r}{was}"


def merge(
    base: ConceptEntry | None, ours: ConceptEntry, theirs: ConceptEntry
) -> tuple[ConceptEntry, tuple[MergeConflict, ...]]:
    """(the merged entry, conflicts).

    `base` is what was exported (`fitted`), or None if unknown: then both sides are joined, and
    every field in which they differ is a conflict.
    """
    if theirs in (ours, base):  # nothing changed, as for most entries of a file
        return ours, ()
    merger = _Merger()
    merged = merger.concept(base, ours, theirs)
    return merged, tuple(merger.conflicts)


def verdict(
    base: ConceptEntry | None, ours: ConceptEntry | None, theirs: ConceptEntry
) -> tuple[Verdict, ConceptEntry, tuple[MergeConflict, ...]]:
    """(what an import would do with the entry, the resulting entry, conflicts)."""
    if ours is None:
        return "new", theirs, ()
    merged, conflicts = merge(base, ours, theirs)
    if conflicts:
        return "conflict", merged, conflicts
    return ("same" if merged == ours else "changed"), merged, ()


class _Merger:
    """Merges level by level and collects the conflicts."""

    def __init__(self) -> None:
        self.conflicts: list[MergeConflict] = []

    def concept(
        self, base: ConceptEntry | None, ours: ConceptEntry, theirs: ConceptEntry
    ) -> ConceptEntry:
        languages = self._items(
            base.languages if base else (),
            ours.languages,
            theirs.languages,
            lambda section: section.tag,
            self._language,
            "language",
            "",
            base is not None,
        )
        fields = self._fields(base, ours, theirs, _CONCEPT_FIELDS, "")
        return replace(
            ours,
            languages=tuple(s for s in languages if s.terms),
            **fields,
            **_history(base, ours, theirs),
            extra=_joined(base, ours, theirs, "extra"),
        )

    def _language(
        self, base: LanguageSection | None, ours: LanguageSection, theirs: LanguageSection
    ) -> LanguageSection:
        if theirs in (ours, base):
            return ours
        tag = ours.tag
        terms = self._items(
            base.terms if base else (),
            ours.terms,
            theirs.terms,
            lambda term: term.text,
            lambda b, o, t: self._term(b, o, t, tag),
            "term",
            tag,
            base is not None,
        )
        fields = self._fields(base, ours, theirs, _LANGUAGE_FIELDS, tag)
        extra = _joined(base, ours, theirs, "extra")
        return replace(ours, terms=terms, **fields, extra=extra)

    def _term(
        self, base: TermSection | None, ours: TermSection, theirs: TermSection, tag: str
    ) -> TermSection:
        if theirs in (ours, base):
            return ours
        fields = self._fields(base, ours, theirs, _TERM_FIELDS, f"{ours.text} ({tag})")
        return replace(
            ours,
            **fields,
            **_history(base, ours, theirs),
            contexts=_joined(base, ours, theirs, "contexts"),
            extra=_joined(base, ours, theirs, "extra"),
        )

    def _fields(
        self, base: Any, ours: Any, theirs: Any, names: Sequence[str], where: str
    ) -> dict[str, Any]:
        return {
            name: self._value(
                name,
                where,
                getattr(base, name) if base else None,
                getattr(ours, name),
                getattr(theirs, name),
            )
            for name in names
        }

    def _value(self, field: str, where: str, base: str | None, ours: str, theirs: str) -> str:
        if theirs in (ours, base):
            return ours
        if ours == base or (base is None and not ours):
            return theirs
        if base is None and not theirs:
            return ours
        self.conflicts.append(MergeConflict(field, where, base or "", ours, theirs))
        return ours

    def _items(
        self,
        base: Sequence[Item],
        ours: Sequence[Item],
        theirs: Sequence[Item],
        key: Callable[[Item], str],
        join: Callable[[Item | None, Item, Item], Item],
        field: str,
        where: str,
        known: bool,
    ) -> tuple[Item, ...]:
        """Sections or terms, matched by their key; ours first, in our order."""
        was, came, have = (keyed(items, key) for items in (base, theirs, ours))
        merged: dict[Key, Item] = {}
        for at, item in have.items():
            if at in came:
                merged[at] = join(was.get(at), item, came[at])
            elif at not in was or not known:
                merged[at] = item  # theirs never had it
            elif was[at] != item:  # they deleted what we have changed
                self.conflicts.append(MergeConflict(field, where, at[0], at[0], ""))
                merged[at] = item
        fresh: list[Key] = []
        for at, item in came.items():
            if at in have:
                continue
            if at not in was:
                fresh.append(at)
            elif was[at] != item:  # they changed what we have deleted
                self.conflicts.append(MergeConflict(field, where, at[0], "", at[0]))
        order = placed(list(merged), list(came), fresh) if known else [*merged, *fresh]
        return tuple(merged[at] if at in merged else came[at] for at in order)


def _joined(base: Any, ours: Any, theirs: Any, name: str) -> tuple[Any, ...]:
    """Contexts or extras: ours without those that they deleted, followed by those they added."""
    was = getattr(base, name) if base else ()
    mine, came = getattr(ours, name), getattr(theirs, name)
    kept = tuple(item for item in mine if item in came or item not in was)
    return kept + tuple(item for item in came if item not in mine and item not in was)


def _history(base: Any, ours: Any, theirs: Any) -> dict[str, Any]:
    """Who and when: created as ours if known, changed as theirs if they changed the entry later."""

    def side(entry: Any, names: Sequence[str]) -> dict[str, Any]:
        return {name: getattr(entry, name) for name in names}

    made, changed = side(ours, CREATED), side(ours, CHANGED)
    if not any(made.values()) and (base is None or side(theirs, CREATED) != side(base, CREATED)):
        made = side(theirs, CREATED)
    came = side(theirs, CHANGED)
    if base is not None and came == side(base, CHANGED):
        return made | changed
    newer = came["changed_at"] >= changed["changed_at"] and any(came.values())
    return made | (came if newer else changed)
