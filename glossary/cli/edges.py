"""Adjust the boundaries of a candidate's terms in their sentences, by keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossary.model import Candidate, Language, leading

if TYPE_CHECKING:
    from rich.text import Text

    from glossary.cli.screen import TerminalScreen

EDGE_HELP = (
    "amending: ← → move the left edge   shift-← → (or < >) the right edge",
    "tab other language   t retype   enter accept   esc leave it",
)
_LEFT, _RIGHT = ("\x1b[D", "\x1bOD"), ("\x1b[C", "\x1bOC")
_SHIFT_LEFT, _SHIFT_RIGHT = ("\x1b[1;2D", "<", ","), ("\x1b[1;2C", ">", ".")


@dataclass
class _TermInSentence:
    """A term in its sentence; one that was typed and does not stand there has no span."""

    context: str
    term: str
    span: tuple[int, int] | None = field(init=False)

    def __post_init__(self) -> None:
        self.retype(self.term)

    def retype(self, term: str) -> None:
        at = self.context.find(term)
        self.term, self.span = term, (at, at + len(term)) if at >= 0 else None

    def move(self, key: str, words: bool) -> None:
        if self.span:
            self.span = move_edge(self.context, self.span, key, words=words)
            self.term = self.context[slice(*self.span)]

    def shown(self, language: str, is_active: bool) -> list[Text]:
        from rich.text import Text

        head = Text(f"{'▸' if is_active else ' '} {language}  {self.term}", "bold")
        line = Text(f"  {self.context}")
        if self.span:
            start, end = self.span
            line.stylize("bold reverse" if is_active else "bold", start + 2, end + 2)
        else:
            head.append("   (not in the sentence as it stands)", "dim")
        return [head, line, Text()]


def ask_edges(screen: TerminalScreen, candidate: Candidate) -> tuple[str, str] | None:
    """The pair with its boundaries adjusted by key presses; None if the user cancels."""
    from rich.text import Text

    best = leading(candidate)
    sides: dict[Language, _TermInSentence] = {
        "zh": _TermInSentence(best.zh_context, candidate.zh),
        "en": _TermInSentence(best.en_context, candidate.en),
    }
    active: Language = "zh"
    while True:
        shown = [line for name, side in sides.items() for line in side.shown(name, name == active)]
        screen.draw(screen.wrapped(shown), screen.wrapped(map(Text, EDGE_HELP)))
        key = screen.keys.read()
        if key in ("\r", "\n"):
            return sides["zh"].term, sides["en"].term
        if key in ("\x1b", "\x03", "\x04", "q"):
            return None
        if key == "\t":
            active = "en" if active == "zh" else "zh"
        elif key == "t":
            if typed := screen.ask(f"{active}: ", sides[active].term):
                sides[active].retype(typed)
        else:
            sides[active].move(key, words=active == "en")


def move_edge(context: str, span: tuple[int, int], key: str, *, words: bool) -> tuple[int, int]:
    """The span with one boundary moved by a character, or with `words` by a word; never empty."""
    start, end = span
    if key in _LEFT:
        start = _step(context, start, -1, words)
    elif key in _RIGHT:
        start = _step(context, start, 1, words)
    elif key in _SHIFT_LEFT:
        end = _step(context, end, -1, words)
    elif key in _SHIFT_RIGHT:
        end = _step(context, end, 1, words)
    return (start, end) if 0 <= start < end <= len(context) else span


def _step(context: str, at: int, by: int, words: bool) -> int:
    at += by
    while words and 0 < at < len(context) and context[at - 1].isalnum() == context[at].isalnum():
        at += by
    return at
