"""Read concept entries from tables: CSV, TSV and XLSX with any known heads.

Rows with the same id are one concept; without ids every row is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import BinaryIO

from glossary.errors import InvalidInput
from glossary.exchange.dates import iso_date
from glossary.exchange.ids import DerivedIds, foreign_id
from glossary.exchange.options import READ, OnRecord, ReadOptions
from glossary.exchange.sections import one_each
from glossary.exchange.spool import Spool
from glossary.exchange.table import cells
from glossary.exchange.table.columns import TermColumn, plan
from glossary.exchange.table.start import NoTerms, Start, is_remark, start_of, tell_start
from glossary.exchange.words import part_of_speech_of, status_of, term_type_of
from glossary.model import (
    CHANGED,
    CREATED,
    ConceptEntry,
    Context,
    Extra,
    LanguageSection,
    TermSection,
)
from glossary.text.tags import detect_language, normalise_tag, tag_for

Numbered = tuple[int, ConceptEntry]
Rows = Iterable[tuple[int, list[str]]]
SAMPLE = 100
"""Rows that tell heads and languages: chosen. Half or double reads the same tables in the
tests; of a language that few rows have, more of them show more."""
_TRUE = frozenset({"true", "yes", "1", "x", "ja", "是"})
_TEXTS = frozenset(
    "definition definition_source note source language_definition language_note term_source "
    "term_note context context_source extra".split()
)
"""Fields that keep their whitespace."""


class _BadRow(Exception):
    """A row that cannot be read, with the reason."""


def read_csv(source: BinaryIO, name: str, options: ReadOptions = READ) -> Iterator[Numbered]:
    """(line, entry) of a CSV or TSV file. Raises UnreadableFile, InvalidInput (a bad mapping)."""
    delimiter, rows = cells.opened(source, name)
    yield from read_rows(rows, name, options, remarks=delimiter == "\t")


def read_rows(
    rows: Rows, name: str, options: ReadOptions = READ, *, remarks: bool = False
) -> Iterator[Numbered]:
    """(line of its first row, entry) from rows `(line, cells)`.

    Heads are searched in the first rows, also below titles. `remarks`: in a table without heads, a
    row that begins with # is a remark, as in OmegaT. Raises UnreadableFile, of which NoTerms only
    before the first entry.
    """
    stream = (row for row in rows if any(map(str.strip, row[1])))
    sample = list(islice(stream, SAMPLE))
    if not sample:
        raise NoTerms(name, "no rows in it")
    start = start_of(sample, name, options.mapping, remarks)
    tell_start(start, options.tell, options.mapping is not None)
    reader = _TableReader(start, name, options)
    yield from reader.entries(_entry_rows(start, stream, remarks, options.tell))


def _entry_rows(start: Start, rest: Rows, remarks: bool, tell: OnRecord) -> Rows:
    """The rows without remarks and repeated heads, which joined files have."""
    head = _folded(start.head) if start.head else None
    for line, row in chain(start.rows, rest):
        if head is None and is_remark(row, remarks):
            if len(list(filter(str.strip, row))) > 1:
                tell(line, f"taken for a remark, since it begins with #: {', '.join(row)[:80]}")
        elif head and _folded(row) == head:
            tell(line, "the heads again; not read")
        else:
            yield line, row


def _folded(row: Sequence[str]) -> list[str]:
    cells = [cell.strip().lower() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


class _Draft:
    """A concept whose rows are being collected."""

    __slots__ = ("id", "line", "concept", "terms", "sections", "extra")

    def __init__(self, identifier: str, line: int) -> None:
        self.id, self.line = identifier, line
        self.concept: dict[str, str] = {}
        self.terms: dict[str, dict[str, dict[str, str]]] = {}
        self.sections: dict[str, dict[str, str]] = {}
        self.extra: dict[str, str] = {}


class _TableReader:
    """Converts rows to entries by one plan."""

    def __init__(self, start: Start, name: str, options: ReadOptions) -> None:
        self._plan, self._width = plan(start.columns), len(start.columns)
        self._roles, self._name = start.roles, name
        self._options, self._tell = options, options.tell
        self._headless = start.head is None
        self._derived = DerivedIds()

    def entries(self, rows: Rows) -> Iterator[Numbered]:
        """(line, entry), each as soon as its last row is read. A first pass finds that row: rows of
        one id need not be adjacent, and holding all concepts takes too much memory."""
        if "id" not in self._plan.concept:
            yield from self._entries(rows, Counter())
            return
        with Spool(rows) as spool:
            left = Counter(self._concept_id(row) for _, row in spool.once())
            yield from self._entries(spool, left)

    def _entries(self, rows: Rows, left: Counter[str]) -> Iterator[Numbered]:
        """(line, entry); `left` counts the remaining rows by id."""
        drafts: dict[str, _Draft] = {}
        for line, row in rows:
            identifier = self._concept_id(row)
            draft = drafts.get(identifier) or _Draft(identifier, line)
            try:
                self._add(row, line, draft)
            except (_BadRow, InvalidInput) as error:
                self._options.refuse(self._name, line, str(error))
            left[identifier] -= 1
            if identifier and left[identifier]:
                drafts[identifier] = draft
                continue
            drafts.pop(identifier, None)
            del left[identifier]
            if draft.terms:
                yield draft.line, self._entry(draft)

    def _concept_id(self, row: list[str]) -> str:
        at = self._plan.concept.get("id")
        return foreign_id(row[at].strip()) if at is not None and at < len(row) else ""

    def _add(self, row: list[str], line: int, draft: _Draft) -> None:
        """Add a row to its concept. Raises _BadRow or InvalidInput, and then keeps nothing of the
        row."""
        row = self._as_wide(row, line)
        texts = [cells.unguarded(cell) for cell in row]
        row = [text.strip() for text in texts]
        blocks = self._plan.blocks
        terms = [found for block in blocks if (found := self._term(row, texts, block, line))]
        if not terms:
            raise _BadRow("a row without terms")
        tags: dict[str, str] = {}
        for language, tag, text, attributes in terms:
            tags.setdefault(language, tag)
            known = draft.terms.setdefault(tag, {}).setdefault(text, attributes)
            for key, value in attributes.items():
                if known.setdefault(key, value) != value:
                    self._tell(line, f"another {key} of {text!r} is not kept: {value!r}")
        for language, field, at in self._plan.sections:
            if row[at] and language in tags:
                self._put(draft.sections.setdefault(tags[language], {}), field, texts[at], line)
            elif row[at]:
                self._tell(line, f"a definition without a term of {language} is not kept")
        for field, at in self._plan.concept.items():
            if row[at]:
                self._put(draft.concept, field, (texts if field in _TEXTS else row)[at], line)
        for head, at in self._plan.extra:
            if row[at]:
                self._put(draft.extra, head, texts[at], line)
                if self._headless:
                    self._tell(
                        line, f"cell {at + 1} is kept as a remark of the entry: {row[at]!r:.80}"
                    )

    def _as_wide(self, row: list[str], line: int) -> list[str]:
        """The row with as many cells as the table has columns."""
        more = [cell.strip() for cell in row[self._width :] if cell.strip()]
        if more and not self._headless:
            raise _BadRow(f"{len(row)} cells in a table of {self._width} columns")
        if more:
            self._tell(line, f"more cells than {self._width} are not kept: {', '.join(more):.80}")
        return [*row[: self._width], *[""] * (self._width - len(row))]

    def _put(self, values: dict[str, str], field: str, value: str, line: int) -> None:
        """Keep the first value of several rows; a different one is reported."""
        if values.setdefault(field, value) != value and field not in ("id", *CREATED, *CHANGED):
            self._tell(line, f"another {field} of the concept is not kept: {value!r:.80}")

    def _term(
        self, row: list[str], texts: list[str], block: TermColumn, line: int
    ) -> tuple[str, str, str, dict[str, str]] | None:
        """(the column's language, tag, text, attributes) of a term, or None for an empty cell."""
        text = row[block.term]
        if not text:
            return None
        if text != texts[block.term]:
            self._tell(line, f"the spaces around the term {text!r:.80} are not kept")
        attributes = {
            key: (texts if key in _TEXTS else row)[at]
            for key, at in block.attributes.items()
            if row[at]
        }
        tag = attributes.pop("tag", "") or block.language
        tag = self._roles.get(tag) or tag or detect_language(text)
        if attributes.pop("forbidden", "").lower() in _TRUE:
            attributes["status"] = "deprecated"
        word = attributes.pop("status", "")
        if word:
            status = status_of(word)
            if status is None:
                self._tell(line, f"{word!r} is no administrative status; taken as admitted")
            attributes["status"] = status or "admitted"
        return block.language, normalise_tag(tag), text, attributes

    # ------------------------------------------------------------ entries from drafts

    def _entry(self, draft: _Draft) -> ConceptEntry:
        languages = one_each(_terms_once(self._section(tag, draft) for tag in draft.terms))
        value = draft.concept.get
        return ConceptEntry(
            draft.id or self._derived.of(languages),
            languages,
            value("subject", ""),
            value("definition", ""),
            value("definition_source", ""),
            value("note", ""),
            value("source", ""),
            (),
            value("created_by", ""),
            iso_date(value("created_at", "")),
            value("changed_by", ""),
            iso_date(value("changed_at", "")),
            tuple(Extra("column", head, text) for head, text in draft.extra.items()),
        )

    def _section(self, tag: str, draft: _Draft) -> LanguageSection:
        terms = draft.terms[tag]
        values = draft.sections.get(tag, {})
        return LanguageSection(
            tag_for(tag, terms),
            tuple(_term(text, values) for text, values in terms.items()),
            values.get("language_definition", ""),
            "",
            values.get("language_note", ""),
        )


def _term(text: str, values: Mapping[str, str]) -> TermSection:
    value = values.get
    context = value("context", "")
    source = value("context_source", "")
    return TermSection(
        text,
        value("status") or "admitted",
        part_of_speech_of(value("part_of_speech", "")),
        term_type_of(value("term_type", "")),
        value("term_source", ""),
        value("term_note", ""),
        (Context(context, source),) if context else (),
    )


def _terms_once(sections: Iterable[LanguageSection]) -> Iterator[LanguageSection]:
    """The sections without terms that an earlier section of the same tag has: columns of one
    language may have two tags (zh, zh-Hant)."""
    met: set[tuple[str, str]] = set()
    for section in sections:
        fresh = tuple(term for term in section.terms if (section.tag, term.text) not in met)
        met.update((section.tag, term.text) for term in fresh)
        yield replace(section, terms=fresh)
