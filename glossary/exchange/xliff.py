"""XLIFF 1.2 and 2.0: their segment pairs, as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.xml import XML_LANG, elements, local_name
from glossary.model import Extra, TranslationUnit, Variant
from glossary.text.tags import language_of, tag_for

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

OnRecord = Callable[[int, str], None]
Pair = tuple["Element", "Element | None"]

# Inline elements whose content is the document's code, not its text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "x", "bx", "ex", "sc", "ec", "sm", "em", "cp"})


class _BadUnit(Exception):
    """A unit that cannot be taken, and why."""


def read(
    source: BinaryIO, name: str, on_error: OnRecord | None = None, on_change: OnRecord | None = None
) -> Iterator[tuple[int, TranslationUnit]]:
    """(line, unit): the translated segments between English and Chinese. Raises UnreadableFile.

    Segments without a translation are told to `on_change`; a bad unit goes to
    `on_error(line, reason)`, or without it the file is refused.
    """
    for element in elements(source, name, ("xliff",), ("trans-unit", "unit")):
        if local_name(element.tag) == "xliff":
            continue
        line = element.sourceline or 0
        try:
            for unit in _units(element, line, on_change):
                yield line, unit
        except (_BadUnit, InvalidInput) as error:
            if on_error is None:
                raise UnreadableFile(name, str(error), line) from None
            on_error(line, str(error))


def _units(element: Element, line: int, on_change: OnRecord | None) -> Iterator[TranslationUnit]:
    identifier = element.get("id", "")
    for source, target in _pairs(element):
        texts = _text(source).strip(), _text(target).strip() if target is not None else ""
        if not all(texts):
            if on_change:
                on_change(line, f"unit {identifier}: a segment without a translation")
            continue
        tags = _tags(element, source, target)
        found = {
            language_of(tag): Variant(tag_for(tag, [text]), text)
            for tag, text in zip(tags, texts, strict=True)
        }
        if set(found) != {"en", "zh"}:
            raise _BadUnit(f"a segment from {tags[0]} to {tags[1]}, not English and Chinese")
        document = _above(element, "original")
        extra = (Extra("tuid", value=identifier),) if identifier else ()
        yield TranslationUnit(found["zh"], found["en"], document, extra=extra)


def _pairs(element: Element) -> Iterator[Pair]:
    """(source, target) of each segment of a unit, in 2.0 and, where marked, in 1.2."""
    children = {local_name(child.tag): child for child in element}
    if local_name(element.tag) == "unit":
        for child in element:
            if local_name(child.tag) == "segment":
                inner = {local_name(part.tag): part for part in child}
                if "source" in inner:
                    yield inner["source"], inner.get("target")
        return
    source, target = children.get("source"), children.get("target")
    if source is None:
        raise _BadUnit("a unit without a source")
    marked = _marked(children.get("seg-source"))
    if not marked:
        yield source, target
        return
    translated = _marked(target)
    for mid, segment in marked.items():
        yield segment, translated.get(mid)


def _marked(element: Element | None) -> dict[str, Element]:
    """The marked segments of a source or target, by id."""
    if element is None:
        return {}
    return {
        mark.get("mid", ""): mark
        for mark in element.iter()
        if local_name(mark.tag) == "mrk" and mark.get("mtype") == "seg"
    }


def _tags(element: Element, source: Element, target: Element | None) -> tuple[str, str]:
    """The two languages: of the segments, or of the file around them."""
    one = source.get(XML_LANG) or _above(element, "source-language") or _above(element, "srcLang")
    other = target.get(XML_LANG) if target is not None else None
    other = other or _above(element, "target-language") or _above(element, "trgLang")
    if not one or not other:
        raise _BadUnit("a unit whose languages the file does not name")
    return one, other


def _above(element: Element, attribute: str) -> str:
    found: Element | None = element
    while found is not None:
        if value := found.get(attribute):
            return value
        found = found.getparent()
    return ""


def _text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            raise _BadUnit(f"an undefined entity {child.text}")
        if local_name(child.tag) not in _CODES:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
