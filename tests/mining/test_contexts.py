"""What proves a pair is its sentence, and of a text without stops the part around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.documents import parse
from glossary.mining import layout
from glossary.mining.contexts import LONGEST, context
from glossary.mining.gloss import miner
from glossary.mining.knowledge import lexicon
from glossary.mining.run import MiningRun
from glossary.model import Document, Markup
from glossary.operations.proof import check


@given(st.text("ab ", max_size=50), st.data())
def test_a_sentence_is_left_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    assert context(text, start, data.draw(st.integers(start, len(text)))) == text


@pytest.mark.parametrize("at", [0, 7, 5_000, 9_990])
def test_of_a_text_without_end_the_part_around_the_pair(at: int) -> None:
    text = "甲" * at + "安全困境" + "乙" * (10_000 - at)
    found = context(text, at, at + 4)
    assert "安全困境" in found and found in text
    assert len(found) <= LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"甲乙{n:05}型(type {n:05} a)" for n in range(2_000)),
        "關鍵詞："
        + "；".join(f"議題{n}" for n in range(2_000))
        + "\n\nKeywords: "
        + "; ".join(f"topic {n}" for n in range(2_000)),
    ],
    ids=["glosses", "keywords"],
)
def test_evidence_does_not_grow_by_the_square(text: str) -> None:
    """Every pair held the whole line: a megabyte of them would be gigabytes."""
    document = parse(text.encode(), "a.txt")
    proposals = [*miner.mine(MiningRun(document)), *layout.mine(MiningRun(document))]
    assert len(proposals) >= 2_000
    for proposal in proposals:
        (evidence,) = proposal.evidence
        assert len(evidence.zh_context) <= LONGEST and len(evidence.en_context) <= LONGEST
        held = check(evidence, proposal.zh, proposal.en, {document.sha256: document.text}.get)
        assert held.holds, held.reason


@given(st.text("a\r\n", max_size=40), st.data())
def test_lines_are_counted_as_they_stand(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset]
    lines = 1 + before.count("\n") + before.count("\r") - before.count("\r\n")
    assert Document("a", "", text, ()).line(offset) == lines


def test_the_span_of_a_piece_takes_in_the_link_it_crosses_wherever_it_stands() -> None:
    line = "字[甲乙](http://a.b)丙" * 3
    (block,) = parse(line.encode(), "a.md").blocks
    assert block.markup[0] == Markup((1, 17), (2, 4))
    size = len(line) // 3
    for n in range(3):
        at = n * size
        assert block.span(4 * n + 1, 4 * n + 3) == (at + 2, at + 4)  # the link's text alone
        assert block.span(4 * n + 1, 4 * n + 4) == (at + 1, at + 18)  # and what follows
        assert block.span(4 * n, 4 * n + 3) == (at, at + 17)  # and what goes before


def test_parts_of_a_word_of_any_length_are_found_in_linear_time() -> None:
    """By the cube of its length this would take hours."""
    assert lexicon.support("國防" + "a" * 20_000, "zzz") == 0.0
    assert lexicon.support("国防支出", "spending") > 0.3
