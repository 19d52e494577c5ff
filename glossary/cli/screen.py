"""The whole terminal as a screen. A picture is written in one piece, so that nothing flickers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from glossary.cli.tables import breaks

if TYPE_CHECKING:
    from rich.text import Text

    from glossary.cli.keyboard import Keyboard

# As xterm: another screen, the cursor hidden, and long lines cut, as some terminals draw “ wider.
_QUIET = "\x1b[?25l\x1b[?7l"
_ENTER, _LEAVE = f"\x1b[?1049h{_QUIET}", "\x1b[?7h\x1b[?25h\x1b[?1049l"


class TerminalScreen:
    """`with TerminalScreen() as screen`: what stood on the terminal comes back when it is left."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(highlight=False)
        self.keys: Keyboard

    def __enter__(self) -> TerminalScreen:
        self._write(_ENTER)
        return self

    def __exit__(self, *_: object) -> None:
        self._write(_LEAVE)

    @property
    def width(self) -> int:
        return max(shutil.get_terminal_size().columns, 20)

    @property
    def height(self) -> int:
        return max(shutil.get_terminal_size().lines, 4)

    def wrapped(self, paragraphs: Iterable[Text]) -> list[Text]:
        """The paragraphs in lines; a line that goes on is indented as its first."""
        return [line for each in paragraphs for line in self._lines_of(each)]

    def _lines_of(self, text: Text) -> Iterator[Text]:
        from rich.text import Text

        indent = len(text.plain) - len(text.plain.lstrip(" "))
        text = text[indent:]
        for line in text.divide(breaks(text.plain, self.width - indent)):
            line.rstrip()
            yield Text(" " * indent).append_text(line)

    def draw(self, body: list[Text], foot: list[Text], top: int = 0) -> int:
        """Show `body` from its line `top` on, and `foot` at the bottom. What does not fit is
        counted in the last line of the body. Returns the line from which on it is shown, which is
        none after that of the last page."""
        from rich.text import Text

        room = self.height - len(foot)
        top = max(0, min(top, len(body) - room))
        shown = body[top : top + room]
        left = len(body) - top - room
        if left > 0:
            shown[-1] = Text(f"… {left + 1} more lines (space)", "dim")
        blank = [Text()] * (room - len(shown))
        lines = self._coloured([*shown, *blank, *foot])
        # A line is cleared before it is written: at its full width the cursor stands on its end.
        self._write("".join(f"\x1b[{n};1H\x1b[K{line}" for n, line in enumerate(lines, 1)))
        return top

    def ask(self, label: str, text: str) -> str | None:
        """A line typed at the bottom, which begins as `text`; None if the user leaves it."""
        from glossary.cli.line import ask_line

        self._write(f"\x1b[{self.height};1H\x1b[K\x1b[?25h")
        typed, too_far = ask_line(label, text)
        self.keys.give_back(too_far)
        self._write(_QUIET)
        return typed

    def _coloured(self, lines: list[Text]) -> list[str]:
        with self._console.capture() as captured:
            for line in lines:
                self._console.print(line, no_wrap=True, crop=False, overflow="ignore")
        return captured.get().split("\n")[: len(lines)]

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
