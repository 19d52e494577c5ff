"""Translation units: TMX in and out, XLIFF, TSV."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.errors import UnreadableFile
from glossary.exchange import ReadOptions, WriteOptions, read_entries, read_units, write_units
from glossary.model import TranslationUnit, Variant
from glossary.termbase import Termbase

TMX = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="*all*"/><body>
<tu tuid="7" creationdate="20260102T030405Z" creationid="Ada"><note>n</note>
 <prop type="x-document">d.txt</prop>
 <tuv xml:lang="en-US"><seg>Press <bpt i="1">&lt;b&gt;</bpt>Enter<ept i="1">&lt;/b&gt;</ept><ph/>
   now.</seg></tuv>
 <tuv xml:lang="ZH-CN"><seg>立即按<bpt i="1"/>Enter</seg></tuv>
 <tuv lang="zh_TW"><seg>立即按 Enter</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv>
</tu></body></tmx>""".encode()


def test_tmx_with_inline_tags_and_three_languages() -> None:
    told: list[str] = []
    mainland, taiwan = read_units(
        TMX, "m.tmx", ReadOptions(on_change=lambda _, what: told.append(what))
    )
    assert mainland.en.text == "Press Enter\n   now."  # all white space of a segment is text
    assert mainland.en.inline.startswith('Press <bpt i="1">&lt;b&gt;</bpt>Enter<ept i="1">')
    assert mainland.zh.inline == '立即按<it pos="begin"></it>Enter'  # its partner is missing
    assert (mainland.zh.tag, taiwan.zh.tag) == ("zh-Hans-CN", "zh-Hant-TW")
    assert (taiwan.document, taiwan.created_by) == ("d.txt", "Ada")
    assert taiwan.created_at == "2026-01-02T03:04:05Z"
    assert told == ["variants in other languages are not kept"]


def test_tmx_comes_back() -> None:
    units = list(read_units(TMX.replace(b"en-US", b"en"), "m.tmx"))
    assert len(units) == 2
    buffer = io.BytesIO()
    report = write_units(units, buffer, "tmx")
    assert report.written == 1 and report.counts == {("left out", "unit"): 1}
    assert list(read_units(buffer.getvalue(), "x.tmx")) == [units[1]]


def test_tmx_takes_the_wider_tag_and_says_so() -> None:
    unit = TranslationUnit(Variant("zh-Hant", "軟體"), Variant("en", "software"))
    buffer = io.BytesIO()
    report = write_units([unit], buffer, "tmx", WriteOptions(zh_tag="zh-TW", direction="zh-en"))
    assert report.counts == {("changed", "region"): 1}
    assert 'srclang="zh-TW"' in buffer.getvalue().decode()
    (again,) = read_units(buffer.getvalue(), "x.tmx")
    assert again == unit_with_id(unit, again)  # read by us; a tool sees zh-TW
    assert '<tuv xml:lang="zh-TW"><prop type="x-language-tag">zh-Hant</prop>' in (
        buffer.getvalue().decode()
    )


def unit_with_id(unit: TranslationUnit, again: TranslationUnit) -> TranslationUnit:
    """The unit with the id that it got on export."""
    return replace(unit, extra=again.extra)


def test_inline_xml_that_contradicts_the_text_is_dropped() -> None:
    units = [
        TranslationUnit(Variant("zh-Hant-TW", "甲"), Variant("en", "a", inline))
        for inline in ("b<ph/>", "<broken", "&undefined;")
    ]
    buffer = io.BytesIO()
    assert write_units(units, buffer, "tmx").counts == {("changed", "inline"): 3}
    assert [unit.en for unit in read_units(buffer.getvalue(), "x.tmx")] == [Variant("en", "a")] * 3


WHO = """<tmx version="1.4"><header srclang="en"/><body>
<tu tuid="w" usagecount="3" segtype="phrase" datatype="html" changeid="eve">
 <note xml:lang="de">n</note>
 <tuv xml:lang="en" creationid="sam" creationdate="20230102T030405Z"
  lastusagedate="20240101T000000Z">
  <prop type="x-context">menu &amp; bar</prop><seg>Open</seg></tuv>
 <tuv xml:lang="zh-CN" changeid="bob" changedate="20240305T060708Z" creationid="ann"
  creationdate="20240102T030405Z"><note>short</note><prop type="x-field">UI</prop>
  <prop type="x-usage" o-encoding="x">button</prop><seg>打开</seg></tuv>
</tu></body></tmx>""".encode()


def test_who_and_when_are_those_of_the_unit_or_of_its_target() -> None:
    """OmegaT writes them on the target."""
    (unit,) = read_units(WHO, "m.tmx")
    assert (unit.created_by, unit.created_at) == ("ann", "2024-01-02T03:04:05Z")
    assert (unit.changed_by, unit.changed_at) == ("eve", "")  # the unit's own takes precedence
    (unit,) = read_units(WHO.replace(b' changeid="eve"', b""), "m.tmx")
    assert (unit.changed_by, unit.changed_at) == ("bob", "2024-03-05T06:07:08Z")
    chinese = WHO.replace(b'srclang="en"', b'srclang="zh-CN"')
    (unit,) = read_units(chinese, "m.tmx")
    assert (unit.created_by, unit.created_at) == ("sam", "2023-01-02T03:04:05Z")


