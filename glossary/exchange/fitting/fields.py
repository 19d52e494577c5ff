"""Reduce an entry to the fields and values that a target supports."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import Any

from glossary.exchange.dates import american_date, iso_date
from glossary.exchange.fitting.loss import Teller
from glossary.exchange.profiles.base import ExportTarget
from glossary.exchange.tbx.extras import described, has_place, is_date, occupied
from glossary.exchange.words import part_of_speech_of, term_type_of
from glossary.model import (
    CHANGED,
    CREATED,
    STATUSES,
    ConceptEntry,
    Context,
    LanguageSection,
    TermSection,
)

_HISTORY = (*CREATED, *CHANGED)


class Fields:
    """Removes what a target does not carry; references may only point to `ids`."""

    def __init__(
        self, target: ExportTarget, carries: Container[str], ids: Container[str], tell: Teller
    ) -> None:
        self._target, self._carries, self._ids, self._tell = target, carries, ids, tell

    def carried(self, entry: ConceptEntry) -> ConceptEntry:
        """The entry without the fields that the target does not carry."""
        changes: dict[str, Any] = {}
        for field in ("subject", "definition", "definition_source", "note", "source"):
            changes |= self._without(entry, field, field)
        changes |= self._without_history(entry, "history", "")
        entry = replace(
            entry, languages=tuple(self._carried_language(s) for s in entry.languages), **changes
        )
        fitting: ConceptEntry = self._fitting_extras(entry, "concept", "")
        return fitting

    def _carried_language(self, section: LanguageSection) -> LanguageSection:
        changes: dict[str, Any] = {}
        for field in ("definition", "definition_source", "note"):
            changes |= self._without(section, field, f"language_{field}", section.tag)
        changes["terms"] = tuple(self._carried_term(t, section.tag) for t in section.terms)
        fitting: LanguageSection = self._fitting_extras(
            replace(section, **changes), "language", section.tag
        )
        return fitting

    def _carried_term(self, term: TermSection, tag: str) -> TermSection:
        where = f"{term.text} ({tag})"
        changes: dict[str, Any] = {}
        for field in ("part_of_speech", "term_type"):
            changes |= self._without(term, field, field, where)
        for field in ("source", "note"):
            changes |= self._without(term, field, f"term_{field}", where)
        changes |= self._without_history(term, "term_history", where)
        if "status" not in self._carries and term.status != "admitted":
            self._tell("dropped", "status", term.status, where)
            changes["status"] = "admitted"
        if term.contexts:
            changes["contexts"] = self._carried_contexts(term, where)
        term = self._listed_values(replace(term, **changes), where)
        fitting: TermSection = self._fitting_extras(term, "term", where)
        return fitting

    def _carried_contexts(self, term: TermSection, where: str) -> tuple[Context, ...]:
        contexts = term.contexts
        if "contexts" not in self._carries:
            kept: tuple[Context, ...] = ()
        elif self._target.table:
            kept = tuple(context for context in contexts if context.text.strip())[:1]
        else:
            kept = contexts
        for context in contexts:
            if context not in kept:
                source = f" ({context.source})" if context.source else ""
                self._tell("dropped", "context", context.text + source, where)
        if "context_source" in self._carries:
            return kept
        for context in kept:
            if context.source:
                self._tell("dropped", "context_source", context.source, where)
        return tuple(Context(context.text) for context in kept)

    def _without(self, section: Any, field: str, name: str, where: str = "") -> dict[str, str]:
        """The change that empties a field, if the target does not carry it; else {}."""
        value = getattr(section, field)
        if not value or name in self._carries:
            return {}
        self._tell("dropped", name, value, where)
        return {field: ""}

    def _without_history(self, section: Any, name: str, where: str) -> dict[str, str]:
        if not any(getattr(section, field) for field in _HISTORY) or name in self._carries:
            return {}
        value = " ".join(filter(None, (getattr(section, field) for field in _HISTORY)))
        self._tell("dropped", name, value, where)
        return dict.fromkeys(_HISTORY, "")

    def _listed_values(self, term: TermSection, where: str) -> TermSection:
        """Replace values that the dialect does not list by the nearest that it does."""
        if "data" in self._carries:
            return term
        if term.status not in STATUSES:
            self._tell("changed", "status", term.status, where, "written as admitted")
            term = replace(term, status="admitted")
        part, kind = term.part_of_speech, term.term_type
        dialect = self._target.dialect
        if dialect is None:
            spelt = {"part_of_speech": part_of_speech_of(part), "term_type": term_type_of(kind)}
            return self._spelt(term, spelt, where)
        if part and (nearest := dialect.nearest_part_of_speech(part)) != part:
            term = self._spelt(term, {"part_of_speech": nearest}, where)
        if kind and not dialect.allows("termNote", "termType", "term", kind):
            self._tell("dropped", "term_type", kind, where, "not in the dialect's list")
            term = replace(term, term_type="")
        return term

    def _spelt(self, term: TermSection, spelt: dict[str, str], where: str) -> TermSection:
        for field, value in spelt.items():
            old = getattr(term, field)
            if value != old:
                self._tell("changed", field, old, where, f"written as {value}")
        return replace(term, **spelt)  # type: ignore[arg-type]

    def _fitting_extras(self, section: Any, level: str, where: str) -> Any:
        """Keep the extras that the dialect has a place for, term notes first; and only valid
        dates."""
        dialect = self._target.dialect
        if level != "language":
            section = self._valid_dates(section, where)
        if not section.extra or "data" in self._carries:
            return section
        kept = []
        taken = occupied(section, level, dialect) if dialect else set()
        for extra in section.extra:
            if dialect and has_place(extra, level, dialect, taken, self._ids):
                kept.append(extra)
            else:
                self._tell("dropped", "extra", described(extra), where)
        kept.sort(key=lambda extra: extra.element != "termNote")
        return replace(section, extra=tuple(kept))

    def _valid_dates(self, section: Any, where: str) -> Any:
        """Dates as the target can write them: TBX v2 has dates without times, memoQ only with
        times."""
        if "data" in self._carries:
            return section
        dialect, table = self._target.dialect, self._target.table
        for field in ("created_at", "changed_at"):
            value = getattr(section, field)
            fits = is_date(value, dialect.version) if dialect else iso_date(american_date(value))
            if not value or fits or (table and not table.american_dates):
                continue
            day = value[:10] if dialect and is_date(value) else ""
            self._tell("changed" if day else "dropped", field, value, where, f"written as {day!r}")
            section = replace(section, **{field: day})
        return section
