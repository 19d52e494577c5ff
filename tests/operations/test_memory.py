"""Which stored segments suit which language tag."""

from __future__ import annotations

import pytest

from glossary.operations.memory import fits


@pytest.mark.parametrize(
    ("tag", "wanted", "offered"),
    [
        ("zh-Hant-TW", "zh-Hant", True),
        ("zh-Hant", "zh-Hant-TW", True),
        ("zh-Hant-HK", "zh-Hant-TW", False),
        ("zh-Hans", "zh-Hant", False),
        ("zh", "zh-Hans-CN", True),
        ("zh-Hans-CN", "zh", True),
    ],
)
def test_a_segment_is_offered_to_its_script_and_region(
    tag: str, wanted: str, offered: bool
) -> None:
    assert fits(tag, wanted) is offered
