"""The script of a text, what counts as Chinese, and the data for both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text.make import scripts as make_scripts
from glossary.text.script import (
    _DATA,
    has_han,
    is_han,
    only_in_one_script,
    script_of,
    to_simplified,
)


def test_the_data_is_what_opencc_says() -> None:
    assert _DATA.read_text(encoding="utf-8") == make_scripts.build()


@given(st.text())
def test_simplifying_keeps_length_and_is_done_at_once(text: str) -> None:
    simplified = to_simplified(text)
    assert len(simplified) == len(text)
    assert to_simplified(simplified) == simplified


SCRIPTS = {
    "Hant": "國 關係 裏 裡 臺 後 群島 衞 衛 稅 術 適 於 夥伴 復合 著陸 說明 內閣 戰略 飛彈 啟 徵收",
    "Hans": "国 关系 群岛 卫 与 术 党 适 复合 签署 着陆 说明 内阁 战略 导弹 启 听证 坏",
    None: "著 着 里 台 后 群 吃 岳峰 秘 税 乾坤 伙伴 中美 外交 MAD 3",
}


@pytest.mark.parametrize(("script", "words"), SCRIPTS.items())
def test_script_of(script: str | None, words: str) -> None:
    assert {word: script_of(word) for word in words.split()} == dict.fromkeys(words.split(), script)
    assert script_of("") is None


def test_variants_share_a_simplified_form() -> None:
    assert to_simplified("裏裡里") == "里里里"
    assert to_simplified("臺檯颱台") == "台台台台"
    assert to_simplified("羣群為爲説說") == "群群为为说说"


@pytest.mark.parametrize("char", "安〇々㐀𠮷豈⽼⺠⻅")
def test_is_han(char: str) -> None:
    assert is_han(char) and has_han(f"x{char}")


@pytest.mark.parametrize("char", "a1，。「あア한①　·")
def test_is_not_han(char: str) -> None:
    assert not is_han(char) and not has_han(char)


@pytest.mark.parametrize("char", sorted(only_in_one_script()[1])[::200])
def test_one_simplified_character_is_seen_in_a_traditional_text(char: str) -> None:
    assert script_of(f"電腦{char}") == "Hant"
    assert script_of(f"電{char}") is None
    assert script_of(f"電{char}{char}") == "Hans"
