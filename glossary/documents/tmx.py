"""TMX as a document: each translation unit is a table row, Chinese in column 0, English in column
1.

A unit with Chinese for two regions gives a row for each. A text without a counterpart is a
paragraph. Inline codes (`bpt`, `ept`, `it`, `ph`, `ut`) are not text; the content of a highlight
(`hi`) is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossary.documents.builder import Builder, clean
from glossary.documents.xml import local_name, parse_xml
from glossary.errors import UnreadableFile
from glossary.model import Block
from glossary.text.tags import language_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
Variants = list[tuple[str, str]]


def parse(data: bytes, name: str) -> tuple[str, list[Block]]:
    """The text of a .tmx file, and its blocks. Raises UnreadableFile."""
    root = parse_xml(data, name)
    if local_name(root) != "tmx":
        raise UnreadableFile(name, f"no TMX: its root element is {local_name(root)!r}")
    rows, single = _sorted([_variants(unit) for unit in root.iter("{*}tu")])
    if not rows:
        raise UnreadableFile(name, "no translation unit of Chinese and English in it")
    builder = Builder(name)
    builder.table([(0, zh), (1, en)] for zh, en in rows)
    for text in single:
        builder.add("paragraph", text)
    return builder.text, builder.blocks


def _sorted(units: list[Variants]) -> tuple[list[tuple[str, str]], list[str]]:
    """(pairs of Chinese and English, texts of other units)."""
    rows, single = [], []
    for variants in units:
        chinese = [text for language, text in variants if language == "zh"]
        english = [text for language, text in variants if language == "en"]
        if chinese and english:
            rows += [(text, english[0]) for text in chinese]
            single += english[1:]
        else:
            single += [text for _, text in variants]
    return rows, single


def _variants(unit: Element) -> Variants:
    """(language, text) of each variant that has text."""
    found = []
    for variant in unit.iterchildren("{*}tuv"):
        tag = variant.get(_LANG) or variant.get("lang") or ""
        segment = next(variant.iterchildren("{*}seg"), None)
        text = clean("".join(_text(segment))) if segment is not None else ""
        if text:
            found.append((language_of(tag), text))
    return found


def _text(element: Element) -> Iterator[str]:
    """The text of a segment without its inline codes; libxml2 limits the depth of recursion."""
    yield element.text or ""
    for child in element:
        if local_name(child) not in _CODES:
            yield from _text(child)
        yield child.tail or ""
