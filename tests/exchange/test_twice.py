"""Values gone through twice."""

from __future__ import annotations

import pytest

from glossary.exchange.twice import Twice
from tests.samples import entry


@pytest.mark.parametrize("in_memory", [1, 1_000_000])
@pytest.mark.parametrize("count", [0, 1, 20])
def test_the_second_time_gives_the_same_as_the_first(in_memory: int, count: int) -> None:
    values = [entry(f"c{n}") for n in range(count)]
    twice = Twice(iter(values), in_memory)
    assert list(twice.once()) == values
    assert list(twice) == values
