"""What is told of the types of one language by themselves, once for each type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus import general
from glossary.mining.corpus.arrays import Numbers
from glossary.mining.corpus.wording import Wording
from glossary.mining.corpus.wordings import Wordings

Matrix = npt.NDArray[np.float64]
WIDTH = {"zh": 8, "en": 12}  # derived: columns of a row below


@dataclass(frozen=True)
class SideTable:
    """A row for each of the sorted `types`: its length, its signs, its keyness."""

    types: Numbers
    rows: Matrix

    def of(self, types: Numbers) -> tuple[Matrix, Matrix, Matrix]:
        """(length, signs, keyness) of some types, the signs of shape (types, signs)."""
        rows = self.rows[np.searchsorted(self.types, types)]
        return rows[:, 0], rows[:, 1:-1], rows[:, -1]


def chinese_side(types: Numbers, units: Matrix, wordings: Wordings, tokens: int) -> SideTable:
    """The table of Chinese types, which stand in so many units of a memory of so many words."""

    def row(wording: Wording, units: float) -> Sequence[float]:
        shares = [general.chinese_share(w) for w in wording.words if w[0].isalnum()]
        return (
            len(wording.key),
            *_chinese_signs(wording),
            general.keyness(units, tokens, shares),
        )

    return _side("zh", types, units, wordings, row)


def english_side(types: Numbers, units: Matrix, wordings: Wordings, tokens: int) -> SideTable:
    """The table of English types, as that of Chinese ones."""

    def row(wording: Wording, units: float) -> Sequence[float]:
        shares = [general.english_share(w) for w in wording.content]
        return (
            max(1, len(wording.content)),
            *_english_signs(wording),
            general.keyness(units, tokens, shares),
        )

    return _side("en", types, units, wordings, row)


def _side(
    language: str,
    types: Numbers,
    units: Matrix,
    wordings: Wordings,
    row: Callable[[Wording, float], Sequence[float]],
) -> SideTable:
    """The table of types that come once for each of their pairs."""
    own, first = np.unique(types, return_index=True)
    rows = np.zeros((len(own), WIDTH[language]))
    for n, ((_, wording), said) in enumerate(
        zip(wordings.all(), units[first].tolist(), strict=True)
    ):
        rows[n] = row(wording, said)
    return SideTable(own, rows)


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
