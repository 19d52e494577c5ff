"""Term pairs inside aligned sentences: what is found, with its proof."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from glossary.documents import parse, read
from glossary.mining.align import alignment
from glossary.mining.pairs import miner
from glossary.mining.pairs.miner import LEAST_CONFIDENCE
from glossary.mining.run import MiningRun
from glossary.model import Document, Proposal
from glossary.operations.proof import check
from glossary.text.fold import en_key, zh_key

TEXT = """\
一、出口管制

政府宣布擴大半導體出口管制，並要求企業提交供應鏈風險評估報告。

出口管制的範圍包括量子計算與人工智慧晶片。

1. Export Controls

The government announced an expansion of semiconductor export controls and required companies to \
submit supply chain risk assessment reports.

The scope of the export controls includes quantum computing and artificial intelligence chips.
"""


def document(text: str, name: str = "a.txt") -> Document:
    return parse(text.encode(), name)


@cache
def mined() -> tuple[Document, tuple[Proposal, ...]]:
    source = document(TEXT)
    return source, tuple(propose(source))


def propose(source: Document, translation: Document | None = None) -> list[Proposal]:
    """What stands in the beads of a document, in its order."""
    run = MiningRun(source, translation)
    run.proposals += alignment.mine(run)
    found = [*run.proposals, *miner.mine(run)]
    return sorted(found, key=lambda p: (p.evidence[0].zh_span, p.evidence[0].en_span))


def keys(proposals: tuple[Proposal, ...] | list[Proposal]) -> set[tuple[str, str]]:
    return {(zh_key(p.zh), en_key(p.en)) for p in proposals}


def test_terms_of_the_sentences_are_found() -> None:
    found = keys(mined()[1])
    assert {
        (zh_key("出口管制"), "export control"),
        (zh_key("量子計算"), "quantum computing"),
        (zh_key("供應鏈"), "supply chain"),
    } <= found


def test_every_pair_stands_in_its_evidence() -> None:
    source, proposals = mined()
    assert proposals
    for proposal in proposals:
        (evidence,) = proposal.evidence
        assert source.text[slice(*evidence.zh_span)] == proposal.zh
        assert source.text[slice(*evidence.en_span)] == proposal.en
        assert proposal.zh in evidence.zh_context and proposal.en in evidence.en_context
        assert evidence.document_sha256 == source.sha256
        assert evidence.line == source.text.count("\n", 0, evidence.zh_span[0]) + 1
        assert LEAST_CONFIDENCE <= proposal.confidence == evidence.confidence <= 1


def test_the_same_twice_is_the_same() -> None:
    source, proposals = mined()
    assert tuple(propose(source)) == proposals


def test_a_heading_is_a_title_without_its_number() -> None:
    titles = [(p.zh, p.en, p.method) for p in mined()[1] if p.kind == "title"]
    assert titles == [("出口管制", "Export Controls", "title")]


def test_a_list_of_terms_gives_its_cells_as_they_are() -> None:
    source = document(
        "| 術語 | Term |\n|---|---|\n| 量子計算 | quantum computing |\n| 熱線 | hotline |\n", "a.md"
    )
    found = propose(source)
    assert [(p.zh, p.en, p.method) for p in found] == [
        ("量子計算", "quantum computing", "table"),
        ("熱線", "hotline", "table"),
    ]
    assert all(p.confidence >= 0.9 for p in found)


def test_two_documents_are_both_named() -> None:
    zh, en = (
        document("政府擴大半導體出口管制。", "zh.txt"),
        document("The government expands semiconductor export controls.", "en.txt"),
    )
    for first, second in ((zh, en), (en, zh)):
        found = propose(first, second)
        assert (zh_key("半導體出口管制"), "semiconductor export control") in keys(found)
        for proposal in found:
            evidence = proposal.evidence[0]
            assert (evidence.document, evidence.en_document) == ("zh.txt", "en.txt")
            assert zh.text[slice(*evidence.zh_span)] == proposal.zh
            assert en.text[slice(*evidence.en_span)] == proposal.en


def test_markup_inside_a_sentence_keeps_the_spans_true() -> None:
    source = document(
        "政府擴大[[zh:半導體]]**出口管制**的範圍。\n\nThe government widens the scope of "
        "[semiconductor](https://example.org/chips) **export controls**.\n",
        "a.md",
    )
    for proposal in propose(source):
        evidence = proposal.evidence[0]
        piece = source.text[slice(*evidence.en_span)]
        assert proposal.en in piece.replace("](https://example.org/chips)", "").replace(
            "*", ""
        ).replace("[", "")


def test_title_case_does_not_make_names() -> None:
    source = document(
        "人工智慧、出口管制與脫鉤的代價\n\n"
        "Artificial Intelligence, Export Controls, and the Price of Decoupling\n"
    )
    found = propose(source)
    inside = [p for p in found if p.method == "parallel"]
    assert (zh_key("人工智慧"), "artificial intelligence") in keys(inside)
    assert {p.kind for p in inside} == {"term"}


def test_a_person_is_told_from_a_term() -> None:
    source = document("學者馬克斯·霍夫曼昨日批評出口管制。", "zh.txt")
    other = document("Scholar Max Hoffmann criticised the export controls yesterday.", "en.txt")
    kinds = {p.en: p.kind for p in propose(source, other)}
    assert kinds.get("export controls") == "term"
    assert kinds.get("Max Hoffmann", "person") == "person"


def test_beads_with_one_side_and_no_beads_give_nothing() -> None:
    assert propose(document("政府宣布擴大出口管制。")) == []
    alone = document(
        "政府宣布擴大出口管制。\n\nNothing of that kind is said in this other language."
    )
    assert propose(alone) == []


@pytest.mark.shared
def test_f1_on_a_document_that_was_not_fitted_to(shared: Path) -> None:
    import json

    (path,) = (shared / "seeds").glob("000_*.txt")
    source = read(path)
    found = keys([p for p in propose(source) if p.confidence >= 0.3])
    lines = (shared / "gold" / "000.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    known = {(zh_key(g["zh"]), en_key(g["en"])): g["tier"] for g in gold if not g.get("dup")}
    judged = {pair for pair in found if known.get(pair) != 3}
    right = sum(pair in known for pair in judged)
    wanted = sum(tier < 3 for tier in known.values())
    assert 2 * right / (len(judged) + wanted) >= 0.55


def test_a_sentence_that_begins_in_bold_is_looked_into() -> None:
    """Its span takes the signs of the markup in, where its block begins behind them."""
    source = document(
        "**政府**宣布擴大半導體出口管制。\n\n"
        "**The government** announced an expansion of semiconductor export controls.\n",
        "a.md",
    )
    found = {p.en: p for p in propose(source)}
    assert "export controls" in found or "semiconductor export controls" in found
    texts = {source.sha256: source.text}
    assert all(check(p.evidence[0], p.zh, p.en, texts.get).holds for p in found.values())
