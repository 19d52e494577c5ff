"""What is told of the types of one language by themselves, once for each type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus import general
from glossary.mining.corpus.arrays import Numbers
from glossary.mining.corpus.wording import Wording
from glossary.mining.corpus.wordings import Wordings

Matrix = npt.NDArray[np.float64]
WIDTH = {"zh": 8, "en": 12}  # derived: columns of a row below
_TOGETHER = 50_000  # types looked at together: some 40 MB; chosen, and never varied


@dataclass(frozen=True)
class SideTable:
    """A row for each of the sorted `types`: its length, its signs, its keyness."""

    types: Numbers
    rows: Matrix

    def of(self, types: Numbers) -> tuple[Matrix, Matrix, Matrix]:
        """(length, signs, keyness) of some types, the signs of shape (types, signs)."""
        rows = self.rows[np.searchsorted(self.types, types)]
        return rows[:, 0], rows[:, 1:-1], rows[:, -1]


@dataclass(frozen=True)
class TypesOfSide:
    """The types of one language: their wordings, in how many units each stands, and of how many
    words that language has in the memory."""

    wordings: Wordings
    units: Matrix
    tokens: int

    def rows(self, some: slice) -> Matrix:
        """What is told of some types, in the order of their numbers, a row each."""
        row = _chinese_row if self.wordings.is_chinese else _english_row
        wordings = self.wordings.some(self.wordings.numbers[some])
        units = self.units[some].tolist()
        told = [row(*each, self.tokens) for each in zip(wordings, units, strict=True)]
        width = WIDTH["zh" if self.wordings.is_chinese else "en"]
        return np.array(told, np.float64).reshape(-1, width)

    def some_at_a_time(self) -> list[slice]:
        """The types in stretches that are looked at together."""
        return [slice(low, low + _TOGETHER) for low in range(0, len(self.wordings), _TOGETHER)]

    def table(self, parts: Iterable[Matrix]) -> SideTable:
        """The table of what `rows` gave of all types, part by part."""
        none = self.rows(slice(0))
        return SideTable(self.wordings.numbers, np.concatenate([none, *parts]))


def side(types: Numbers, units: Matrix, wordings: Wordings, tokens: int) -> TypesOfSide:
    """The side of types that come once for each of their pairs, each with its units."""
    _, first = np.unique(types, return_index=True)
    return TypesOfSide(wordings, units[first], tokens)


def _chinese_row(wording: Wording, units: float, tokens: int) -> Sequence[float]:
    shares = [general.chinese_share(w) for w in wording.words if w[0].isalnum()]
    keyness = general.keyness(units, tokens, shares)
    return (len(wording.key), *_chinese_signs(wording), keyness)


def _english_row(wording: Wording, units: float, tokens: int) -> Sequence[float]:
    shares = [general.english_share(w) for w in wording.content]
    keyness = general.keyness(units, tokens, shares)
    return (max(1, len(wording.content)), *_english_signs(wording), keyness)


def _english_signs(wording: Wording) -> tuple[float, ...]:
    tags = [tag.partition("|")[0] for tag in wording.tags]
    words = wording.words
    content = [w for w in wording.text.split() if w[0].isalpha() and len(w) > 3]
    return (
        tags[-1] == "NOUN",
        tags[-1] == "PROPN",
        tags[0] == "VERB",
        tags[0] == "ADV",
        sum(tag in ("VERB", "AUX") for tag in tags),
        words.count(","),
        "and" in words or "or" in words,
        "of" in words,
        sum(w[0].isupper() for w in content) / max(1, len(content)),
        "(" in words or ")" in words,
    )


def _chinese_signs(wording: Wording) -> tuple[float, ...]:
    tags = wording.tags
    return (
        tags[-1][0] == "n" or tags[-1] == "vn",
        tags[-1] in ("v", "vd", "vi"),
        tags[0] in ("v", "vd", "vi"),
        sum(tag[0] in "upcdr" for tag in tags),
        sum(not word[0].isalnum() for word in wording.words),
        len(wording.key) == 1,
    )
