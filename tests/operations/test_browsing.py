"""The signs under which a term stands, as in a dictionary."""

from __future__ import annotations

import pytest

from glossary.errors import InvalidInput
from glossary.operations.browsing import first_signs


def test_a_letter_stands_for_itself_and_for_characters_read_so() -> None:
    assert {"x", "小", "新"} <= set(first_signs("X"))
    assert "安" not in first_signs("x")


def test_a_syllable_stands_for_characters_alone() -> None:
    assert "上" in first_signs("sh") and not set(first_signs("sh")) & set("sh四")
    assert "女" in first_signs("nü") and "女" in first_signs("nv") and "你" not in first_signs("nv")


def test_a_character_stands_for_itself_in_either_script() -> None:
    assert first_signs("龍") == first_signs("龙") == "龙"
    assert first_signs("5") == "5" == first_signs("５")


@pytest.mark.parametrize("wrong", ["", "!", "小院", "x1", "abcdefgh"])
def test_anything_else_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidInput, match="give a letter"):
        first_signs(wrong)
