"""How good pairs are that say how sure they are: F1, calibration error, Brier score, in lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# Chosen for reports, which alone read them: at half, pairs count that a reviewer mostly rejects; at
# double, or with half the doubt, only the few surest.
FLOORS = (0.3, 0.5)
SURE = 0.8
"""Confidence from which a reviewer may expect hardly anything to be wrong."""
_LISTED = 0.15  # confidence; derived, `pairs.miner` proposes nothing below


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of the confidence scale: how many pairs, what they said, which share was right."""

    low: float
    pairs: int
    said: float
    right: float

    @property
    def place(self) -> str:
        return f"{self.low:.1f}-{self.low + 0.1:.1f}"

    def __str__(self) -> str:
        row = f"{self.pairs} pairs, said {self.said:.2f}, right {self.right:.2f}"
        return f"confidence {self.place}: {row}"


def tenths(judged: Iterable[tuple[float, bool]]) -> tuple[Tenth, ...]:
    """The tenths of (confidence, right) pairs, lowest first; those without pairs are left out."""
    groups: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for said, right in judged:
        groups[min(9, int(said * 10))].append((said, right))
    return tuple(_tenth(number, groups[number]) for number in sorted(groups))


def _tenth(number: int, judged: Sequence[tuple[float, bool]]) -> Tenth:
    said, right = (sum(column) / len(judged) for column in zip(*judged, strict=True))
    return Tenth(number / 10, len(judged), said, right)


def calibration_error(found: Sequence[Tenth]) -> float:
    """How far the confidence is from the share that is right, by tenths, on average."""
    listed = sum(tenth.pairs for tenth in found)
    return sum(t.pairs * abs(t.said - t.right) for t in found) / max(1, listed)


@dataclass
class MeasuredPairs:
    """Pairs of one domain: (confidence, right) of those that are not debatable; `wanted` is the
    number that should have been found.

    `found` has, for each wanted pair that was found, how sure its finding was. It differs from the
    right ones among `pairs` only where a wanted pair has several spellings.
    """

    pairs: list[tuple[float, bool]] = field(default_factory=list)
    wanted: int = 0
    found: list[float] | None = None

    def add(self, other: MeasuredPairs) -> None:
        self.found = [*self._finds(), *other._finds()]
        self.pairs = [*self.pairs, *other.pairs]
        self.wanted += other.wanted

    def _finds(self) -> list[float]:
        if self.found is not None:
            return self.found
        return [confidence for confidence, right in self.pairs if right]

    def f1(self, floor: float) -> float:
        """F1 of the pairs at least so sure."""
        precision, recall = self.precision(floor), self._recall(floor)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def precision(self, floor: float) -> float:
        right, taken = self._taken(floor)
        return right / max(1, taken)

    def _recall(self, floor: float) -> float:
        return sum(sure >= floor for sure in self._finds()) / max(1, self.wanted)

    def _taken(self, floor: float) -> tuple[int, int]:
        taken = [right for confidence, right in self.pairs if confidence >= floor]
        return sum(taken), len(taken)

    @property
    def listed(self) -> list[tuple[float, bool]]:
        """The pairs that are sure enough to be proposed to a person."""
        return [(said, right) for said, right in self.pairs if said >= _LISTED]

    @property
    def tenths(self) -> tuple[Tenth, ...]:
        return tenths(self.listed)

    @property
    def calibration_error(self) -> float:
        return calibration_error(self.tenths)

    @property
    def base_rate(self) -> float:
        """The share of the listed pairs that is right."""
        return sum(right for _, right in self.listed) / max(1, len(self.listed))

    @property
    def brier(self) -> float:
        """The mean squared difference between confidence and outcome (1 right, 0 wrong)."""
        listed = self.listed
        return sum((said - right) ** 2 for said, right in listed) / max(1, len(listed))

    @property
    def constant_brier(self) -> float:
        """The Brier score of who says the base rate of every pair."""
        return self.base_rate * (1 - self.base_rate)

    def line(self, name: str) -> str:
        parts = [f"{name}: {self.wanted} pairs"]
        for floor in FLOORS:
            found = f"precision {self.precision(floor):.2f}, recall {self._recall(floor):.2f}"
            parts.append(f"F1 {self.f1(floor):.3f} at {floor} ({found})")
        return "; ".join([*parts, f"calibration error {self.calibration_error:.3f}"])

    @property
    def row(self) -> dict[str, float]:
        """The same as fields: `f1`, `precision` and `recall` at each floor, and the calibration."""
        found: dict[str, float] = {"wanted": self.wanted, "listed": len(self.listed)}
        for floor in FLOORS:
            found[f"f1_at_{floor}"] = round(self.f1(floor), 3)
            found[f"precision_at_{floor}"] = round(self.precision(floor), 3)
            found[f"recall_at_{floor}"] = round(self._recall(floor), 3)
        return found | {
            "calibration_error": round(self.calibration_error, 3),
            "brier": round(self.brier, 3),
        }

    @property
    def sure_line(self) -> str:
        """Precision where the pairs are sure, and how many of the right ones stand there."""
        (right, taken), (all_right, _) = self._taken(SURE), self._taken(FLOORS[0])
        if not taken:
            return f"at confidence >= {SURE}: none"
        share = f"{right / max(1, all_right):.2f} of the {all_right} right at {FLOORS[0]}"
        return f"at confidence >= {SURE}: {right}/{taken} = {right / taken:.3f} right, {share}"

    @property
    def brier_line(self) -> str:
        """The Brier score beside that of a constant; skill is 1 - their ratio."""
        if not self.listed:
            return "Brier score: none, nothing is listed"
        constant = self.constant_brier
        skill = f", skill {1 - self.brier / constant:.2f}" if constant else ""
        beside = f"of a constant ({self.base_rate:.2f}) {constant:.3f}"
        return f"Brier score: {self.brier:.3f}, {beside}{skill}"


def by_domain(documents: Sequence[tuple[str, MeasuredPairs]]) -> dict[str, MeasuredPairs]:
    """What was found in each domain, and in `all` where there are several; `documents` are
    (domain, what was found in a document)."""
    together: dict[str, MeasuredPairs] = {}
    for name, judged in documents:
        together.setdefault(name, MeasuredPairs()).add(judged)
    if len(together) > 1:
        together["all"] = in_all(documents)
    return together


def in_all(documents: Sequence[tuple[str, MeasuredPairs]]) -> MeasuredPairs:
    """What was found in all documents together."""
    everything = MeasuredPairs()
    for _, judged in documents:
        everything.add(judged)
    return everything


def lines(documents: Sequence[tuple[str, MeasuredPairs]]) -> list[str]:
    """A line for each domain, and one for all where there are several."""
    return [judged.line(name) for name, judged in by_domain(documents).items()]


def full_lines(documents: Sequence[tuple[str, MeasuredPairs]]) -> list[str]:
    """`lines`, each with one on the sure pairs and one on the Brier score below it."""
    return [
        line
        for name, judged in by_domain(documents).items()
        for line in (judged.line(name), f"  {judged.sure_line}", f"  {judged.brier_line}")
    ]
