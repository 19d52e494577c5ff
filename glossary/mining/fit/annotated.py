"""Sentence pairs in which a person marked the term pairs: what the fit commands learn from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

NEUTRAL = 3
"""The tier of debatable pairs, which count neither as right nor as wrong."""


@dataclass(frozen=True)
class Annotated:
    """An aligned pair and the term pairs marked in it: (zh, en, tier)."""

    zh: str
    en: str
    terms: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Corpus:
    """A document of annotated pairs, or a collection of loose ones."""

    name: str
    pairs: tuple[Annotated, ...]
    loose: bool


def read_silver(path: Path) -> Corpus:
    """Loose pairs: a JSON object a line with `zh`, `en` and `pairs` [[zh, en], ...]."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    pairs = (Annotated(r["zh"], r["en"], tuple((a, b, 1) for a, b in r["pairs"])) for r in rows)
    return Corpus(path.name, tuple(pairs), True)


def read_documents(folder: Path) -> list[Corpus]:
    """NAME.tsv (a bead a line: zh TAB en, sentences joined by ` ||| `), each with NAME.jsonl."""
    return [_read_document(path) for path in sorted(folder.glob("*.tsv"))]


def read_beads(path: Path) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The beads of a TSV file: (Chinese sentences, English sentences)."""
    beads = []
    for line in path.read_text(encoding="utf-8").splitlines():
        zh, en = (tuple(s for s in side.split(" ||| ") if s) for side in line.split("\t"))
        beads.append((zh, en))
    return beads


def _read_document(path: Path) -> Corpus:
    marked = path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in marked if line]
    pairs = []
    for number, (zh, en) in enumerate(read_beads(path)):
        terms = tuple((g["zh"], g["en"], g["tier"]) for g in gold if g["bead"] == number)
        if zh and en:
            pairs.append(Annotated("".join(zh), " ".join(en), terms))
    return Corpus(path.stem, tuple(pairs), False)
