"""`glossary impact`: counts, places with their sentences, and work written to a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.samples import unit


@pytest.fixture
def full(empty):
    with empty.opened() as termbase:
        termbase.add("導彈", "missile")
        termbase.add_units([unit("导弹来了。", "Missiles came."), unit("印度。", "India.")])
    return empty


def test_counts_come_first_then_each_place(full) -> None:
    done = full("impact", "missile", "--format", "jsonl")
    counts = done.stderr.splitlines()[-1]  # after the progress of a machine that is busy
    assert counts == "missile, 導彈: 1 unit, 0 documents, 0 entries, 0 evidence"
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["kind"], each["field"], each["forms"]) for each in told] == [
        ("unit", "zh", ["导弹"]),
        ("unit", "en", ["Missiles"]),
    ]
    assert told[0]["text"] == "导弹来了。" and told[0]["translation"] == "Missiles came."
    one = full("impact", "missile", "--term", "导弹", "--format", "jsonl")
    assert len(one.stdout.splitlines()) == 1


def test_work_is_written(full, tmp_path: Path) -> None:
    target = tmp_path / "work.xlf"
    done = full("impact", "missile", "--export", target)
    assert done.stdout == f"{target}: 2 places\n"
    assert target.read_text(encoding="utf-8").count("<trans-unit") == 2


def test_what_is_wrong_is_told_in_a_line(full, tmp_path: Path) -> None:
    wrong = full("impact", "missile", "--export", tmp_path / "work.doc", code=1)
    assert "name such a file" in str(wrong.exception)
    absent = full("impact", "missile", "--term", "rocket", code=1)
    assert "missile has no term 'rocket'" in str(absent.exception)
    assert "none" in str(full("impact", "none", code=1).exception)


def test_an_entry_that_nothing_uses(empty) -> None:
    with empty.opened() as termbase:
        termbase.add("導彈", "missile")
    done = empty("impact", "missile")
    assert done.stdout == "" and "nothing uses it" in done.stderr


def test_a_form_is_replaced_after_a_preview_and_taken_back(full) -> None:
    given = ("impact", "missile", "--replace", "missiles", "rockets", "--format", "jsonl")
    preview = full(*given, "--dry-run")
    assert json.loads(preview.stdout)["after"] == "Rockets came."
    assert "1 units would be rewritten, 0 left as they are" in preview.stderr
    done = full(*given, "--by", "cy")
    assert done.stdout == preview.stdout and "take it back with: glossary undo" in done.stderr
    assert json.loads(full("concordance", "came", "--format", "jsonl").stdout)["text"] == (
        "Rockets came."
    )
    full("undo")
    assert full("impact", "missile", "--format", "jsonl").stdout.count("Missiles came.") == 2


def test_what_does_not_go_together_is_wrong_usage(full) -> None:
    replacing = ("impact", "missile", "--replace", "missile", "rocket")
    assert "neither" in full(*replacing, "--term", "missile", code=2).stderr
    assert "--replace OLD NEW" in full("impact", "missile", "--dry-run", code=2).stderr
    assert "has no term" in str(full("impact", "missile", "--replace", "x", "y", code=1).exception)
