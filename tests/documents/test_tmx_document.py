"""TMX as a document: rows of Chinese and English, nothing omitted silently."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import assert_maps_back, grid, texts

from glossary.documents import parse, read
from glossary.errors import UnreadableFile


def unit(**segments: str) -> str:
    """A translation unit; `zh_TW` names zh-TW."""
    variants = "".join(
        f'<tuv xml:lang="{tag.replace("_", "-")}"><seg>{text}</seg></tuv>'
        for tag, text in segments.items()
    )
    return f"<tu>{variants}</tu>"


def tmx(*units: str, doctype: str = "") -> bytes:
    body = "".join(units)
    return f'{doctype}<tmx version="1.4"><header/><body>{body}</body></tmx>'.encode()


def test_rows() -> None:
    found = parse(
        tmx(unit(en="deterrence", zh="嚇阻"), unit(EN_us="a\nb", zh_CN="甲\n乙")), "a.tmx"
    )
    assert_maps_back(found)
    assert found.text.startswith("嚇阻\tdeterrence\n甲乙\ta b\n")
    assert grid(found) == {
        (0, 0): "嚇阻",
        (0, 1): "deterrence",
        (1, 0): "甲乙",
        (1, 1): "a b",
    }


def test_every_chinese_variant_gets_a_row() -> None:
    found = parse(tmx(unit(en="software", zh_TW="軟體", zh_CN="软件")), "a.tmx")
    assert grid(found) == {
        (0, 0): "軟體",
        (0, 1): "software",
        (1, 0): "软件",
        (1, 1): "software",
    }


def test_units_without_a_counterpart_stand_in_the_text() -> None:
    found = parse(
        tmx(unit(en="a", zh="甲"), unit(en="alone"), unit(zh="獨"), unit(de="Wort")), "a.tmx"
    )
    assert texts(found, "paragraph") == ["alone", "獨", "Wort"]


def test_inline_codes_are_no_text() -> None:
    zh = (
        '<bpt i="1">&lt;b&gt;</bpt>安全<ept i="1">&lt;/b&gt;</ept><hi>困境</hi><ph x="1">{0}</ph>。'
    )
    assert grid(parse(tmx(unit(en="x", zh=zh)), "a.tmx"))[0, 0] == "安全困境。"


def test_utf_16_and_a_plain_doctype() -> None:
    text = tmx(unit(en="a", zh="甲"), doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">').decode()
    assert grid(parse(text.encode("utf-16"), "a.tmx"))[0, 0] == "甲"


EXTERNAL = '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///x">]>'
BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (tmx(unit(en="&b;", zh="甲"), doctype=BOMB), "entities"),
        (tmx(unit(en="a", zh="甲"), doctype=EXTERNAL), "entities"),
        (tmx(unit(en="a", zh="甲"))[:-20], "line 1: not well-formed XML"),
        (tmx(unit(de="a", fr="b")), "no translation unit"),
        (b"<html/>", "root element is 'html'"),
        (b"<tmx>" + b"<a>" * 2_000, "depth"),
        (b"nothing", "not well-formed"),
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        parse(data, "a.tmx")


@pytest.mark.shared
def test_a_real_memory(shared: Path) -> None:
    found = read(shared / "data" / "tico19" / "all.en-zh.tmx")
    assert_maps_back(found)
    assert len({block.row for block in found.blocks}) == 3_071
