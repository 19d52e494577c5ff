"""Read concept entries from TBX, one at a time.

Supported are v3 (any dialect, DCA and DCT), v2 martif (`tig`, `ntig`, with or without namespace)
and the old TBX-Min. What the model has no field for is kept as Extra; what cannot be kept is
reported to `on_change`. Files that this program wrote have MARK in their header and are read
verbatim; in others the whitespace of pretty printing is collapsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput
from glossary.exchange.ids import DerivedIds, UniqueIds, foreign_id, from_name
from glossary.exchange.options import READ, ReadOptions
from glossary.exchange.sections import one_each
from glossary.exchange.tbx.categories import Bag, Categories
from glossary.exchange.tbx.values import BadEntry
from glossary.exchange.xml import XML_LANG, elements, local_name
from glossary.model import ConceptEntry, Extra, LanguageSection, TermSection

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MARK = "glossary termbase, format 1"
"""In the header of files that this program writes."""

ROOTS = ("tbx", "martif", "TBX")
_ENTRIES = ("conceptEntry", "termEntry", "entry")
_LANGUAGES = frozenset({"langSec", "langSet", "langGroup"})
_TERMS = frozenset({"termSec", "tig", "ntig", "termGroup"})
_LINES = re.compile(r"\s*\n\s*")
_BACK = ("refObjectSec", "refObjectList")


def read(
    source: BinaryIO, name: str, options: ReadOptions = READ
) -> Iterator[tuple[int, ConceptEntry]]:
    """(line, entry) of a TBX file, in order. Empty terms are left out, and so are languages without
    others. Raises UnreadableFile."""
    reader = _TbxReader(options)
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
                options.refuse(name, line, reason)
            else:
                yield line, entry


class _TbxReader(Categories):
    """Reads elements as entries: concepts, their languages, their terms."""

    def __init__(self, options: ReadOptions) -> None:
        super().__init__(options)
        self._derived = DerivedIds()
        self._empty: tuple[int, str] | None = None  # (line, reason) of the first empty term

    def concept(self, element: Element) -> ConceptEntry:
        bag = Bag()
        self._empty = None
        sections: list[LanguageSection] = []
        for child in element:
            local = local_name(child.tag)
            if local in _LANGUAGES:
                sections += self._language(child)
            else:
                self._auxiliary(child, local, bag, "concept")
        if not sections:
            raise BadEntry(*(self._empty or (element.sourceline, "an entry without terms")))
        value = bag.value
        languages = self._one_each(sections, element)
        return ConceptEntry(
            self._id(element, languages),
            languages,
            value("subject"),
            value("definition"),
            value("definition_source"),
            bag.note(),
            value("source"),
            (),
            value("created_by"),
            value("created_at"),
            value("changed_by"),
            value("changed_at"),
            tuple(bag.extra),
        )

    def _id(self, element: Element, languages: tuple[LanguageSection, ...]) -> str:
        raw = element.get("id") or ""
        if self.ours and raw:
            return from_name(raw)
        return foreign_id(raw) or self._derived.of(languages)

    def _language(self, element: Element) -> list[LanguageSection]:
        """The section, or [] if all its terms are empty, as MultiTerm writes them."""
        raw = element.get(XML_LANG) or element.get("lang")
        if not raw:
            raise BadEntry(element.sourceline, "a language section without xml:lang")
        bag = Bag()
        terms: list[TermSection] = []
        self._lifted = []
        for child in element:
            local = local_name(child.tag)
            if local in _TERMS:
                terms += self._term(child)
            else:
                self._auxiliary(child, local, bag, "language")
        if not terms:
            if not self._empty:
                self._empty = element.sourceline, f"a language section ({raw}) without terms"
            self.tell(element, f"the language {raw} has no term and is left out")
            return []
        if self._lifted:
            self._lift(element, bag)
        section = LanguageSection(
            self._tag(raw, terms),
            tuple(terms),
            bag.value("definition"),
            bag.value("definition_source"),
            bag.note(),
            tuple(bag.extra),
        )
        return [section]

    def _term(self, element: Element) -> list[TermSection]:
        """The term; none if it is empty, several if the file has more than one where one is
        allowed: then the attributes go to the first."""
        bag = Bag()
        texts = [text for text in self._term_parts(element, bag) if text.strip()]
        if not texts:
            self._empty = self._empty or (element.sourceline, "an empty term")
            self.tell(element, "an empty term is left out")
            return []
        if len(texts) > 1:
            self.tell(
                element, f"several terms in one {local_name(element.tag)} are taken as several"
            )
        value = bag.value
        first = TermSection(
            texts[0],
            value("status") or "admitted",
            value("part_of_speech"),
            value("term_type"),
            value("source"),
            bag.note(),
            tuple(bag.contexts),
            value("created_by"),
            value("created_at"),
            value("changed_by"),
            value("changed_at"),
            tuple(bag.extra),
        )
        return [first, *map(TermSection, texts[1:])]

    def _term_parts(self, element: Element, bag: Bag) -> list[str]:
        """The texts of the terms in it, usually one; anything else goes into the bag."""
        texts: list[str] = []
        if identifier := element.get("id"):
            bag.extra.append(Extra("id", "", identifier))
        for child in element:
            local = local_name(child.tag)
            if local == "term":
                texts.append(self._term_text(child))
                if identifier := child.get("id"):
                    bag.extra.append(Extra("id", "", identifier))
            elif local == "termGrp":
                texts += self._term_parts(child, bag)
            else:
                self._auxiliary(child, local, bag, "term")
        return texts

    def _term_text(self, element: Element) -> str:
        text = self._text(element)
        if self.ours:
            return text
        if text.strip() != text:
            text = text.strip()
            self.tell(element, f"the spaces around the term {text!r:.80} are not kept")
        return _LINES.sub(" ", text)

    def _one_each(
        self, sections: list[LanguageSection], element: Element
    ) -> tuple[LanguageSection, ...]:
        """The sections, those with the same tag joined."""
        if len({section.tag for section in sections}) == len(sections):
            return tuple(sections)
        self.tell(element, "sections of one language are joined")
        return one_each(sections)
