"""Read the data categories of a TBX section into fields, or keep them as Extra."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from glossary.exchange.tbx.values import META, BadEntry, Values
from glossary.exchange.words import part_of_speech_of, status_of, term_type_of
from glossary.exchange.xml import XML_LANG, local_name
from glossary.model import Context, Extra

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_GROUPS = frozenset({"adminGrp", "descripGrp", "termNoteGrp"})
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
_WORDS = frozenset({"subject", "status", "part_of_speech", "term_type"})  # names, not texts
_TRANSACTIONS = {"origination": "created", "creation": "created", "modification": "changed"}


class Bag:
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


class Categories(Values):
    """Reads the data categories of a section into its Bag."""

    def _auxiliary(self, element: Element, local: str, bag: Bag, level: str) -> None:
        """Read one data category of a section into its field, or keep it as Extra."""
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

    def _single(self, element: Element, local: str, bag: Bag, level: str) -> bool:
        category = element.get("type", "") if local in META else local
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
            text = text.strip() if field in _WORDS else text
            word = _spelt(field, text)
            if word is None:
                self.tell(element, f"{text!r} is no administrative status; kept beside it")
                return False
            text = word
        elif field == "status":
            text = status_of(text) or text
        bag.values[field] = text
        return True

    def _group(self, element: Element, bag: Bag, level: str) -> bool:
        """Read a group of one element, or a definition or context with its source. Whether it was
        taken."""
        if not len(element):
            return True
        first, *rest = element
        local = local_name(first.tag)
        category = first.get("type", "") if local in META else local
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
        """The text of a single source element, else None."""
        if len(rest) != 1:
            return None
        local = local_name(rest[0].tag)
        category = rest[0].get("type") if local in META else local
        return self._text(rest[0]) if category == "source" else None

    def _transaction(self, element: Element, bag: Bag) -> bool:
        """Read who created or changed the section, and when; the first of each. Whether it was
        taken."""
        kind, who, when, others = "", "", "", 0
        for child in element:
            local = local_name(child.tag)
            category = child.get("type", "") if local in META else local
            if category in ("transactionType", "transac"):
                kind = _TRANSACTIONS.get(self._text(child).strip(), "")
            elif local == "date":
                when = self._text(child) if self.ours else self._text(child).strip()
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

    def _note(self, element: Element, bag: Bag) -> None:
        text = self._text(element)
        if self.ours and element.get(XML_LANG) == "zxx":
            try:
                self._data(json.loads(text), bag)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                raise BadEntry(element.sourceline, "a damaged data note (zxx)") from None
        elif text or self.ours:
            bag.notes.append(text)

    def _data(self, data: dict[str, Any], bag: Bag) -> None:
        """Read a data note (language zxx): JSON for what TBX has no valid place for."""
        if "field" in data:
            bag.data[data["field"]] = data["value"]
        else:
            bag.extra.append(extra_from(data))

    def _lifts(self, element: Element) -> bool:
        """Keep a term's definition for its language section, if none is kept yet. Whether it was
        taken."""
        if self._lifted or len(element):
            return False
        self._lifted.append(self._text(element))
        return True

    def _lift(self, element: Element, bag: Bag) -> None:
        if "definition" in bag.values:
            bag.extra.append(Extra("descrip", "definition", self._lifted[0]))
        else:
            bag.values["definition"] = self._lifted[0]
        self.tell(element, "a definition of a term is kept with its language")


def extra_from(data: dict[str, Any]) -> Extra:
    """The Extra from `tbx.extras.data_of`."""
    return Extra(
        data["element"],
        data.get("type", ""),
        data.get("value", ""),
        tuple((key, value) for key, value in data.get("attributes", ())),
        tuple(extra_from(child) for child in data.get("children", ())),
    )


def _spelt(field: str, text: str) -> str | None:
    """A foreign value in this program's words; None for an unknown status."""
    if field == "status":
        return status_of(text)
    if field == "part_of_speech":
        return part_of_speech_of(text)
    return term_type_of(text) if field == "term_type" else text
