"""TMX segments: their text, and the inline tags in it.

In TMX all whitespace of a segment is significant, so it is kept. A `bpt` or `ept` without its
partner becomes an `it`, as TMX requires.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.exchange.xml import escape, local_name, quote
from glossary.model import Variant

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TEXTUAL = frozenset({"hi"})  # tags whose content is text; that of others is code
_KNOWN = frozenset({"bpt", "ept", "ph", "it", "hi", "ut", "sub"})
_ATTRIBUTES = {
    "bpt": ("i", "x", "type"),
    "ept": ("i",),
    "ph": ("x", "assoc", "type"),
    "it": ("pos", "x", "type"),
    "hi": ("x", "type"),
    "ut": ("x",),
    "sub": ("datatype", "type"),
}


class BadSegment(Exception):
    """A segment that cannot be read, with the reason."""


def segment(seg: Element) -> tuple[str, str]:
    """(text, inline XML) of a segment; inline is "" if it has no tags."""
    return _text(seg), _inline(seg, _unpaired(seg)) if len(seg) else ""


def _text(element: Element) -> str:
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            raise BadSegment(f"an undefined entity {child.text}")
        if local_name(child.tag) in _TEXTUAL:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _unpaired(seg: Element) -> set[tuple[str, str]]:
    """(tag, i) of begin and end tags that have no partner or occur twice."""
    found: dict[str, list[str]] = {"bpt": [], "ept": []}
    for child in seg.iter():
        local = local_name(child.tag)
        if local in found:
            found[local].append(child.get("i", ""))
    begin, end = found["bpt"], found["ept"]
    whole = {i for i in begin if i and begin.count(i) == 1 and end.count(i) == 1}
    return {("bpt", i) for i in begin if i not in whole} | {
        ("ept", i) for i in end if i not in whole
    }


def _inline(element: Element, unpaired: set[tuple[str, str]]) -> str:
    """The XML inside an element, without tags that TMX 1.4 does not define."""
    parts = [escape(element.text or "")]
    for child in element:
        local = local_name(child.tag)
        inner = _inline(child, unpaired)
        if local not in _KNOWN:
            parts.append(inner)
        elif (local, child.get("i", "")) in unpaired:
            position = "begin" if local == "bpt" else "end"
            parts.append(f'<it pos="{position}">{inner}</it>')
        else:
            parts.append(f"<{local}{_attributes(child, local)}>{inner}</{local}>")
        parts.append(escape(child.tail or ""))
    return "".join(parts)


def _attributes(element: Element, local: str) -> str:
    values = [(key, element.get(key)) for key in _ATTRIBUTES[local]]
    if local == "it" and element.get("pos") not in ("begin", "end"):
        values = [("pos", "begin"), *values[1:]]
    return "".join(f" {key}={quote(value)}" for key, value in values if value)


def checked_inline(variant: Variant) -> str:
    """The variant's inline XML if it is well-formed and has the same text as the variant; else
    ""."""
    from lxml import etree

    if not variant.inline:
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        seg = etree.fromstring(f"<seg>{variant.inline}</seg>", parser)
        text, inline = segment(seg)
    except (etree.XMLSyntaxError, ValueError, BadSegment):
        return ""
    return inline if text == variant.text else ""
