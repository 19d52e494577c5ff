"""The best sequence of beads: that it is the best, and what it costs in a long text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.mining.align import beads
from glossary.mining.align.beads import SHAPES, BeadRange, Weights, best_beads
from glossary.mining.align.dictionary_overlap import EMPTY
from glossary.mining.align.sides import Side
from glossary.mining.knowledge.exact import snapped

_MEANINGS = snapped(np.random.default_rng(1).normal(size=(2000, 512)) / 22, 14)


def side(meanings: Sequence[int], heading: Sequence[bool] = (), length: int = 30) -> Side:
    """Sentences that say what their numbers say: like numbers the same, others nothing alike."""
    count = len(meanings)
    return Side(
        _MEANINGS[np.array(meanings, int)],
        [EMPTY] * count,
        np.full(count, length),
        np.arange(count) // 3,
        np.array(heading or [False] * count, bool),
        np.zeros(count, bool),
    )


def best_total(zh: Side, en: Side) -> float:
    """The highest total of all sequences of beads, each tried."""
    weights = Weights()

    def gain(i: int, a: int, j: int, b: int) -> float:
        left, right = zh.windows(a, i, i + 1), en.windows(b, j, j + 1)
        quality = beads._quality(left, right, np.zeros((1, 1)), weights)
        return float(beads._score(left, right, a + b - 2, quality, weights)[0, 0])

    @cache
    def after(i: int, j: int) -> float:
        if i == len(zh) and j == len(en):
            return 0.0
        steps = [
            (a, b, gain(i, a, j, b)) for a, b in SHAPES if i + a <= len(zh) and j + b <= len(en)
        ]
        steps += [(1, 0, 0.0)] * (i < len(zh)) + [(0, 1, 0.0)] * (j < len(en))
        return max(after(i + a, j + b) + score for a, b, score in steps)

    return after(0, 0)


def total(found: Sequence[BeadRange], zh: Side, en: Side) -> float:
    weights, score = Weights(), 0.0
    for bead in found:
        (i, a), (j, b) = bead.zh, bead.en
        if a and b:
            pair = zh.windows(a, i, i + 1), en.windows(b, j, j + 1)
            quality = beads._quality(*pair, np.zeros((1, 1)), weights)
            assert bead.score == quality[0, 0]
            score += float(beads._score(*pair, a + b - 2, quality, weights)[0, 0])
    return score


_SIDE = st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(_SIDE, _SIDE)
def test_no_other_sequence_is_worth_more(zh: list[Any], en: list[Any]) -> None:
    left, right = side(*zip(*zh, strict=True)), side(*zip(*en, strict=True), length=90)
    found = best_beads(left, right)
    assert [n for b in found for n in range(b.zh[0], sum(b.zh))] == list(range(len(zh)))
    assert [n for b in found for n in range(b.en[0], sum(b.en))] == list(range(len(en)))
    assert total(found, left, right) == best_total(left, right)


def cells(monkeypatch: pytest.MonkeyPatch, zh: Side, en: Side) -> int:
    """How many pairs of windows are compared."""
    compared = [0]
    explained = beads.explained

    def counted(left: Sequence[Any], right: Sequence[Any]) -> Any:
        compared[0] += len(left) * len(right)
        return explained(left, right)

    with monkeypatch.context() as patch:
        patch.setattr(beads, "explained", counted)
        best_beads(zh, en)
    return compared[0]


@pytest.mark.parametrize("share", [1, 3])
def test_four_times_the_text_has_four_times_the_cells(
    share: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, four = (
        cells(monkeypatch, side(range(n)), side(range(0, n, share), length=90)) for n in (400, 1600)
    )
    assert 3 * one < four < 5 * one


def test_a_long_part_without_counterpart_is_passed_over() -> None:
    zh = [*range(200), *range(500, 1000)]
    en = [*range(700), *range(950, 1000)]
    found = best_beads(side(zh), side(en, length=90))
    pairs = {(zh[b.zh[0]], en[b.en[0]]) for b in found if b.zh[1] and b.en[1]}
    assert pairs == {(n, n) for n in set(zh) & set(en)}


def test_near_the_coarse_path_lies_what_all_cells_would_give(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sentences lost or said in two on either side."""
    rng = np.random.default_rng(2)
    zh, en = ([n for n in range(250) for _ in range(rng.choice(3, p=p))] for p in
              ((0.1, 0.8, 0.1), (0.1, 0.7, 0.2)))  # fmt: skip
    near = best_beads(side(zh), side(en, length=90))
    monkeypatch.setattr(beads, "_WHOLE", len(zh) * len(en))
    assert near == best_beads(side(zh), side(en, length=90))


@pytest.mark.parametrize("many", [1, 2, 5, 1999])
def test_a_few_sentences_beside_thousands(many: int) -> None:
    few, long = side([0, 1, 2]), side(range(many))
    for zh, en in ((few, long), (long, few)):
        found = best_beads(zh, en)
        assert sum(b.zh[1] for b in found) == len(zh)
        assert sum(b.en[1] for b in found) == len(en)
        assert next((b.zh, b.en) for b in found if b.zh[1] and b.en[1]) == ((0, 1), (0, 1))


def test_one_side_may_be_empty() -> None:
    assert best_beads(side([]), side([])) == []
    assert best_beads(side([1, 2]), side([])) == [
        BeadRange((0, 1), (0, 0)),
        BeadRange((1, 1), (0, 0)),
    ]
    assert best_beads(side([]), side([1])) == [BeadRange((0, 0), (0, 1))]
