"""Tables as people make them: several sheets, titles, heads in any words, and no Chinese at all."""

from __future__ import annotations

import pytest
from tables_read import languages, pairs, read, workbook

from glossary.errors import UnreadableFile
from glossary.model import Extra

DEADLINE, SURPLUS = "en,zh-CN\ndeadline,最后期限\n", "en,zh-CN\nsurplus,盈余\n"
BOTH = [("deadline", "最后期限"), ("surplus", "盈余")]


# ---------------------------------------------------------------- sheets


def test_all_sheets_are_read() -> None:
    entries, told = read(workbook(DEADLINE, SURPLUS), "x.xlsx")
    assert pairs(entries) == BOTH and told == []


def test_empty_sheets_are_passed_over() -> None:
    assert read(workbook("", DEADLINE, ""), "x.xlsx") == read(workbook(DEADLINE), "x.xlsx")


@pytest.mark.parametrize("order", [0, 1])
def test_a_sheet_without_terms_is_told(order: int) -> None:
    other = "Read me\nThis is our glossary\nwritten by hand\n"
    sheets = (DEADLINE, other) if order == 0 else (other, DEADLINE)
    entries, told = read(workbook(*sheets), "x.xlsx")
    assert pairs(entries) == BOTH[:1]
    (what,) = [what for _, what in told]
    title = "B" if order == 0 else "A"
    assert what.startswith(f"the sheet '{title}' is not read: no columns of terms known (Read me)")


def test_a_workbook_without_terms_is_refused_with_the_way_out() -> None:
    with pytest.raises(UnreadableFile, match=r"sheet 'A'.*Read me.*--mapping 1=term:en"):
        read(workbook("Read me\n", "What\n"), "x.xlsx")


def test_each_sheet_may_have_other_heads_and_ids_of_its_own() -> None:
    one, two = "id,en,zh\n1,deadline,最后期限\n", "编号,中文,英文\n1,盈余,surplus\n"
    entries, told = read(workbook(one, two), "x.xlsx")
    assert pairs(entries) == BOTH and [entry.id for entry in entries] == ["_1", "_1-2"]
    assert [line for line, _ in told] == [2] and "'_1' stands on an earlier sheet too" in told[0][1]
    entries, _ = read(workbook(DEADLINE, DEADLINE), "x.xlsx")
    assert len({entry.id for entry in entries}) == 2


def test_a_bad_row_names_its_sheet() -> None:
    with pytest.raises(UnreadableFile, match="sheet 'B', line 2: a row without terms"):
        read(workbook(DEADLINE, "id,en,zh\n7,,\n"), "x.xlsx")


def test_a_mapping_is_for_the_sheets_that_have_its_heads() -> None:
    data = workbook("Fachwort,Wort\ndeadline,最后期限\n", "a,b\nc,d\n")
    mapping = {"Fachwort": "term:en", "Wort": "term:zh-CN"}
    entries, told = read(data, "x.xlsx", mapping=mapping)
    assert pairs(entries) == BOTH[:1] and "the sheet 'B' is not read: no column" in told[0][1]


# ---------------------------------------------------------------- titles above, heads again


@pytest.mark.parametrize(
    "above",
    [
        "Glossary of Acme, 2024\n\n",
        "\n\nAcme\n",
        "Client,Acme\nDate,2024-01-02\nVersion,3\n",
        "术语表\n",
        "Acme 术语表 Glossary\n",
    ],
)
def test_titles_above_the_heads_are_told(above: str) -> None:
    text = above + "English,Chinese\nsoftware,软件\nyard,院子\n"
    for data, name in ((text.encode(), "x.csv"), (workbook(text), "x.xlsx")):
        entries, told = read(data, name)
        assert pairs(entries) == [("software", "软件"), ("yard", "院子")]
        titles = [n for n, line in enumerate(above.splitlines(), 1) if line.strip()]
        assert [line for line, _ in told] == titles
        assert all("above the heads" in what for _, what in told)


def test_a_mapping_finds_its_heads_under_titles() -> None:
    text = "Glossar der Acme\n\nFachwort,Wort\nsoftware,软件\n"
    for mapping in (
        {"Fachwort": "term:en", "Wort": "term:zh"},
        {"1": "term:en", "Wort": "term:zh"},
    ):
        assert pairs(read(text, mapping=mapping)[0]) == [("software", "软件")]
    rows = "Glossar der Acme\nsoftware,软件\n"
    assert pairs(read(rows, mapping={"1": "term:en", "2": "term:zh"})[0]) == [("software", "软件")]


def test_an_entry_above_what_looks_like_heads_is_an_entry() -> None:
    entries, _ = read("software,软件\nChinese,中文\nEnglish,英文\n")
    assert len(entries) == 3


