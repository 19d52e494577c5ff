"""Texts that are kept one sentence a line: told from the text, and each line taken as it stands."""

from __future__ import annotations

import pytest

from glossary.documents import parse
from glossary.mining.align.alignment import align
from glossary.mining.align.lines import is_by_line, passages_by_line
from glossary.model import Document, Language

ZH = (
    "漁業協定",
    "兩國外長昨日在首都簽署漁業協定。12",
    "協定規定，雙方每年交換一次漁獲統計資料；",
    "海岸巡防單位將設立熱線，以避免海上衝突。他說：「這是第一步。」",
    "觀察家認為，這份文件為日後的海域劃界談判奠定了基礎。",
)
EN = (
    "Fisheries Agreement",
    "The foreign ministers of the two countries signed a fisheries agreement in the capital "
    "yesterday.12",
    "The agreement requires both sides to exchange catch statistics once a year;",
    "The coast guards will set up a hotline to avoid conflict at sea. “This is a first step,” "
    "he said.",
    "Observers believe the document lays the foundation for future talks on maritime delimitation.",
)
SIMPLIFIED = (
    "渔业协定",
    "两国外长昨日在首都签署渔业协定。",
    "协定规定，双方每年交换一次渔获统计资料。",
    "海岸巡防单位将设立热线，以避免海上冲突。",
    "观察家认为，这份文件为日后的海域划界谈判奠定了基础。",
)


def document(text: str, name: str = "a.txt") -> Document:
    return parse(text.encode(), name)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("\n".join(SIMPLIFIED), "zh"),
        ("\r\n".join(SIMPLIFIED) + "\r\n\r\n", "zh"),
        ("\n".join([EN[0], *EN[1:3], EN[4]]), "en"),
        ("\n".join(["the rate has risen .3"] * 9 + ["results"]), "en"),
    ],
)
def test_one_sentence_a_line(text: str, language: Language) -> None:
    assert is_by_line(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("\n\n".join(SIMPLIFIED * 3), "zh"),
        ("".join(SIMPLIFIED), "zh"),
        ("\n".join(["".join(SIMPLIFIED[1:])] * 9), "zh"),
        ("\n".join([" ".join(EN[1:3])] * 3 + [" ".join(EN[3:])] * 3), "en"),
        (
            "\n".join(["兩國外長昨日在首都簽署漁業協定，雙方每年交換一", "次漁獲統計資料。"] * 6),
            "zh",
        ),
        ("\n".join(["The agreement requires both sides to exchange", "statistics."] * 6), "en"),
        ("", "zh"),
    ],
)
def test_paragraphs_and_broken_lines(text: str, language: Language) -> None:
    assert not is_by_line(text, language)


def test_each_line_is_a_sentence_and_a_blank_line_ends_a_paragraph() -> None:
    text = "\n".join(ZH[:3]) + "\n \n" + "\n".join(ZH[3:]) + "\n"
    found = passages_by_line(document(text), "zh")
    assert [[s.text for s in passage.sentences] for passage in found] == [[*ZH[:3]], [*ZH[3:]]]
    for passage in found:
        for sentence in passage.sentences:
            assert text[slice(*sentence.span)] == sentence.text


def test_lines_that_a_paragraph_joins_are_taken_apart() -> None:
    lines = ["the treaty was signed by both of the countries in the capital yesterday", "it holds"]
    joined = document("\n".join(lines))
    assert len(joined.blocks) == 1
    (passage,) = passages_by_line(joined, "en")
    assert [sentence.text for sentence in passage.sentences] == lines


def test_two_files_are_aligned_line_by_line() -> None:
    zh = [*ZH, *SIMPLIFIED[2:]]
    en = [*EN, EN[2], EN[3].partition(" “")[0], EN[4]]
    pairs = align(document("\n".join(zh), "zh.txt"), document("\n".join(en), "en.txt"))
    assert [(len(p.zh), len(p.en)) for p in pairs] == [(1, 1)] * len(zh)
    assert [line for pair in pairs for line in pair.zh] == zh
    assert [line for pair in pairs for line in pair.en] == en


def test_a_line_in_the_other_language_is_left_out() -> None:
    zh = [*SIMPLIFIED, "This line was never translated.", "2015"]
    (passage,) = passages_by_line(document("\n".join(zh)), "zh")
    assert [s.text for s in passage.sentences] == [*SIMPLIFIED, "2015"]


def test_lines_of_texts_with_other_contents_make_no_pairs() -> None:
    zh = "溫室裡的番茄需要充足的日照。\n園丁每天早上澆水兩次。\n土壤要保持濕潤。\n肥料不宜過多。"
    en = "The orchestra rehearsed.\nThe violinist broke two strings.\nNobody came.\nIt was late."
    assert not [p for p in align(document(zh), document(en, "en.txt")) if p.zh and p.en]
