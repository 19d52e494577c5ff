"""Segments of TMX: the first variant of each of the two languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from glossary.checking.segments.base import RawSegment, SegmentOptions
from glossary.errors import InvalidInput
from glossary.exchange.tmx.extras import tag_of
from glossary.exchange.tmx.inline import BadSegment, segment
from glossary.exchange.xml import elements, local_name
from glossary.text.tags import language_of, normalise_tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def read(source: BinaryIO, name: str, options: SegmentOptions) -> Iterator[RawSegment]:
    """The segments of a TMX file, in the direction of its `srclang`. Raises UnreadableFile."""
    srclang = ""
    for element in elements(source, name, ("tmx",), ("header", "tu")):
        if local_name(element.tag) == "header":
            srclang = element.get("srclang", "")
        if local_name(element.tag) != "tu":
            continue
        try:
            wanted = options.source or element.get("srclang") or srclang
            yield _of_unit(element, element.sourceline or 0, wanted)
        except (BadSegment, InvalidInput) as error:
            options.on_error(element.sourceline or 0, str(error))


def _of_unit(element: Element, line: int, srclang: str) -> RawSegment:
    sides: dict[str, tuple[str, str]] = {}
    for child in element:
        if local_name(child.tag) == "tuv":
            tag = normalise_tag(tag_of(child))
            sides.setdefault(language_of(tag), (tag, _text(child)))
    if not {"en", "zh"} <= set(sides):
        raise BadSegment(f"a unit in {', '.join(sides) or 'no language'}, not English and Chinese")
    one, two = ("zh", "en") if language_of(srclang or "en") == "zh" else ("en", "zh")
    notes = tuple("".join(n.itertext()) for n in element if local_name(n.tag) in ("note", "prop"))
    (source_tag, source), (target_tag, target) = sides[one], sides[two]
    return RawSegment(
        source, target, source_tag, target_tag, element.get("tuid", ""), line, "", notes
    )


def _text(variant: Element) -> str:
    seg = next((child for child in variant if local_name(child.tag) == "seg"), None)
    return segment(seg)[0] if seg is not None else ""
