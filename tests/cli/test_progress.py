"""Progress of long tasks: units, rate and time left; in a pipe by lines."""

from __future__ import annotations

import time

import pytest

from glossary.cli import progress as shown
from glossary.progress import Headway, Pace, counted, in_words


def test_a_pipe_hears_of_the_step_and_the_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shown, "_FIRST_LINE", 0.01)
    monkeypatch.setattr(shown, "_BETWEEN_LINES", 0.05)
    with shown.progress("mining a.txt") as show:
        show("pairs")
        until = time.monotonic() + 120
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
    with shown.progress("mining a.txt") as show:
        show("pairs")
    assert capsys.readouterr().err == ""


def test_the_first_line_comes_soon_and_the_next_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shown, "_FIRST_LINE", 0.01)
    monkeypatch.setattr(shown, "_BETWEEN_LINES", 600)
    with shown.progress("mining a.txt"):
        until = time.monotonic() + 120
        said = ""
        while not said and time.monotonic() < until:
            time.sleep(0.02)
            said = capsys.readouterr().err
        time.sleep(0.1)
    assert said == "mining a.txt (0 s)\n"
    assert capsys.readouterr().err == ""


def paced(*told: tuple[float, str]) -> Pace:
    """A pace after these steps, each told at a time in seconds."""
    now = [0.0]
    pace = Pace(lambda: now[0])
    for at, step in told:
        now[0] = at
        pace.tell(step)
    return pace


def test_units_rate_and_time_left_are_shown() -> None:
    pace = paced((0, "pairs"), (10, Headway("pairs", 300, 1200, "sentences")))
    assert (pace.rate, pace.left) == (30, 30)
    assert str(pace) == "pairs, 300 of 1,200 sentences, 30 a second, 30 s left"


def test_a_stage_has_a_rate_of_its_own() -> None:
    pace = paced((0, Headway("reading", 0, 100)), (5, Headway("reading", 100, 100)), (5, "storing"))
    assert (pace.rate, pace.left, str(pace)) == (None, None, "storing")
    pace = paced((0, "a"), (8, Headway("b", 50, 100)), (10, Headway("b", 60, 100)))
    assert pace.rate == 5


def test_what_has_no_known_total_has_no_time_left() -> None:
    pace = paced((0, "reading"), (4, Headway("reading", 10, 0, "records")))
    assert str(pace) == "reading, 10 records, 2.5 a second"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")],
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_a_pipe_hears_of_units_without_a_name_of_their_stage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shown, "_FIRST_LINE", 0.05)
    with shown.progress("aligning the corpus") as show:
        show.units(3, 9, "documents")
        until = time.monotonic() + 120
        said = ""
        while not said and time.monotonic() < until:
            time.sleep(0.02)
            said = capsys.readouterr().err
    assert said.startswith("aligning the corpus: 3 of 9 documents (")


def test_what_is_counted_comes_through_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.progress._BETWEEN", 0)
    told: list[str] = []
    assert list(counted("abc", told.append, "writing", 3, "entries")) == ["a", "b", "c"]
    assert told == ["writing", *(f"writing, {n} of 3 entries" for n in range(3))]
    assert list(counted("abc", None, "writing")) == ["a", "b", "c"]
