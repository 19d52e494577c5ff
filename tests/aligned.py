"""Texts whose sentences a person aligned, as public corpora keep them, for benchmarks of alignment.

NAME_zh.xml, NAME_en.xml, NAME_zh.NAME_en.xml   InterText (MAC, github.com/bfsujason/mac)
NAME.zh, NAME.en, and align.txt beside or above  one sentence a line; `NAME TAB 1,2 <=> 3 TAB OK`
                                                 (NEJM-enzh, github.com/boxiangliu/ParaMed)
src/NAME, tgt/NAME, gold/NAME.align              one sentence a line; `[0, 1]:[2]`
                                                 (github.com/bfsujason/aligner-eval)
NAME.tsv                                         a bead a line (seeds/annotated)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from glossary.mining.fit.annotated import read_beads
from glossary.text.script import has_han

Numbers = tuple[int, ...]
Bead = tuple[Numbers, Numbers]
"""The numbers, from 0, of Chinese and of English sentences that are translations; either empty."""


@dataclass(frozen=True)
class AlignedText:
    """A text and its translation, sentence by sentence, with its beads in order."""

    name: str
    zh: list[str]
    en: list[str]
    beads: list[Bead]


def aligned_texts(folder: Path) -> Iterator[AlignedText]:
    """Those in a folder and the folders below, in the order of their names."""
    for links in sorted(folder.rglob("*_zh.*_en.xml")):
        yield _inter_text(links)
    for table in sorted(folder.rglob("align.txt")):
        yield from _numbered(table)
    for ladder in sorted(folder.rglob("gold/*.align")):
        yield _ladder(ladder)
    for table in sorted(folder.rglob("*.tsv")):
        if not list(folder.rglob("*_zh.*_en.xml")):
            yield _table(table)


def _inter_text(links: Path) -> AlignedText:
    stem, _, second = links.name.removesuffix(".xml").rpartition("_zh.")
    zh, en = (_sentences(links.with_name(f"{stem}{end}.xml")) for end in ("_zh", "_en"))
    places = {name: n for side in (zh, en) for n, name in enumerate(side)}
    beads = []
    for link in ElementTree.parse(links).iter("link"):
        of_en, of_zh = ([places[name] for name in side.split()] for side in _targets(link))
        beads.append((tuple(of_zh), tuple(of_en)))
    assert second.endswith("_en")
    return AlignedText(stem, list(zh.values()), list(en.values()), beads)


def _targets(link: ElementTree.Element) -> list[str]:
    return link.attrib["xtargets"].split(";")


def _sentences(path: Path) -> dict[str, str]:
    """The sentences of an InterText document by their ids."""
    found = ElementTree.parse(path).iter("s")
    return {each.attrib["id"]: " ".join((each.text or "").split()) for each in found}


def _numbered(table: Path) -> Iterator[AlignedText]:
    rows: dict[str, list[Bead]] = {}
    for line in _lines(table):
        name, bead, _ = line.split("\t")
        zh, en = bead.split(" <=> ")
        rows.setdefault(name, []).append((_from_one(zh), _from_one(en)))
    for name, beads in rows.items():
        (zh_file,) = table.parent.rglob(f"{name}.zh")
        yield AlignedText(name, _lines(zh_file), _lines(zh_file.with_suffix(".en")), beads)


def _from_one(numbers: str) -> Numbers:
    return tuple(int(number) - 1 for number in numbers.split(",") if number != "omitted")


def _ladder(ladder: Path) -> AlignedText:
    sides = [_lines(ladder.parents[1] / side / ladder.stem) for side in ("src", "tgt")]
    pairs = (line.split(":") for line in _lines(ladder))
    beads = [(_bracketed(source), _bracketed(target)) for source, target, *_ in pairs]
    if has_han("".join(sides[0][:20])):
        return AlignedText(ladder.stem, sides[0], sides[1], beads)
    return AlignedText(ladder.stem, sides[1], sides[0], [(zh, en) for en, zh in beads])


def _bracketed(numbers: str) -> Numbers:
    return tuple(map(int, re.findall(r"\d+", numbers)))


def _table(path: Path) -> AlignedText:
    zh: list[str] = []
    en: list[str] = []
    beads = []
    for left, right in read_beads(path):
        beads.append((_next(zh, left), _next(en, right)))
        zh += left
        en += right
    return AlignedText(path.stem, zh, en, beads)


def _next(before: list[str], added: tuple[str, ...]) -> Numbers:
    return tuple(range(len(before), len(before) + len(added)))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")
