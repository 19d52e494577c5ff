"""Glosses of whole texts: pairs, spans, contexts, what is refused, hostile input."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.documents import parse
from glossary.mining.gloss import miner
from glossary.mining.gloss.miner import glosses
from glossary.mining.run import MiningRun
from glossary.text.fold import en_key, zh_key
from tests.known_failures import GLOSSES, changes, glosses_of, in_glosses

CASES = [
    json.loads(line) for suite in GLOSSES for line in suite.read_text(encoding="utf-8").splitlines()
]


def keys(found: list[tuple[str, str]] | list[list[str]]) -> set[tuple[str, str]]:
    return {(zh_key(zh), en_key(en)) for zh, en in found}


@pytest.mark.parametrize("suite", GLOSSES, ids=lambda suite: suite.stem)
def test_written_cases_are_mined_but_for_those_that_are_named(suite: Path) -> None:
    assert changes(suite, in_glosses(suite)) == {}


def test_confident_glosses_are_right() -> None:
    sure = [
        ((zh_key(t[slice(*f.zh)]), en_key(t[slice(*f.en)])), keys(case["pairs"]))
        for case in CASES
        for t in [case["text"]]
        for f in glosses(t)
        if f.confidence >= 0.9
    ]
    assert sum(pair in wanted for pair, wanted in sure) >= 0.97 * len(sure) > 40


@pytest.mark.parametrize("case", [c for c in CASES if not c["pairs"]], ids=lambda c: c["text"][:16])
def test_what_is_no_gloss_is_left_alone(case: dict) -> None:
    assert glosses_of(case["text"]) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("他談到「灰犀牛」(gray rhino)的風險。", ("灰犀牛", "gray rhino")),
        ("在《失衡的海洋》(The Unbalanced Sea)一書中", ("失衡的海洋", "The Unbalanced Sea")),
        ("前駐美大使諾瓦克(Pavel Novak)表示", ("諾瓦克", "Pavel Novak")),
        ("智库学者亚当·诺瓦克（Adam Novak）认为", ("亚当·诺瓦克", "Adam Novak")),
        ("與世界氣象組織(WMO)合作", ("世界氣象組織", "WMO")),
        ("所谓的战略模糊（strategic ambiguity）", ("战略模糊", "strategic ambiguity")),
        ("他說 burden sharing（責任分擔）很重要", ("責任分擔", "burden sharing")),
        ("They call it the silver tsunami (銀髮海嘯) now.", ("銀髮海嘯", "silver tsunami")),
    ],
)
def test_kinds_of_glosses(text: str, wanted: tuple[str, str]) -> None:
    assert glosses_of(text) == [wanted]


def test_inner_brackets_are_glosses_of_their_own() -> None:
    text = "通常稱為期望值(expectation，或平均值(average))。"
    assert keys(glosses_of(text)) == keys([("期望值", "expectation"), ("平均值", "average")])


def test_what_recurs_elsewhere_moves_the_edge() -> None:
    alone = "新版白皮書強調全域聯合防護(joint protection)。"
    again = alone + "聯合防護需要資源。他們擴大聯合防護。" * 3
    assert glosses_of(alone)[0][0] != "聯合防護"
    assert glosses_of(again)[0][0] == "聯合防護"


def test_a_proposal_proves_itself() -> None:
    text = "開頭一句。\r\n\r\n他提到[[zh:戰略]]耐心(strategic patience, SP)的重要。另一句。"
    document = parse(text.encode(), "a.txt")
    (proposal,) = miner.mine(MiningRun(document))
    evidence = proposal.evidence[0]
    assert (proposal.zh, proposal.en, proposal.abbreviation) == (
        "戰略耐心",
        "strategic patience",
        "SP",
    )
    assert document.text[slice(*evidence.zh_span)] == "[[zh:戰略]]耐心"
    assert document.text[slice(*evidence.en_span)] == "strategic patience"
    assert (
        evidence.zh_context
        == evidence.en_context
        == "他提到戰略耐心(strategic patience, SP)的重要。"
    )
    assert evidence.line == 3
    assert 0.5 < proposal.confidence == evidence.confidence < 1


def test_lists_of_references_hold_no_glosses() -> None:
    body = "本文討論安全困境(security dilemma)。\n\n"
    references = "參考文獻\n\n王大明，《和平研究》(Peace Studies)，某出版社。\n\n"
    after = "Abstract\n\nIt shows the security dilemma (安全困境).\n"
    found = miner.mine(MiningRun(parse((body + references + after).encode(), "a.txt")))
    assert [(p.zh, p.en) for p in found] == [("安全困境", "security dilemma")] * 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("學者諾瓦克(Pavel Novak)說", "person"),
        ("〈消失的紅線〉(The Vanishing Red Line)一文", "title"),
        ("加入世界氣象組織(WMO)", "abbreviation"),
        ("位於日內瓦的「北湖研究中心」(Northlake Research Center)", "organisation"),
        ("一種安全困境(security dilemma)", "term"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    (proposal,) = miner.mine(MiningRun(parse(text.encode(), "a.txt")))
    assert proposal.kind == kind


@given(st.text(alphabet="安全困境的與(）（)「」《》,，A b·1-\n", max_size=80))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for found in glosses(text):
        assert 0 <= found.zh[0] < found.zh[1] <= len(text)
        assert 0 <= found.en[0] < found.en[1] <= len(text)
        assert 0 <= found.confidence <= 1


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "(ab" * 30_000, "中" * 100_000 + "(ab)", "「" * 9000 + "(ab)"]
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    begun = time.process_time()
    list(glosses(text))
    assert time.process_time() - begun < 10
