"""The number of an entry of a list, an article or a chapter: 三、 and 3., 第二條 and Article 2.

Translations keep it, so it tells short entries apart that have hardly another word in common.
"""

from __future__ import annotations

import re

from glossary.text.segment import ENTRY

_ARTICLE = re.compile(
    r"第\s*(?P<zh>\d{1,4}(?:-\d{1,2})?|[一二三四五六七八九十百零〇]{1,7})\s*[條条章節节編编款項项]"
    r"|(?:Article|Chapter|Section|Part|Paragraph|Subparagraph|Item)\s+(?P<en>\d{1,4}(?:-\d{1,2})?|[IVX]{1,5})\b"
)
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_ROMAN = {"i": 1, "v": 5, "x": 10}  # given


def number_of(text: str) -> str | None:
    """The number at the head of a text, as digits (`12`, `21-1`), or None."""
    if article := _ARTICLE.match(text):
        return _value(article["zh"] or article["en"])
    entry = ENTRY.match(text)
    return _value(entry[0].strip("（()）、．.")) if entry else None


def _value(number: str) -> str:
    if number[0].isdecimal():
        return number if "-" in number else str(int(number))
    if number.lower().strip("ivx") == "":
        return str(_roman(number.lower()))
    if number.isascii():
        return str(ord(number.lower()) - ord("a") + 1)
    return str(
        _chinese(number) if number[0] in "〇零一二三四五六七八九十百" else ord(number) - 0x245F
    )


def _circled(number: str) -> int:
    """That of one of ①-⑳."""
    return ord(number) - ord("①") + 1


def _roman(number: str) -> int:
    values = [_ROMAN[letter] for letter in number]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


def _chinese(number: str) -> int:
    """Up to 999: `二十一`, `一百零五`, `一二`."""
    total = last = 0
    for character in number.replace("零", "〇"):
        if unit := {"十": 10, "百": 100}.get(character):
            total, last = total + (last or 1) * unit, 0
        else:
            last = 10 * last + _DIGITS[character]
    return total + last
