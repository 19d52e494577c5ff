"""Fit entries to table rows: texts that a cell can hold, and the entries that rows make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from glossary.exchange.fitting.loss import Teller
from glossary.exchange.fitting.texts import mapped
from glossary.exchange.formats import format_named
from glossary.exchange.profiles.base import ExportTarget
from glossary.model import STATUSES, ConceptEntry, LanguageSection, TermSection
from glossary.text.tags import tag_for

_LINES = re.compile(r"\s*[\r\n\t]+\s*")


class RowFitter:
    """Fits entries to the table of one target, remembering the rows of the file so far."""

    def __init__(self, target: ExportTarget, tell: Teller) -> None:
        self._target, self._tell = target, tell
        self._longest_cell = format_named(target.format).longest_cell or None
        self._rows: set[str] = set()

    def flattened(self, entry: ConceptEntry) -> ConceptEntry:
        """The entry with texts as cells hold them, and no term twice."""
        flat = mapped(entry, self.cell_text)
        distinct: ConceptEntry = replace(flat, languages=tuple(map(self._distinct, flat.languages)))
        return distinct

    def cell_text(self, text: str) -> str:
        """A text as a cell holds it: trimmed, of limited length, in some targets without line
        breaks."""
        assert self._target.table
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x7f", "")
        if not self._target.table.line_breaks:
            text = _LINES.sub(" ", text)
        return text[: self._longest_cell].strip()

    def _distinct(self, section: LanguageSection) -> LanguageSection:
        """The section without terms of the same text, which rows cannot tell apart."""
        first = {term.text: term for term in reversed(section.terms)}
        if len(first) == len(section.terms):
            return section
        self._tell("dropped", "term", where=section.tag, reason="the same text stands twice")
        kept = tuple(term for term in section.terms if first[term.text] is term)
        return replace(section, terms=kept)

    def shaped(self, entry: ConceptEntry) -> Iterator[ConceptEntry]:
        """The entries that the rows of this one make."""
        shape = self._target.shape
        if shape == "concept":
            yield entry
            return
        source, target = entry.languages
        sources = _best_first(source.terms)
        targets = _best_first(target.terms)
        if shape == "first":
            self._tell_unused(source.tag, sources[1:])
            sources = sources[:1]
        if shape != "pair":
            self._tell_unused(target.tag, targets[1:])
            targets = targets[:1]
        for one in sources:
            for other in targets:
                if self._takes(one, other):
                    languages = (self._row_of(source, one), self._row_of(target, other))
                    yield replace(entry, languages=languages)

    def _row_of(self, section: LanguageSection, term: TermSection) -> LanguageSection:
        tag = tag_for(self._target.tag(section.tag), [term.text])
        return replace(section, tag=tag, terms=(term,))

    def _tell_unused(self, tag: str, terms: Sequence[TermSection]) -> None:
        for term in terms:
            self._tell("dropped", "term", term.text, tag, "one term a row")

    def _takes(self, one: TermSection, other: TermSection) -> bool:
        """Whether the pair may be a row: short enough, not a remark, and not already in the
        file."""
        limit, table = self._target.limit, self._target.table
        reason = ""
        if limit and max(len(one.text.encode()), len(other.text.encode())) > limit:
            reason = f"longer than {limit} bytes"
        elif table and table.remark and one.text.startswith(table.remark):
            reason = f"the tool takes {table.remark} for a remark"
        elif self._target.shape != "first":
            key = one.text if self._target.shape == "source" else f"{one.text}\t{other.text}"
            reason = "it stands in the file already" if key in self._rows else ""
            self._rows.add(key)
        if reason:
            self._tell("left out", "term", f"{one.text} = {other.text}", "", reason)
        return not reason


def _best_first(terms: Sequence[TermSection]) -> list[TermSection]:
    return sorted(terms, key=lambda term: STATUSES.index(term.status))
