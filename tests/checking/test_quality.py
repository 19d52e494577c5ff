"""The suite by which checking is measured is whole; its figures are printed, not tested."""

from __future__ import annotations

from tests.checking.corpus import texts
from tests.checking.injection import injected, written_by_hand
from tests.checking.quality import verdicts


def test_verdicts_are_right_or_false() -> None:
    assert verdicts() and set(verdicts().values()) <= {"right", "false"}


def test_errors_of_the_generator_are_the_same_every_time_and_change_their_segment() -> None:
    first = [next(injected()) for _ in range(2)]
    assert first[0] == first[1]
    assert first[0].now in first[0].target


def test_every_error_written_by_hand_stands_in_its_text() -> None:
    known = {key for text in texts() for key, _, _ in text.lines}
    assert all(error.was != error.now for error in written_by_hand()) and known
