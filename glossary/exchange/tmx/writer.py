"""Write translation units as TMX 1.4, one language pair in a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from glossary.exchange.dates import stamp_of
from glossary.exchange.fitting.loss import Loss, LossReport
from glossary.exchange.options import Direction, WriteOptions
from glossary.exchange.regions import by_region
from glossary.exchange.tmx.extras import (
    DOCUMENT,
    TAG,
    written_attributes,
    written_child,
)
from glossary.exchange.tmx.inline import checked_inline
from glossary.exchange.xml import escape, is_valid, valid
from glossary.model import Extra, TranslationUnit, Variant
from glossary.store.base import REPLACED
from glossary.text.file_name import file_name
from glossary.text.tags import fallback_chain, normalise_tag, tag_for

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="glossary" creationtoolversion="1" segtype="sentence" o-tmf="glossary" \
adminlang="en" srclang="{source}" datatype="plaintext"/>
  <body>
"""


def write(
    units: Iterable[TranslationUnit],
    options: WriteOptions,
    report: LossReport,
) -> Iterator[bytes]:
    """The file, in pieces: English and the wanted Chinese, under `en` and its tag (`zh-TW`).

    Without a `zh_tag`, all units, each under its own tag. Units whose tag is not a fallback for the
    wanted one are left out and reported. Raises InvalidInput for an invalid tag.
    """
    wanted = normalise_tag(options.zh_tag) if options.zh_tag else None
    serving = set(fallback_chain(wanted)) if wanted else set()
    source = "en" if options.direction == "en-zh" or not wanted else by_region(wanted)
    yield _HEAD.format(source=source).encode()
    writer = _TmxWriter(options.direction, report)
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
        yield writer.unit(unit, wanted or unit.zh.tag).encode()
    yield b"  </body>\n</tmx>\n"


def _left_out(unit: TranslationUnit, reason: str) -> Loss:
    return Loss(_name(unit), "left out", "unit", unit.en.text, reason=reason)


def _name(unit: TranslationUnit) -> str:
    return str(unit.id) if unit.id is not None else unit.document


class _TmxWriter:
    """Formats units as elements; every method returns text."""

    def __init__(self, direction: Direction, report: LossReport) -> None:
        self._english_first, self._report = direction == "en-zh", report
        self._ids: dict[str, int] = {}

    def unit(self, unit: TranslationUnit, zh_tag: str) -> str:
        """The element of a unit; `zh_tag` is the tag that the file has for its Chinese."""
        lines = [self._opening(unit), *self._children(unit)]
        variants = [("en", unit.en), (by_region(zh_tag), unit.zh)]
        for tag, variant in variants if self._english_first else variants[::-1]:
            if variant is unit.en and variant.tag != "en":
                self._report.add(Loss(_name(unit), "changed", "region", variant.tag, "en"))
            lines.append(self._tuv(unit, tag, variant))
        return "\n".join([*lines, "    </tu>\n"])

    def _opening(self, unit: TranslationUnit) -> str:
        said = [
            ("tuid", self._tuid(unit)),
            ("creationdate", stamp_of(unit.created_at)),
            ("creationid", unit.created_by),
            ("changedate", stamp_of(unit.changed_at)),
            ("changeid", unit.changed_by),
        ]
        own = next((extra for extra in unit.extra if extra.element == "tu"), Extra("tu"))
        return f"    <tu{written_attributes([*said, *own.attributes])}>"

    def _children(self, unit: TranslationUnit) -> Iterator[str]:
        """The properties and notes of the unit, its document first."""
        if unit.document:
            name = escape(valid(file_name(unit.document)))
            yield f'      <prop type="{DOCUMENT}">{name}</prop>'
        for extra in unit.extra:
            if line := written_child(extra):
                yield f"      {line}"
            elif extra.element not in ("tuid", "tu", "tuv", REPLACED):
                self._report.add(Loss(_name(unit), "dropped", "extra", extra.value))

    def _tuv(self, unit: TranslationUnit, tag: str, variant: Variant) -> str:
        language = "en" if variant is unit.en else "zh"
        said = (e for e in unit.extra if e.element == "tuv" and e.type == language)
        own = next(said, Extra("tuv"))
        inner = "".join(map(written_child, own.children))
        if tag_for(tag, [variant.text]) != variant.tag:
            inner += written_child(Extra("prop", TAG, variant.tag))
        attributes = written_attributes([("xml:lang", tag), *own.attributes])
        return f"      <tuv{attributes}>{inner}<seg>{self._seg(unit, variant)}</seg></tuv>"

    def _seg(self, unit: TranslationUnit, variant: Variant) -> str:
        inline = checked_inline(variant)
        if variant.inline and inline != variant.inline:
            self._report.add(Loss(_name(unit), "changed", "inline", variant.inline, variant.tag))
        if not is_valid(variant.text):
            reason = "control characters taken out"
            self._report.add(Loss(_name(unit), "changed", "text", reason=reason))
        return inline or escape(valid(variant.text))

    def _tuid(self, unit: TranslationUnit) -> str:
        """The unit's own id, or a digest of its texts; numbered if it recurs."""
        given = next((extra.value for extra in unit.extra if extra.element == "tuid"), "")
        texts = f"{unit.en.text}\t{unit.zh.text}".encode("utf-8", "replace")
        base = valid(given) or hashlib.sha256(texts).hexdigest()[:16]
        name = base
        while name in self._ids:
            self._ids[base] += 1
            name = f"{base}-{self._ids[base]}"
        self._ids[name] = 1
        return name
