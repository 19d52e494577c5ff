"""The measures themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary.errors import InvalidInput, UnreadableFile
from glossary.mining.fit.annotated import read_beads, rows
from glossary.mining.fit.evaluate import (
    boundaries,
    measured,
    mining,
    report,
    report_boundaries,
)

GOLD = [
    {"zh": "安全困境", "en": "security dilemma", "tier": 1},
    {"zh": "避險", "en": "hedging", "en_alt": ["hedge"], "tier": 2},
    {"zh": "再保證", "en": "reassurance", "tier": 1, "dup": True},
    {"zh": "討論", "en": "discussion", "tier": 3},
]


def row(zh: str, en: str, confidence: float) -> dict:
    return {"zh": zh, "en": en, "confidence": confidence}


def test_mining_counts_tiers_duplicates_and_spellings() -> None:
    found = [
        row("「安全困境」", "The Security Dilemmas", 0.9),
        row("安全困境", "security dilemma", 0.4),
        row("避险", "hedge", 0.8),
        row("討論", "discussion", 0.9),
        row("再保證", "reassurance", 0.7),
        row("陷阱", "trap", 0.6),
        row("和平", "peace", 0.1),
    ]
    score = mining(GOLD, found)
    assert (score.precision.right, score.precision.of, score.neutral) == (3, 4, 1)
    assert [str(s) for s in score.recall.values()] == ["1/1 = 1.000"] * 3
    assert score.f1 == pytest.approx(2 * 0.75 / 1.75)
    assert score.wrong == ((0.6, "陷阱", "trap"),) and score.missed == ()
    assert score.above[0.8][0].of == 2
    assert sum(t.pairs for t in score.calibration) == 6
    assert "calibration error" in report(score)


def test_what_is_summed_over_documents_agrees_with_the_score_of_one() -> None:
    found = [
        row("安全困境", "security dilemma", 0.9),
        row("避險", "hedging", 0.35),
        row("避险", "hedge", 0.8),
        row("討論", "discussion", 0.9),
        row("陷阱", "trap", 0.6),
        row("和平", "peace", 0.2),
    ]
    score, summed = mining(GOLD, found), measured(GOLD, found)
    assert summed.f1(0.3) == pytest.approx(score.f1)
    assert summed.wanted == 2 and len(summed.pairs) == 5, "the pair of tier 3 is left out"
    assert summed.found == [0.9, 0.8], "two spellings of one pair are found once, by the surer"
    assert score.measured == summed


def test_a_pair_that_gold_lists_twice_is_wanted_once() -> None:
    twice = [*GOLD[:1], {"zh": "安全困境", "en": "Security Dilemma", "tier": 2}]
    assert measured(twice, [row("安全困境", "security dilemma", 0.9)]).f1(0.3) == 1


def test_the_report_keeps_its_lines_and_has_the_brier_score_among_them() -> None:
    lines = report(mining(GOLD, [row("安全困境", "security dilemma", 0.8)])).splitlines()
    begin = [line.split(":")[0] for line in lines]
    assert begin == [
        "recall tier 1",
        "recall tier 2",
        "recall tier 3",
        "precision",
        "  at confidence >= 0.5",
        "  at confidence >= 0.7",
        "  at confidence >= 0.8",
        "  at confidence >= 0.9",
        "  confidence 0.8-0.9",
        "calibration error",
        "Brier score",
        "F1 (tier 3 left out)",
    ]
    assert lines[-2] == "Brier score: 0.040, of a constant (1.00) 0.000 (tier 3 left out)"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "wants zh, en and tier"),
        ("[1]", "wants zh, en and tier"),
        ('{"zh": "甲", "en": "a"}', "wants zh, en and tier"),
        ('{"zh": "甲", "en": "a", "tier": "1"}', "tier 1, 2 or 3"),
        ('{"zh": "甲", "en": null, "tier": 1}', "zh and en as text"),
        ('{"zh": "甲", "en": "a", "tier": 1, "en_alt": [5]}', "en_alt"),
    ],
)
def test_a_gold_row_that_is_wrong_is_named_with_its_line(
    line: str, reason: str, tmp_path: Path
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(f'{{"zh": "乙", "en": "b", "tier": 1}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(UnreadableFile, match=f"gold.jsonl, line 3: .*{reason}"):
        rows(gold)


def test_gold_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes('{"zh": "乙"}'.encode("big5"))
    with pytest.raises(UnreadableFile, match="gold.jsonl: not UTF-8"):
        rows(gold)


def test_a_bead_without_its_tab_is_named_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "a.tsv"
    table.write_text("甲。\tA.\n乙。 B.\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="a.tsv, line 2: "):
        read_beads(table)


def test_nothing_found_scores_nothing() -> None:
    score = mining(GOLD, [])
    assert score.f1 == 0 and score.precision.of == 0 and score.calibration_error == 0
    assert score.missed == (("安全困境", "security dilemma"), ("避險", "hedging"))


def test_confidence_must_be_a_probability() -> None:
    with pytest.raises(InvalidInput, match="confidence"):
        mining(GOLD, [row("甲", "a", 1.2)])


def test_boundaries_count_what_is_not_taken_as_wrong(tmp_path: Path) -> None:
    rows = [
        {"zh": "軍備競賽", "en": "arms race", "left": "他談到", "right": "。", "file": "a"},
        {"zh": "王", "en": "Wang 2020, 3", "left": "見", "right": "", "file": "b"},
    ]
    path = tmp_path / "x.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "x_docs.json").write_text(json.dumps({"a": "軍備競賽，軍備競賽"}), encoding="utf-8")
    score = boundaries(path)
    assert (score.exact.right, score.exact.of) == (1, 2)
    assert list(score.skipped.values()) == [1]
    assert score.wrong[0].zh == "王"
    assert "n: 2" in report_boundaries(score)


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="none.json"):
        boundaries(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="bad.json"):
        boundaries(tmp_path / "bad.json")
