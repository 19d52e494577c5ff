"""Read segment pairs from XLIFF 1.2 and 2.0, as plain text.

Whitespace is kept, except line breaks around a whole segment unless `xml:space` says that they are
text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput
from glossary.exchange.options import READ, ReadOptions
from glossary.exchange.segments import untranslated
from glossary.exchange.xliff.state import not_to_take, to_review
from glossary.exchange.xml import XML_LANG, XML_SPACE, attribute_above, elements, local_name
from glossary.model import Extra, TranslationUnit, Variant
from glossary.text.tags import detect_language, language_of, tag_for

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


# Inline elements whose content is code of the document, not its text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "x", "bx", "ex", "sc", "ec", "sm", "em", "cp"})


class BadUnit(Exception):
    """A unit that cannot be read, with the reason."""


@dataclass(frozen=True, slots=True)
class MarkedSegment:
    """The source and target of a segment. `named` is the element that the format calls the segment:
    `segment` in 2.0, the unit itself in 1.2."""

    named: Element
    source: Element
    target: Element | None

    def texts(self) -> tuple[str, str]:
        return plain_text(self.source), plain_text(self.target) if self.target is not None else ""


def read(
    source: BinaryIO, name: str, options: ReadOptions = READ
) -> Iterator[tuple[int, TranslationUnit]]:
    """(line, unit) of the translated segments between English and Chinese.

    Segments that are untranslated, by their state or text, are left out and reported. Raises
    UnreadableFile.
    """
    reader = _XliffReader(options)
    for element in elements(source, name, ("xliff",), ("trans-unit", "unit")):
        if local_name(element.tag) == "xliff":
            continue
        line = element.sourceline or 0
        try:
            for unit in reader.units(element, line):
                yield line, unit
        except (BadUnit, InvalidInput) as error:
            options.refuse(name, line, str(error))


class _XliffReader:
    """Reads the units of one file."""

    def __init__(self, options: ReadOptions) -> None:
        self._tell = options.tell
        self._guessed = False

    def units(self, element: Element, line: int) -> Iterator[TranslationUnit]:
        identifier = element.get("id", "")
        for segment in segments_of(element):
            texts, target = segment.texts(), segment.target
            reason = untranslated(*texts)
            if target is not None and texts[1].strip():
                reason = not_to_take(element, segment.named, target) or reason
                waits = to_review(element, segment.named, target)
                if waits and not reason:
                    self._tell(line, f"unit {identifier}: waits for review ({waits}); taken in")
            if reason or not texts[0].strip():
                self._tell(line, f"unit {identifier}: {reason or 'a segment without a source'}")
                continue
            yield self._unit(element, line, segment, texts)

    def _unit(
        self, element: Element, line: int, segment: MarkedSegment, texts: tuple[str, str]
    ) -> TranslationUnit:
        tags = self._tags(element, line, segment, texts)
        found = {
            language_of(tag): Variant(tag_for(tag, [text]), text)
            for tag, text in zip(tags, texts, strict=True)
        }
        if set(found) != {"en", "zh"}:
            raise BadUnit(f"a segment from {tags[0]} to {tags[1]}, not English and Chinese")
        identifier = element.get("id", "")
        extra = (Extra("tuid", value=identifier),) if identifier else ()
        document = attribute_above(element, "original")
        return TranslationUnit(
            found["zh"], found["en"], document, extra=extra + tuple(_notes(element))
        )

    def _tags(
        self, element: Element, line: int, segment: MarkedSegment, texts: tuple[str, str]
    ) -> tuple[str, str]:
        """The two language tags: of the segments, of the enclosing file, or detected from the
        text."""
        one, other = named_languages(element, segment)
        if one and other:
            return one, other
        told = one or detect_language(texts[0]), other or detect_language(texts[1])
        if {language_of(tag) for tag in told} != {"en", "zh"}:
            raise BadUnit(
                "a unit whose languages the file does not name: write source-language and "
                "target-language into its <file>"
            )
        if not self._guessed:
            self._guessed = True
            self._tell(line, f"the file does not name both languages; told from the text: {told}")
        return told


def named_languages(element: Element, segment: MarkedSegment) -> tuple[str, str]:
    """The languages of a segment's source and target, of its own or of the enclosing file; ""
    where none is named."""
    above = [
        attribute_above(element, old) or attribute_above(element, new)
        for old, new in (("source-language", "srcLang"), ("target-language", "trgLang"))
    ]
    source, target = segment.source, segment.target
    own = target.get(XML_LANG) if target is not None else None
    return source.get(XML_LANG) or above[0], own or above[1]


def segments_of(element: Element) -> Iterator[MarkedSegment]:
    """The segments of a unit: in 2.0, and in 1.2 if they are marked. Raises BadUnit."""
    children = {local_name(child.tag): child for child in element}
    if local_name(element.tag) == "unit":
        for child in element:
            if local_name(child.tag) == "segment":
                inner = {local_name(part.tag): part for part in child}
                if "source" in inner:
                    yield MarkedSegment(child, inner["source"], inner.get("target"))
        return
    source, target = children.get("source"), children.get("target")
    if source is None:
        raise BadUnit("a unit without a source")
    marked = _marked(children.get("seg-source"))
    if not marked:
        yield MarkedSegment(element, source, target)
        return
    translated = _marked(target)
    for mid, segment in marked.items():
        named = target if target is not None else element
        yield MarkedSegment(named, segment, translated.get(mid))


def _marked(element: Element | None) -> dict[str, Element]:
    """The marked segments of a source or target, by id."""
    if element is None:
        return {}
    return {
        mark.get("mid", ""): mark
        for mark in element.iter()
        if local_name(mark.tag) == "mrk" and mark.get("mtype") == "seg"
    }


def _notes(element: Element) -> Iterator[Extra]:
    """The notes of a unit: in the unit (1.2), or in its list of notes (2.0)."""
    for child in element:
        local = local_name(child.tag)
        if local == "note":
            yield Extra("note", value=plain_text(child))
        elif local == "notes":
            yield from _notes(child)


def plain_text(element: Element) -> str:
    """The text of a source or target, without inline codes. Raises BadUnit."""
    text = "".join(_pieces(element))
    inner = text.strip(" \t\r\n")
    if text != inner and _space(element) != "preserve":
        before, after = text.partition(inner)[0], text.rpartition(inner)[2]
        text = ("" if "\n" in before else before) + inner + ("" if "\n" in after else after)
    return text


def _space(element: Element) -> str:
    return attribute_above(element, XML_SPACE)


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not isinstance(child.tag, str):
            raise BadUnit(f"an undefined entity {child.text}")
        if local_name(child.tag) not in _CODES:
            yield from _pieces(child)
        yield child.tail or ""
