"""Parts of speech of English words.

The weights (an averaged perceptron trained on UD English-EWT, CC BY-SA 4.0) are read where the
package `denckring-en-pos` keeps them; the package itself is not imported.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from glossary.text.kept import kept, key_of
from glossary.text.package_files import package_file

Weights = npt.NDArray[np.float64]

_FORMAT = 1  # chosen freely; raise it whenever what is kept on disk changes
_WORDS = 50_000  # whose sums are kept: chosen, as of other things that are told of words


@dataclass(frozen=True)
class Perceptron:
    """An averaged perceptron over a word, its neighbours and the two tags before it; `classes` are
    sorted. What is summed keeps the order of its signs, so that its last digits do."""

    weights: dict[str, dict[str, float]]
    fixed: dict[str, str]
    classes: tuple[str, ...]

    def tag(self, words: Sequence[str]) -> list[str]:
        lower = ["<s>", "<s>", *(w.lower() for w in words), "</s>", "</s>"]
        tags = ["<s>", "<s>"]
        for n, word in enumerate(words):
            known = self.fixed.get(lower[n + 2])
            tags.append(known or self._guess(word, lower, n + 2, tags[-1], tags[-2]))
        return tags[2:]

    def _guess(self, word: str, lower: Sequence[str], at: int, last: str, before: str) -> str:
        scores = self._of_word(word).copy()
        self._add(scores, _around(lower, at, last, before))
        best = len(scores) - 1 - int(scores[::-1].argmax())  # of equals, the last
        return self.classes[best]

    def _add(self, scores: Weights, signs: Iterable[str]) -> None:
        rows = self._rows
        for sign in signs:
            if sign in self.weights:
                if sign not in rows:
                    known = self.weights[sign]
                    rows[sign] = np.array([known.get(label, 0.0) for label in self.classes])
                scores += rows[sign]

    @cached_property
    def _rows(self) -> dict[str, Weights]:
        """The weights by class of the signs that were met."""
        return {}

    @cached_property
    def _of_word(self) -> Callable[[str], Weights]:
        """The sums of what a word tells by itself."""
        return lru_cache(maxsize=_WORDS)(self._sums)

    def _sums(self, word: str) -> Weights:
        scores = np.zeros(len(self.classes))
        self._add(scores, _own_signs(word))
        return scores


def _own_signs(word: str) -> Iterator[str]:
    """What the weights were trained on, by their names: of a word by itself."""
    own = word.lower()
    shape = ("X" if word[:1].isupper() else "x") + ("d" if re.search(r"\d", word) else "")
    yield "bias"
    for size in (3, 2, 1):
        yield f"suf{size} {own[-size:]}"
    yield f"pre1 {own[:1]}"
    yield f"shape {shape}"
    yield f"w {own}"


def _around(lower: Sequence[str], at: int, last: str, before: str) -> tuple[str, ...]:
    """Likewise of what stands around it."""
    return (
        f"t-1 {last}",
        f"t-2 {before}",
        f"t-1t-2 {last} {before}",
        f"w-1 {lower[at - 1]}",
        f"w-2 {lower[at - 2]}",
        f"w+1 {lower[at + 1]}",
        f"w+2 {lower[at + 2]}",
        f"t-1 w {last} {lower[at]}",
    )


@cache
def perceptron() -> Perceptron:
    return Perceptron(*kept("english-tagger", key_of("English tagger", _FORMAT), _read))


def _read() -> tuple[dict[str, dict[str, float]], dict[str, str], tuple[str, ...]]:
    data = json.loads(gzip.decompress(package_file("English tagger").read_bytes()))
    return data["weights"], data["tagdict"], tuple(sorted(data["classes"]))
