"""Tables: heads of the tools, encodings, delimiters, formulas, and what Excel does to them."""

from __future__ import annotations

import io

import pytest

from glossary.errors import InvalidInput
from glossary.exchange import PROFILES, ReadOptions, WriteOptions, read_entries, write_entries
from glossary.exchange.table import cells
from glossary.exchange.table.columns import recognise
from glossary.model import ConceptEntry, Context, Extra, LanguageSection, TermSection

ENTRY = ConceptEntry(
    "c1",
    (
        LanguageSection(
            "en", (TermSection("deterrence", "preferred"), TermSection("=1+1|cmd")), "dissuasion"
        ),
        LanguageSection(
            "zh-Hant-TW", (TermSection("嚇阻", "preferred", contexts=(Context("嚇阻有效。"),)),)
        ),
        LanguageSection("zh-Hans-CN", (TermSection("威慑"), TermSection("吓阻", "deprecated"))),
    ),
    "security",
)


def table_of(profile: str, **options: str) -> bytes:
    buffer = io.BytesIO()
    write_entries([ENTRY], buffer, profile, WriteOptions(**options))  # type: ignore[arg-type]
    return buffer.getvalue()


def pairs(data: bytes, name: str = "x.csv", **options) -> list[tuple[str, str, str]]:  # type: ignore[no-untyped-def]
    """(first English term, tag, first Chinese term) of every entry."""
    found = []
    for entry in read_entries(data, name, ReadOptions(**options)):
        tag, zh = entry.terms("zh")[0]
        found.append((entry.terms("en")[0][1].text, tag, zh.text))
    return found


def test_the_default_csv_byte_for_byte() -> None:
    assert table_of("csv").decode() == (
        "\ufeffconcept_id,subject,en,en_status,zh,zh_tag,zh_status,en_definition,zh_definition,"
        "en_context,zh_context,source,note\r\n"
        "c1,security,deterrence,preferred,嚇阻,zh-Hant-TW,preferred,dissuasion,,,嚇阻有效。,,\r\n"
        "c1,security,deterrence,preferred,威慑,zh-Hans-CN,admitted,dissuasion,,,,,\r\n"
        "c1,security,deterrence,preferred,吓阻,zh-Hans-CN,deprecated,dissuasion,,,,,\r\n"
        'c1,security,"\t=1+1|cmd",admitted,嚇阻,zh-Hant-TW,preferred,dissuasion,,,嚇阻有效。,,\r\n'
    )


def test_rows_apart_are_one_concept_all_the_same() -> None:
    head, *rows = table_of("csv").splitlines(keepends=True)
    other = rows[0].replace(b"c1", b"c2")
    mixed = b"".join([head, rows[0], other, *rows[1:]])
    second, first = read_entries(mixed, "x.csv")  # in the order of their last rows
    assert first == ENTRY and second.id == "c2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    text = "英文,簡體中文\n关系的国际安全,x\n" + "the state,这个国家的关系\n" * 3
    text = text.replace("关系的国际安全,x", "relation,国际关系的").replace(",", delimiter)
    assert pairs(text.encode(encoding))[0] == ("relation", "zh-Hans", "国际关系的")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "gb18030"])
def test_encodings_of_a_file_too_large_to_hold(encoding: str, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(cells, "_SAMPLE", 1000)
    text = "en,zh\n" + "".join(f"the relation {n},国际关系的发展{n}\n" for n in range(200))
    assert pairs(text.encode(encoding))[-1] == ("the relation 199", "zh-Hans", "国际关系的发展199")


def test_big5() -> None:
    data = "English,中文\nforeign affairs,中國的外交與國際關係\n".encode("big5")
    assert pairs(data) == [("foreign affairs", "zh-Hant", "中國的外交與國際關係")]


@pytest.mark.parametrize(
    "head",
    [
        "en,zh-TW",
        "English,Chinese (Taiwan)",
        "EN,zh_TW",
        "term_en,term_zh-TW",
        "Term [en],Term [zh-TW]",
        "English,Chinese_Taiwan",
        "en term,zh-TW term",
    ],
)
def test_language_heads(head: str) -> None:
    assert pairs(f"{head}\nyard,小院\n".encode()) == [("yard", "zh-Hant-TW", "小院")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("yard,小院\nfence,高牆\n", "deepl.csv"),
        ("小院,yard\n高牆,fence\n", "reversed.csv"),
        ("# Glossary in tab-separated format -*- coding: utf-8 -*-\nyard\t小院\t\n", "omegat.txt"),
        ("source,target,context\nyard,小院,\n", "weblate.csv"),
        ("id,sourceLang,targetLang,sourceString,targetString\n7,en,zh_TW,yard,小院\n", "tico.csv"),
        ("yard,小院,EN,ZH\n", "deepl4.csv"),
        ('say "yard" loud\t小"院"\n"yard\t小院\n', "quotes.tsv"),
    ],
)
def test_source_and_target(text: str, name: str) -> None:
    assert all("院" in zh or "牆" in zh for _, _, zh in pairs(text.encode(), name))


