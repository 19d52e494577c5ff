"""What was decided in a sitting: how much, how fast, and how right the confidences were."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from glossary.store.base import DecisionMade, ReviewReader

PAUSE = 300
"""Seconds without a decision after which a person is taken to have paused. Chosen: a hard case with
its document open takes three minutes; at half it counts as a pause, at double a telephone call is
work."""
RELIABILITY_BINS = 10
"""Bins of confidence. Chosen, as reliability diagrams have: at double most bins of a sitting hold a
few decisions, at half 0.81 and 0.99 are one."""
_DECIDING = ("approve", "amend", "reject")


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The decided candidates with a confidence from `least` to less than `below` (1 is in the last
    bin): the mean of their confidences, and how many were approved as they were, or amended."""

    least: float
    below: float
    said: float
    decided: int
    approved: int
    amended: int


@dataclass(frozen=True, slots=True)
class JudgedSummary:
    """Candidates by their last decision, none of which is taken back.

    `steps` counts what was said at once as one; `seconds` is the time between steps without pauses,
    summed over people, and `per_hour` how many steps that is an hour (None if no time passed).
    """

    decided: int
    approved: int
    amended: int
    rejected: int
    skipped: int
    steps: int
    seconds: int
    per_hour: float | None
    first_at: str
    last_at: str
    said: float | None
    """The mean confidence of what was decided."""
    bins: tuple[ReliabilityBin, ...]


def summary(store: ReviewReader, since: str = "", by: str | None = None) -> JudgedSummary:
    """What was decided since an ISO date or time, by one person if given."""
    made = store.decisions_made(since, by)
    last = {each.candidate_id: each for each in made}.values()
    counts = Counter(each.decision for each in last)
    decided = [each for each in last if each.decision in _DECIDING]
    gaps = [gap for times in _times(made) for gap in _gaps(times)]
    return JudgedSummary(
        decided=len(decided),
        approved=counts["approve"],
        amended=counts["amend"],
        rejected=counts["reject"],
        skipped=counts["skip"],
        steps=len({each.step for each in made}),
        seconds=sum(gaps),
        per_hour=len(gaps) * 3600 / sum(gaps) if sum(gaps) else None,
        first_at=made[0].at if made else "",
        last_at=made[-1].at if made else "",
        said=_mean(decided),
        bins=_bins(decided),
    )


def _times(made: Iterable[DecisionMade]) -> Iterable[list[str]]:
    """The times of the steps of each person, in order, without those that nobody knows."""
    times: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for each in made:
        if each.at:
            times[each.by][each.step] = each.at
    return [list(steps.values()) for steps in times.values()]


def _gaps(times: Sequence[str]) -> list[int]:
    """The seconds between one time and the next, without pauses."""
    gaps = ((_time(two) - _time(one)).total_seconds() for one, two in pairwise(times))
    return [int(gap) for gap in gaps if 0 <= gap <= PAUSE]


def _time(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _mean(decided: Sequence[DecisionMade]) -> float | None:
    return sum(each.confidence for each in decided) / len(decided) if decided else None


def _bins(decided: Iterable[DecisionMade]) -> tuple[ReliabilityBin, ...]:
    """The bins that hold a decision, in order."""
    held: defaultdict[int, list[DecisionMade]] = defaultdict(list)
    for each in decided:
        held[min(int(each.confidence * RELIABILITY_BINS), RELIABILITY_BINS - 1)].append(each)
    return tuple(_bin(number, held[number]) for number in sorted(held))


def _bin(number: int, held: Sequence[DecisionMade]) -> ReliabilityBin:
    counts = Counter(each.decision for each in held)
    return ReliabilityBin(
        least=number / RELIABILITY_BINS,
        below=(number + 1) / RELIABILITY_BINS,
        said=_mean(held) or 0.0,
        decided=len(held),
        approved=counts["approve"],
        amended=counts["amend"],
    )
