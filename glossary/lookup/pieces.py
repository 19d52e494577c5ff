"""Pieces: the longest runs of words of a text that stand in stored sentences.

For a clause out of a sentence that no stored one is like: `concordance` finds a string as it is,
this finds what of it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from glossary.lookup.concordance import ConcordanceHit, SubstringIndex, concordance
from glossary.model import Span
from glossary.store.base import UnitReader
from glossary.text.tags import detect_language
from glossary.text.tokens import kind_of, placed_tokens, search_key

LEAST = {"zh": 5, "en": 3}
"""How many characters or words a piece has at least. Chosen: below, pieces like 的時候 and "of the"
stand everywhere and help nobody; longer ones leave out terms."""
SHOWN = 3  # sentences that a piece comes with. Chosen: enough to see how it was translated


class PieceIndex(SubstringIndex, Protocol):
    """An index of substrings that finds runs of words: see `FuzzyIndex.runs`."""

    def runs(self, key: str, language: str, least: int) -> list[tuple[int, int]]: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a text, its span there, in how many units it stands, and the best of
    them."""

    text: str
    span: Span
    total: int
    hits: tuple[ConcordanceHit, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """A sort key, the longest lowest."""
        return -len(placed_tokens(self.text)[0]), self.span[0]


def pieces(
    store: UnitReader, index: PieceIndex, text: str, language: str | None = None, limit: int = 10
) -> tuple[Piece, ...]:
    """The longest pieces of `text` in stored sentences of its language, the longest first; none
    lies in another. Script, width, case and runs of whitespace are folded."""
    language = language or detect_language(text)
    words, spans = placed_tokens(text)
    runs = index.runs(search_key(text), language, LEAST[language])
    bare = {_without_punctuation(words, run) for run in runs}
    kept = sorted((run for run in bare if run[1] - run[0] >= LEAST[language]), key=_longest_first)
    places = [(spans[first][0], spans[end - 1][1]) for first, end in kept[:limit]]
    return tuple(_piece(store, index, text, place, language) for place in places)


def _longest_first(run: tuple[int, int]) -> tuple[int, int]:
    return run[0] - run[1], run[0]


def _without_punctuation(words: Sequence[str], run: tuple[int, int]) -> tuple[int, int]:
    """The run without the punctuation that it begins and ends with."""
    first, end = run
    while first < end and kind_of(words[first]) == "punctuation":
        first += 1
    while first < end and kind_of(words[end - 1]) == "punctuation":
        end -= 1
    return first, end


def _piece(store: UnitReader, index: PieceIndex, text: str, span: Span, language: str) -> Piece:
    piece = text[slice(*span)]
    held = concordance(store, index, piece, language, "best", SHOWN)
    return Piece(piece, span, held.total, held.hits)