def test_files_that_were_joined() -> None:
    text = "en,zh\nalpha,甲\n\ufeffen,zh\n\ufeffbeta,乙\nEN, ZH\ngamma,丙\n"
    entries, told = read(text)
    assert pairs(entries) == [("alpha", "甲"), ("beta", "乙"), ("gamma", "丙")]
    assert told == [(3, "the heads again; not read"), (5, "the heads again; not read")]


# ---------------------------------------------------------------- heads that are languages, and not


@pytest.mark.parametrize(
    "head", ["No.", "NO", "No", "Nr.", "S/N", "ID.", "#", "Sl", "sl.", "IT", "Is", "Or", "Te"]
)
def test_a_head_that_is_a_code_by_chance_is_no_language(head: str) -> None:
    text = f"{head},English,Chinese\n1,software,软件\n2,yard,院子\n3,fence,围墙\n"
    entries, _ = read(text)
    assert pairs(entries) == [("software", "软件"), ("yard", "院子"), ("fence", "围墙")]
    assert languages(entries) == {"en", "zh-Hans", "zh"}


def test_a_code_whose_cells_are_no_language_is_told() -> None:
    entries, told = read("S/N,EN,ZH,IT\n1,software,软件,x\n")
    assert languages(entries) == {"en", "zh-Hans"}
    assert Extra("column", "IT", "x") in entries[0].extra
    assert (
        [line for line, _ in told] == [2] and "'IT'" in told[0][1] and "--mapping IT=" in told[0][1]
    )


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("IT", "HR HR HR Sales"),
        ("no", "yes no yes no"),
        ("my", "ok ok ok ok"),
        ("ja", "one two three four"),
        ("ru", "a1 b2 c3 d4"),
        ("ko", "x y z w"),
        ("de", "1 2 3 4"),
        ("id", "A1 A2 A3 A4"),
        ("th", "1st 2nd 3rd 4th"),
        ("tr", "- - - -"),
    ],
)
def test_cells_that_are_no_translation(head: str, cells: str) -> None:
    rows = "".join(
        f"{en},{zh},{cell}\n"
        for en, zh, cell in zip(
            ("software", "yard", "fence", "deadline"), "软院围期", cells.split(), strict=True
        )
    )
    entries, _ = read(f"en,zh,{head}\n{rows}")
    assert languages(entries) <= {"en", "zh-Hans", "zh"}


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("IT", "programma cortile recinto scadenza"),
        ("de", "Programm Hof Zaun Frist"),
        ("ja", "ソフト 庭 柵 締切"),
        ("RU", "программа двор забор срок"),
        ("no", "program gård gjerde frist"),
        ("ko", "소프트웨어 마당 울타리 기한"),
        ("ar", "برنامج فناء سياج موعد"),
        ("es-MX", "x y z w"),
        ("German", ""),
    ],
)
def test_languages_beside_chinese_and_english_are_kept(head: str, cells: str) -> None:
    rows = zip(
        ("software", "yard", "fence", "deadline"),
        "软院围期",
        cells.split() or [""] * 4,
        strict=True,
    )
    text = f"en,zh,{head}\n" + "".join(f"{en},{zh},{cell}\n" for en, zh, cell in rows)
    entries, told = read(text)
    found = {section.terms[0].text for entry in entries for section in entry.languages}
    assert set(cells.split()) <= found and told == []


def test_a_language_that_few_rows_have_is_kept() -> None:
    rows = "".join(f"word {n},词{n},{f'Wort {n}' if n % 3 == 0 else ''}\n" for n in range(12))
    entries, told = read(f"en,zh,DE\n{rows}")
    assert len([s for entry in entries for s in entry.languages if s.tag == "de"]) == 4
    assert told == []


