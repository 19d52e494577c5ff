"""What differs between two texts, word by word, as the desk shows it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("playwright.sync_api")
MARKS = {"same": "", "gone": "-", "come": "+"}
ASKED = """async ([before, after]) =>
    (await import("/static/desk/parts/diff.js")).differences(before, after)"""


@pytest.fixture
def page(open_page: Any) -> Any:
    return open_page()


def pieces(page: Any, before: str, after: str) -> list[tuple[str, str]]:
    return [(each["kind"], each["text"]) for each in page.evaluate(ASKED, [before, after])]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("一樣", "一樣", "[一樣]"),
        ("", "新的", "+[新的]"),
        ("舊的", "", "-[舊的]"),
        ("安全困境是一種困境", "安全兩難是一種困難", "[安全]-[困境]+[兩難][是一種困]-[境]+[難]"),
        ("小院高墙", "小院高牆", "[小院高]-[墙]+[牆]"),
        ("a gate of steel", "a door of steel", "[a ]-[gate]+[door][ of steel]"),
        ("one two three", "four five six", "-[one two three]+[four five six]"),
        ("the port's gate", "the ports gate", "[the ]-[port's]+[ports][ gate]"),
        ("12.5 噸", "12.7 噸", "[12.]-[5]+[7][ 噸]"),
        ("潮閘（tide gate）", "潮閘（tidal gate）", "[潮閘（]-[tide]+[tidal][ gate）]"),
    ],
)
def test_words_that_came_and_went(page: Any, before: str, after: str, shown: str) -> None:
    found = "".join(f"{MARKS[kind]}[{text}]" for kind, text in pieces(page, before, after))
    assert found == shown


def test_the_pieces_make_up_both_texts(page: Any) -> None:
    text = st.text(st.sampled_from("安全困境兩難𠀀 ab'1，。\n"), max_size=25)

    @given(text, text)
    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def each(before: str, after: str) -> None:
        found = pieces(page, before, after)
        assert "".join(text for kind, text in found if kind != "come") == before
        assert "".join(text for kind, text in found if kind != "gone") == after
        assert all(text for _, text in found)

    each()


def test_a_long_text_that_is_all_another_is_replaced_as_a_whole(page: Any) -> None:
    before = "".join(chr(0x4E00 + n) for n in range(2_000))
    assert pieces(page, before, before[::-1]) == [("gone", before), ("come", before[::-1])]
