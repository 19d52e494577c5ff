"""Segments of XLIFF 1.2 and 2.x, as also Trados, memoQ and Phrase write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from glossary.checking.segments.base import RawSegment, SegmentOptions
from glossary.exchange.xliff.reader import BadUnit, named_languages, plain_text, segments_of
from glossary.exchange.xml import attribute_above, elements, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def read(source: BinaryIO, name: str, options: SegmentOptions) -> Iterator[RawSegment]:
    """The segments of the file, those without a target too; what is not to be translated is left
    out. Raises UnreadableFile."""
    for element in elements(source, name, ("xliff",), ("trans-unit", "unit")):
        if local_name(element.tag) == "xliff" or attribute_above(element, "translate") == "no":
            continue
        line = element.sourceline or 0
        try:
            yield from list(_of_unit(element, line))
        except BadUnit as error:
            options.on_error(line, str(error))


def _of_unit(element: Element, line: int) -> Iterator[RawSegment]:
    notes = tuple(_notes(element))
    for segment in segments_of(element):
        source = plain_text(segment.source)
        target = plain_text(segment.target) if segment.target is not None else ""
        if source.strip():
            one, two = named_languages(element, segment)
            identifier = _id(element, segment.source, segment.named)
            document = attribute_above(element, "original")
            yield RawSegment(source, target, one, two, identifier, line, document, notes)


def _id(element: Element, source: Element, named: Element) -> str:
    """The id of the unit, and of the segment in it where it has several."""
    unit, inner = element.get("id", ""), source.get("mid", "")
    if local_name(named.tag) == "segment":
        inner = named.get("id", "")
    return f"{unit}/{inner}" if inner else unit


def _notes(element: Element) -> Iterator[str]:
    for child in element:
        if local_name(child.tag) == "note":
            yield "".join(child.itertext())
        elif local_name(child.tag) == "notes":
            yield from _notes(child)
