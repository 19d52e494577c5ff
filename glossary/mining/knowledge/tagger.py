"""Parts of speech of English words.

The weights (an averaged perceptron trained on UD English-EWT, CC BY-SA 4.0) are read where the
package `denckring-en-pos` keeps them; the package itself is not imported.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from glossary.text.package_files import package_file


@dataclass(frozen=True)
class Perceptron:
    """An averaged perceptron over a word, its neighbours and the two tags before it."""

    weights: dict[str, dict[str, float]]
    fixed: dict[str, str]
    classes: tuple[str, ...]

    def tag(self, words: Sequence[str]) -> list[str]:
        lower = ["<s>", "<s>", *(w.lower() for w in words), "</s>", "</s>"]
        tags = ["<s>", "<s>"]
        for n, word in enumerate(words):
            known = self.fixed.get(lower[n + 2])
            tags.append(known or self._guess(_signs(word, lower, n + 2, tags[-1], tags[-2])))
        return tags[2:]

    def _guess(self, signs: Iterator[str]) -> str:
        scores = dict.fromkeys(self.classes, 0.0)
        for sign in signs:
            for label, weight in self.weights.get(sign, {}).items():
                scores[label] += weight
        return max(self.classes, key=lambda label: (scores[label], label))


def _signs(word: str, lower: Sequence[str], at: int, last: str, before: str) -> Iterator[str]:
    """The features the weights were trained on, by their names."""
    own = lower[at]
    shape = ("X" if word[:1].isupper() else "x") + ("d" if re.search(r"\d", word) else "")
    yield "bias"
    for size in (3, 2, 1):
        yield f"suf{size} {own[-size:]}"
    yield f"pre1 {own[:1]}"
    yield f"shape {shape}"
    yield f"w {own}"
    yield f"t-1 {last}"
    yield f"t-2 {before}"
    yield f"t-1t-2 {last} {before}"
    for offset in (-1, -2, 1, 2):
        yield f"w{offset:+d} {lower[at + offset]}"
    yield f"t-1 w {last} {own}"


@cache
def perceptron() -> Perceptron:
    path = package_file("English tagger")
    data = json.loads(gzip.decompress(path.read_bytes()))
    return Perceptron(data["weights"], data["tagdict"], tuple(sorted(data["classes"])))
