"""Attributes, properties and notes of a TMX unit and its variants.

Who created or changed the unit, and when, are fields of it, wherever the file has them; anything
else is kept as Extra: `tuid`, `prop` and `note` of the unit, `tu` for its other attributes, and
`tuv` (type: the language) for a variant's attributes, with its properties and notes as children.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glossary.exchange.dates import iso_of_stamp
from glossary.exchange.tmx.inline import BadSegment
from glossary.exchange.xml import XML_LANG, escape, local_name, quote, valid
from glossary.model import Extra
from glossary.text.tags import language_of, normalise_tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DOCUMENT = "x-document"
TAG = "x-language-tag"
"""The property with a variant's own tag, where its tool requires another in `xml:lang`; it takes
precedence on reading."""
_CREATED, _CHANGED = ("creationid", "creationdate"), ("changeid", "changedate")
_KEPT = (
    "o-encoding",
    "datatype",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
    "o-tmf",
    "segtype",
    *_CREATED,
    *_CHANGED,
)
_KEPT_NAMES = frozenset(_KEPT)
_OF_UNITS_ALONE = frozenset({"segtype"})
_SEGTYPES = frozenset({"block", "paragraph", "sentence", "phrase"})


@dataclass(frozen=True, slots=True)
class Act:
    """Who did something and when, and the element that says so."""

    by: str = ""
    at: str = ""
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class Histories:
    """How a unit was created and last changed."""

    created: Act
    changed: Act


def history(*elements: Element) -> Histories:
    """Who and when from the first element that has them: the unit, then its target, then its
    source."""
    return Histories(_act(elements, *_CREATED), _act(elements, *_CHANGED))


def _act(elements: Iterable[Element], who: str, when: str) -> Act:
    for element in elements:
        if element.get(who) or element.get(when):
            return Act(element.get(who, ""), iso_of_stamp(element.get(when, "")), element)
    return Act()


def extras_of(unit: Element, said: Histories) -> tuple[str, tuple[Extra, ...]]:
    """(document, extras) of the unit element itself."""
    document = ""
    extra = [Extra("tuid", value=unit.get("tuid", ""))] if unit.get("tuid") else []
    for child in children_of(unit):
        if child.element == "prop" and child.type == DOCUMENT:
            document = child.value
        else:
            extra.append(child)
    if attributes := attributes_of(unit, said):
        extra.append(Extra("tu", attributes=attributes))
    return document, tuple(extra)


def attributes_of(element: Element, said: Histories) -> tuple[tuple[str, str], ...]:
    """The attributes of a unit or variant that are not fields of the unit."""
    there = dict(element.items())
    if _KEPT_NAMES.isdisjoint(there):
        return ()
    fields: tuple[str, ...] = ()
    fields += _CREATED if said.created.element is element else ()
    fields += _CHANGED if said.changed.element is element else ()
    variant = local_name(element.tag) == "tuv"
    return tuple(
        (name, value)
        for name in _KEPT
        if (value := there.get(name))
        and name not in fields
        and not (variant and name in _OF_UNITS_ALONE)
    )


def children_of(element: Element) -> tuple[Extra, ...]:
    """The properties and notes of an element."""
    return tuple(
        Extra(
            local_name(child.tag),
            child.get("type", ""),
            _text(child),
            tuple(
                (name, value)
                for name, key in (("xml:lang", XML_LANG), ("o-encoding", "o-encoding"))
                if (value := child.get(key))
            ),
        )
        for child in element
        if local_name(child.tag) in ("prop", "note") and child.get("type") != TAG
    )


def tag_of(variant: Element) -> str:
    """The language tag of a variant; "" if it has none."""
    raw = variant.get(XML_LANG) or variant.get("lang") or ""
    for child in variant:
        if local_name(child.tag) == "prop" and child.get("type") == TAG:
            own = normalise_tag(child.text or "")
            return own if language_of(own) == language_of(raw) else raw
    return raw


def _text(element: Element) -> str:
    for inner in element:
        if not isinstance(inner.tag, str):
            raise BadSegment(f"an undefined entity {inner.text}")
    return "".join(element.itertext())


def written_child(extra: Extra) -> str:
    """The XML of a property or note; "" for anything else."""
    if extra.element not in ("prop", "note"):
        return ""
    kind = [("type", extra.type or "x")] if extra.element == "prop" else []
    attributes = written_attributes([*kind, *extra.attributes])
    return f"<{extra.element}{attributes}>{escape(valid(extra.value))}</{extra.element}>"


def written_attributes(pairs: Iterable[tuple[str, str]]) -> str:
    """The XML of attributes that have a value; of repeated names, the first."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if value and (name != "segtype" or value in _SEGTYPES):
            found.setdefault(name, value)
    return "".join(f" {name}={quote(valid(value))}" for name, value in found.items())
