"""OmegaT's own glossaries, and DeepL's: rows of any length, remarks, the magic first line."""

from __future__ import annotations

import codecs

import pytest
from tables_read import pairs, read

from glossary.model import Extra

MAGIC = "# Glossary in tab-separated format -*- coding: utf-8 -*-\n"
TWO = [("server", "服务器"), ("client", "客户端")]
NAMES = ["g.txt", "g.tab", "g.utf8", "g.tsv"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("first", ["", MAGIC, "\ufeff" + MAGIC, "# -*- coding: utf-8 -*-\n"])
@pytest.mark.parametrize(
    "rows",
    [
        "server\t服务器\nclient\t客户端\tnote\n",
        "server\t服务器\tnote\nclient\t客户端\n",
        "server\t服务器\t\nclient\t客户端\n",
        "server\t服务器\n\nclient\t客户端\ta, b, c\n",
    ],
)
def test_the_comment_stands_where_there_is_one(name: str, first: str, rows: str) -> None:
    entries, told = read(first + rows, name)
    assert pairs(entries) == TWO and told == []
    assert [entry.note for entry in entries if entry.note] in (["note"], ["a, b, c"], [])
    assert "note" not in rows or any(entry.note == "note" for entry in entries)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("first", ["", MAGIC])
def test_remarks_in_any_line(name: str, first: str) -> None:
    rows = "# a, b, c\nserver\t服务器\tn\n# remark\n#\nclient\t客户端\tn\n#hidden\t隐藏\n"
    entries, told = read(first + rows, name)
    assert pairs(entries) == TWO
    at = 7 if first else 6
    assert told == [(at, "taken for a remark, since it begins with #: #hidden, 隐藏")]


def test_where_cells_are_cut_by_commas_a_sign_alone_makes_no_remark() -> None:
    entries, _ = read("server,服务器\n# remark\n#metoo,我也是\n")
    assert pairs(entries) == [("server", "服务器"), ("#metoo", "我也是")]


@pytest.mark.parametrize("coding", ["gb18030", "big5", "gbk", "utf-8"])
def test_the_magic_line_names_the_encoding(coding: str) -> None:
    """The bytes of so few characters prove little: 汉语 in GBK is something else in Big5."""
    text = f"# Glossary in tab-separated format -*- coding: {coding} -*-\na\t中文\nb\t外交\n"
    entries, _ = read(text.encode(coding), "g.txt")
    assert pairs(entries) == [("a", "中文"), ("b", "外交")]


def test_a_mark_before_the_magic_line() -> None:
    data = codecs.BOM_UTF8 + (MAGIC + "server\t服务器\nclient\t客户端\tn\n").encode()
    assert pairs(read(data, "g.tab")[0]) == TWO


# ---------------------------------------------------------------- DeepL


def test_deepl_s_columns_of_languages() -> None:
    for text in (
        "server,服务器,EN,ZH\nclient,客户端,EN,ZH\n",
        "server,服务器,en,zh-CN,1\nclient,客户端,en,zh,0\n",
        "server,服务器,EN,ZH\nclient,客户端\n",
    ):
        entries, told = read(text)
        assert pairs(entries) == TWO and told == []


@pytest.mark.parametrize("name", ["d.csv", "d.tsv"])
def test_a_fourth_cell_that_is_no_language_is_told(name: str) -> None:
    text = "server\t服务器\tn\textra\nclient\t客户端\n"
    entries, told = read(text if name == "d.tsv" else text.replace("\t", ","), name)
    assert pairs(entries) == TWO
    assert (entries[0].note, entries[0].extra) == ("n", (Extra("column", "4", "extra"),))
    assert told == [(1, "cell 4 is kept as a remark of the entry: 'extra'")]


def test_more_cells_further_down_are_told() -> None:
    rows = "".join(f"word{n}\t词{n}\n" for n in range(200)) + "server\t服务器\tn\tx\ty\n"
    entries, told = read(rows, "g.tsv")
    assert len(entries) == 201 and told == [(201, "more cells than 3 are not kept: x, y")]
