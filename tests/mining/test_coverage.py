"""How much of a sentence a dictionary finds again: pair by pair, and for all pairs at once."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.mining.align.dictionary_overlap import coverage, explained, vocabulary

ZH = [
    "",
    "，。",
    "安全困境",
    "國家安全政策",
    "国家与 API",
    "貿易協定，經濟合作",
    "威懾",
    "abc",
    "第二條",
]
EN = [
    "",
    "...",
    "the",
    "security dilemma",
    "national security policy",
    "API",
    "a trade agreement",
    "economic cooperation and trade",
    "deterrence",
    "article two",
]


@settings(max_examples=50)
@given(st.lists(st.sampled_from(ZH), max_size=8), st.lists(st.sampled_from(EN), max_size=8))
def test_all_pairs_at_once_are_to_the_last_bit_what_each_is_alone(
    zh: list[str], en: list[str]
) -> None:
    left = [vocabulary("".join(zh[: n + 1]), "zh") for n in range(len(zh))]
    right = [vocabulary(" ".join(en[n:]), "en") for n in range(len(en))]
    alone = [[math.sqrt(math.prod(coverage(a, b))) for b in right] for a in left]
    together = explained(left, right)
    assert together.shape == (len(left), len(right))
    assert np.array_equal(together, np.array(alone).reshape(together.shape))


def test_it_is_more_than_nothing() -> None:
    (found,) = explained([vocabulary("國家安全", "zh")], [vocabulary("national security", "en")])
    assert found[0] > 0.5
