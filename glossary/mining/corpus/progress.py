"""What a run has done, for whoever waits."""

from __future__ import annotations

from glossary.progress import Headway, Progress


class Meter:
    """Tells the stages of a run, and how many units of each are done."""

    def __init__(self, tell: Progress) -> None:
        self._tell, self._stage = tell, ""

    def stage(self, name: str) -> None:
        self._stage = name
        self._tell(name)

    def done(self, units: int, total: int = 0, unit: str = "units") -> None:
        """So many units of this stage are done, of so many if that is known."""
        self._tell(Headway(self._stage, units, total, unit))
