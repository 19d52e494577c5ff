"""Pair the definitions of two languages: which Chinese one is which English one.

What stands in the same aligned sentences belongs together; among several the words of the terms
decide, by a dictionary, then the number of the item and the order. One of the two must be sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from glossary.mining.definitions.statements import Statement
from glossary.mining.gloss.edge_features import content_words
from glossary.mining.knowledge import lexicon
from glossary.text.script import to_simplified
from glossary.text.segment import words

Candidate = tuple[int, int, float]
"""Indexes of a Chinese and an English statement, and how near they stand: 1 in the same aligned
sentences, less beside them."""
Pair = tuple[int | None, int | None]

# Chosen. The order only decides between definitions whose words and numbers do not.
_NAMED = 2.0
_SAME_NUMBER = 0.5
_SAME_ORDER = 0.2
_NEIGHBOURS = 50  # definitions before and after that one is compared with in a text without beads


def paired(
    zh: Sequence[Statement],
    en: Sequence[Statement],
    texts: tuple[str, str],
    near: Iterable[Candidate] | None = None,
) -> list[Pair]:
    """Indexes of the pairs, best first; then of the sure statements that have no counterpart.

    Without `near`, the two texts are one translation unit.
    """
    candidates = list(_of_unit(zh, en) if near is None else near)
    scored = sorted(_scored(candidates, zh, en, texts), reverse=True)
    pairs: list[Pair] = []
    left, right = set(range(len(zh))), set(range(len(en)))
    for _, i, j in scored:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((i, j))
    pairs += [(i, None) for i in sorted(left) if zh[i].sure]
    pairs += [(None, j) for j in sorted(right) if en[j].sure]
    return pairs


def _of_unit(zh: Sequence[Statement], en: Sequence[Statement]) -> Iterator[Candidate]:
    for i in range(len(zh)):
        for j in range(max(0, i - _NEIGHBOURS), min(len(en), i + _NEIGHBOURS + 1)):
            yield i, j, 1.0


def _scored(
    candidates: Sequence[Candidate],
    zh: Sequence[Statement],
    en: Sequence[Statement],
    texts: tuple[str, str],
) -> Iterator[tuple[float, int, int]]:
    beside = _in_same_place(candidates)
    for i, j, near in candidates:
        left, right = zh[i], en[j]
        if left.sure or right.sure:
            terms = texts[0][slice(*left.term)], texts[1][slice(*right.term)]
            named = _NAMED * _names(left, right, texts)
            numbers = _SAME_NUMBER * (left.number == right.number is not None)
            order = _SAME_ORDER * ((i, j) in beside)
            yield near + likeness(*terms) + named + numbers + order, i, j


def _in_same_place(candidates: Iterable[Candidate]) -> set[tuple[int, int]]:
    """Those of the same sentences that are equally far from the first there, or from the last."""
    together = [(i, j) for i, j, near in candidates if near == 1.0]
    zh_of: dict[int, list[int]] = defaultdict(list)
    en_of: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(together):
        zh_of[j].append(i)
        en_of[i].append(j)
    return {
        (i, j)
        for i, j in together
        if i - zh_of[j][0] == j - en_of[i][0] or zh_of[j][-1] - i == en_of[i][-1] - j
    }


def _names(zh: Statement, en: Statement, texts: tuple[str, str]) -> bool:
    """Whether one names the other's term in brackets: 「公司」(company), company (公司)."""
    terms = texts[0][slice(*zh.term)], texts[1][slice(*en.term)].casefold()
    english = zh.gloss and texts[0][slice(*zh.gloss)].casefold() == terms[1]
    return bool(english or (en.gloss and texts[1][slice(*en.gloss)] == terms[0]))


@lru_cache(maxsize=10_000)
def likeness(zh: str, en: str) -> float:
    """The share of the English content words that a dictionary finds in the Chinese term."""
    simple = to_simplified(zh)
    pieces = [simple[a:b] for a, b in words(simple)]
    wanted = content_words(en)
    said = (max((lexicon.support(piece, word) for piece in pieces), default=0.0) for word in wanted)
    return sum(said) / len(wanted) if wanted else 0.0
