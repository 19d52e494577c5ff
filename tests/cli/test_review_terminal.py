"""review on a real (pseudo) terminal: single keys, undo, moving a boundary."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest
from command import Run, rows

from glossary.cli.edges import move_edge


class Terminal:
    """A child process on its own terminal; `send` types, `until` waits for output."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.execvpe(arguments[0], arguments, environment)
        self.shown = ""

    def until(self, text: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while text not in self.shown:
            ready, _, _ = select.select([self.descriptor], [], [], 0.2)
            if ready:
                self.shown += os.read(self.descriptor, 65536).decode("utf-8", "replace")
            assert time.monotonic() < end, self.shown

    def send(self, keys: str, text: str) -> None:
        time.sleep(0.4)  # what is typed before a question is shown does not answer it
        self.shown = ""
        os.write(self.descriptor, keys.encode())
        self.until(text)

    def close(self) -> None:
        os.close(self.descriptor)
        os.waitpid(self.pid, 0)


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
