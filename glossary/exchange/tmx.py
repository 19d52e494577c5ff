"""TMX 1.4 in and out, levels 1 and 2.

A unit with several Chinese variants gives a unit each. Inline tags are kept beside the plain text
(`Variant.inline`); a `bpt` or `ept` without its partner becomes an `it`, as TMX asks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.loss import Loss, LossReport
from glossary.exchange.regions import by_region
from glossary.exchange.xml import XML_LANG, elements, escape, is_valid, local_name, quote, valid
from glossary.model import Extra, TranslationUnit, Variant
from glossary.text.tags import fallback_chain, language_of, normalise_tag, tag_for

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

OnRecord = Callable[[int, str], None]

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="glossary" creationtoolversion="1" segtype="sentence" o-tmf="glossary" \
adminlang="en" srclang="{source}" datatype="plaintext"/>
  <body>
"""
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z")
_DOCUMENT = "x-document"
_WRAPPED = re.compile(r"[ \t]*\n[ \t]*")


class _BadUnit(Exception):
    """A unit that cannot be taken, and why."""


def read(
    source: BinaryIO, name: str, on_error: OnRecord | None = None, on_change: OnRecord | None = None
) -> Iterator[tuple[int, TranslationUnit]]:
    """(line, unit) of a TMX file, of those that have English and Chinese. Raises UnreadableFile.

    A bad unit (no English, no Chinese, an empty segment, a wrong tag) goes to
    `on_error(line, reason)`, or without it the file is refused.
    """
    ours = False
    for element in elements(source, name, ("tmx",), ("header", "tu")):
        if local_name(element.tag) == "header":
            ours = element.get("creationtool") == "glossary"
        if local_name(element.tag) != "tu":
            continue
        line = element.sourceline or 0
        try:
            for unit in _units(element, on_change, ours):
                yield line, unit
        except (_BadUnit, InvalidInput) as error:
            if on_error is None:
                raise UnreadableFile(name, str(error), line) from None
            on_error(line, str(error))


def _units(element: Element, on_change: OnRecord | None, ours: bool) -> list[TranslationUnit]:
    variants = [_variant(child, ours) for child in element if local_name(child.tag) == "tuv"]
    english = [variant for variant in variants if language_of(variant.tag) == "en"]
    chinese = [variant for variant in variants if language_of(variant.tag) == "zh"]
    if not english or not chinese:
        tags = ", ".join(variant.tag for variant in variants) or "none"
        raise _BadUnit(f"a unit without English and Chinese (languages: {tags})")
    unused = len(variants) - len(chinese) - 1
    if unused and on_change:
        on_change(element.sourceline or 0, "variants in other languages are not kept")
    document, extra = _properties(element)
    return [
        TranslationUnit(
            zh, english[0], document, element.get("creationid", ""),
            iso_of(element.get("creationdate", "")), None, element.get("changeid", ""),
            iso_of(element.get("changedate", "")), extra,
        )
        for zh in chinese
    ]  # fmt: skip


def _properties(element: Element) -> tuple[str, tuple[Extra, ...]]:
    """(document, what else the unit says: its id, notes and properties)."""
    document = ""
    extra = [Extra("tuid", value=element.get("tuid", ""))] if element.get("tuid") else []
    for child in element:
        local = local_name(child.tag)
        if local == "prop" and child.get("type") == _DOCUMENT:
            document = child.text or ""
        elif local in ("prop", "note"):
            extra.append(Extra(local, child.get("type", ""), child.text or ""))
    return document, tuple(extra)


def _variant(element: Element, ours: bool) -> Variant:
    raw = element.get(XML_LANG) or element.get("lang")
    if not raw:
        raise _BadUnit("a variant without xml:lang")
    seg = next((child for child in element if local_name(child.tag) == "seg"), None)
    text, inline = segment(seg, ours) if seg is not None else ("", "")
    if not text.strip():
        raise _BadUnit(f"an empty segment ({raw})")
    return Variant(tag_for(raw, [text]), text, inline)


# ---------------------------------------------------------------- inline tags

_TEXTUAL = frozenset({"hi"})  # tags whose content is text; that of others is code
_KNOWN = frozenset({"bpt", "ept", "ph", "it", "hi", "ut", "sub"})
_ATTRIBUTES = {
    "bpt": ("i", "x", "type"), "ept": ("i",), "ph": ("x", "assoc", "type"),
    "it": ("pos", "x", "type"), "hi": ("x", "type"), "ut": ("x",), "sub": ("datatype", "type"),
}  # fmt: skip


def segment(seg: Element, exact: bool = False) -> tuple[str, str]:
    """(text, inline) of a segment; where not `exact`, the line breaks of pretty printing are
    closed up."""
    text, inline = _text(seg), _inline(seg, _unpaired(seg)) if len(seg) else ""
    if not exact:
        text, inline = _WRAPPED.sub(" ", text), _WRAPPED.sub(" ", inline)
    return text.strip(), inline.strip()


def _text(element: Element) -> str:
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            raise _BadUnit(f"an undefined entity {child.text}")
        if local_name(child.tag) in _TEXTUAL:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _unpaired(seg: Element) -> set[tuple[str, str]]:
    """(tag, i) of begin and end tags that lack their partner, or come twice."""
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
    """The XML inside an element, tags that TMX 1.4 does not know taken off."""
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
    """The variant's inline XML, if it is well formed and says what its text says; else ""."""
    from lxml import etree

    if not variant.inline:
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        seg = etree.fromstring(f"<seg>{variant.inline}</seg>", parser)
        text, inline = segment(seg, exact=True)
    except (etree.XMLSyntaxError, ValueError, _BadUnit):
        return ""
    return inline if text == variant.text.strip() else ""


