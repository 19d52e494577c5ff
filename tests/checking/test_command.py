"""`glossary check` as a user runs it: what it prints, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.termbase import Termbase
from tests.checking_samples import CN, TW

XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="x" source-language="en" target-language="zh-TW" datatype="plaintext"><body>
<trans-unit id="1"><source>The video lasted 24 hours.</source>
<target>影片長達25小時。</target></trans-unit>
<trans-unit id="2"><source>Watch the video.</source>
<target>請看<g id="1">視頻</g>。</target></trans-unit>
{}</body></file></xliff>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        entry = termbase.add("影片", "video", zh_tag=TW)
        termbase.add("视频", "video", zh_tag=CN, concept_id=entry.id)
    (tmp_path / "a.xlf").write_text(XLIFF.format(""), encoding="utf-8")
    return tmp_path


def check(folder: Path, *arguments: str, code: int) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "glossary.cli", "--db", "terms.db", "check", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_findings_as_json_have_spans_on_both_sides(folder: Path) -> None:
    report = json.loads(check(folder, "a.xlf", code=3).stdout)
    assert (report["segments"], report["terms"]) == (2, 2)
    number, region = report["findings"]
    assert number["rule"] == "numbers" and region["rule"] == "region"
    target = region["target"]
    assert [target["text"][a:b] for a, b in target["spans"]] == ["視頻"]
    source = region["source"]
    assert [source["text"][a:b] for a, b in source["spans"]] == ["video"]
    assert region["fix"] == {"span": [2, 4], "text": "影片", "certain": True}


def test_the_table_marks_both_sentences(folder: Path) -> None:
    printed = check(folder, "a.xlf", "--format", "table", code=3).stdout
    assert "Watch the ▸video◂." in printed and "請看▸視頻◂。" in printed and "→ 影片" in printed


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("error", 3), ("missing", 0), ("region,missing", 3), ("none", 0), ("spelling", 1)],
)
def test_exit_codes_follow_what_is_to_fail(folder: Path, fail_on: str, code: int) -> None:
    check(folder, "a.xlf", "--fail-on", fail_on, code=code)


def test_only_the_rules_that_are_named_look(folder: Path) -> None:
    report = json.loads(check(folder, "a.xlf", "--rule", "region", code=3).stdout)
    assert [each["rule"] for each in report["findings"]] == ["region"]


def test_a_file_that_breaks_off_is_checked_up_to_there(folder: Path) -> None:
    good = "<trans-unit id='0'><source>A day.</source><target>一天。</target></trans-unit>\n" * 2000
    broken = XLIFF.format(good + "<trans-unit id='3'><source>A</sour")
    (folder / "b.xlf").write_text(broken, "utf-8")
    done = check(folder, "b.xlf", code=1)
    assert len(json.loads(done.stdout)["findings"]) == 2
    assert (
        "not well-formed XML" in done.stderr and "what stands before it is checked" in done.stderr
    )


def test_a_file_that_is_none_is_one_line(folder: Path) -> None:
    (folder / "c.xlf").write_text("<svg/>", "utf-8")
    assert len(check(folder, "c.xlf", code=1).stderr.splitlines()) == 1
    assert len(check(folder, "nowhere.xlf", code=1).stderr.splitlines()) == 1
