"""TMX 1.4 in and out, levels 1 and 2.

A unit with several Chinese variants gives a unit each. Inline tags are kept beside the plain text
(`Variant.inline`, see `tmx_inline`), and what else a unit and its variants say as Extra
(`tmx_extras`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput
from glossary.exchange.fitting.loss import Loss, LossReport
from glossary.exchange.records import OnRecord, refuse, untranslated
from glossary.exchange.regions import by_region
from glossary.exchange.tmx.extras import (
    DOCUMENT,
    TAG,
    Histories,
    attributes_of,
    children_of,
    extras_of,
    history,
    stamp_of,
    tag_of,
    written_attributes,
    written_child,
)
from glossary.exchange.tmx.inline import BadSegment, checked_inline, segment
from glossary.exchange.xml import elements, escape, is_valid, local_name, valid
from glossary.model import Extra, TranslationUnit, Variant
from glossary.text.tags import fallback_chain, language_of, normalise_tag, tag_for

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="glossary" creationtoolversion="1" segtype="sentence" o-tmf="glossary" \
adminlang="en" srclang="{source}" datatype="plaintext"/>
  <body>
"""
Found = tuple["Element", Variant]


def read(
    source: BinaryIO, name: str, on_error: OnRecord | None = None, on_change: OnRecord | None = None
) -> Iterator[tuple[int, TranslationUnit]]:
    """(line, unit) of a TMX file, of those that have English and Chinese. Raises UnreadableFile.

    A bad unit (no English, no Chinese, an empty segment, a wrong tag) goes to
    `on_error(line, reason)`, or without it the file is refused. `on_change(line, what)` hears of
    units that are not translated, and of variants that are not kept.
    """
    tell = on_change or (lambda line, what: None)
    srclang = ""
    for element in elements(source, name, ("tmx",), ("header", "tu")):
        if local_name(element.tag) == "header":
            srclang = element.get("srclang", "")
        if local_name(element.tag) != "tu":
            continue
        line = element.sourceline or 0
        try:
            for unit in _units(element, line, element.get("srclang") or srclang, tell):
                yield line, unit
        except (BadSegment, InvalidInput) as error:
            refuse(name, line, str(error), on_error)


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
    """The unit; who and when are said of it or, by OmegaT and others, of its target."""
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


# ---------------------------------------------------------------- out


def write(
    units: Iterable[TranslationUnit],
    target: BinaryIO,
    *,
    zh_tag: str | None = "zh-Hant-TW",
    direction: str = "en-zh",
) -> LossReport:
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
    said = [
        ("tuid", _tuid(unit, ids)),
        ("creationdate", stamp_of(unit.created_at)),
        ("creationid", unit.created_by),
        ("changedate", stamp_of(unit.changed_at)),
        ("changeid", unit.changed_by),
    ]
    own = next((extra for extra in unit.extra if extra.element == "tu"), Extra("tu"))
    lines = [f"    <tu{written_attributes([*said, *own.attributes])}>"]
    if unit.document:
        name = re.split(r"[\\/]", unit.document)[-1]
        lines.append(f'      <prop type="{DOCUMENT}">{escape(valid(name))}</prop>')
    for extra in unit.extra:
        if line := written_child(extra):
            lines.append(f"      {line}")
        elif extra.element not in ("tuid", "tu", "tuv"):
            report.add(Loss(_name(unit), "dropped", "extra", extra.value))
    variants = [("en", unit.en), (by_region(zh_tag), unit.zh)]
    for tag, variant in variants if direction == "en-zh" else variants[::-1]:
        if variant is unit.en and variant.tag != "en":
            report.add(Loss(_name(unit), "changed", "region", variant.tag, "en"))
        lines.append(_tuv(unit, tag, variant, report))
    lines.append("    </tu>\n")
    return "\n".join(lines)


def _tuv(unit: TranslationUnit, tag: str, variant: Variant, report: LossReport) -> str:
    language = "en" if variant is unit.en else "zh"
    said = (e for e in unit.extra if e.element == "tuv" and e.type == language)
    own = next(said, Extra("tuv"))
    inner = "".join(map(written_child, own.children))
    if tag_for(tag, [variant.text]) != variant.tag:
        inner += written_child(Extra("prop", TAG, variant.tag))
    attributes = written_attributes([("xml:lang", tag), *own.attributes])
    return f"      <tuv{attributes}>{inner}<seg>{_seg(unit, variant, report)}</seg></tuv>"


def _seg(unit: TranslationUnit, variant: Variant, report: LossReport) -> str:
    inline = checked_inline(variant)
    if variant.inline and inline != variant.inline:
        report.add(Loss(_name(unit), "changed", "inline", variant.inline, variant.tag))
    if not is_valid(variant.text):
        report.add(Loss(_name(unit), "changed", "text", reason="control characters taken out"))
    return inline or escape(valid(variant.text))


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
