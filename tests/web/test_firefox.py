"""What people do most, in Firefox: another engine reads the same modules, styles and keys."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from glossary.termbase import Termbase
from tests.web.conftest import missing, node_modules

FIREFOX = Path("/usr/bin/firefox-esr")
DRIVER = Path(__file__).with_name("firefox.mjs")
PATIENCE = 180  # seconds for one act; a busy machine is slow, not wrong


@pytest.fixture
def firefox(address: str) -> Any:
    """Does an act of `firefox.mjs` and gives what was seen: `firefox("lookUp")`."""
    for program in (FIREFOX, "node"):
        if not shutil.which(program):
            missing(str(program))
    folder = node_modules("puppeteer-core")

    def seen(act: str, *arguments: str) -> dict[str, Any]:
        command = ["node", str(DRIVER), address, act, *arguments]
        environment = {**os.environ, "NODE_MODULES": str(folder)}
        done = subprocess.run(
            command, env=environment, timeout=PATIENCE, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        print(done.stdout)
        assert answer["browser"].startswith("firefox/")
        assert answer["faults"] == []
        return answer

    return seen


def test_looking_up_and_copying(firefox: Any) -> None:
    seen = firefox("lookUp")
    assert seen["found"] == seen["again"] == ["潮閘", "潮闸"]
    assert seen["copied"] == "Copied: 潮閘"
    assert ["TC" in seen["fonts"][0], "SC" in seen["fonts"][1]] == [True, True]


def test_decisions_by_button_and_by_key(firefox: Any, termbase: Termbase) -> None:
    seen = firefox("review")
    assert [seen["first"], seen["second"]] == ["pontoon effect", "rising tide clause RTC"]
    assert seen["waiting"] == ["1"]
    steps = [step.summary for step in termbase.steps() if step.verb == "approve"]
    assert len(steps) == 2


def test_a_file_is_looked_at_and_imported(firefox: Any, termbase: Termbase, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("en,zh-Hant-TW\ntide gate,潮閘\nquay,碼頭\n", encoding="utf-8")
    seen = firefox("import", str(file))
    assert "New 1" in seen["seen"][0]
    assert seen["done"]
    assert termbase.entries_with("碼頭", "quay")
