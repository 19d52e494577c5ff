"""The left edge, and what the fit keeps its promises on."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.mining.fit.evaluate import boundaries
from glossary.mining.gloss.chinese_edge import boundary
from glossary.mining.gloss.names import is_person
from glossary.mining.gloss.ranker import Ranker, load
from glossary.mining.gloss.runs import run_before
from glossary.mining.knowledge.sound import best_likeness


def edge(left: str, english: str, document: str = "") -> str | None:
    found = boundary(left, english, document)
    return left[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("left", "english", "wanted"),
    [
        ("簽署了「互惠協定」", "reciprocal agreement", "互惠協定"),
        ("發表於《北方評論》雜誌", "Northern Review", "北方評論"),
        ("國防部長諾瓦克", "Pavel Novak", "諾瓦克"),
        ("會晤了諾瓦克部長", "Pavel Novak", "諾瓦克"),
        ("以及克萊兒·諾瓦克", "Claire Novak", "克萊兒·諾瓦克"),
        ("就是典型的軍備競賽", "arms race", "軍備競賽"),
        ("即反介入／區域拒止", "anti-access/area denial", "反介入／區域拒止"),
        ("這就是先進先出，後進後出", "first in first out, last in last out", "先進先出，後進後出"),
        ("Rust 是一種預先編譯", "ahead-of-time compiled", "預先編譯"),
        ("每一個都被稱作一個頭", "head", "頭"),
        ("堅持一個中國原則", "one-China principle", "一個中國原則"),
        ("重申一中原則", "one-China principle", "一中原則"),
        ("形成統一市場", "single market", "統一市場"),
        ("該國在海底採礦的進展", "deep seabed mining", "海底採礦"),
    ],
)
def test_edges(left: str, english: str, wanted: str) -> None:
    assert edge(left, english) == wanted


@pytest.mark.parametrize("left", ["", "GPU", "。", "abc def", "」", "「」", "——"])
def test_without_chinese_there_is_none(left: str) -> None:
    assert boundary(left, "arms race") is None


def test_person_names() -> None:
    assert all(
        map(is_person, ("Ann Lee", "Ursula von der Leyen", "John F. Kennedy", "Lee Kuan Yew"))
    )
    assert not any(map(is_person, ("Security Council", "World Bank", "deterrence", "ITU", "Novak")))
    assert best_likeness("諾瓦克", "Pavel Novak") > 0.8 > 0.5 > best_likeness("安全困境", "Ann Lee")


def test_candidates_cut_no_latin_word_number_or_quotation() -> None:
    run = run_before("使用GPT4模型的“清潔網絡”計劃")
    assert run is not None
    starts = {run.text[start:] for start in run.starts}
    assert (
        "“清潔網絡”計劃".replace("網絡", "网络").replace("潔", "洁").replace("計劃", "计划")
        in starts
    )
    assert not any(s.startswith(("PT4", "4模", "网络”", "洁网")) for s in starts)


def test_ranker_shares_are_a_distribution_and_calibration_is_monotone() -> None:
    ranker = Ranker({"a": 2.0}, slope=1.5, intercept=-0.2)
    shares = ranker.shares([{"a": 1.0}, {"a": 0.0}, {}])
    assert sum(shares) == pytest.approx(1) and shares[0] > shares[1] == shares[2]
    assert 0 < ranker.calibrated(0.0) < ranker.calibrated(0.5) < ranker.calibrated(1.0) < 1


def test_data_says_how_it_came_about() -> None:
    data = load()
    assert "mining.fit.gloss" in data["about"]
    assert set(data["rankers"]) == {"term", "name", "acronym"}


@pytest.mark.shared
def test_edges_of_an_unseen_book(shared: Path) -> None:
    score = boundaries(shared / "data" / "boundary" / "trpl.json")
    assert score.exact.of == 212
    assert score.exact.value >= 0.95
