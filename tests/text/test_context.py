"""Ambiguous stretches of a run: the readings that the neighbours favour, and the fitting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary.text import context
from glossary.text.context import Neighbours
from glossary.text.lattice import Lattice, dictionary
from glossary.text.make import context as fit_context
from glossary.text.make.context import SEGMENTED, by_hand, fit


def read(run: str) -> Neighbours:
    return Neighbours(Lattice(run, (), dictionary()))


def excess(run: str, word: str) -> float:
    start = run.index(word)
    return read(run).excess(start, start + len(word))


def test_plain_text_is_not_read_again() -> None:
    assert read("安全困境").stretches == []


@pytest.mark.parametrize(
    ("run", "word", "other"),
    [
        ("队伍在比赛中共赢了两局", "比赛", "中共"),
        ("研究中共的历史", "中共", "共的"),
        ("败诉的一方向法院提出", "一方", "方向"),
        ("改革的方向非常明确", "方向", "向非"),
        ("请把手放在桌上", "把", "把手"),
        ("门的把手坏了", "把手", "手坏"),
        ("只有这样才能成功", "才", "才能"),
        ("她有音乐才能", "才能", "乐才"),
    ],
)
def test_the_neighbours_decide(run: str, word: str, other: str) -> None:
    assert excess(run, word) <= 0.6 < excess(run, other)


def test_a_place_that_is_read_as_two_words_costs_more() -> None:
    split, whole = read("请把手放在桌上"), read("门的把手坏了")
    assert split.excess(1, 3) > 1 > whole.excess(2, 4)


def test_the_readings_of_a_long_stretch_are_few() -> None:
    found = read("中国会中共同意将来才能把手" * 20)
    assert found.stretches
    assert all(len(found.readings(stretch)) <= 200 for stretch in found.stretches)


def test_fitting_learns_what_it_is_shown_and_is_deterministic(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [
        "# a remark",
        "请 把 手 洗 干净",
        "他 把 手 举 起来",
        "门 的 把手 坏 了",
        "换 了 新 把手",
    ]
    weights = fit(list(by_hand(lines)))
    assert weights and weights == fit(list(by_hand(lines)))
    monkeypatch.setattr(context, "weights", lambda: weights)
    context._gain.cache_clear()
    try:
        assert excess("她把手洗干净", "把手") > 0.6 > excess("窗的把手坏了", "把手")
    finally:
        context._gain.cache_clear()


def test_running_text_counts_where_two_ways_to_cut_it_agree() -> None:
    examples = list(fit_context.running(["行政院會應該依法提出檢討報告，並送立法院審議。"] * 2))
    for example in examples:
        assert example.right == min(example.readings, key=lambda pair: pair[0].cost)[0].edges


def test_the_command_writes_weights(tmp_path: Path) -> None:
    target, text = tmp_path / "weights.json", tmp_path / "text.txt"
    text.write_text("主管機關應於三個月內將會議紀錄公開。\n", encoding="utf-8")
    fit_context.main([str(text), "--output", str(target)])
    assert len(json.loads(target.read_text(encoding="utf-8"))["weights"]) > 1_000


def test_the_command_as_it_stands_in_the_readme_gives_the_weights_that_are_shipped(
    tmp_path: Path,
) -> None:
    """It sums plain floats in a fixed order, so that the bytes are the same everywhere."""
    target = tmp_path / "weights.json"
    fit_context.main(["--output", str(target)])
    assert target.read_bytes() == context.DATA.read_bytes()


def test_the_weights_are_small_data() -> None:
    assert context.DATA.stat().st_size < 300_000
    assert all(abs(weight) < 20 for weight in context.weights().values())
    assert len(SEGMENTED.read_text(encoding="utf-8").splitlines()) > 1_500