@pytest.mark.parametrize(
    "heads",
    [
        "术语,译文",
        "術語,譯文",
        "中文,英文",
        "中文名称,英文名称",
        "中文术语,英文术语",
        "中文名,英文名",
        "源语,目标语",
        "源语言,目标语言",
        "原文,译文",
        "中文（简体）,英语",
        "简体中文,English",
        "Chinese term,English term",
        "term,translation",
        "Chinese,Translation",
        "术语,英文",
        "中文,译名",
        "源术语,目标术语",
        "词条,翻译",
        "汉语,英语",
        "Source Term,Target Term",
        "SL,TL",
        "Chinese (Simplified),English",
        "国语,英文翻译",
        "Term (ZH),Term (EN)",
        "Target (Chinese),Source (English)",
        "中,英",
        "中文 Chinese,英文 English",
        "Chinese/中文,English/英文",
        "中文（Chinese）,英文（English）",
        "译文 [zh-CN],原文 [en]",
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_heads_in_the_words_of_either_language(heads: str, swapped: bool) -> None:
    """The cells decide which side is Chinese if the heads do not."""
    zh, en = heads.split(",")
    rows = [("软件", "software"), ("院子", "yard"), ("CEO 办公室", "CEO office")]
    text = f"{zh},{en}\n" + "".join(f"{a},{b}\n" for a, b in rows)
    if swapped:
        text = f"{en},{zh}\n" + "".join(f"{b},{a}\n" for a, b in rows)
    entries, told = read(text)
    assert pairs(entries) == [(b, a) for a, b in rows] and told == []


def test_source_and_target_may_be_either() -> None:
    for head in ("术语,译文", "原文,译文", "term,translation", "源语,目标语"):
        entries, _ = read(f"{head}\nsoftware,软件\nyard,院子\n")
        assert pairs(entries) == [("software", "软件"), ("yard", "院子")]


def test_columns_of_texts_with_chinese_heads() -> None:
    text = (
        "序号,中文术语,英文术语,定义,英文定义,例句,来源,备注,领域,词性\n"
        "1,软件,software,程序,programs,用软件。,ISO,常用,技术,noun\n"
    )
    (entry,), _ = read(text)
    english, chinese = (entry.terms("en")[0][1], entry.terms("zh")[0][1])
    assert (english.text, chinese.text) == ("software", "软件")
    assert (entry.definition, entry.source, entry.note, entry.subject) == (
        "程序",
        "ISO",
        "常用",
        "技术",
    )
    assert next(s for s in entry.languages if s.tag == "en").definition == "programs"


# ---------------------------------------------------------------- no Chinese in it


@pytest.mark.parametrize(
    "rows",
    [
        "antibiotics\tantibiotici\nblood\tsangue\n",
        "Date\tTime\n2024\t10:00\n2025\t11:00\n",
        "ERROR\tline 7\nWARN\tline 9\n",
        "source\ttarget\nblood\tsangue\n",
        "血\t血液\n药\t药物\n",
        "term\ttranslation\nblood\tsangue\n",
        "".join(f"a{n}\tb{n}\n" for n in range(30)) + "c\t药\n",
    ],
)
@pytest.mark.parametrize("name", ["x.tsv", "x.csv", "x.txt", "x.xlsx"])
def test_what_is_not_known_to_be_chinese_is_not_stored_as_such(rows: str, name: str) -> None:
    table = rows.replace("\t", ",")
    data = workbook(table) if name == "x.xlsx" else (table if name == "x.csv" else rows).encode()
    with pytest.raises(
        UnreadableFile, match="Chinese.*--mapping 1=term:en --mapping 2=term:zh-Hant-TW"
    ):
        read(data, name)
    mapping = {"1": "term:en", "2": "term:zh-Hant-TW"}
    assert languages(read(data, name, mapping=mapping)[0]) == {"en", "zh-Hant-TW"}


def test_segments_without_chinese_are_no_memory_either() -> None:
    from glossary.exchange import read_units

    with pytest.raises(UnreadableFile, match="no Chinese in"):
        list(read_units(b"The blood is red.\tIl sangue e rosso.\n", "u.tsv"))


@pytest.mark.parametrize(
    "first", ["Fachwort,Wort", "英文词目,中文词目", "EN term (2024),ZH term (2024)", "外语,汉字词"]
)
def test_heads_in_unknown_words_are_told(first: str) -> None:
    entries, told = read(f"{first}\nsoftware,软件\nyard,院子\n")
    assert len(entries) == 3
    assert [line for line, _ in told] == [1]
    assert "if these are heads, give a mapping such as --map" in told[0][1]


def test_heads_at_odds_with_their_cells_are_told() -> None:
    rows = "".join(f"软件{n},software {n}\n" for n in range(6))
    _, told = read(f"English,Chinese\n{rows}")
    assert [what.partition(";")[0] for _, what in told] == [
        "column 1 (en) holds mostly Chinese",
        "column 2 (zh) holds no Chinese",
    ]
    assert read(f"Chinese,English\n{rows}")[1] == []


def test_a_word_behind_a_language_is_no_script() -> None:
    table = "en,en_type,zh-Hant,zh-Hant_note,en_note\nNATO,acronym,北約,in Taiwan,of 1949\n"
    (entry,) = read(table, "x.csv")[0]
    assert [section.tag for section in entry.languages] == ["en", "zh-Hant"]
    assert [section.note for section in entry.languages] == ["of 1949", "in Taiwan"]
    assert entry.languages[0].terms[0].term_type == "acronym"


def test_a_head_of_language_and_script_is_one_still() -> None:
    assert languages(read("en,zh_Hant,zh_Hans\nsoftware,軟體,软件\n", "x.csv")[0]) == {
        "en",
        "zh-Hant",
        "zh-Hans",
    }