def test_properties_and_notes_of_a_variant_come_back() -> None:
    (unit,) = read_units(WHO, "m.tmx")
    buffer = io.BytesIO()
    assert not write_units([unit], buffer, "tmx", WriteOptions(zh_tag="zh-Hans-CN"))
    out = buffer.getvalue().decode()
    for said in (
        '<prop type="x-context">menu &amp; bar</prop><seg>Open</seg>',
        'usagecount="3"',
        '<prop type="x-usage" o-encoding="x">button</prop><seg>打开</seg>',
        'segtype="phrase"',
        '<note xml:lang="de">n</note>',
        '<note>short</note><prop type="x-field">UI</prop>',
        'lastusagedate="20240101T000000Z"',
        'creationid="sam"',
        'changeid="bob"',
    ):
        assert said in out
    assert list(read_units(buffer.getvalue(), "x.tmx")) == [unit]


def test_they_are_kept_by_the_termbase_and_go_out_again(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "t.db") as termbase:
        termbase.read("m.tmx", WHO, by="importer")
        buffer = io.BytesIO()
        termbase.write(buffer, "tmx", zh_tag="zh-Hans-CN")
    (unit,) = read_units(WHO, "m.tmx")
    (again,) = read_units(buffer.getvalue(), "x.tmx")
    assert again == replace(unit, document="m.tmx")


@pytest.mark.shared
def test_what_goes_out_is_tmx_by_its_dtd(shared: Path, tmp_path: Path) -> None:
    with (tmp_path / "out.tmx").open("wb") as file:
        write_units(read_units(WHO, "m.tmx"), file, "tmx", WriteOptions(zh_tag="zh-Hans-CN"))
    judge = [sys.executable, str(shared / "tbx/validate_tmx.py"), file.name]
    done = subprocess.run(judge, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ((b'xml:lang="en-US"', b'xml:lang="de"'), "without English and Chinese"),
        ((b'xml:lang="fr"', b""), "without xml:lang"),
        (("立即按 Enter".encode(), b""), "an empty segment"),
        ((b"ZH-CN", b"no such tag"), "no language tag"),
    ],
)
def test_bad_units_are_named(damage: tuple[bytes, bytes], reason: str) -> None:
    data = TMX.replace(*damage)
    with pytest.raises(UnreadableFile, match=f"m.tmx, line 3: .*{reason}"):
        list(read_units(data, "m.tmx"))
    bad: list[str] = []
    assert not list(read_units(data, "m.tmx", ReadOptions(on_error=lambda _, why: bad.append(why))))
    assert reason in bad[0]


XLIFF_1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="en" target-language="zh-TW" original="a.txt"><body>
<trans-unit id="1"><source>Open <g id="1">file</g><x id="2"/></source><target>開啟檔案</target>
  <alt-trans><source>no</source><target>不</target></alt-trans></trans-unit>
<trans-unit id="2"><source>One. Two.</source>
  <seg-source><mrk mtype="seg" mid="a">One.</mrk> <mrk mtype="seg" mid="b">Two.</mrk></seg-source>
  <target><mrk mtype="seg" mid="a">一。</mrk><mrk mtype="seg" mid="b">二。</mrk></target>
</trans-unit>
<trans-unit id="3"><source>Not yet</source></trans-unit></body></file></xliff>"""
XLIFF_2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="zh-CN"
 trgLang="en"><file id="f"><unit id="u"><segment><source>打开<pc id="1">文件</pc></source>
 <target>Open the <ph id="1"/>file</target></segment><segment><source>好</source></segment></unit>
</file></xliff>"""


def test_xliff() -> None:
    told: list[str] = []
    one = list(
        read_units(
            XLIFF_1.encode(), "x.xlf", ReadOptions(on_change=lambda _, what: told.append(what))
        )
    )
    assert [(u.en.text, u.zh.text) for u in one] == [
        ("Open file", "開啟檔案"),
        ("One.", "一。"),
        ("Two.", "二。"),
    ]
    assert one[0].zh.tag == "zh-Hant-TW" and one[0].document == "a.txt"
    assert told == ["unit 3: a segment without a translation"]
    (two,) = read_units(XLIFF_2.encode(), "x.xlf")
    assert (two.zh, two.en) == (Variant("zh-Hans-CN", "打开文件"), Variant("en", "Open the file"))


def test_tsv() -> None:
    text = 'say "hi" now\t说“嗨”\tzh-Hans-CN\nopen\t打开\tzh-Hans-CN-x-mut\nok\t好\n'
    tags = [unit.zh.tag for unit in read_units(text.encode(), "tm.tsv")]
    assert tags == ["zh-Hans-CN", "zh-Hans-CN-x-mut", "zh"]
    with pytest.raises(UnreadableFile, match="tm.tsv, line 2: a line without two segments"):
        list(read_units("a\t乙\nc\n".encode(), "tm.tsv"))


def test_terms_and_units_are_told_apart() -> None:
    with pytest.raises(UnreadableFile, match="holds translation units, no terms"):
        list(read_entries(TMX, "m.tmx"))


@pytest.mark.shared
def test_a_real_tmx_whole(shared: Path) -> None:
    path = shared / "data/tico19/all.en-zh.tmx"
    units = list(read_units(path.read_bytes(), path.name))
    assert len(units) == 3071
    buffer = io.BytesIO()
    assert not write_units(units, buffer, "tmx", WriteOptions(zh_tag=None))
    assert list(read_units(buffer.getvalue(), "x.tmx")) == units
