"""The numbers that entries, articles and chapters bear in both languages."""

from __future__ import annotations

import pytest

from glossary.documents import parse
from glossary.mining.align.alignment import align
from glossary.mining.align.numbering import number_of
from glossary.mining.align.passages import running_passages


@pytest.mark.parametrize(
    ("zh", "en", "number"),
    [
        ("三、關於", "3. On", "3"),
        ("（十二）信號", "(12) Signals", "12"),
        ("二十一、其他", "21.Other", "21"),
        ("第 21-1 條", "Article 21-1", "21-1"),
        ("第一百零五條　總統", "Article 105 The President", "105"),
        ("第四章　罰則", "Chapter IV Penalties", "4"),
        ("③ 機器", "(c) machines", "3"),
        ("（４）", "(iv) x", "4"),
    ],
)
def test_both_languages_number_alike(zh: str, en: str, number: str) -> None:
    assert number_of(zh) == number_of(en) == number


@pytest.mark.parametrize("text", ["3.5 million", "十分重要", "Articles", "I came.", "A. Smith", ""])
def test_what_is_no_number(text: str) -> None:
    assert number_of(text) is None


def test_a_bullet_counts_though_it_is_no_part_of_the_text() -> None:
    document = parse(b"Terms:\n1. Coding\n2. Numbers\n", "a.txt")
    found = [passage.sentences[0].number for passage in running_passages(document)]
    assert found == [None, "1", "2"]


def test_entries_that_have_a_full_stop_in_one_language_only() -> None:
    zh = "電信號碼分類如下：\n（一）信號點碼。\n（二）行動通信號碼。\n（三）其他碼。\n"
    en = "The numbers are:\n(1) Signaling point code\n(2) Mobile phone number\n(3) Other codes\n"
    pairs = align(parse(zh.encode(), "zh.txt"), parse(en.encode(), "en.txt"))
    assert [(len(p.zh), len(p.en)) for p in pairs] == [(1, 1)] * 4
