"""Texts are stored as they were written: line breaks, spaces at either end, no-break spaces."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from glossary.exchange import read_units, write_units
from glossary.termbase import Termbase

TMX = """<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>{}</seg></tuv>
<tuv xml:lang="zh-CN"><seg>{}</seg></tuv></tu></body></tmx>"""
V1 = """<xliff version="1.2"><file source-language="en" target-language="zh-CN"><body>
<trans-unit id="1"{space}><source>{}</source><target>{}</target></trans-unit>
</body></file></xliff>"""
V2 = """<xliff version="2.0" srcLang="en" trgLang="zh-CN"><file id="f"><unit id="u"{space}>
<segment><source>{}</source><target>{}</target></segment></unit></file></xliff>"""
TEXTS = [
    ("Line one\nLine two", "第一行\n第二行"), ("Price:\u00a0", "价格：\u00a0"),
    ("  a  b ", " 甲  乙　"), ("\u3000Good", "\u3000好"), ("a\n\n  b", "甲\n\n  乙"),
    ("a\tb", "甲\t乙"), ("a\u2028b", "甲\u2028乙"), ("a\u2009b\u202f", "甲\u2009乙\u202f"),
]  # fmt: skip
FORMATS = {
    "m.tmx": TMX, "one.xlf": V1.replace("{space}", ""), "two.xlf": V2.replace("{space}", ""),
    "preserved.xlf": V1.replace("{space}", ' xml:space="preserve"'),
    "preserved two.xlf": V2.replace("{space}", ' xml:space="preserve"'),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("en", "zh"), TEXTS)
def test_segments_are_kept_as_written(name: str, en: str, zh: str) -> None:
    (unit,) = read_units(FORMATS[name].format(en, zh).encode(), name)
    assert (unit.en.text, unit.zh.text) == (en, zh)
    buffer = io.BytesIO()
    assert not write_units([unit], buffer, zh_tag=None)
    (again,) = read_units(buffer.getvalue(), "x.tmx")
    assert (again.en.text, again.zh.text) == (en, zh)


def test_tags_stand_where_they_stood() -> None:
    (unit,) = read_units(TMX.format(" a <ph x='1'/>\n b ", "甲 ").encode(), "m.tmx")
    assert (unit.en.text, unit.en.inline) == (" a \n b ", ' a <ph x="1"></ph>\n b ')


@pytest.mark.parametrize("name", ["one.xlf", "two.xlf", "preserved.xlf", "preserved two.xlf"])
def test_indentation_around_a_segment_is_text_where_xml_space_says_so(name: str) -> None:
    (unit,) = read_units(FORMATS[name].format("\n  Good \n ", "\n  好\n  ").encode(), name)
    kept = ("\n  Good \n ", "\n  好\n  ") if "preserved" in name else ("Good", "好")
    assert (unit.en.text, unit.zh.text) == kept


def test_tab_separated_segments_are_kept_as_written() -> None:
    (unit,) = read_units(" Good \u00a0\t\u3000好 \tzh-CN\r\n".encode(), "u.tsv")
    assert (unit.en.text, unit.zh.text, unit.zh.tag) == (" Good \u00a0", "\u3000好 ", "zh-Hans-CN")


def test_the_memory_finds_them_all_the_same(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "t.db") as termbase:
        for number, (en, zh) in enumerate([(" Good\nmorning\u00a0", "\u3000早上\n好 ")]):
            termbase.read(f"{number}.tmx", TMX.format(en, zh).encode())
        for query in ("Good morning", "早上好"):
            (match,) = termbase.fuzzy_matches(query, threshold=90)
            assert match.score >= 99
