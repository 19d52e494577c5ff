"""The measures themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary.errors import InvalidInput, UnreadableFile
from glossary.mining.fit.evaluate import boundaries, mining, report, report_boundaries

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
