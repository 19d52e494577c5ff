"""The list of known failures reports both a new failure and a listed case that passes."""

from __future__ import annotations

import json
from pathlib import Path

from tests import known_failures


def suite_with(tmp_path: Path, *known: str) -> Path:
    suite = tmp_path / "cases.jsonl"
    known_failures.write(suite, dict.fromkeys(known, "missed: a"))
    return suite


def test_known_failures_are_no_change(tmp_path: Path) -> None:
    suite = suite_with(tmp_path, "a", "b")
    assert known_failures.changes(suite, {"a": "missed: a", "b": "missed: b"}) == {}


def test_a_new_failure_and_one_that_passes_are_told(tmp_path: Path) -> None:
    suite = suite_with(tmp_path, "a", "b")
    assert known_failures.changes(suite, {"b": "", "c": ""}) == {
        "fails and is not named": ["c"],
        "is named and passes": ["a"],
    }


def test_renewing_keeps_the_reasons(tmp_path: Path) -> None:
    suite = suite_with(tmp_path, "a", "b")
    file = suite.with_suffix(".failures.json")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(known_failures.NEW, "an idiom", 1), encoding="utf-8")
    known_failures.write(suite, {"a": "missed: x", "c": "missed: y"})
    rows = json.loads(file.read_text(encoding="utf-8"))
    assert [tuple(row.values()) for row in rows] == [
        ("a", "missed: x", "an idiom"),
        ("c", "missed: y", known_failures.NEW),
    ]
