"""How many requests a token, or an address without one, may send: `600/minute`.

As many may come at once, then one more each time its share of the time has passed (the generic cell
rate algorithm): all that is kept is when a sender has all of them again, in memory that workers
forked from one process share. Of two that count at the same instant in two workers one may be lost.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable

from api.guesses import Times
from glossary.errors import InvalidInput

# Given by the clock.
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
USUAL = "6000/minute"
"""What holds beyond this machine where nothing is said. Chosen: a fifth of what one process
answers, and twice what fifty people ask for who share a token, with a look-up a second each; at
half they meet it, at double a script that runs wild takes two fifths of the server."""
NONE = "none"


class Rates:
    """The requests of all senders. Threads may share it. Raises InvalidInput for a rate that is
    none."""

    def __init__(self, rate: str, clock: Callable[[], float] = time.monotonic) -> None:
        read = re.fullmatch(r"([1-9][0-9]{0,8})/(second|minute|hour|day)", rate)
        if read is None:
            raise InvalidInput(f"{rate!r} is no rate; give one such as 600/minute, or {NONE}")
        self.rate, self._clock = rate, clock
        self._whole = float(SECONDS[read[2]])
        self._each = self._whole / int(read[1])
        self._full = Times()  # when a sender has all of its requests again
        self._lock = threading.Lock()

    def take(self, sender: str) -> float:
        """Count a request; 0, or the seconds until the sender may send it."""
        with self._lock:
            now = self._clock()
            full = max(self._full.of(sender), now) + self._each
            wait = full - now - self._whole
            if wait > 1e-9:  # seconds: what the sums of shares of a second lose
                return wait
            self._full.note(sender, full)
            return 0.0


def rates_of(rate: str | None, is_beyond: bool) -> Rates | None:
    """What holds for a rate as it was given, None if it was not; on loopback nothing does unless it
    was."""
    rate = (USUAL if is_beyond else NONE) if rate is None else rate
    return None if rate == NONE else Rates(rate)
