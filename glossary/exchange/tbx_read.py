"""TBX into concept entries, one at a time.

Read are v3 (any dialect, DCA and DCT) and v2 martif (`tig`, `ntig`, with or without namespace), and
the old TBX-Min. What the model has no field for is kept as Extra; what is neither is told to
`on_change`. Files that this program wrote carry MARK in their header and are read to the letter;
in others the white space of pretty printing is closed up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.dialects import ELEMENT_OF, MODULES, NAMESPACE
from glossary.exchange.ids import DerivedIds, UniqueIds, foreign_id, from_name
from glossary.exchange.words import part_of_speech_of, status_of, term_type_of
from glossary.exchange.xml import XML_LANG, elements, local_name
from glossary.model import ConceptEntry, Context, Extra, LanguageSection, TermSection
from glossary.text.tags import normalise_tag, tag_for

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

OnRecord = Callable[[int, str], None]

MARK = "glossary termbase, format 1"
"""Stands in the header of what this program writes."""

ROOTS = ("tbx", "martif", "TBX")
_ENTRIES = ("conceptEntry", "termEntry", "entry")
_LANGUAGES = frozenset({"langSec", "langSet", "langGroup"})
_TERMS = frozenset({"termSec", "tig", "ntig", "termGroup"})
_BACK = ("refObjectSec", "refObjectList")
_META = frozenset(
    "admin adminNote descrip descripNote termNote ref xref transac transacNote".split()
)
_GROUPS = frozenset({"adminGrp", "descripGrp", "termNoteGrp"})
_INLINE = frozenset("hi foreign bpt ept ph it sc ec ut".split())
_CODES = frozenset("bpt ept ph it sc ec ut".split())
_FIELDS = {
    ("concept", "subjectField"): "subject",
    ("concept", "definition"): "definition",
    ("concept", "source"): "source",
    ("language", "definition"): "definition",
    ("term", "source"): "source",
    ("term", "partOfSpeech"): "part_of_speech",
    ("term", "termType"): "term_type",
    ("term", "administrativeStatus"): "status",
    ("term", "normativeAuthorization"): "status",
    ("term", "termStatus"): "status",
    ("term", "context"): "context",
}
_TRANSACTIONS = {"origination": "created", "creation": "created", "modification": "changed"}
_WRAPPED = re.compile(r"[ \t]*\n[ \t]+")
_KNOWN_NAMESPACES = frozenset({NAMESPACE, *MODULES.values()})


class _BadEntry(Exception):
    """An entry that cannot be taken: (line, reason)."""


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
                    raise _BadEntry(line, fault)
            except (_BadEntry, InvalidInput) as error:
                line, reason = error.args if isinstance(error, _BadEntry) else (line, str(error))
                if on_error is None:
                    raise UnreadableFile(name, reason, line) from None
                on_error(line, reason)
            else:
                yield line, entry


class _Bag:
    """What has been read of one section."""

    __slots__ = ("values", "notes", "contexts", "extra", "data")

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.notes: list[str] = []
        self.contexts: list[Context] = []
        self.extra: list[Extra] = []
        self.data: dict[str, str] = {}

    def value(self, field: str) -> str:
        found = self.data.get(field) if self.data else None
        return self.values.get(field, "") if found is None else found

    def note(self) -> str:
        return "\n".join(self.notes)


class _Reader:
    """Elements into values. `ours`: this program wrote the file."""

    def __init__(self, on_change: OnRecord | None) -> None:
        self.ours = False
        self._on_change = on_change
        self._derived = DerivedIds()
        self._tags: dict[str, str] = {}
        self._lifted: list[str] = []
        self._namespaces = _KNOWN_NAMESPACES

    def own_namespace(self, root: Element) -> None:
        """A file may put everything in a namespace of its own."""
        self._namespaces = _KNOWN_NAMESPACES | {root.tag[1:].split("}")[0]}

    def tell(self, element: Element, what: str) -> None:
        if self._on_change:
            self._on_change(element.sourceline or 0, what)

    # ------------------------------------------------------------ the three levels

    def concept(self, element: Element) -> ConceptEntry:
        bag = _Bag()
        sections: list[LanguageSection] = []
        for child in element:
            local = local_name(child.tag)
            if local in _LANGUAGES:
                sections.append(self._language(child))
            else:
                self._auxiliary(child, local, bag, "concept")
        if not sections:
            raise _BadEntry(element.sourceline, "an entry without terms")
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
            raise _BadEntry(element.sourceline, "a language section without xml:lang")
        bag = _Bag()
        terms: list[TermSection] = []
        self._lifted = []
        for child in element:
            local = local_name(child.tag)
            if local in _TERMS:
                terms.append(self._term(child))
            else:
                self._auxiliary(child, local, bag, "language")
        if not terms:
            raise _BadEntry(element.sourceline, f"a language section ({raw}) without terms")
        if self._lifted:
            self._lift(element, bag)
        return LanguageSection(
            self._tag(raw, terms), tuple(terms), bag.value("definition"),
            bag.value("definition_source"), bag.note(), tuple(bag.extra),
        )  # fmt: skip

    def _term(self, element: Element) -> TermSection:
        bag = _Bag()
        text = self._term_parts(element, bag)
        if text is None or not text.strip():
            raise _BadEntry(element.sourceline, "an empty term")
        value = bag.value
        return TermSection(
            text, value("status") or "admitted", value("part_of_speech"), value("term_type"),
            value("source"), bag.note(), tuple(bag.contexts), value("created_by"),
            value("created_at"), value("changed_by"), value("changed_at"), tuple(bag.extra),
        )  # fmt: skip

    def _term_parts(self, element: Element, bag: _Bag) -> str | None:
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

    # ------------------------------------------------------------ what stands beside

    def _auxiliary(self, element: Element, local: str, bag: _Bag, level: str) -> None:
        """One data category of a section: into its field, or kept as it stands."""
        if local == "note":
            self._note(element, bag)
            return
        if local == "transacGrp":
            taken = level != "language" and self._transaction(element, bag)
        elif local in _GROUPS:
            taken = self._group(element, bag, level)
        else:
            taken = self._single(element, local, bag, level)
        if not taken:
            bag.extra.append(self._extra(element))

    def _single(self, element: Element, local: str, bag: _Bag, level: str) -> bool:
        category = element.get("type", "") if local in _META else local
        field = _FIELDS.get((level, category))
        if field is None:
            return level == "term" and category == "definition" and self._lifts(element)
        if field == "context":
            bag.contexts.append(Context(self._text(element)))
            return True
        if field in bag.values:
            return False
        text = self._text(element)
        if not self.ours:
            word = _spelt(field, text)
            if word is None:
                self.tell(element, f"{text!r} is no administrative status; kept beside it")
                return False
            text = word
        elif field == "status":
            text = status_of(text) or text
        bag.values[field] = text
        return True

    def _group(self, element: Element, bag: _Bag, level: str) -> bool:
        """A group of one element, or a definition or context with its source."""
        if not len(element):
            return True
        first, *rest = element
        local = local_name(first.tag)
        category = first.get("type", "") if local in _META else local
        if not rest:
            return self._single(first, local, bag, level)
        source = self._source(rest)
        if source is None:
            return False
        if category == "context" and level == "term":
            bag.contexts.append(Context(self._text(first), source))
            return True
        if category != "definition" or level == "term" or "definition" in bag.values:
            return False
        bag.values["definition"] = self._text(first)
        bag.values["definition_source"] = source
        return True

    def _source(self, rest: list[Element]) -> str | None:
        """The text of a lone source element."""
        if len(rest) != 1:
            return None
        local = local_name(rest[0].tag)
        category = rest[0].get("type") if local in _META else local
        return self._text(rest[0]) if category == "source" else None

    def _transaction(self, element: Element, bag: _Bag) -> bool:
        """Who made or changed it, and when; the first of each kind."""
        kind, who, when, others = "", "", "", 0
        for child in element:
            local = local_name(child.tag)
            category = child.get("type", "") if local in _META else local
            if category in ("transactionType", "transac"):
                kind = _TRANSACTIONS.get(self._text(child).strip(), "")
            elif local == "date":
                when = self._text(child)
            elif category == "responsibility":
                who = self._text(child)
                if child.get("target"):
                    self.tell(child, "the reference to a person in the back matter is not kept")
            else:
                others += 1
        if not kind or others or f"{kind}_by" in bag.values:
            return False
        bag.values[f"{kind}_by"], bag.values[f"{kind}_at"] = who, when
        return True

    def _note(self, element: Element, bag: _Bag) -> None:
        text = self._text(element)
        if self.ours and element.get(XML_LANG) == "zxx":
            try:
                self._data(json.loads(text), bag)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                raise _BadEntry(element.sourceline, "a damaged data note (zxx)") from None
        elif text or self.ours:
            bag.notes.append(text)

    def _data(self, data: dict, bag: _Bag) -> None:
        """A note in the language zxx: what TBX has no valid place for, as JSON."""
        if "field" in data:
            bag.data[data["field"]] = data["value"]
        else:
            bag.extra.append(extra_from(data))

    def _lifts(self, element: Element) -> bool:
        """A definition of a term is one of its language section, where that has none."""
        if self._lifted or len(element):
            return False
        self._lifted.append(self._text(element))
        return True

    def _lift(self, element: Element, bag: _Bag) -> None:
        if "definition" in bag.values:
            bag.extra.append(Extra("descrip", "definition", self._lifted[0]))
        else:
            bag.values["definition"] = self._lifted[0]
        self.tell(element, "a definition of a term is kept with its language")

    # ------------------------------------------------------------ texts, tags, extras

    def _text(self, element: Element) -> str:
        text = "".join(self._pieces(element)) if len(element) else element.text or ""
        if self.ours:
            return text
        return (_WRAPPED.sub(" ", text) if "\n" in text else text).strip()

    def _pieces(self, element: Element) -> Iterator[str]:
        """The text in and around inline markup, the codes of other formats left out."""
        yield element.text or ""
        for child in element:
            if not isinstance(child.tag, str):
                raise _BadEntry(element.sourceline, f"an undefined entity {child.text}")
            self.tell(child, f"the markup <{local_name(child.tag)}> is not kept")
            if local_name(child.tag) not in _CODES:
                yield from self._pieces(child)
            yield child.tail or ""

    def _extra(self, element: Element) -> Extra:
        if not isinstance(element.tag, str):
            raise _BadEntry(element.getparent().sourceline, f"an undefined entity {element.text}")
        local = local_name(element.tag)
        name, category = local, element.get("type", "")
        if local not in _META and local in ELEMENT_OF:
            name, category = ELEMENT_OF[local], local
        elif "}" in element.tag and element.tag[1:].split("}")[0] not in self._namespaces:
            name = element.tag
        attributes = tuple(
            ("xml:lang" if key == XML_LANG else key, value)
            for key, value in element.items()
            if key != "type"
        )
        inner = [c for c in element if local_name(c.tag) not in _INLINE]
        value = (element.text or "").strip() if inner else self._text(element)
        if self.ours and name == "ref":
            attributes = tuple((k, from_name(v) if k == "target" else v) for k, v in attributes)
        return Extra(name, category, value, attributes, tuple(self._extra(c) for c in inner))

    def _tag(self, raw: str, terms: list[TermSection]) -> str:
        if self.ours:
            return self._tags.get(raw) or self._tags.setdefault(raw, normalise_tag(raw))
        tag = self._tags.get(raw)
        if tag is None:
            tag = tag_for(raw, (term.text for term in terms))
            if normalise_tag(raw) != "zh":
                self._tags[raw] = tag
        return tag

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


def extra_from(data: dict) -> Extra:
    """The Extra that `tbx_write.data_of` wrote."""
    return Extra(
        data["element"],
        data.get("type", ""),
        data.get("value", ""),
        tuple((key, value) for key, value in data.get("attributes", ())),
        tuple(extra_from(child) for child in data.get("children", ())),
    )


def _spelt(field: str, text: str) -> str | None:
    """A foreign value in this program's words; None for a status that is none."""
    if field == "status":
        return status_of(text)
    if field == "part_of_speech":
        return part_of_speech_of(text)
    return term_type_of(text) if field == "term_type" else text
