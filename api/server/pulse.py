"""The pulse of a process that answers: each second it tells how it is.

It beats on the event loop, so that it stops when that hangs; the parent of several workers, or the
service manager, takes a process without a pulse for dead.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Mapping, Sized
from contextlib import suppress

from api.server.numbers import Numbers
from glossary.errors import GlossaryError
from glossary.people import PLAIN
from glossary.termbase import Termbase

SECONDS = 1.0
"""Between two beats. Chosen: what is scraped each 15 s or so is at most that old; at half it takes
twice the little that it takes, at double a hung process is noticed a second later."""
HUNG_SECONDS = 30.0
"""Without a beat, after which a process counts as dead. Chosen: nothing on the event loop takes a
second; at half, a machine that was asleep for a while is taken for dead."""


class Pulse:
    """The pulse of one process of `numbers`: it loads the indexes of its termbases while nobody
    waits, and tells of that at the root."""

    def __init__(self, termbases: Mapping[str, Termbase], numbers: Numbers, process: int) -> None:
        self._termbases, self._numbers, self._process = termbases, numbers, process
        self._positions: dict[str, int] = {}
        self._warm_up()

    async def beat(self, connections: Sized, alive: Callable[[], object] = lambda: None) -> None:
        """Beat until cancelled; `alive` is called each time."""
        while True:
            self._tell(len(connections))
            alive()
            await asyncio.sleep(SECONDS)

    @property
    def is_busy(self) -> bool:
        """Whether indexes are being loaded."""
        return self._warming.is_alive()

    def _tell(self, connections: int) -> None:
        now = time.monotonic()
        found = self._termbases[PLAIN].index_positions()
        known = {name: place.change for name, place in found.items() if place}
        since = {f"{n}_since": now for n, change in known.items() if change != self._last(n)}
        self._positions.update(known)
        is_loaded = all(map(_is_loaded, self._termbases.values()))
        if not is_loaded and not self.is_busy:
            self._warm_up()
        self._numbers.tell(
            self._process,
            process=os.getpid(),
            pulse=now,
            connections=connections,
            loaded=is_loaded,
            **known,
            **since,
        )

    def _last(self, language: str) -> int | None:
        return self._positions.get(language)

    def _warm_up(self) -> None:
        """Load the indexes in a thread; a database that cannot be used now is tried again."""

        def load() -> None:
            for termbase in self._termbases.values():
                with suppress(GlossaryError):
                    termbase.warm_up()

        self._warming = threading.Thread(target=load, daemon=True)
        self._warming.start()


def _is_loaded(termbase: Termbase) -> bool:
    return None not in termbase.index_positions().values()


def is_alive(numbers: Numbers, process: int) -> bool:
    """Whether a process has a pulse."""
    return time.monotonic() - numbers.told(process)["pulse"] < HUNG_SECONDS
