"""Readers of bilingual files: which side is which, and what becomes of bad ones."""

from __future__ import annotations

import pytest

from glossary.checking.segments import read
from glossary.checking.segments.base import SegmentOptions
from glossary.errors import UnreadableFile

XLIFF = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.txt" source-language="zh-TW" target-language="en-US" datatype="plaintext"><body>
{}
</body></file></xliff>"""
UNIT = "<trans-unit id='{}'><source>{}</source><target>{}</target></trans-unit>"


def read_all(data: str, name: str, source: str = ""):
    refused: list[tuple[int, str]] = []
    options = SegmentOptions(lambda line, why: refused.append((line, why)), source)
    return list(read(data.encode(), name, options)), refused


@pytest.mark.parametrize("suffix", ["xlf", "sdlxliff", "mqxliff", "mxliff"])
def test_xliff_has_the_languages_of_its_file(suffix: str) -> None:
    unit = UNIT.format("u1", "匯<g id='1'>票</g>", "the <x id='2'/>bill")
    (one,), _ = read_all(XLIFF.format(unit), f"a.{suffix}")
    assert (one.source.tag, one.source.text) == ("zh-Hant-TW", "匯票")
    assert (one.target.tag, one.target.text) == ("en-US", "the bill")
    assert (one.id, one.line, one.document) == ("u1", 4, "a.txt")


def test_xliff_2_segments_have_ids_of_their_own() -> None:
    data = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"
      trgLang="zh-CN"><file id="f"><unit id="u"><notes><note>glossary: ignore numbers</note></notes>
      <segment id="s1"><source>A</source><target>甲</target></segment>
      <segment id="s2"><source>B</source></segment></unit></file></xliff>"""
    (one, two), _ = read_all(data, "a.xlf")
    assert (one.id, one.ignored, two.id, two.target.text) == ("u/s1", {"numbers"}, "u/s2", "")


def test_what_is_not_to_be_translated_is_left_out() -> None:
    kept = UNIT.format(1, "票", "bill")
    left = kept.replace("id='1'", "id='2' translate='no'")
    found, _ = read_all(XLIFF.format(kept + left), "a.xlf")
    assert [each.id for each in found] == ["1"]


def test_an_xliff_without_targets_is_refused_in_one_line() -> None:
    unit = "<trans-unit id='1'><source>票</source></trans-unit>"
    with pytest.raises(UnreadableFile, match="none of its 1 segments has a target"):
        read_all(XLIFF.format(unit), "a.xlf")


def test_a_file_of_other_languages_is_refused_and_a_segment_of_others_told() -> None:
    french = XLIFF.replace("zh-TW", "fr").format(UNIT.format(1, "lettre", "bill"))
    with pytest.raises(UnreadableFile, match="no segment between English and Chinese"):
        read_all(french, "a.xlf")
    tmx = """<tmx version="1.4"><header srclang="zh"/><body>
      <tu><tuv xml:lang="fr"><seg>a</seg></tuv><tuv xml:lang="en"><seg>b</seg></tuv></tu>
      <tu tuid="7"><tuv xml:lang="en"><seg>bill</seg></tuv>
      <tuv xml:lang="zh-TW"><seg>票</seg></tuv></tu>
      </body></tmx>"""
    (one,), refused = read_all(tmx, "a.tmx")
    assert (one.source.text, one.target.text, one.id) == ("票", "bill", "7")
    assert refused == [(2, "a unit in fr, en, not English and Chinese")]


def test_an_undefined_entity_is_bad_for_its_unit_alone() -> None:
    bad = UNIT.format(1, "票", "a &nbsp; bill")
    data = '<!DOCTYPE xliff SYSTEM "x.dtd">' + XLIFF.partition("?>")[2].format(
        bad + UNIT.format(2, "票", "bill")
    )
    found, refused = read_all(data, "a.xlf")
    assert [each.id for each in found] == ["2"] and len(refused) == 1


@pytest.mark.parametrize(
    ("table", "source"),
    [
        ("source,target\n匯票,bill\n", "匯票"),
        ("target,source\nbill,匯票\n", "匯票"),
        ("en\tzh-TW\tnote\nbill\t匯票\tglossary: ignore\n", "bill"),
        ("bill\t匯票\n", "bill"),
    ],
)
def test_tables_have_two_columns_by_name_or_place(table: str, source: str) -> None:
    (one,), _ = read_all(table, "a.tsv" if "\t" in table else "a.csv")
    assert {one.source.text, one.target.text} == {"bill", "匯票"}
    assert one.source.text == source
    assert bool(one.ignored) == ("ignore" in table)


def test_the_language_translated_from_may_be_given() -> None:
    (one,), _ = read_all("bill\t匯票\n", "a.tsv", "zh")
    assert (one.source.text, one.target.text) == ("匯票", "bill")


def test_another_kind_of_file_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnreadableFile, match=r"bilingual files are \.xlf"):
        read_all("<svg/>", "a.svg")


BREAKS = {
    "a tag": ("</source>", "</sourc>"),
    "an entity": ("<target>", "<target>&nbsp;"),
    "an ampersand": ("<target>", "<target> a & b"),
    "bytes": ("<target>", "<target>\udcff"),
}


@pytest.mark.parametrize("broken", [*BREAKS, "the end"])
def test_all_segments_before_a_broken_place_are_read_and_it_is_told_by_line(broken: str) -> None:
    lines = XLIFF.format("\n".join(UNIT.format(n, "匯票", "bill") for n in range(900))).split("\n")
    if broken == "the end":
        lines = [*lines[:500], lines[500][:40]]
    else:
        lines[500] = lines[500].replace(*BREAKS[broken])
    data = "\n".join(lines).encode("utf-8", "surrogateescape")
    found = []
    with pytest.raises(UnreadableFile, match="^a.xlf, line 501: ") as told:
        for each in read(data, "a.xlf", SegmentOptions(print)):
            found.append(each)
    assert "\n" not in str(told.value)
    assert [each.line for each in found] == list(range(4, 501))


def test_wherever_a_file_ends_too_early_it_is_cut_off() -> None:
    unit = UNIT.format("500", "匯<g id='1'>票</g>", "bill")
    whole = XLIFF.format(UNIT.format(1, "票", "bill") + "\n" + unit).encode()
    begin = whole.index(b"<trans-unit id='500'")
    for end in range(begin + 1, begin + len(unit.encode())):
        with pytest.raises(UnreadableFile, match="^a.xlf, line 5: not well-formed XML: it is cut"):
            list(read(whole[:end], "a.xlf", SegmentOptions(print)))
