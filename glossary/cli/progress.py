"""Progress of long work on stderr: on a terminal continuously, in a pipe as lines.

with progress("mining a.txt") as show:
    show("pairs")                          # a stage begins
    show.units(300, 1200, "sentences")     # so many of its units are done
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from glossary.progress import Headway, Pace

QUIET = "glossary.quiet"  # in `meta` of the context
# Chosen, for the eye: half prints twice as often, double shows a step that much later.
_BETWEEN_LOOKS = 0.2  # seconds between two on a terminal
_BETWEEN_LINES = 10.0  # seconds between two lines of progress in a pipe
_FIRST_LINE = 2.0  # seconds to the first of them: who waits longer is told that it works


class Shown:
    """What a task calls to have its progress shown: with the name of each stage, or a Headway."""

    def __init__(self, label: str) -> None:
        self._label, self._pace, self._stage = label, Pace(), ""
        self._began = time.monotonic()

    def __call__(self, step: str) -> None:
        self._stage = step.stage if isinstance(step, Headway) else step
        self._pace.tell(step)

    def units(self, done: int, total: int = 0, unit: str = "") -> None:
        """So many units of the present stage are done, of `total` where that is known."""
        self(Headway(self._stage, done, total, unit))

    def __str__(self) -> str:
        said = str(self._pace)
        passed = f"({time.monotonic() - self._began:.0f} s)"
        return f"{self._label}: {said} {passed}" if said else f"{self._label} {passed}"


@contextmanager
def progress(label: str) -> Iterator[Shown]:
    """Show the progress of what may take long: on a terminal continuously, in a pipe as a line
    after two seconds and then every ten. Units done, their rate and the time left are shown where
    the task tells them; the elapsed time is shown by itself."""
    shown, ended = Shown(label), threading.Event()
    with _output(label) as (write, interval):

        def tell() -> None:
            wait = min(interval, _FIRST_LINE)
            while not ended.wait(wait):
                write(str(shown))
                wait = interval

        threading.Thread(target=tell, daemon=True).start()
        try:
            yield shown
        finally:
            ended.set()


def is_quiet() -> bool:
    """Whether the command under way was called with --quiet."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(QUIET))


@contextmanager
def _output(label: str) -> Iterator[tuple[Callable[[str], None], float]]:
    """(function that shows a text, seconds between two calls)."""
    if is_quiet():
        yield lambda text: None, _BETWEEN_LINES
        return
    if not sys.stderr.isatty():
        yield lambda text: click.echo(text, err=True), _BETWEEN_LINES
        return
    from rich.console import Console

    with Console(stderr=True).status(label) as status:
        yield status.update, _BETWEEN_LOOKS
