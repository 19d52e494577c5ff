"""Build `glossary/data/scripts.txt` from OpenCC: python -m glossary.text.make.scripts

Converting 28,000 characters with OpenCC takes half a second, more than a whole look-up may. So the
result is kept as data; a test compares it with the installed OpenCC.
"""

from __future__ import annotations

from functools import cache

from glossary.text.script import _DATA

# Variants that OpenCC's t2s leaves alone, or that Korean and Japanese typesetting brings in.
VARIANTS = {
    "羣": "群",
    "裏": "里",
    "綫": "线",
    "爲": "为",
    "衆": "众",
    "啓": "启",
    "啟": "启",
    "産": "产",
    "説": "说",
    "値": "值",
    "眞": "真",
    "絶": "绝",
    "戶": "户",
    "黒": "黑",
    "強": "强",
    "峯": "峰",
    "祕": "秘",
    "佔": "占",
    "衞": "卫",
    "顔": "颜",
    "內": "内",
    "呂": "吕",
    "吳": "吴",
    "黃": "黄",
    "吿": "告",
    "稅": "税",
    "銳": "锐",
    "悅": "悦",
    "脫": "脱",
    "麽": "么",
    "麼": "么",
    "臺": "台",
    "讚": "赞",
    "脚": "脚",
    "党": "党",
}
# Standard characters of one script that are so rare in the other that they identify the first.
TELLING_HANS, TELLING_HANT = set("听坏筑么儿虫愿扑丰"), set("於後徵摺夥菸")
HONG_KONG = set("衞説啓")  # Traditional glyphs that t2s does not convert


def build() -> str:
    """The text of the data file."""
    simplified, traditional = single("t2s"), single("s2t")
    taiwan, hong_kong = single("s2tw"), single("s2hk")
    table = _closed(simplified | VARIANTS)
    hant = set(simplified) - set(simplified.values()) - (gb2312() - TELLING_HANT)
    hans = set(traditional) & set(taiwan) & set(hong_kong)
    hans -= set(traditional.values()) | set(simplified) | (_big5_level_1() - TELLING_HANS)
    header = "# from OpenCC by glossary.text.make.scripts: t2s source, target; only Hant; only Hans"
    return "\n".join(
        [
            header,
            "".join(table),
            "".join(table.values()),
            "".join(sorted(hant | HONG_KONG)),
            "".join(sorted(hans)),
            "",
        ]
    )


@cache
def single(config: str) -> dict[str, str]:
    """What an OpenCC converter makes of each single character that it changes."""
    import opencc

    chars = [chr(c) for a, b in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for c in range(a, b)]
    converted = opencc.OpenCC(config).convert("\n".join(chars)).split("\n")
    return {a: b for a, b in zip(chars, converted, strict=True) if len(b) == 1 and a != b}


def _closed(table: dict[str, str]) -> dict[str, str]:
    """The table with chains followed (薴 to 苧 to 苎), so that applying it twice changes
    nothing."""
    return {a: table.get(b, b) for a, b in table.items() if a != b}


@cache
def gb2312() -> set[str]:
    """The characters of the Simplified standard set, which includes 乾 (乾坤)."""
    return _characters("gb2312", range(0xB0, 0xF8), 0xA1, 0xFE)


@cache
def big5() -> set[str]:
    """The 13,053 characters of the Traditional standard set."""
    return _characters("big5", range(0xA4, 0xFA), 0x40, 0xFE)


def _big5_level_1() -> set[str]:
    """The 5,401 common characters of Big5, which include 群, 吃 and 杰."""
    return {c for c in big5() if c.encode("big5") <= b"\xc6\x7e"}


def _characters(codec: str, leads: range, first: int, last: int) -> set[str]:
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(first, last + 1))
    return {c for pair in pairs if len(c := pair.decode(codec, "ignore")) == 1 and not c.isascii()}


if __name__ == "__main__":
    _DATA.write_text(build(), encoding="utf-8")