def test_what_tables_say_of_terms() -> None:
    text = (
        "forbidden,domain,subdomain,definition,en-US,notes,example of use,zh-CN,notes,"
        "example of use\nTRUE,law,,a rule,statute,formal,By statute.,法规,,依照法规。\n"
    )
    (entry,) = read_entries(text.encode(), "matecat.csv")
    english, chinese = entry.languages
    assert (entry.subject, entry.definition, english.tag) == ("law", "a rule", "en-US")
    assert english.terms[0].note == "formal"
    assert chinese.terms[0].contexts == (Context("依照法规。"),)


def test_a_mapping_goes_before_all() -> None:
    data = b"Fachwort,Wort\nyard,\xe5\xb0\x8f\xe9\x99\xa2\n"
    told: list[tuple[int, str]] = []
    assert len(pairs(data, on_change=lambda *what: told.append(what))) == 2
    assert len(told) == 1 and told[0][0] == 1
    assert told[0][1].startswith(
        "taken for a term; if these are heads, give a mapping such as --mapping"
    )
    mapping = {"Fachwort": "term:en", "2": "term:zh-TW"}
    assert pairs(data, mapping=mapping) == [("yard", "zh-Hant-TW", "小院")]
    with pytest.raises(InvalidInput, match="no column 'X'"):
        pairs(data, mapping={"X": "term:en"})
    with pytest.raises(InvalidInput, match="unknown field"):
        pairs(data, mapping={"Wort": "nonsense"})


@pytest.mark.parametrize("profile", ["memoq", "multiterm", "crowdin", "matecat", "weblate"])
def test_heads_that_we_write_are_known(profile: str) -> None:
    data = table_of(profile, format="csv")
    head = data.decode("utf-8-sig").splitlines()[0].split(",")
    columns, is_head = recognise(head) or ([], False)
    assert is_head
    known = {column.field for column in columns}
    declared = {field for _, field, _ in PROFILES[profile].target("csv").table.columns}  # type: ignore[union-attr]
    assert declared - known <= {"ignore", "false"}


def test_memoq_repeats_its_block_a_term() -> None:
    head = table_of("memoq").decode("utf-8-sig").splitlines()[0]
    assert head.startswith("Entry_ID,Entry_Subject,Entry_Domain,Entry_ClientID,Entry_ProjectID,")
    assert head.count("English,") == 2 and head.count("Chinese_Taiwan,") == 1


def test_xlsx_keeps_text_as_text() -> None:
    (entry,) = read_entries(table_of("excel", format="xlsx"), "x.xlsx")
    assert [term.text for _, term in entry.terms("en")] == ["deterrence", "=1+1|cmd"]
    assert table_of("excel", format="xlsx") == table_of("excel", format="xlsx")


def test_formula_cells_come_back() -> None:
    for text in ("=1", "+1", "-1", "@x", "=\t1"):
        entry = ConceptEntry("c1", (LanguageSection("en", (TermSection(text),)),))
        buffer = io.BytesIO()
        write_entries([entry], buffer, "csv")
        assert f'"\t{text}"'.encode() in buffer.getvalue()
        assert list(read_entries(buffer.getvalue(), "x.csv")) == [entry]


def test_columns_of_one_language_under_two_tags_keep_what_both_say() -> None:
    table = (
        "en,zh,zh_definition,Note [zh],zh-Hant,zh-Hant_definition,Note [zh-Hant]\n"
        "software,軟體,one,first,軟件,two,second\n"
    )
    (entry,) = read_entries(table.encode(), "x.csv")
    _, chinese = entry.languages
    assert [term.text for term in chinese.terms] == ["軟體", "軟件"]
    assert (chinese.definition, chinese.note) == ("one", "first\nsecond")
    assert chinese.extra == (Extra("descrip", "definition", "two"),)
