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

from glossary.errors import UnreadableFile
from glossary.mining.align.alignment import align
from glossary.model import Document
from glossary.text.fold import en_key, zh_key

Term = tuple[str, str, int]  # zh, en, tier
Row = dict[str, Any]
ZH_SPELLINGS = ("zh", "zh_form", "zh_norm", "zh_alt")
"""The fields of a pair with its Chinese in every spelling that counts as right."""
EN_SPELLINGS = ("en", "en_form", "en_norm", "en_alt", "en_abbr", "en_full")
TIERS = (1, 2, 3)
"""Given by the annotations (seeds/annotated/README.md)."""
NEUTRAL = 3
"""The tier of debatable pairs, which count neither as right nor as wrong; given, too."""


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
    """`law` of `law07`, `affairs` of `affairs_doc01`; a name of digits alone is its own."""
    return name.rstrip("0123456789").removesuffix("_doc") or name


def text_of(path: Path) -> str:
    """The text of a UTF-8 file. Raises UnreadableFile."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(str(path), f"not UTF-8: {error.reason}") from error


def rows(path: Path) -> list[Row]:
    """The annotated pairs of a document. Raises UnreadableFile with the line."""
    return rows_in(text_of(path), str(path))


def rows_in(text: str, name: str) -> list[Row]:
    """The annotated pairs in a text of that name. Raises UnreadableFile with the line."""
    lines = enumerate(text.split("\n"), 1)
    return [_row(name, number, line) for number, line in lines if line.strip()]


def _row(name: str, number: int, line: str) -> Row:
    try:
        row = json.loads(line)
        said = row["zh"], row["en"], row["tier"]
    except (ValueError, KeyError, TypeError) as error:
        reason = f"a gold row wants zh, en and tier: {error}"
        raise UnreadableFile(name, reason, number) from error
    if said[2] not in TIERS:
        raise UnreadableFile(name, "a gold row wants tier 1, 2 or 3", number)
    if not all(isinstance(term, str) for term in said[:2]):
        raise UnreadableFile(name, "a gold row wants zh and en as text", number)
    for field in (*ZH_SPELLINGS, *EN_SPELLINGS):
        if not _is_spelling(row.get(field)):
            raise UnreadableFile(name, f"{field} is a text or a list of texts", number)
    return dict(row)


def _is_spelling(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return value is None or isinstance(value, str)


def terms_of(path: Path) -> tuple[Term, ...]:
    """(zh, en, tier) of the annotated pairs of a document."""
    return tuple((row["zh"], row["en"], row["tier"]) for row in rows(path))


def read_beads(path: Path) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The beads of a TSV file: (Chinese sentences, English sentences). Raises UnreadableFile."""
    beads = []
    for number, line in enumerate(text_of(path).splitlines(), 1):
        sides = [tuple(s for s in side.split(" ||| ") if s) for side in line.split("\t")]
        if len(sides) != 2:
            raise UnreadableFile(str(path), "a bead is Chinese, one tab, English", number)
        beads.append((sides[0], sides[1]))
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
