"""What a run has done and how long it will take, as a text for whoever waits."""

from __future__ import annotations

import time
from collections.abc import Callable

Tell = Callable[[str], None]
"""Called with a line about the progress, several times a second at most."""

_BETWEEN = 0.2  # seconds between two lines: chosen, for the eye; half or double flickers or halts


class Meter:
    """Progress of the stages of a run: units done, units a second, time left in the stage."""

    def __init__(self, tell: Tell, clock: Callable[[], float] = time.monotonic) -> None:
        self._tell, self._clock = tell, clock
        self._stage, self._began, self._told = "", 0.0, 0.0

    def stage(self, name: str) -> None:
        self._stage, self._began, self._told = name, self._clock(), 0.0
        self._tell(name)

    def done(self, units: int, total: int | None = None) -> None:
        """So many units of this stage are done, of so many if that is known."""
        now = self._clock()
        if now - self._told < _BETWEEN:
            return
        self._told = now
        rate = units / max(now - self._began, 1e-6)
        of = f" of {total:,}" if total else ""
        left = f", {duration((total - units) / rate)} left" if total and units else ""
        self._tell(f"{self._stage}, {units:,}{of} units, {rate:,.0f} a second{left}")


def duration(seconds: float) -> str:
    """A time for the eye: 40 s, 12 min, 1 h 20 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
