"""Progress of long tasks: in a pipe by lines, however long a single stage is."""

from __future__ import annotations

import time

import pytest

from glossary.cli import common


def test_a_pipe_hears_of_the_step_and_the_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(common, "_FIRST_LINE", 0.01)
    monkeypatch.setattr(common, "_BETWEEN_LINES", 0.05)
    with common.progress("mining a.txt") as show:
        show("pairs")
        until = time.monotonic() + 30
        said = ""
        while said.count("\n") < 2 and time.monotonic() < until:
            time.sleep(0.02)
            said += capsys.readouterr().err
    first = said.splitlines()[0]
    assert first.startswith("mining a.txt") and first.endswith(" s)")
    assert "mining a.txt: pairs (" in said
    time.sleep(0.2)
    capsys.readouterr()
    time.sleep(0.2)
    assert capsys.readouterr().err == "", "it goes on when the work is done"


def test_short_work_says_nothing_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with common.progress("mining a.txt") as show:
        show("pairs")
    assert capsys.readouterr().err == ""


def test_the_first_line_comes_soon_and_the_next_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(common, "_FIRST_LINE", 0.01)
    monkeypatch.setattr(common, "_BETWEEN_LINES", 600)
    with common.progress("mining a.txt"):
        until = time.monotonic() + 30
        said = ""
        while not said and time.monotonic() < until:
            time.sleep(0.02)
            said = capsys.readouterr().err
        time.sleep(0.1)
    assert said == "mining a.txt (0 s)\n"
    assert capsys.readouterr().err == ""
