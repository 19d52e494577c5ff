"""Concordance: every unit that contains a string, in either language.

Script, width, case and runs of whitespace are folded. A string of any length is found, inside words
and across them, and all units are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from glossary.errors import InvalidInput
from glossary.model import Span, TranslationUnit
from glossary.store.base import UnitReader
from glossary.text.tokens import places_of, search_key

ORDERS = ("newest", "best")
LANGUAGES = ("zh", "en")
_INSIDE = 40  # derived: a bit above all sizes, so what stands inside a word comes last


class SubstringIndex(Protocol):
    """An index that narrows: ids, text sizes, and whether the string is at word boundaries, as
    three arrays."""

    def containing(self, key: str, language: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class ConcordanceHit:
    """A unit with the side that contains the string, and the spans of the string in each side."""

    unit: TranslationUnit
    text: str
    translation: str
    spans: tuple[Span, ...]
    translation_spans: tuple[Span, ...]
    rank: tuple[int, int] = (0, 0)  # a sort key, first lowest: by the order, then the newest


@dataclass(frozen=True, slots=True)
class Concordance:
    """The number of units that contain the string, and one page of them."""

    total: int
    hits: tuple[ConcordanceHit, ...]


def concordance(
    store: UnitReader,
    index: SubstringIndex,
    text: str,
    language: str | None = None,
    order: str = "newest",
    limit: int = 20,
    offset: int = 0,
) -> Concordance:
    """The units that contain `text` in that language or, by default, in either.

    `newest` orders by the age of the unit; `best` prefers whole words, then shorter texts, then
    newer units. No unit contains a blank text. Raises InvalidInput for an invalid language, order,
    limit or offset.
    """
    _check(language, order, limit, offset)
    key = search_key(text)
    if not key:
        return Concordance(0, ())
    languages = (language,) if language else LANGUAGES
    ids, ranks = _ordered([index.containing(key, one) for one in languages], order)
    shown = slice(offset, offset + limit)
    placed = dict(zip(ids[shown].tolist(), ranks[shown].tolist(), strict=True))
    hits = (_hit(unit, key, languages) for unit in store.units(placed))
    return Concordance(len(ids), tuple(replace(hit, rank=_rank(hit, placed)) for hit in hits))


def _rank(hit: ConcordanceHit, placed: dict[int, int]) -> tuple[int, int]:
    number = hit.unit.id or 0
    return placed[number], -number


def _check(language: str | None, order: str, limit: int, offset: int) -> None:
    if language is not None and language not in LANGUAGES:
        raise InvalidInput(f"the memory knows zh and en, not {language!r}")
    if order not in ORDERS:
        raise InvalidInput(f"the order is newest or best, not {order!r}")
    if limit < 0 or offset < 0:
        raise InvalidInput(f"limit {limit} and offset {offset} must be 0 or more")


def _ordered(found: Sequence[Any], order: str) -> tuple[Any, Any]:
    """(the ids of all units, each once, best or newest first; what they are sorted by before their
    age), two arrays."""
    import numpy as np

    ids, sizes, at_edges = map(np.concatenate, zip(*found, strict=True))
    newest = np.argsort(-ids, kind="stable")
    ids = ids[newest]
    first = np.flatnonzero(np.diff(ids, prepend=0))  # a unit found in both languages counts once
    if order == "newest":
        return ids[first], np.zeros_like(first)
    sizes, inside = sizes[newest], ~at_edges[newest]
    worse = sizes + (inside.astype(np.int64) << _INSIDE)
    best = np.minimum.reduceat(worse, first) if len(first) else first
    by_best = np.argsort(best, kind="stable")
    return ids[first][by_best], best[by_best]


def _hit(unit: TranslationUnit, key: str, languages: Sequence[str]) -> ConcordanceHit:
    zh, en = unit.zh.text, unit.en.text
    in_zh = tuple(places_of(key, zh)) if "zh" in languages else ()
    in_en = tuple(places_of(key, en)) if "en" in languages else ()
    if in_zh:
        return ConcordanceHit(unit, zh, en, in_zh, in_en)
    return ConcordanceHit(unit, en, zh, in_en, in_zh)
