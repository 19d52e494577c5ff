"""A line that is edited: prefilled, with the keys of readline, Chinese by its width."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_ESCAPE = 0.05  # seconds after which an escape is a key of its own: chosen, as for single keys


def ask_line(label: str, text: str) -> tuple[str | None, list[str]]:
    """(the line as typed, None if it was left by escape or ctrl-c; keys typed after it)."""
    from prompt_toolkit import PromptSession  # late: a tenth of a second to import
    from prompt_toolkit.input.typeahead import get_typeahead

    session: PromptSession[str | None] = PromptSession(
        label, key_bindings=_leaving(), output=_output(), erase_when_done=True
    )
    session.app.ttimeoutlen = session.app.timeoutlen = _ESCAPE
    with _signal_kept("SIGWINCH"):
        typed = session.prompt(default=text)
    too_far = [press.data for press in get_typeahead(session.app.input)]
    return (None if typed is None else " ".join(typed.split())), too_far


@contextmanager
def _signal_kept(name: str) -> Iterator[None]:
    """Afterwards the signal is handled as before: prompt_toolkit takes its handler away."""
    number = getattr(signal, name, None)  # Windows has few of them
    before = None if number is None else signal.getsignal(number)
    try:
        yield
    finally:
        if number is not None:
            signal.signal(number, before)


def _leaving() -> Any:
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()

    @bindings.add("escape")
    @bindings.add("c-c")
    @bindings.add("c-d")
    def _(event: Any) -> None:
        event.app.exit(result=None)

    return bindings


def _output() -> Any:
    """The terminal, without the question where the cursor is: not every terminal answers."""
    from prompt_toolkit.output import create_output

    if sys.platform == "win32":
        return create_output()
    from prompt_toolkit.output.vt100 import Vt100_Output

    output = Vt100_Output.from_pty(sys.stdout, term=os.environ.get("TERM"))
    output.enable_cpr = False
    return output
