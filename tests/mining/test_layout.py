"""Keyword lists, bylines, title lines."""

from __future__ import annotations

from glossary.documents import parse
from glossary.mining import layout
from glossary.mining.run import MiningRun


def mined(text: str) -> list[tuple[str, str, str, str]]:
    document = parse(text.encode(), "a.txt")
    for proposal in layout.mine(MiningRun(document)):
        evidence = proposal.evidence[0]
        assert document.text[slice(*evidence.zh_span)] == proposal.zh
        assert document.text[slice(*evidence.en_span)] == proposal.en
        assert proposal.zh in evidence.zh_context and proposal.en in evidence.en_context
    return [(p.zh, p.en, p.method, p.kind) for p in layout.mine(MiningRun(document))]


def test_keyword_lists_of_one_length_pair_in_order() -> None:
    found = mined(
        "▪ 關鍵詞：出口管制；技術聯盟；小院高牆\n\n正文一段。\n\n"
        "- Keywords: export controls, technology alliance, small yard with a high fence\n"
    )
    assert found == [
        ("出口管制", "export controls", "keyword", "term"),
        ("技術聯盟", "technology alliance", "keyword", "term"),
        ("小院高牆", "small yard with a high fence", "keyword", "term"),
    ]


def test_keyword_lists_of_other_lengths_pair_by_dictionary() -> None:
    found = mined(
        "关键词：国家安全；国际法\n\n文。\n\nKeywords: treaty; national security; trade\n"
    )
    assert found == [("国家安全", "national security", "keyword", "term")]


def test_keywords_with_both_languages() -> None:
    assert mined("關鍵字：安全困境 security dilemma；避險 hedging\n") == [
        ("安全困境", "security dilemma", "keyword", "term"),
        ("避險", "hedging", "keyword", "term"),
    ]


def test_a_label_is_no_term_and_one_list_no_pair() -> None:
    assert mined("關鍵字/Keywords: 外交、國防、法律\n\n網站來源/Source: Northern Review\n") == []


def test_names_on_the_authors_line() -> None:
    found = mined("作者/Author(s): 林育成 Yu-cheng Lin、Mirela Castaldo\n\n正文。\n")
    assert found == [("林育成", "Yu-cheng Lin", "keyword", "person")]


def test_title_lines() -> None:
    text = "海底電纜與國家安全\n\nSubmarine Cables and National Security\n\n第一段的正文在此。\n"
    assert (
        "海底電纜與國家安全",
        "Submarine Cables and National Security",
        "title",
        "title",
    ) in mined(text)
    assert mined("海底電纜\n\nA Recipe for Soup\n\n正文。\n") == []
