"""TBX as other programs write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.errors import UnreadableFile
from glossary.exchange import ReadOptions, read_entries
from glossary.model import ConceptEntry, Context, Extra

OTHERS = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en" xmlns="http://example.org/anything"><martifHeader/><text><body>
<termEntry id="27766_14">
  <langSet xml:lang="en_US"><ntig><termGrp><term>small
     yard</term><termNote type="partOfSpeech">Noun</termNote>
     <termNote type="administrativeStatus">{status}</termNote></termGrp>
     <descrip type="reliabilityCode">9</descrip>
     <descripGrp><descrip type="context">A <hi>small</hi> yard.</descrip>
       <admin type="source">speech</admin></descripGrp></ntig></langSet>
  <langSet xml:lang="zh-CN"><tig><term>小院</term></tig></langSet>
  <langSet xml:lang="zh"><tig><term>軟體</term></tig></langSet>
  <descrip type="subjectField">policy</descrip><note>one</note><note>two</note>
</termEntry></body></text></martif>"""


def others(status: str = "preferredTerm-admn-sts", encoding: str = "UTF-8") -> ConceptEntry:
    data = OTHERS.format(status=status, encoding=encoding).encode(encoding)
    (entry,) = read_entries(data, "others.tbx")
    return entry


def test_fields_are_read_at_any_level() -> None:
    entry = others()
    assert entry.id == "_27766_14"
    assert entry.subject == "policy" and entry.note == "one\ntwo"
    assert [section.tag for section in entry.languages] == ["en-US", "zh-Hans-CN", "zh-Hant"]
    (term,) = entry.languages[0].terms
    assert (term.text, term.part_of_speech, term.status) == ("small yard", "noun", "preferred")
    assert term.contexts == (Context("A small yard.", "speech"),)
    assert term.extra == (Extra("descrip", "reliabilityCode", "9"),)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("preferred", "preferred"),
        ("notRecommended", "deprecated"),
        ("obsolete", "superseded"),
        ("forbidden", "deprecated"),
        ("admittedTerm", "admitted"),
        ("Not recommended", "deprecated"),
        ("deprecatedTerm-admn-sts", "deprecated"),
        ("supersededTerm", "superseded"),
    ],
)
def test_status_words_of_other_programs(word: str, status: str) -> None:
    assert others(word).languages[0].terms[0].status == status


def test_a_workflow_word_is_no_status() -> None:
    (term,) = others("draft").languages[0].terms
    assert term.status == "admitted"
    assert Extra("termNote", "administrativeStatus", "draft") in term.extra


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    name = "UTF-8" if encoding == "utf-8-sig" else encoding
    data = OTHERS.format(status="preferred", encoding=name).encode(encoding)
    (entry,) = read_entries(data, "others.tbx")
    assert entry.languages[1].terms[0].text == "小院"


def test_an_entry_without_id_gets_the_same_one_again() -> None:
    data = OTHERS.format(status="preferred", encoding="UTF-8").replace(' id="27766_14"', "")
    first, second = (next(read_entries(data.encode(), "x.tbx")) for _ in range(2))
    assert first.id == second.id and first.id.startswith("d")


def test_sections_of_one_language_become_one() -> None:
    data = OTHERS.format(status="preferred", encoding="UTF-8").replace('"zh"', '"zh-Hans-CN"')
    told: list[tuple[int, str]] = []
    (entry,) = read_entries(
        data.encode(), "x.tbx", ReadOptions(on_change=lambda *what: told.append(what))
    )
    assert [len(section.terms) for section in entry.languages] == [1, 2]
    assert (4, "sections of one language are joined") in told


@pytest.mark.shared
def test_every_fixture_is_read_or_refused_with_a_line(shared: Path) -> None:
    files = [*shared.glob("tbx/fixtures/*.tbx"), *shared.glob("tbx/schemas/**/Example*.tbx")]
    assert len(files) > 40
    refused = set()
    for path in files:
        try:
            assert all(entry.languages for entry in read_entries(path.read_bytes(), path.name))
        except UnreadableFile as error:
            assert error.line
            refused.add(path.name)
    assert refused == {"core_dct.bad_nolang.tbx"}
