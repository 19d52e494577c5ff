"""Sentence pairs in which a person marked the term pairs: what the fit commands learn from.

NAME.jsonl     a term pair a line: `zh`, `en`, `tier`, and `bead` where NAME.tsv is there
NAME.tsv       its text, aligned by hand: a bead a line, zh TAB en, sentences joined by ` ||| `
NAME.zh.txt    or its text and the translation,
NAME.en.txt    which are aligned as the miner aligns them
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.mining.align.alignment import align
from glossary.model import Document
from glossary.text.fold import en_key, zh_key

Term = tuple[str, str, int]  # zh, en, tier
NEUTRAL = 3
"""The tier of debatable pairs, which count neither as right nor as wrong."""


@dataclass(frozen=True)
class Annotated:
    """An aligned pair, and the term pairs that are right in it: (zh, en, tier)."""

    zh: str
    en: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Corpus:
    """An annotated document."""

    name: str
    pairs: tuple[Annotated, ...]

    @property
    def domain(self) -> str:
        """What the document is one of: the name up to its number."""
        return domain(self.name)

    @property
    def wanted(self) -> int:
        """How many different pairs of tiers 1 and 2 are marked."""
        marked = tiers(term for pair in self.pairs for term in pair.terms)
        return sum(tier != NEUTRAL for tier in marked.values())


def tiers(terms: Iterable[Term]) -> dict[tuple[str, str], int]:
    """The tier of each pair, folded; the lower one where there are two."""
    found: dict[tuple[str, str], int] = {}
    for zh, en, tier in terms:
        key = zh_key(zh), en_key(en)
        found[key] = min(tier, found.get(key, tier))
    return found


def domain(name: str) -> str:
    """`law` of `law07`, `affairs` of `affairs_doc01`."""
    return name.rstrip("0123456789").removesuffix("_doc")


def rows(path: Path) -> list[dict[str, Any]]:
    """The annotated pairs of a document."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def terms_of(path: Path) -> tuple[Term, ...]:
    """(zh, en, tier) of the annotated pairs of a document."""
    return tuple((row["zh"], row["en"], row["tier"]) for row in rows(path))


def read_beads(path: Path) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The beads of a TSV file: (Chinese sentences, English sentences)."""
    beads = []
    for line in path.read_text(encoding="utf-8").splitlines():
        zh, en = (tuple(s for s in side.split(" ||| ") if s) for side in line.split("\t"))
        beads.append((zh, en))
    return beads


def aligned_by_hand(path: Path) -> Corpus:
    """The document of NAME.jsonl whose beads stand in NAME.tsv; each pair belongs to its bead."""
    gold = rows(path)
    pairs = []
    for number, (zh, en) in enumerate(read_beads(path.with_suffix(".tsv"))):
        terms = tuple((g["zh"], g["en"], g["tier"]) for g in gold if g["bead"] == number)
        if zh and en:
            pairs.append(Annotated("".join(zh), " ".join(en), terms))
    return Corpus(path.stem, tuple(pairs))


def aligned_here(path: Path, document: Document, translation: Document) -> Corpus:
    """The document of NAME.jsonl with its beads as `align` finds them; a pair is right in any."""
    return Corpus(path.stem, tuple(_beads(document, translation, terms_of(path))))


def _beads(
    document: Document, translation: Document, terms: tuple[Term, ...]
) -> Iterator[Annotated]:
    for pair in align(document, translation):
        if pair.zh and pair.en:
            yield Annotated("".join(pair.zh), " ".join(pair.en), terms)
