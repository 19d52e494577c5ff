"""Variant glyphs of Traditional characters: one word written in two ways (台 and 臺, 佔 and 占).

Characters that merely share a Simplified form (復 and 複, 台 and 颱) are not variants.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from glossary.text.fold import fold
from glossary.text.script import is_han, script_of

_LAST_RADICAL = "\u2fd5"
_VARIANTS = """
台臺 佔占 裏裡 羣群 爲為 衞衛 啓啟 峯峰 祕秘 綫線 衆眾 産產 説說 値值 眞真
絶絕 戶户戸 黒黑 強强 內内 呂吕 吳吴 黃黄 吿告 稅税 銳鋭 悅悦 脫脱 麽麼 脚腳
菸煙烟 溼濕 牀床 恆恒 隣鄰 勛勳 艶艷豔 厠廁 厰廠 敍敘叙 墻牆 舖鋪 踪蹤 跡迹蹟 託托
週周 註注 佈布 昇升 着著 邨村 滙匯 汙污 鈎鉤 閲閱 鑑鑒 僞偽 麪麵 喫吃 痴癡
韵韻 携攜 巖岩 泪淚 耻恥 册冊 删刪 棄弃 够夠 决決 净淨 减減 凑湊 凉涼 况況
查査 杆桿 讚贊 遊游
"""


@cache
def _canonical() -> dict[str, str]:
    return {glyph: group[0] for group in _VARIANTS.split() for glyph in group}


def same_traditional(listed: str, written: str) -> bool:
    """Are the Chinese characters of both the same but for variant glyphs?

    A character that is written only in Simplified Chinese may stand for any it is a form of: texts
    mix glyphs, and it joins no two words.
    """
    if listed == written:
        return True
    one, other = _characters(listed), _characters(written)
    canonical = _canonical()
    return len(one) == len(other) and all(
        canonical.get(a, a) == canonical.get(b, b) or script_of(b) == "Hans"
        for a, b in zip(one, other, strict=True)
    )


def _characters(text: str) -> list[str]:
    """The Chinese characters of a text, compatibility and radical forms as what they stand for."""
    normal = unicodedata.normalize("NFKC", text)
    return [_character(char) for char in normal if is_han(fold(char) or " ")]


def _character(char: str) -> str:
    """The character itself; for a radical, which NFKC may leave, the character it stands for."""
    return char if char > _LAST_RADICAL and is_han(char) else fold(char)
