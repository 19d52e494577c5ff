"""Iterating values twice and counting texts: the same in memory and on disk."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.exchange.spool import TOGETHER, Spool, Tally
from tests.samples import entry


@pytest.mark.parametrize("in_memory", [1, 1_000_000])
@pytest.mark.parametrize("count", [0, 1, 20, 2 * TOGETHER + 1])
def test_the_second_time_gives_the_same_as_the_first(in_memory: int, count: int) -> None:
    values = [entry(f"c{n}") for n in range(count)]
    with Spool(iter(values), in_memory) as spool:
        assert list(spool.once()) == values
        assert list(spool) == values


@given(st.lists(st.text(max_size=2) | st.sampled_from(["\ud800", "安"]), max_size=30))
def test_every_text_is_counted_wherever_the_counts_are_kept(texts: list[str]) -> None:
    tally, counter = Tally(in_memory=3), Counter[str]()
    for text in texts:
        counter[text] += 1
        assert tally.add(text) == counter[text]
