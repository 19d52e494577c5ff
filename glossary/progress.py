"""How far a long task is: what it tells, and from that its rate and the time left.

tell = progress or (lambda step: None)
tell("pairs")                                    # a stage begins
tell(Headway("pairs", 300, 1200, "sentences"))   # so many of its units are done
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
Progress = Callable[[str], object]
"""Called with the name of each stage as it begins, and with the Headway of a long one."""

_BETWEEN = 0.2  # seconds between two tellings. Chosen: half or double is as soon for the eye


class Headway(str):
    """`done` units of `total` (0 where that is not known) in a stage; as text the same in words,
    for those who only print it."""

    __slots__ = ("done", "stage", "total", "unit")
    stage: str
    done: int
    total: int
    unit: str

    def __new__(cls, stage: str, done: int, total: int = 0, unit: str = "") -> Headway:
        of = f" of {total:,}" if total else ""
        counted = f"{done:,}{of} {unit}".rstrip()
        made = super().__new__(cls, f"{stage}, {counted}" if stage else counted)
        made.stage, made.done, made.total, made.unit = stage, done, total, unit
        return made


class Pace:
    """The last that a task told, the units it does in a second, and the seconds left of its
    stage."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.step: str = ""
        self._clock = clock
        self._stage: str | None = None
        self._began, self._first = clock(), 0

    def tell(self, step: str) -> None:
        stage = step.stage if isinstance(step, Headway) else str(step)
        if stage != self._stage:
            self._stage, self._began = stage, self._clock()
            self._first = step.done if isinstance(step, Headway) else 0
        self.step = step

    @property
    def rate(self) -> float | None:
        """Units a second since the stage began; None as long as nothing was counted."""
        passed = self._clock() - self._began
        if not isinstance(self.step, Headway) or self.step.done <= self._first or passed <= 0:
            return None
        return (self.step.done - self._first) / passed

    @property
    def left(self) -> float | None:
        """Seconds, if it goes on like this; None where that cannot be said."""
        step, rate = self.step, self.rate
        if rate is None or not isinstance(step, Headway) or step.total < step.done:
            return None
        return (step.total - step.done) / rate

    def __str__(self) -> str:
        """`pairs, 300 of 1,200 sentences, 41 a second, 22 s left`."""
        parts = [str(self.step)] if self.step else []
        if (rate := self.rate) is not None:
            parts.append(f"{rate:,.0f} a second" if rate >= 10 else f"{rate:.1f} a second")
        if (left := self.left) is not None:
            parts.append(f"{in_words(left)} left")
        return ", ".join(parts)


def in_words(seconds: float) -> str:
    """`45 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def counted(
    items: Iterable[T], tell: Progress | None, stage: str, total: int = 0, unit: str = ""
) -> Iterator[T]:
    """The items; meanwhile `tell` hears how many have been taken."""
    if tell is None:
        yield from items
        return
    tell(stage)
    last = time.monotonic()
    for done, item in enumerate(items):
        if (now := time.monotonic()) - last >= _BETWEEN:
            tell(Headway(stage, done, total, unit))
            last = now
        yield item
