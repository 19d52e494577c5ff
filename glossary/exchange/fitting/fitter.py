"""Fit an entry to a target, and report what that loses.

`Fitter.fit` returns the entries that the file will hold: reading the file gives exactly these.
Every difference from the original entry is reported as a Loss. Only this package drops anything;
writers write all they are given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from glossary.codec import texts_of
from glossary.exchange.fitting.evidence import with_contexts
from glossary.exchange.fitting.fields import Fields
from glossary.exchange.fitting.languages import Languages
from glossary.exchange.fitting.loss import Loss, Teller
from glossary.exchange.fitting.relocation import Relocation
from glossary.exchange.fitting.rows import RowFitter
from glossary.exchange.fitting.texts import mapped
from glossary.exchange.ids import DerivedIds, foreign_id
from glossary.exchange.options import WriteOptions
from glossary.exchange.profiles.base import ExportTarget
from glossary.exchange.sections import one_each
from glossary.exchange.xml import is_valid, valid
from glossary.model import ConceptEntry


class Fitter:
    """Fits entry after entry of one file; `lose` is called for each loss."""

    def __init__(
        self, target: ExportTarget, lose: Callable[[Loss], None], options: WriteOptions
    ) -> None:
        self._target = target
        self._tell = tell = Teller(lose)
        left_out = set() if options.history else {"history", "term_history"}
        self._carries = carries = target.carries - left_out
        self._languages = Languages(target, carries, options, tell)
        self._relocation = Relocation(target, carries, tell)
        self._fields = Fields(target, carries, () if options.ids is None else options.ids, tell)
        self._rows = RowFitter(target, tell)
        self._derived = DerivedIds()

    def fit(self, entry: ConceptEntry) -> list[ConceptEntry]:
        """The entry as it will be read back: none, one, or several if rows are pairs."""
        self._tell.concept_id = entry.id
        entry = self._proved(self._clean(entry))
        chosen = self._languages.chosen(entry)
        if chosen is None:
            return []
        if not {"data", "history"} <= self._carries:  # else every field has a place
            chosen = self._fields.carried(self._relocation.relocated(chosen))
        if self._target.table:
            chosen = self._rows.flattened(chosen)
        return [self._finished(part) for part in self._rows.shaped(chosen)]

    def _clean(self, entry: ConceptEntry) -> ConceptEntry:
        """Without control characters and empty terms, and with one section for each language."""
        if not is_valid("".join(texts_of(entry))):
            self._tell("changed", "text", reason="control characters taken out")
            entry = mapped(entry, valid)
        if self._target.table:
            cleaned = mapped(entry, self._rows.cell_text)
            if cleaned is not entry:
                self._tell("changed", "text", reason="outer spaces, line breaks or length")
            entry = cleaned
        tags = {section.tag for section in entry.languages}
        whole = all(s.terms and all(t.text.strip() for t in s.terms) for s in entry.languages)
        if whole and len(tags) == len(entry.languages):
            return entry
        self._tell("changed", "languages", reason="empty terms left out, one section a language")
        sections = (
            replace(s, terms=tuple(term for term in s.terms if term.text.strip()))
            for s in entry.languages
        )
        return replace(entry, languages=one_each(s for s in sections if s.terms))

    def _proved(self, entry: ConceptEntry) -> ConceptEntry:
        """The entry with the sentences of its evidence as contexts."""
        if not entry.evidence:
            return entry
        self._tell(
            "changed",
            "evidence",
            f"{len(entry.evidence)} places",
            "",
            "their sentences go out as contexts of the terms",
        )
        return replace(with_contexts(entry), evidence=())

    def _finished(self, entry: ConceptEntry) -> ConceptEntry:
        if "id" in self._carries:
            return self._named(entry) if self._target.table else entry
        derived = self._derived.of(entry.languages)
        self._tell("dropped", "id", entry.id)
        return replace(entry, id=derived)

    def _named(self, entry: ConceptEntry) -> ConceptEntry:
        """The entry under its id as an XML name, as which it is read back."""
        name = foreign_id(entry.id)
        if name == entry.id:
            return entry
        self._tell("changed", "id", entry.id, reason=f"written as {name}")
        return replace(entry, id=name)
