"""How good pairs are that say how sure they are: F1 and calibration error, on one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

FLOORS = (0.3, 0.5)
_LISTED = 0.15  # confidence; below, nothing is proposed


@dataclass
class MeasuredPairs:
    """Pairs of one domain: (confidence, right) of those that are not debatable; `wanted` is the
    number that should have been found."""

    pairs: list[tuple[float, bool]] = field(default_factory=list)
    wanted: int = 0

    def add(self, other: MeasuredPairs) -> None:
        self.pairs += other.pairs
        self.wanted += other.wanted

    def f1(self, floor: float) -> float:
        """F1 of the pairs at least so sure."""
        right, taken = self._taken(floor)
        return 2 * right / max(1, taken + self.wanted)

    def _taken(self, floor: float) -> tuple[int, int]:
        taken = [right for confidence, right in self.pairs if confidence >= floor]
        return sum(taken), len(taken)

    @property
    def calibration_error(self) -> float:
        """How far the confidence is from the share that is right, by tenths, on average."""
        tenths: defaultdict[int, list[float]] = defaultdict(list)
        for confidence, right in self.pairs:
            if confidence >= _LISTED:
                tenths[min(9, int(confidence * 10))].append(confidence - right)
        listed = sum(map(len, tenths.values()))
        return sum(abs(sum(tenth)) for tenth in tenths.values()) / max(1, listed)

    def line(self, name: str) -> str:
        parts = [f"{name}: {self.wanted} pairs"]
        for floor in FLOORS:
            right, taken = self._taken(floor)
            precision, recall = right / max(1, taken), right / max(1, self.wanted)
            found = f"precision {precision:.2f}, recall {recall:.2f}"
            parts.append(f"F1 {self.f1(floor):.3f} at {floor} ({found})")
        return "; ".join([*parts, f"calibration error {self.calibration_error:.3f}"])


def lines(documents: Sequence[tuple[str, MeasuredPairs]]) -> list[str]:
    """A line for each domain, and one for all where there are several; `documents` are
    (domain, what was found in a document)."""
    together: dict[str, MeasuredPairs] = {}
    for name, judged in documents:
        together.setdefault(name, MeasuredPairs()).add(judged)
    if len(together) > 1:
        together["all"] = MeasuredPairs()
        for _, judged in documents:
            together["all"].add(judged)
    return [judged.line(name) for name, judged in together.items()]
