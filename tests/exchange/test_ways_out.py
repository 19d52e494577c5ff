"""A refusal names the line, the reason in plain words, and what to do."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from tables_read import pairs, read

from glossary.errors import UnreadableFile
from glossary.exchange import ReadOptions, read_entries, read_units, write_entries
from glossary.exchange.detection import format_of

TBX = """<?xml version="1.0"?>
<martif type="TBX"><text><body>
{}
</body></text></martif>"""
ENTRY = '<termEntry id="{}">{}</termEntry>'
EN = '<langSet xml:lang="en"><tig><term>open cluster</term></tig></langSet>'
ZH = '<langSet xml:lang="zh-CN"><tig><term>疏散星团</term></tig></langSet>'


def tbx(*languages: str) -> bytes:
    return TBX.format(ENTRY.format("a", "\n".join(languages))).encode()


def test_the_second_term_of_a_place_for_one() -> None:
    two = EN.replace("</term>", "</term><term>galactic cluster</term><note>n</note>")
    (entry,), told = read(tbx(two, ZH), "x.tbx")
    first, second = (term for _, term in entry.terms("en"))
    assert (first.text, first.note, second.text) == ("open cluster", "n", "galactic cluster")
    assert told == [(3, "several terms in one tig are taken as several")]
    assert all(extra.element != "term" for extra in first.extra)


@pytest.mark.parametrize(
    "place",
    [
        "<ntig><termGrp><term>a</term><term>b</term></termGrp></ntig>",
        "<termSec><term>a</term><termNote type='register'>x</termNote><term>b</term></termSec>",
        "<ntig><termGrp><term>a</term></termGrp><termGrp><term>b</term></termGrp></ntig>",
        "<tig><term>a</term><term/><term>b</term></tig>",
    ],
)
def test_the_second_term_in_other_dialects(place: str) -> None:
    (entry,), told = read(tbx(f'<langSet xml:lang="en">{place}</langSet>', ZH), "x.tbx")
    assert pairs([entry]) == [("a; b", "疏散星团")] and len(told) == 1


@pytest.mark.parametrize(
    "empty",
    [
        '<langSet xml:lang="fr"><tig><term/></tig></langSet>',
        '<langSet xml:lang="fr"><tig><term> </term></tig><tig><term></term></tig></langSet>',
        '<langSet xml:lang="fr"><tig/></langSet>',
        '<langSet xml:lang="fr"/>',
        '<langSet xml:lang="fr"><descrip type="definition">d</descrip></langSet>',
    ],
)
def test_a_language_without_terms_is_left_out_and_told(empty: str) -> None:
    """MultiTerm exports a language that an entry lacks with an empty term."""
    (entry,), told = read(tbx(EN, empty, ZH), "x.tbx")
    assert [section.tag for section in entry.languages] == ["en", "zh-Hans-CN"]
    assert (4, "the language fr has no term and is left out") in told


def test_an_empty_term_beside_another_is_left_out_and_told() -> None:
    (entry,), told = read(tbx(EN.replace("<tig>", "<tig><term/></tig><tig>"), ZH), "x.tbx")
    assert pairs([entry]) == [("open cluster", "疏散星团")]
    assert told == [(3, "an empty term is left out")]


def test_an_entry_of_nothing_but_empty_terms_is_refused_by_its_line() -> None:
    empty = EN.replace("open cluster", "")
    with pytest.raises(UnreadableFile, match="line 3: an empty term .--keep-good takes the other"):
        read(tbx(empty), "x.tbx")
    data = TBX.format(ENTRY.format("a", empty) + "\n" + ENTRY.format("b", EN + ZH)).encode()
    bad: list[tuple[int, str]] = []
    entries = list(
        read_entries(data, "x.tbx", ReadOptions(on_error=lambda *what: bad.append(what)))
    )
    assert [entry.id for entry in entries] == ["b"] and bad == [(3, "an empty term")]


XML = {  # what stands in the text, and what is said of it
    "A &nbsp; B": "the entity &nbsp; is not defined",
    "A &eacute;": "the entity &eacute; is not defined",
    "A &#x1F; B": "U+001F is no character that XML may have",
    "A &#31; B": "U+001F is no character that XML may have",
    "A \x1f B": "U+001F is no character that XML may have",
    "A \ufffe": "U+FFFE is no character that XML may have",
    "Q & A": "write &amp;",
    "Q &A": "write &amp;",
    "A < B": "write &lt;",
}


@pytest.mark.parametrize(("text", "said"), XML.items())
@pytest.mark.parametrize("name", ["x.tbx", "m.tmx", "x.xlf"])
def test_faults_of_xml_in_plain_words_with_their_line(name: str, text: str, said: str) -> None:
    body = {
        "x.tbx": TBX.format("\n" + ENTRY.format("a", EN)),
        "m.tmx": '<tmx version="1.4"><body>\n\n\n<tu><tuv xml:lang="en">'
        '<seg>open cluster</seg></tuv><tuv xml:lang="zh"><seg>好</seg></tuv></tu></body></tmx>',
        "x.xlf": '<xliff version="1.2"><file source-language="en" target-language="zh"><body>\n\n\n'
        "<trans-unit id='1'><source>open cluster</source><target>好</target></trans-unit>"
        "</body></file></xliff>",
    }[name]
    reader: Any = read_entries if name == "x.tbx" else read_units
    with pytest.raises(UnreadableFile) as caught:
        list(reader(body.replace("open cluster", text).encode(), name))
    message = str(caught.value)
    assert said in message and message.startswith(f"{name}, line 4: ")
    assert not re.search("xmlParse|PCDATA|StartTag|no element found", message)


def test_an_undefined_entity_of_a_file_with_a_doctype() -> None:
    data = tbx(EN.replace("open", "open &nbsp;")).replace(
        b"<martif", b'<!DOCTYPE martif SYSTEM "TBX.dtd"><martif'
    )
    with pytest.raises(UnreadableFile, match="line 3: an undefined entity &nbsp;"):
        read(data, "x.tbx")


@pytest.mark.parametrize("name", ["po.tab", "po.tsv", "po.txt", "po.csv"])
@pytest.mark.parametrize("cell", ["<b>Bold</b>", "<br/>", "<html>", "<mtf>"])
def test_the_suffix_says_what_a_table_is(name: str, cell: str) -> None:
    sign = "," if name == "po.csv" else "\t"
    entries, _ = read(f"{cell}{sign}粗体\nfile{sign}文件\n", name)
    assert pairs(entries)[0] == (cell, "粗体")


@pytest.mark.parametrize(
    ("name", "head", "way_out"),
    [
        (
            "t.xml",
            b'<?xml version="1.0"?><mtf><conceptGrp/></mtf>',
            "export the termbase from Mult",
        ),
        ("t.mtf", b"<mtf><conceptGrp/></mtf>", "export the termbase from MultiTerm as TBX"),
        ("t.mtf", b"", "export the termbase from MultiTerm as TBX"),
        ("t.txt", b'<?xml version="1.0"?>\n<mtf/>', "export the termbase from MultiTerm as TBX"),
        ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "save it as .xlsx"),
        ("t.ods", b"PK\x03\x04", "save it as .xlsx or .csv"),
        ("t.sdltm", b"SQLite format 3", "export it from Trados as TMX"),
        ("t.sdltb", b"\0\1\0\0Standard Jet DB", "export it from MultiTerm as TBX"),
        ("t.docx", b"PK\x03\x04", "glossary mine"),
        ("t.po", b'msgid "a"', "convert it to XLIFF or TMX"),
    ],
)
def test_what_is_not_read_says_what_else_would_do(name: str, head: bytes, way_out: str) -> None:
    with pytest.raises(UnreadableFile, match=re.escape(way_out)):
        format_of(name, head)


def test_no_known_suffix_is_refused() -> None:
    """A suffix that is listed as known is read."""
    with pytest.raises(UnreadableFile, match="unknown kind of file") as caught:
        format_of("t.xyz")
    assert ".mtf" not in str(caught.value) and ".tbx" in str(caught.value)


def test_what_this_program_writes_is_read_to_the_letter() -> None:
    (entry,), _ = read(tbx(EN, ZH), "x.tbx")
    buffer = io.BytesIO()
    write_entries([entry], buffer, "archive")
    assert read(buffer.getvalue(), "x.tbx") == ([entry], [])
