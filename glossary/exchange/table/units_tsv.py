"""Read translation units from TSV without heads: source, target and, optionally, the Chinese tag.

Quotes are ordinary characters; which side is Chinese is determined from the first lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.options import READ, ReadOptions
from glossary.exchange.segments import untranslated
from glossary.exchange.table.cells import lines
from glossary.model import TranslationUnit, Variant
from glossary.text.script import HAN
from glossary.text.tags import normalise_tag, tag_for

_SAMPLE = 100
"""Lines that tell which side is Chinese: chosen. Their sums are never near each other; half or
double moves how much of a file without any Chinese is read before it is refused."""


def read(
    source: BinaryIO, name: str, options: ReadOptions = READ
) -> Iterator[tuple[int, TranslationUnit]]:
    """(line, unit) of the file. Raises UnreadableFile."""
    rows = (
        (number, text.rstrip("\r\n").split("\t"))
        for number, text in enumerate(lines(source, name), 1)
        if text.strip()
    )
    sample = list(islice(rows, _SAMPLE))
    zh = _chinese_column([cells for _, cells in sample], name)
    tags: dict[str, str] = {}
    for number, cells in chain(sample, rows):
        try:
            unit = _unit(cells, zh, tags)
        except InvalidInput as error:
            options.refuse(name, number, str(error))
            continue
        reason = untranslated(unit.en.text, unit.zh.text)
        if reason is None:
            yield number, unit
        else:
            options.tell(number, reason)


def _chinese_column(rows: list[list[str]], name: str) -> int:
    """0 or 1: the column with more Chinese characters. Raises UnreadableFile if neither has any, as
    nothing is stored as Chinese on a guess."""

    def han(column: int) -> int:
        return sum(len(HAN.findall(cells[column])) for cells in rows if len(cells) > column)

    if rows and not han(0) and not han(1):
        reason = (
            f"no Chinese in its first {len(rows)} lines; take it in as TMX, which names languages"
        )
        raise UnreadableFile(name, reason, 1)
    return 0 if han(0) > han(1) else 1


def _unit(cells: list[str], zh: int, tags: dict[str, str]) -> TranslationUnit:
    if len(cells) < 2 or not cells[0].strip() or not cells[1].strip():
        raise InvalidInput("a line without two segments, a TAB between them")
    if len(cells) > 3:
        raise InvalidInput(f"{len(cells)} cells; known are source, target and tag")
    raw = (cells[2].strip() if len(cells) == 3 else "") or "zh"
    if raw not in tags:
        tags[raw] = normalise_tag(raw)
    tag = tags[raw] if tags[raw] != "zh" else tag_for("zh", [cells[zh]])
    return TranslationUnit(Variant(tag, cells[zh]), Variant("en", cells[1 - zh]))
