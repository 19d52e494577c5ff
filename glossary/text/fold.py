"""Folding: the form of a text in which it is compared, with a map back to the source offsets.

Folded are width and compatibility forms (NFKC), CJK and Kangxi radicals, zero-width characters,
script (to Simplified) and case. A folded text is a key: it is compared, never shown or stored in
place of the text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from glossary.text.script import HAN_RANGES, to_simplified

# Marks without sound or meaning: dropped from keys.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0100-\U000e01ef]"
)
# NFKC folds Kangxi radicals (U+2F00) but leaves most of the CJK radicals supplement (U+2E80).
_RADICALS = {
    0x2E81: "厂", 0x2E84: "乙", 0x2E88: "刀", 0x2E8A: "卜", 0x2E8C: "小", 0x2E8D: "小",
    0x2E8E: "兀", 0x2E92: "巳", 0x2E93: "幺", 0x2E96: "心", 0x2E97: "心", 0x2E98: "手",
    0x2E9C: "日", 0x2E9D: "月", 0x2EA0: "民", 0x2EA1: "水", 0x2EA2: "水", 0x2EA3: "火",
    0x2EA7: "牛", 0x2EA9: "王", 0x2EAB: "目", 0x2EAC: "示", 0x2EAD: "示", 0x2EB0: "纟",
    0x2EB6: "羊", 0x2EBB: "聿", 0x2EBC: "肉", 0x2EC1: "虎", 0x2EC3: "西", 0x2EC4: "西",
    0x2EC5: "见", 0x2EC6: "角", 0x2EC8: "讠", 0x2EC9: "贝", 0x2ECB: "车", 0x2ECC: "辶",
    0x2ECF: "邑", 0x2ED0: "钅", 0x2ED1: "長", 0x2ED2: "長", 0x2ED3: "长", 0x2ED4: "门",
    0x2ED7: "雨", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞",
    0x2EDD: "食", 0x2EDE: "食", 0x2EDF: "食", 0x2EE0: "饣", 0x2EE2: "马", 0x2EE3: "骨",
    0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄",
    0x2EEA: "黾", 0x2EEB: "齐", 0x2EEC: "齐", 0x2EED: "齿", 0x2EEE: "齿", 0x2EEF: "龙",
    0x2EF0: "龙", 0x2EF1: "龟", 0x2EF2: "龟", 0x2EF3: "龟",
}  # fmt: skip
# Glyphs that differ between regions and that t2s converts only inside phrases, or never.
# Folded in keys only: text to be segmented keeps them (著名 is a word, 着名 is not).
_KEY_VARIANTS = str.maketrans("著瞭藉砲粧汚氾蒐彷牴衹", "着了借炮妆污泛搜仿抵只")
_PUNCTUATION = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'",
     "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"',
     "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "－": "-",
     "‧": "·", "•": "·", "・": "·", "∙": "·", "⋅": "·", "･": "·", "⸱": "·", "．": ".", "。": ".",
     "、": ",", "，": ",", "：": ":", "；": ";", "！": "!", "？": "?"}
)  # fmt: skip


class Folded(NamedTuple):
    """A folded text with offsets: `text[i]` comes from `source[starts[i]:ends[i]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @property
    def is_even(self) -> bool:
        """Whether every source character folded to exactly one, so that offsets are equal."""
        return isinstance(self.starts, range)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of `text[start:end]`."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=20_000)
def _char(char: str) -> str:
    """Fold one character; "" for an invisible one."""
    if char.isascii():
        return "'" if char == "`" else char.lower()
    if INVISIBLE.match(char):
        return ""
    char = _RADICALS.get(ord(char), char)
    folded = unicodedata.normalize("NFKC", char.translate(_PUNCTUATION)).translate(_PUNCTUATION)
    folded = "".join(c for c in unicodedata.normalize("NFD", folded) if not _is_accent(c))
    folded = to_simplified(unicodedata.normalize("NFC", folded).casefold())
    return folded.translate(_KEY_VARIANTS)


def _is_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


def fold(text: str) -> str:
    """The comparison form of `text`, without offsets; runs of whitespace become one space."""
    is_ascii = text.isascii()
    folded = text.lower().replace("`", "'") if is_ascii else text.translate(_BY_CODE)
    return " ".join(folded.split())


class _FoldedByCode(dict[int, str]):
    """What each code point folds to, filled on demand; `uneven` holds the characters that do not
    fold to exactly one."""

    def __init__(self) -> None:
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = " " if char.isspace() else _char(char)
        if len(folded) != 1:
            self.uneven.add(char)
        self[code] = folded
        return folded


_BY_CODE = _FoldedByCode()


def fold_with_map(text: str) -> Folded:
    """The comparison form of `text`, with the source span of each of its characters.

    Each whitespace character becomes one U+0020, so that callers may treat whitespace as they need.
    """
    folded_text = text.translate(_BY_CODE)
    if _BY_CODE.uneven.isdisjoint(text):  # one for one, as nearly always
        size = len(text)
        return Folded(folded_text, range(size), range(1, size + 1))
    out: list[str] = []
    starts, ends = array("q"), array("q")
    for at, char in enumerate(text):
        folded = _BY_CODE[ord(char)]
        if not folded and ends:  # an accent or a zero-width character belongs to the one before it
            ends[-1] = at + 1
        for piece in folded:
            out.append(piece)
            starts.append(at)
            ends.append(at + 1)
    return Folded("".join(out), starts, ends)


_ZH_MARKS = re.compile(r"[\s「」『』《》〈〉“”‘’\"'·（）()\[\]【】]")
_HAN_GAP = re.compile(f"(?<=[{HAN_RANGES}]) (?=[{HAN_RANGES}])")


def zh_key(text: str) -> str:
    """Key of a Chinese term: folded, without spaces, quotation marks and title marks."""
    return _zh_key(fold(text))


def _zh_key(folded: str) -> str:
    return _ZH_MARKS.sub("", folded) or folded


_DOTTED = re.compile(r"\b((?:[a-z]\.)+[a-z])\.?(?![a-z])")
_EN_QUOTES = re.compile(r"'s\b|[\"']")
_EN_WORD = re.compile(r"[^\W_]+(?:[&+.][^\W_]+)*[+#]*")


def en_key(text: str) -> str:
    """Key of an English term: folded, singular, no article, hyphens as spaces, U.S. as us."""
    return _en_key(fold(text))


def _en_key(folded: str) -> str:
    from glossary.text.english import singular

    text = folded
    if "." in text:
        text = _DOTTED.sub(lambda m: m[1].replace(".", ""), text)
    if "'" in text or '"' in text:
        text = _EN_QUOTES.sub("", text)
    words = _EN_WORD.findall(text)
    if len(words) > 1 and words[0] in {"the", "a", "an"}:
        words = words[1:]
    return " ".join(map(singular, words)) or fold(text)


def term_key(text: str, language: str) -> str:
    """The key under which a term is stored and looked up; `language` is "zh" or another code."""
    return folded_key(fold(text), language)


def folded_key(folded: str, language: str) -> str:
    """`term_key` of a text that is already folded."""
    return _zh_key(folded) if language == "zh" else _en_key(folded) if language == "en" else folded
