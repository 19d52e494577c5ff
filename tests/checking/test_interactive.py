"""`glossary check --interactive` on a real (pseudo) terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary.termbase import Termbase
from tests.checking_samples import CN, TW
from tests.terminals import Terminal

XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="x" source-language="en" target-language="zh-TW" datatype="plaintext"><body>
{}</body></file></xliff>
"""
UNIT = '<trans-unit id="{}"><source>{} a video.</source><target>{}視頻。</target></trans-unit>\n'
WORDS = (("Watch", "看"), ("Make", "作"), ("Send", "寄"))
QUESTION = "Take it?"


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Terminal]:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        entry = termbase.add("影片", "video", zh_tag=TW)
        termbase.add("视频", "video", zh_tag=CN, concept_id=entry.id)
    units = "".join(UNIT.format(n, *words) for n, words in enumerate(WORDS, 1))
    (tmp_path / "a.xlf").write_text(XLIFF.format(units), encoding="utf-8")
    command = [sys.executable, "-m", "glossary.cli", "check", "a.xlf", "--interactive"]
    paths = {"GLOSSARY_DB": "terms.db", "PYTHONPATH": str(Path(__file__).parents[2])}
    terminal = Terminal(command, {**os.environ, **paths, "TERM": "xterm"}, tmp_path)
    terminal.until(QUESTION)
    yield terminal
    terminal.close()


def targets(folder: Path) -> list[str]:
    text = (folder / "a.xlf").read_text(encoding="utf-8")
    return [part.partition("</target>")[0] for part in text.split("<target>")[1:]]


def test_each_fix_is_shown_and_taken_by_its_key(asked: Terminal, tmp_path: Path) -> None:
    assert "看▸視頻◂。" in asked.shown and "→ 影片" in asked.shown
    asked.send("y\r", QUESTION)
    assert "作▸視頻◂。" in asked.shown
    asked.send("n\r", QUESTION)
    asked.send("y\r", "2 mended")
    assert asked.ended() == 3  # the one that was not taken is left
    assert targets(tmp_path) == ["看影片。", "作視頻。", "寄影片。"]


def test_another_key_takes_nothing_and_is_asked_again(asked: Terminal, tmp_path: Path) -> None:
    asked.send("x\r", "not one of")
    asked.until(QUESTION)
    asked.send("q\r", "0 mended")
    asked.ended()
    assert targets(tmp_path) == ["看視頻。", "作視頻。", "寄視頻。"]


def test_who_quits_half_way_keeps_what_was_taken(asked: Terminal, tmp_path: Path) -> None:
    asked.send("y\r", QUESTION)
    asked.send("q\r", "1 mended")
    assert asked.ended() == 3
    assert targets(tmp_path) == ["看影片。", "作視頻。", "寄視頻。"]


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_leave_the_file_as_it_was(
    asked: Terminal, tmp_path: Path, key: str
) -> None:
    before = (tmp_path / "a.xlf").read_bytes()
    asked.send("y\r", QUESTION)
    asked.send(key, "\n")
    assert asked.ended() == 130
    assert "Traceback" not in asked.shown
    assert (tmp_path / "a.xlf").read_bytes() == before
    assert sorted(path.suffix for path in tmp_path.iterdir() if "db" not in path.name) == [".xlf"]
