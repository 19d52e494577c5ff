"""What a run has done, for whoever waits."""

from __future__ import annotations

import time
from collections.abc import Callable

from glossary.progress import Headway, Progress

_BETWEEN = 0.2  # seconds between two tellings. Chosen: half or double is as soon for the eye


class Meter:
    """Tells the stages of a run, and how many units of each are done."""

    def __init__(self, tell: Progress, clock: Callable[[], float] = time.monotonic) -> None:
        self._tell, self._clock = tell, clock
        self._stage, self._told = "", 0.0

    def stage(self, name: str) -> None:
        self._stage, self._told = name, self._clock()
        self._tell(name)

    def done(self, units: int, total: int | None = None) -> None:
        """So many units of this stage are done, of so many if that is known."""
        now = self._clock()
        if now - self._told >= _BETWEEN:
            self._told = now
            self._tell(Headway(self._stage, units, total or 0, "units"))
