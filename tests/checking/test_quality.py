"""The suite by which checking is measured is whole; its figures are printed, not tested."""

from __future__ import annotations

import pytest

from tests.checking.corpus import PARTS, texts
from tests.checking.injection import injected, written_by_hand
from tests.checking.quality import verdicts


@pytest.mark.parametrize("part", PARTS)
def test_verdicts_are_right_or_false(part: str) -> None:
    assert set(verdicts(part).values()) <= {"right", "false"}


def test_no_text_is_in_two_parts() -> None:
    keys = [key for part in PARTS for text in texts(part) for key, _, _ in text.lines]
    statutes = [text.name for part in PARTS for text in texts(part) if text.name != "TICO"]
    assert len(keys) == len(set(keys)) and len(statutes) == len(set(statutes))


def test_errors_of_the_generator_are_the_same_every_time_and_change_their_segment() -> None:
    first = [next(injected()) for _ in range(2)]
    assert first[0] == first[1]
    assert first[0].now in first[0].target


@pytest.mark.parametrize("part", PARTS[:2])
def test_every_error_written_by_hand_stands_in_its_text(part: str) -> None:
    known = {key for text in texts(part) for key, _, _ in text.lines}
    assert all(error.was != error.now for error in written_by_hand(part)) and known
