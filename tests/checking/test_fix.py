"""Fixes change the target, and no other byte."""

from __future__ import annotations

import pytest

from glossary.checking.checker import Checker
from glossary.checking.fix import certain, fixed
from glossary.checking.segments import read
from glossary.checking.segments.base import SegmentOptions
from glossary.checking.settings import CheckSettings
from glossary.errors import InvalidInput
from tests.checking_samples import terms_of


def mended(data: str, name: str) -> tuple[str, int]:
    options = SegmentOptions(lambda line, why: None)
    segments = read(data.encode(), name, options)
    findings = list(Checker(terms_of(), CheckSettings()).findings(segments))
    after, made = fixed(data.encode(), name, certain(findings))
    return after.decode(), len(made)


XLIFF = """<?xml version='1.0' encoding='utf-8'?>\r
<!-- 視頻 --><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"\r
   xmlns:x='urn:x'><file original="視頻" source-language="en" target-language='zh-TW'><body>\r
<trans-unit   id="1" x:a='"'><source>A video &amp; it.</source><target>{}</target>
  <note>視頻</note></trans-unit>\r
</body></file></xliff>"""


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("看視頻。", "看影片。"),
        ("A &amp; B：<g id='1'>視頻</g>&#x3002;", "A &amp; B：<g id='1'>影片</g>&#x3002;"),
        ("\r\n  看視頻與錄像。\r\n", "\r\n  看影片與影片。\r\n"),
        ("<ph id='1'>視頻</ph>視頻<x id='2'/>", "<ph id='1'>視頻</ph>影片<x id='2'/>"),
    ],
)
def test_only_the_words_of_the_target_change(was: str, now: str) -> None:
    after, _ = mended(XLIFF.format(was), "a.xlf")
    assert after == XLIFF.format(now)


@pytest.mark.parametrize("was", ["視<x id='1'/>頻", "<![CDATA[視頻]]>"])
def test_what_a_tag_cuts_is_left_as_it_is(was: str) -> None:
    assert mended(XLIFF.format(was), "a.xlf") == (XLIFF.format(was), 0)


def test_segments_of_xliff_2_and_marked_ones_are_told_apart() -> None:
    two = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"
      trgLang="zh-TW"><file id="f"><unit id="u"><segment><source>A day.</source>
      <target>視頻</target></segment><segment><source>A video.</source><target>視頻</target>
      </segment></unit></file></xliff>"""
    assert mended(two, "a.xlf")[0] == two.replace(
        "video.</source><target>視頻", "video.</source><target>影片"
    )
    marks = XLIFF.replace("</source>", "</source><seg-source><mrk mtype='seg' mid='0'>A day."
        "</mrk><mrk mtype='seg' mid='1'>A video.</mrk></seg-source>")  # fmt: skip
    was = "<mrk mtype='seg' mid='0'>視頻</mrk><mrk mtype='seg' mid='1'>視頻</mrk>"
    now = "<mrk mtype='seg' mid='0'>視頻</mrk><mrk mtype='seg' mid='1'>影片</mrk>"
    assert mended(marks.format(was), "a.xlf")[0] == marks.format(now)


def test_a_tmx_is_mended_in_the_variant_of_the_target() -> None:
    data = """<tmx version="1.4"><header srclang="en"/><body><tu tuid="視頻">
      <tuv xml:lang="zh-TW"><seg>看<hi>視頻</hi></seg></tuv>
      <tuv xml:lang="en"><seg>A video.</seg></tuv>
      </tu></body></tmx>"""
    assert mended(data, "a.tmx")[0] == data.replace("<hi>視頻", "<hi>影片")


def test_a_table_is_not_mended() -> None:
    with pytest.raises(InvalidInput, match="give XLIFF or TMX"):
        fixed("en,zh-TW\nA video.,視頻\n".encode(), "a.csv", [])
