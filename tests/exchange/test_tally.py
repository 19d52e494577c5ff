"""Counting of texts: the same in memory and on disk."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from glossary.exchange.tally import Tally


@given(st.lists(st.text(max_size=2) | st.sampled_from(["\ud800", "安"]), max_size=30))
def test_every_text_is_counted_wherever_the_counts_are_kept(texts: list[str]) -> None:
    tally, counter = Tally(in_memory=3), Counter[str]()
    for text in texts:
        counter[text] += 1
        assert tally.add(text) == counter[text]
