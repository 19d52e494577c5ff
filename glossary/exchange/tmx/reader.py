"""Read translation units from TMX 1.4, levels 1 and 2.

A unit with several Chinese variants gives a unit for each. Inline tags are kept beside the plain
text (`Variant.inline`, see `tmx.inline`), and other attributes, properties and notes as Extra
(`tmx.extras`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput
from glossary.exchange.options import READ, OnRecord, ReadOptions
from glossary.exchange.segments import untranslated
from glossary.exchange.tmx.extras import (
    Histories,
    attributes_of,
    children_of,
    extras_of,
    history,
    tag_of,
)
from glossary.exchange.tmx.inline import BadSegment, segment
from glossary.exchange.xml import elements, local_name
from glossary.model import Extra, TranslationUnit, Variant
from glossary.text.tags import language_of, tag_for

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Found = tuple["Element", Variant]


def read(
    source: BinaryIO, name: str, options: ReadOptions = READ
) -> Iterator[tuple[int, TranslationUnit]]:
    """(line, unit) of a TMX file. Raises UnreadableFile.

    A unit is bad without English, without Chinese, with an empty segment or an invalid tag.
    Untranslated units and variants in other languages are left out and reported.
    """
    srclang = ""
    for element in elements(source, name, ("tmx",), ("header", "tu")):
        if local_name(element.tag) == "header":
            srclang = element.get("srclang", "")
        if local_name(element.tag) != "tu":
            continue
        line = element.sourceline or 0
        try:
            for unit in _units(element, line, element.get("srclang") or srclang, options.tell):
                yield line, unit
        except (BadSegment, InvalidInput) as error:
            options.refuse(name, line, str(error))


def _units(element: Element, line: int, srclang: str, tell: OnRecord) -> Iterator[TranslationUnit]:
    variants = [(child, _variant(child)) for child in element if local_name(child.tag) == "tuv"]
    english = [found for found in variants if language_of(found[1].tag) == "en"]
    chinese = [found for found in variants if language_of(found[1].tag) == "zh"]
    if not english or not chinese:
        tags = ", ".join(variant.tag for _, variant in variants) or "none"
        raise BadSegment(f"a unit without English and Chinese (languages: {tags})")
    if len(variants) - len(chinese) - 1:
        tell(line, "variants in other languages are not kept")
    for zh in chinese:
        if reason := untranslated(english[0][1].text, zh[1].text):
            tell(line, reason)
        else:
            yield _unit_of(element, english[0], zh, srclang)


def _unit_of(element: Element, en: Found, zh: Found, srclang: str) -> TranslationUnit:
    """The unit; who and when are taken from it or, as OmegaT writes them, from its target."""
    target, source = (en, zh) if language_of(srclang) == "zh" else (zh, en)
    said: Histories = history(element, target[0], source[0])
    document, extra = extras_of(element, said)
    for language, found in (("en", en), ("zh", zh)):
        kept = Extra("tuv", language, "", attributes_of(found[0], said), children_of(found[0]))
        if kept.attributes or kept.children:
            extra = (*extra, kept)
    return TranslationUnit(
        zh[1],
        en[1],
        document,
        said.created.by,
        said.created.at,
        None,
        said.changed.by,
        said.changed.at,
        extra,
    )


def _variant(element: Element) -> Variant:
    raw = tag_of(element)
    if not raw:
        raise BadSegment("a variant without xml:lang")
    seg = next((child for child in element if local_name(child.tag) == "seg"), None)
    text, inline = segment(seg) if seg is not None else ("", "")
    if not text.strip():
        raise BadSegment(f"an empty segment ({raw})")
    return Variant(tag_for(raw, [text]), text, inline)
