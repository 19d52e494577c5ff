"""review on a real (pseudo) terminal: single keys, undo, moving a boundary."""

from __future__ import annotations

import os
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Run, rows
from rich.cells import cell_len

from glossary.cli.edges import move_edge
from glossary.cli.keyboard import Keyboard
from tests.terminals import Terminal


@pytest.fixture
def terminal(run: Run, document: Path, tmp_path: Path):
    run("mine", document)
    child = Terminal(
        [sys.executable, "-m", "glossary.cli", "review", "--kind", "term"],
        {
            **os.environ,
            "GLOSSARY_DB": str(tmp_path / "terms.db"),
            "TERM": "xterm",
            "COLUMNS": "160",
            "LINES": "50",
        },
    )
    child.until("1 of ")
    yield child
    child.close()


def test_keys_decide_and_undo(terminal: Terminal, run: Run) -> None:
    terminal.send("?", "approve")
    terminal.send("a", "approved →")
    terminal.send("u", "undone")
    terminal.send("r", "rejected")
    terminal.send("q", "judged")
    states = {row["state"] for row in rows(run("review", "--list", "--state", "all").stdout)}
    assert states == {"proposed", "rejected"}


def test_the_edge_moves_by_a_key(terminal: Terminal, run: Run) -> None:
    first = rows(run("review", "--list", "--kind", "term").stdout)[0]["zh"]
    terminal.send("e", "amending")
    terminal.send("\x1b[C", "  ")  # the left edge one character to the right
    terminal.send("\r", "amended →")
    terminal.send("q", "judged")
    approved = rows(run("review", "--list", "--state", "approved").stdout)
    assert run("search", first[1:]).stdout and approved[0]["zh"] == first


@pytest.mark.parametrize(
    ("key", "words", "wanted"),
    [
        ("\x1b[D", False, "的安全"),
        ("\x1b[C", False, "全"),
        (">", False, "安全困"),
        ("<", False, "安"),
        ("x", False, "安全"),
    ],
)
def test_move_edge_by_characters(key: str, words: bool, wanted: str) -> None:
    context = "所謂的安全困境"
    start, end = move_edge(context, (3, 5), key, words=words)
    assert context[start:end] == wanted


def test_move_edge_by_words_and_never_empty() -> None:
    context = "the classic security dilemma"
    span = context.index("security"), len(context)
    start, end = move_edge(context, span, "\x1b[D", words=True)
    assert context[start:end].lstrip() == "security dilemma"
    assert move_edge("安", (0, 1), "\x1b[C", words=False) == (0, 1)


# ---------------------------------------------------------------- the screen


ASKED = "\x1b[?2004h"  # a line is asked for: pasting is told from typing


@pytest.fixture
def sit(stocked) -> Callable[..., Terminal]:
    """`sit("--kind", "term")`: a sitting of the stocked termbase at 80 columns and 24 lines; all
    three pairs wait, and an entry has the first."""
    for _ in range(2):
        stocked("undo")
    stocked("add", "危機穩定機制", "crisis stability mechanism", "--definition", "what keeps calm")
    stocked("add", "機制", "mechanisms of another kind", "--new")
    opened: list[Terminal] = []

    def _sit(*options: str) -> Terminal:
        plain = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
        arguments = ["--db", str(stocked.path), "review", "--by", "ada", *options]
        child = Terminal(
            [sys.executable, "-m", "glossary.cli", *arguments], {**plain, "TERM": "xterm"}
        )
        child.resize(80, 24)
        opened.append(child)
        child.until("1 of ")
        child.until("this help")
        return child

    _sit.called = stocked  # type: ignore[attr-defined]
    yield _sit
    for child in opened:
        child.close()


def states(sit) -> dict[str, str]:
    listed = rows(sit.called("review", "--list", "--state", "all").stdout)
    return {row["zh"]: row["state"] for row in listed}


def test_a_picture_fills_the_terminal_and_no_more(sit) -> None:
    shown = sit().screen()
    assert list(shown) == list(range(1, 25))
    assert max(map(cell_len, shown.values())) <= 80
    assert "危機穩定機制  =  crisis stability mechanism" in shown[2]
    words = "".join(shown.values()).replace(" ", "")
    assert "戰略學界稱為「危機穩定機制」（crisisstabilitymechanism）的安排" in words


def test_the_entry_with_both_terms_is_chosen_and_shown_in_full(sit) -> None:
    terminal = sit()
    shown = "\n".join(terminal.screen().values())
    assert "▸ a, m → crisis-stability-mechanism has both terms" in shown
    assert "what keeps calm" in shown and "(preferred, noun)" in shown
    terminal.send("a", "approved → crisis-stability-mechanism")
    assert "▸ a" not in "\n".join(terminal.screen().values()), "no entry has the next one"


def test_each_key_draws_one_picture(sit) -> None:
    terminal = sit()
    for key, said in (("?", "/ filter"), ("s", "2 of 3"), ("r", "rejected"), ("u", "undone")):
        terminal.send(key, said)
        time.sleep(0.2)
        terminal.until(said)
        assert terminal.pictures() == 1 and "\x1b[2J" not in terminal.shown


def test_keys_typed_ahead_are_all_done_in_order(sit) -> None:
    terminal = sit()
    terminal.send("rsau" * 3 + "a" + "q", "judged")
    assert "2 judged, 1 left" in terminal.shown
    assert states(sit) == {"危機穩定機制": "rejected", "危機穩定": "proposed", "機制": "approved"}