# ---------------------------------------------------------------- out


def write(
    units: Iterable[TranslationUnit], target: BinaryIO, *, zh_tag: str | None = "zh-Hant-TW",
    direction: str = "en-zh",
) -> LossReport:  # fmt: skip
    """Write TMX 1.4: English and the wanted Chinese, under `en` and its tag (`zh-TW`).

    `zh_tag` None writes all, each under its own tag. What does not serve for the tag is left out;
    the report says so. Raises InvalidInput: a wrong tag.
    """
    wanted = normalise_tag(zh_tag) if zh_tag else None
    serving = set(fallback_chain(wanted)) if wanted else set()
    report = LossReport("tmx", wanted or "")
    source = "en" if direction == "en-zh" or not wanted else by_region(wanted)
    target.write(_HEAD.format(source=source).encode())
    ids: dict[str, int] = {}
    for unit in units:
        report.entries += 1
        if wanted and unit.zh.tag not in serving:
            report.add(_left_out(unit, f"{unit.zh.tag} does not serve for {wanted}"))
            continue
        if not valid(unit.zh.text).strip() or not valid(unit.en.text).strip():
            report.add(_left_out(unit, "an empty segment"))
            continue
        report.written += 1
        if wanted and unit.zh.tag != wanted:
            report.add(Loss(_name(unit), "changed", "region", unit.zh.tag, wanted))
        target.write(_unit(unit, wanted or unit.zh.tag, direction, ids, report).encode())
    target.write(b"  </body>\n</tmx>\n")
    return report


def _left_out(unit: TranslationUnit, reason: str) -> Loss:
    return Loss(_name(unit), "left out", "unit", unit.en.text, reason=reason)


def _name(unit: TranslationUnit) -> str:
    return str(unit.id) if unit.id is not None else unit.document


def _unit(
    unit: TranslationUnit, zh_tag: str, direction: str, ids: dict[str, int], report: LossReport
) -> str:
    head = f"    <tu tuid={quote(_tuid(unit, ids))}"
    for key, value in (
        ("creationdate", stamp_of(unit.created_at)), ("creationid", unit.created_by),
        ("changedate", stamp_of(unit.changed_at)), ("changeid", unit.changed_by),
    ):  # fmt: skip
        if value:
            head += f" {key}={quote(valid(value))}"
    lines = [head + ">"]
    if unit.document:
        name = re.split(r"[\\/]", unit.document)[-1]
        lines.append(f'      <prop type="{_DOCUMENT}">{escape(valid(name))}</prop>')
    for extra in unit.extra:
        if extra.element == "note":
            lines.append(f"      <note>{escape(valid(extra.value))}</note>")
        elif extra.element == "prop":
            kind = quote(valid(extra.type) or "x")
            lines.append(f"      <prop type={kind}>{escape(valid(extra.value))}</prop>")
        elif extra.element != "tuid":
            report.add(Loss(_name(unit), "dropped", "extra", extra.value))
    variants = [("en", unit.en), (by_region(zh_tag), unit.zh)]
    for tag, variant in variants if direction == "en-zh" else variants[::-1]:
        if variant is unit.en and variant.tag != "en":
            report.add(Loss(_name(unit), "changed", "region", variant.tag, "en"))
        seg = _seg(unit, variant, report)
        lines.append(f"      <tuv xml:lang={quote(tag)}><seg>{seg}</seg></tuv>")
    lines.append("    </tu>\n")
    return "\n".join(lines)


def _seg(unit: TranslationUnit, variant: Variant, report: LossReport) -> str:
    inline = checked_inline(variant)
    if variant.inline and inline != variant.inline:
        report.add(Loss(_name(unit), "changed", "inline", variant.inline, variant.tag))
    if not is_valid(variant.text):
        report.add(Loss(_name(unit), "changed", "text", reason="control characters taken out"))
    return inline or escape(valid(variant.text).strip())


def _tuid(unit: TranslationUnit, ids: dict[str, int]) -> str:
    """The id that the unit came with, or a digest of its texts; numbered where it comes again."""
    given = next((extra.value for extra in unit.extra if extra.element == "tuid"), "")
    texts = f"{unit.en.text}\t{unit.zh.text}".encode("utf-8", "replace")
    base = valid(given) or hashlib.sha256(texts).hexdigest()[:16]
    name = base
    while name in ids:
        ids[base] += 1
        name = f"{base}-{ids[base]}"
    ids[name] = 1
    return name


def iso_of(stamp: str) -> str:
    """`20260102T030405Z` as `2026-01-02T03:04:05Z`; anything else as it stands."""
    match = _STAMP.fullmatch(stamp)
    return "{}-{}-{}T{}:{}:{}Z".format(*match.groups()) if match else stamp


def stamp_of(iso: str) -> str:
    """`2026-01-02T03:04:05Z` as `20260102T030405Z`; "" for what is no such time."""
    match = _ISO.fullmatch(iso)
    return "{}{}{}T{}{}{}Z".format(*match.groups()) if match else ""
