"""Bilingual titles as small alignments; whole documents against their gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary.documents import parse, read
from glossary.mining import mine, titles
from glossary.mining.fit.evaluate import mining
from glossary.mining.gloss import miner
from glossary.mining.run import MiningRun
from glossary.model import Document, Proposal
from glossary.text.fold import en_key, zh_key

TEXT = (
    "她在《失控的升級：海上對峙的邏輯》"
    "(Runaway Escalation: The Logic of Maritime Standoffs)一書中提醒。"
)


def inside_titles(document: Document) -> list[Proposal]:
    """What stands in the titles among the glosses of a document."""
    run = MiningRun(document)
    run.proposals += miner.mine(run)
    return list(titles.mine(run))


def test_main_title_is_a_pair_and_halves_hold_pairs() -> None:
    document = parse(TEXT.encode(), "a.txt")
    found = inside_titles(document)
    pairs = {(p.zh, p.en): p for p in found}
    assert ("失控的升級", "Runaway Escalation") in pairs
    assert any(zh.startswith("海上對峙") for zh, _ in pairs)
    for (zh, en), proposal in pairs.items():
        evidence = proposal.evidence[0]
        assert document.text[slice(*evidence.zh_span)] == zh
        assert document.text[slice(*evidence.en_span)] == en
        assert zh in evidence.zh_context and en in evidence.en_context
        assert proposal.method == "parallel" and proposal.confidence < 0.8


def test_no_title_no_pairs_and_no_model() -> None:
    document = parse("談到安全困境(security dilemma)。".encode(), "a.txt")
    assert inside_titles(document) == []


def test_mining_lists_a_pair_once_in_the_order_of_the_text() -> None:
    again = "所謂安全困境(security dilemma)，避險(hedging)。"
    text = f"先談避險(hedging)，再談安全困境(security dilemma)。\n\n{again}"
    found = mine(parse(text.encode(), "a.txt"))
    assert [p.zh for p in found.proposals] == ["避險", "安全困境"]
    assert [len(p.evidence) for p in found.proposals] == [2, 2]
    assert found.units == ()


def test_progress_is_told() -> None:
    steps: list[str] = []
    mine(parse("避險(hedging)。".encode(), "a.txt"), progress=steps.append)
    assert steps == ["layout", "gloss", "alignment", "pairs", "titles", "definitions"]


@pytest.mark.shared
def test_an_op_ed_with_inline_glosses(shared: Path) -> None:
    document = read(next((shared / "seeds").glob("002_*")))
    rows = (shared / "gold" / "002.jsonl").read_text(encoding="utf-8").splitlines()
    found = [{"zh": p.zh, "en": p.en, "confidence": p.confidence} for p in mine(document).proposals]
    score = mining([json.loads(row) for row in rows], found)
    precision, recall = score.above[0.8]
    assert recall.value >= 0.9 and precision.value >= 0.95
    assert score.f1 >= 0.86
    assert score.calibration_error <= 0.1


@pytest.mark.shared
@pytest.mark.parametrize("name", ["002", "003", "004"])
def test_no_known_trap_is_taken(shared: Path, name: str) -> None:
    rows = (shared / "gold" / "negatives.jsonl").read_text(encoding="utf-8").splitlines()
    traps = [json.loads(row) for row in rows]
    bad = {(zh_key(t["zh"]), en_key(t["en"])) for t in traps if t.get("zh") and t.get("en")}
    document = read(next((shared / "seeds").glob(f"{name}_*")))
    taken = [p for p in miner.mine(MiningRun(document)) if (zh_key(p.zh), en_key(p.en)) in bad]
    assert [p for p in taken if p.confidence >= 0.5] == []
