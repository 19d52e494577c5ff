"""TBX into concept entries, one at a time.

Read are v3 (any dialect, DCA and DCT) and v2 martif (`tig`, `ntig`, with or without namespace), and
the old TBX-Min. What the model has no field for is kept as Extra; what is neither is told to
`on_change`. Files that this program wrote carry MARK in their header and are read to the letter;
in others the white space of pretty printing is closed up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.ids import DerivedIds, UniqueIds, foreign_id, from_name
from glossary.exchange.tbx_categories import Bag, Categories
from glossary.exchange.tbx_values import BadEntry, OnRecord
from glossary.exchange.xml import XML_LANG, elements, local_name
from glossary.model import ConceptEntry, Extra, LanguageSection, TermSection

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MARK = "glossary termbase, format 1"
"""Stands in the header of what this program writes."""

ROOTS = ("tbx", "martif", "TBX")
_ENTRIES = ("conceptEntry", "termEntry", "entry")
_LANGUAGES = frozenset({"langSec", "langSet", "langGroup"})
_TERMS = frozenset({"termSec", "tig", "ntig", "termGroup"})
_BACK = ("refObjectSec", "refObjectList")


def read(
    source: BinaryIO, name: str, on_error: OnRecord | None = None, on_change: OnRecord | None = None
) -> Iterator[tuple[int, ConceptEntry]]:
    """(line, entry) of a TBX file, in order.

    A bad entry goes to `on_error(line, reason)` and is left out, or without it the file is
    refused. `on_change(line, what)` hears of what was changed or not kept. Raises UnreadableFile.
    """
    reader = _Reader(on_change)
    unique = UniqueIds()
    for element in elements(source, name, ROOTS, (*_ENTRIES, *_BACK, "encodingDesc")):
        local = local_name(element.tag)
        if local in ROOTS:
            reader.own_namespace(element)
        elif local == "encodingDesc":
            reader.ours = MARK in "".join(element.itertext())
        elif local in _BACK:
            reader.tell(element, "back matter is not kept")
        elif local in _ENTRIES:
            line = element.sourceline or 0
            try:
                entry = reader.concept(element)
                if fault := unique.fault(entry):
                    raise BadEntry(line, fault)
            except (BadEntry, InvalidInput) as error:
                line, reason = error.args if isinstance(error, BadEntry) else (line, str(error))
                if on_error is None:
                    raise UnreadableFile(name, reason, line) from None
                on_error(line, reason)
            else:
                yield line, entry


class _Reader(Categories):
    """Elements into entries: concepts, their languages, their terms."""

    def __init__(self, on_change: OnRecord | None) -> None:
        super().__init__(on_change)
        self._derived = DerivedIds()

    def concept(self, element: Element) -> ConceptEntry:
        bag = Bag()
        sections: list[LanguageSection] = []
        for child in element:
            local = local_name(child.tag)
            if local in _LANGUAGES:
                sections.append(self._language(child))
            else:
                self._auxiliary(child, local, bag, "concept")
        if not sections:
            raise BadEntry(element.sourceline, "an entry without terms")
        value = bag.value
        languages = self._one_each(sections, element)
        return ConceptEntry(
            self._id(element, languages), languages, value("subject"), value("definition"),
            value("definition_source"), bag.note(), value("source"), (), value("created_by"),
            value("created_at"), value("changed_by"), value("changed_at"), tuple(bag.extra),
        )  # fmt: skip

    def _id(self, element: Element, languages: tuple[LanguageSection, ...]) -> str:
        raw = element.get("id") or ""
        if self.ours and raw:
            return from_name(raw)
        return foreign_id(raw) or self._derived.of(languages)

    def _language(self, element: Element) -> LanguageSection:
        raw = element.get(XML_LANG) or element.get("lang")
        if not raw:
            raise BadEntry(element.sourceline, "a language section without xml:lang")
        bag = Bag()
        terms: list[TermSection] = []
        self._lifted = []
        for child in element:
            local = local_name(child.tag)
            if local in _TERMS:
                terms.append(self._term(child))
            else:
                self._auxiliary(child, local, bag, "language")
        if not terms:
            raise BadEntry(element.sourceline, f"a language section ({raw}) without terms")
        if self._lifted:
            self._lift(element, bag)
        return LanguageSection(
            self._tag(raw, terms), tuple(terms), bag.value("definition"),
            bag.value("definition_source"), bag.note(), tuple(bag.extra),
        )  # fmt: skip

    def _term(self, element: Element) -> TermSection:
        bag = Bag()
        text = self._term_parts(element, bag)
        if text is None or not text.strip():
            raise BadEntry(element.sourceline, "an empty term")
        value = bag.value
        return TermSection(
            text, value("status") or "admitted", value("part_of_speech"), value("term_type"),
            value("source"), bag.note(), tuple(bag.contexts), value("created_by"),
            value("created_at"), value("changed_by"), value("changed_at"), tuple(bag.extra),
        )  # fmt: skip

    def _term_parts(self, element: Element, bag: Bag) -> str | None:
        """The term's text; all else goes into the bag."""
        text = None
        if identifier := element.get("id"):
            bag.extra.append(Extra("id", "", identifier))
        for child in element:
            local = local_name(child.tag)
            if local == "term" and text is None:
                text = self._text(child)
                text = text if self.ours else " ".join(text.split())
                if identifier := child.get("id"):
                    bag.extra.append(Extra("id", "", identifier))
            elif local == "termGrp":
                text = self._term_parts(child, bag) or text
            else:
                self._auxiliary(child, local, bag, "term")
        return text

    def _one_each(
        self, sections: list[LanguageSection], element: Element
    ) -> tuple[LanguageSection, ...]:
        """The sections, those of one tag made one."""
        if len({section.tag for section in sections}) == len(sections):
            return tuple(sections)
        self.tell(element, "sections of one language are joined")
        merged: dict[str, LanguageSection] = {}
        for section in sections:
            first = merged.get(section.tag)
            merged[section.tag] = join_sections(first, section) if first else section
        return tuple(merged.values())


def join_sections(one: LanguageSection, other: LanguageSection) -> LanguageSection:
    """Two sections of one tag as one; a second definition is kept as Extra."""
    extra = one.extra + other.extra
    if other.definition and one.definition:
        extra += (Extra("descrip", "definition", other.definition),)
    return LanguageSection(
        one.tag,
        one.terms + other.terms,
        one.definition or other.definition,
        one.definition_source or other.definition_source,
        "\n".join(note for note in (one.note, other.note) if note),
        extra,
    )
