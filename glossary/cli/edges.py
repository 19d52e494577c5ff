"""Adjust the boundaries of a candidate's terms in their sentences, by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from glossary.errors import InvalidInput
from glossary.model import Candidate, leading

if TYPE_CHECKING:
    from rich.console import Console

EDGE_HELP = (
    "amending: ← → move the left edge   shift-← → (or < >) the right edge   tab other language\n"
    "t retype   enter accept   esc leave it"
)
_LEFT, _RIGHT = ("\x1b[D", "\x1bOD"), ("\x1b[C", "\x1bOC")
_SHIFT_LEFT, _SHIFT_RIGHT = ("\x1b[1;2D", "<", ","), ("\x1b[1;2C", ">", ".")


def ask_edges(console: Console, candidate: Candidate) -> tuple[str, str] | None:
    """The pair with its boundaries adjusted by key presses; None if the user cancels."""
    from rich.text import Text

    best = leading(candidate)
    contexts = {"zh": best.zh_context, "en": best.en_context}
    spans = {
        side: _find(contexts[side], term)
        for side, term in (("zh", candidate.zh), ("en", candidate.en))
    }
    side = "zh"
    click.echo(EDGE_HELP)
    while True:
        start, end = spans[side]
        line = Text("  " + contexts[side])
        line.stylize("bold reverse", start + 2, end + 2)
        console.print(line)
        key = click.getchar()
        if key in ("\r", "\n"):
            return (contexts["zh"][slice(*spans["zh"])], contexts["en"][slice(*spans["en"])])
        if key in ("\x1b", "\x03", "q"):
            return None
        if key == "\t":
            side = "en" if side == "zh" else "zh"
        elif key == "t":
            typed = click.prompt(side, default=contexts[side][start:end])
            spans[side] = _find(contexts[side], typed.strip())
        else:
            spans[side] = move_edge(contexts[side], (start, end), key, words=side == "en")


def _find(context: str, term: str) -> tuple[int, int]:
    at = context.find(term)
    if at < 0:
        raise InvalidInput(f"{term!r} does not stand in the sentence")
    return at, at + len(term)


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
