"""Move what a target has no place for to another field: definitions and sources."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from glossary.exchange.fitting.loss import Teller
from glossary.exchange.profiles.base import ExportTarget
from glossary.model import ConceptEntry
from glossary.text.tags import language_of


class Relocation:
    """Moves fields that one target can only hold elsewhere."""

    def __init__(self, target: ExportTarget, carries: Container[str], tell: Teller) -> None:
        self._target, self._carries, self._tell = target, carries, tell

    def relocated(self, entry: ConceptEntry) -> ConceptEntry:
        """The entry with definitions and sources where the target has a place for them."""
        carries = self._carries
        if "definition" not in carries and "language_definition" in carries and entry.definition:
            entry = self._definition_down(entry)
        if "definition" in carries and "language_definition" not in carries:
            entry = self._definition_up(entry)
        if self._target.comment and "note" in carries:
            entry = self._into_comment(entry)
        if "source" in carries and not entry.source and not self._target.dialect:
            sources = (
                t.source or next((c.source for c in t.contexts if c.source), "")
                for s in entry.languages
                for t in s.terms
            )
            source = next(filter(None, sources), "")
            if source:
                self._tell("moved", "source", source, reason="from a term to the concept")
                entry = replace(entry, source=source)
        return entry

    def _definition_down(self, entry: ConceptEntry) -> ConceptEntry:
        language = "en" if entry.definition.isascii() else "zh"
        for at, section in enumerate(entry.languages):
            if language_of(section.tag) == language and not section.definition:
                self._tell("moved", "definition", entry.definition, reason=f"to {section.tag}")
                languages = list(entry.languages)
                languages[at] = replace(section, definition=entry.definition)
                return replace(entry, languages=tuple(languages), definition="")
        return entry

    def _definition_up(self, entry: ConceptEntry) -> ConceptEntry:
        if entry.definition:
            return entry
        for at, section in enumerate(entry.languages):
            if section.definition:
                self._tell(
                    "moved",
                    "language_definition",
                    section.definition,
                    section.tag,
                    "to the concept",
                )
                languages = list(entry.languages)
                languages[at] = replace(section, definition="")
                return replace(entry, definition=section.definition, languages=tuple(languages))
        return entry

    def _into_comment(self, entry: ConceptEntry) -> ConceptEntry:
        """The entry with all its definitions and its note in the one comment that the tool
        shows."""
        texts = [entry.definition, *(s.definition for s in entry.languages)]
        found = list(dict.fromkeys(filter(None, texts)))
        if not found:
            return entry
        for text in found:
            self._tell("moved", "definition", text, reason="into the comment")
        languages = tuple(replace(s, definition="") for s in entry.languages)
        note = "\n".join([*found, entry.note] if entry.note else found)
        return replace(entry, definition="", languages=languages, note=note)
