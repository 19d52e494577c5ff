"""Texts are stored as written: line breaks, spaces at either end, no-break spaces."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from glossary.exchange import ReadOptions, WriteOptions, read_entries, read_units, write_units
from glossary.termbase import Termbase

TMX = """<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>{}</seg></tuv>
<tuv xml:lang="zh-CN"><seg>{}</seg></tuv></tu></body></tmx>"""
V1 = """<xliff version="1.2"><file source-language="en" target-language="zh-CN"><body>
<trans-unit id="1"{space}><source>{}</source><target>{}</target></trans-unit>
</body></file></xliff>"""
V2 = """<xliff version="2.0" srcLang="en" trgLang="zh-CN"><file id="f"><unit id="u"{space}>
<segment><source>{}</source><target>{}</target></segment></unit></file></xliff>"""
TEXTS = [
    ("Line one\nLine two", "第一行\n第二行"),
    ("Price:\u00a0", "价格：\u00a0"),
    ("  a  b ", " 甲  乙　"),
    ("\u3000Good", "\u3000好"),
    ("a\n\n  b", "甲\n\n  乙"),
    ("a\tb", "甲\t乙"),
    ("a\u2028b", "甲\u2028乙"),
    ("a\u2009b\u202f", "甲\u2009乙\u202f"),
]
FORMATS = {
    "m.tmx": TMX,
    "one.xlf": V1.replace("{space}", ""),
    "two.xlf": V2.replace("{space}", ""),
    "preserved.xlf": V1.replace("{space}", ' xml:space="preserve"'),
    "preserved two.xlf": V2.replace("{space}", ' xml:space="preserve"'),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("en", "zh"), TEXTS)
def test_segments_are_kept_as_written(name: str, en: str, zh: str) -> None:
    (unit,) = read_units(FORMATS[name].format(en, zh).encode(), name)
    assert (unit.en.text, unit.zh.text) == (en, zh)
    buffer = io.BytesIO()
    assert not write_units([unit], buffer, "tmx", WriteOptions(zh_tag=None))
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


TBX = """<martif type="TBX"><text><body><termEntry id="a">
<langSet xml:lang="en"><descrip type="definition">{}</descrip><tig><term>{}</term>
<note>{}</note></tig></langSet></termEntry></body></text></martif>"""


def told_of(data: bytes, name: str) -> tuple[list, list[tuple[int, str]]]:  # type: ignore[type-arg]
    told: list[tuple[int, str]] = []
    return list(
        read_entries(data, name, ReadOptions(on_change=lambda *what: told.append(what)))
    ), told


@pytest.mark.parametrize("text", ["one\ntwo", " a  b ", "\u00a0x\u00a0", "x\u3000"])
def test_texts_of_tbx_are_kept_as_written(text: str) -> None:
    (entry,), told = told_of(TBX.format(text, "a\u00a0b  c", text).encode(), "x.tbx")
    (section,) = entry.languages
    assert (section.definition, section.terms[0].note) == (text, text)
    assert section.terms[0].text == "a\u00a0b  c" and told == []


def test_indentation_of_tbx_is_no_text_but_where_xml_space_says_so() -> None:
    wrapped = "\n    one\n    two\n  "
    (entry,), told = told_of(TBX.format(wrapped, wrapped, wrapped).encode(), "x.tbx")
    (section,) = entry.languages
    assert (section.definition, section.terms[0].text) == ("one two", "one two") and told == []
    kept = TBX.replace("<termEntry", '<termEntry xml:space="preserve"').format(wrapped, "x", "y")
    (entry,), _ = told_of(kept.encode(), "x.tbx")
    assert entry.languages[0].definition == wrapped


def test_spaces_around_a_term_are_told() -> None:
    (entry,), told = told_of(TBX.format("x", "\u00a0software ", "y").encode(), "x.tbx")
    assert entry.languages[0].terms[0].text == "software"
    assert told == [(2, "the spaces around the term 'software' are not kept")]
    table = "en,zh,note\nsoftware ,软件\u00a0, n \nyard,院子,\n"
    (entry, _), told = told_of(table.encode(), "x.csv")
    assert entry.note == " n "
    assert told == [
        (2, "the spaces around the term 'software' are not kept"),
        (2, "the spaces around the term '软件' are not kept"),
    ]


@pytest.mark.parametrize("text", [" a ", "\u00a0x\u00a0", "one\ntwo", "\u3000x", "\ttab"])
def test_texts_of_tables_are_kept_as_written(text: str) -> None:
    heads = "en,zh,note,en_definition,zh_context,source"
    (entry,), told = told_of(
        f'{heads}\na,甲,"{text}","{text}","{text}","{text}"\n'.encode(), "x.csv"
    )
    english, chinese = entry.languages
    found = (entry.note, english.definition, chinese.terms[0].contexts[0].text, entry.source)
    assert set(found) == {text} and told == []


def test_the_guard_against_formulas_is_no_text() -> None:
    (entry,), told = told_of('en,zh,note\n"\t=1+1",甲,"\t-x"\n'.encode(), "x.csv")
    assert (entry.terms("en")[0][1].text, entry.note) == ("=1+1", "-x") and told == []