def test_a_filter_narrows_the_queue_and_is_off_at_its_end(sit) -> None:
    terminal = sit()
    terminal.send("/", ASKED)
    terminal.send("机制\r", "1 of 2 · 机制")  # in the other script
    terminal.send("/", "/ 机制")  # prefilled
    terminal.send("\x15mechanism above=0.5 kind=term\r", "1 of 2 · mechanism")
    terminal.send("/", "/ mechanism")
    terminal.send("\x15kind=river\r", "kind=river: give term, person")
    terminal.send("/", ASKED)
    terminal.send("\x15狗\r", "nothing in the queue with 狗")
    assert "1 of 2" in terminal.screen()[1], "it stays as it was"
    terminal.send("r", "rejected")
    terminal.send("s", "the filter is off")
    assert "1 of 2" in terminal.screen()[1] and "·" not in terminal.screen()[1]


def test_a_number_goes_to_that_candidate(sit) -> None:
    terminal = sit()
    terminal.send("3", "go to 3")
    terminal.send("\r", "3 of 3")
    terminal.send("9", "go to 9")
    terminal.send("\r", "give a number from 1 to 3")
    terminal.send("1", "go to 1")
    terminal.send("\x1b", "3 of 3")  # left by escape


def test_a_term_is_edited_on_a_prefilled_line(sit) -> None:
    terminal = sit()
    terminal.send("2", "go to 2")
    terminal.send("\r", "2 of 3")
    terminal.send("e", "amending")
    terminal.send("t", "zh: 危機穩定")
    terminal.send("機制\x7f\x7f\x7f定機制\r", "▸ zh  危機穩定機制")
    terminal.send("\t", "▸ en  crisis stability")
    terminal.send("t", "en: crisis stability")
    terminal.send("\x1b", "▸ en  crisis stability")
    terminal.send("\r", "amended → ")
    terminal.send("q", "judged")
    assert rows(sit.called("search", "危機穩定機制").stdout)[0]["score"] == 100
    assert states(sit)["危機穩定"] == "approved"


def test_what_does_not_stand_in_the_proof_is_refused_in_a_line(sit) -> None:
    terminal = sit()
    terminal.send("e", "amending")
    terminal.send("t", "zh: ")
    terminal.send("\x15熱線\r", "not in the sentence as it stands")
    terminal.send("\r", "does not stand")
    assert "1 of 3" in terminal.screen()[1]


def test_an_entry_is_chosen_by_its_number_or_by_enter(sit) -> None:
    terminal = sit()
    terminal.send("3", "go to 3")
    terminal.send("\r", "3 of 3")
    terminal.send("m", "approved → mechanisms-of-another-kind")
    terminal.until("1 judged, 2 left")  # it was the last
    sit.called("undo")
    sit.called("add", "危機穩定機制", "calm", "--new")
    terminal = sit()
    terminal.send("m", "which? 1 to 2")
    assert "▸ 1" in "\n".join(terminal.screen().values())
    terminal.send("x", "1 of 3")
    terminal.send("m", "which?")
    terminal.send("\r", "approved → crisis-stability-mechanism")
    terminal.send("u", "undone")
    terminal.send("m", "which?")
    terminal.send("2", "approved → calm")


def test_the_proof_is_shown_until_the_next_key(sit) -> None:
    terminal = sit()
    terminal.send("w", "sha256")
    terminal.send("\x1b", "1 of 3")
    terminal.send("w", "sha256")
    terminal.send("s", "2 of 3")


def test_a_small_window_is_scrolled_and_a_new_size_is_taken(sit) -> None:
    terminal = sit()
    terminal.shown = ""
    terminal.resize(40, 12)
    terminal.until("more lines (space)")
    shown = terminal.screen()
    assert list(shown) == list(range(1, 13)) and max(map(cell_len, shown.values())) <= 80
    terminal.send("x", "1 of 3")
    assert max(map(cell_len, terminal.screen().values())) <= 40
    first = terminal.screen()[1]
    terminal.send("\x1b[B", "=")
    assert terminal.screen()[1] != first
    for _ in range(9):
        terminal.send(" ", "\x1b[12;1H")
    assert any("mechanism" in line for line in terminal.screen().values()), "the last page is full"


def test_a_new_size_is_taken_after_a_line_was_asked_for(sit) -> None:
    terminal = sit()
    terminal.send("/", ASKED)
    terminal.send("\x1b", "1 of 3")
    terminal.shown = ""
    terminal.resize(70, 20)
    terminal.until("\x1b[20;1H")
    assert list(terminal.screen()) == list(range(1, 21))


def test_the_terminal_is_as_it_was_afterwards(sit) -> None:
    terminal = sit()
    assert not termios.tcgetattr(terminal.descriptor)[3] & termios.ICANON
    terminal.send("\x1a", "? shows the keys")  # ctrl-z
    terminal.send("q", "0 judged, 3 left")
    assert "\x1b[?7h\x1b[?25h\x1b[?1049l" in terminal.shown
    assert termios.tcgetattr(terminal.descriptor)[3] & termios.ICANON


@pytest.mark.parametrize("keys", [["a", "安", "𠮷", "\x1b[1;2D", "\x1bOD", "\x1b[5~", "é", "\x1b"]])
def test_a_key_is_read_whole(keys: list[str]) -> None:
    reading, writing = os.pipe()
    os.write(writing, "".join(keys).encode())
    keyboard = Keyboard(reading)
    assert [keyboard.read() for _ in keys] == keys
    keyboard.give_back(["x", "y"])
    os.close(writing)
    assert [keyboard.read() for _ in range(3)] == ["x", "y", "\x04"]
    os.close(reading)
