"""From scored candidates to the pairs of one sentence pair that can stand together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glossary.mining.pairs.stretches import Stretch


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its confidence."""

    zh: Stretch
    en: Stretch
    confidence: float


def decode(candidates: Iterable[Scored]) -> list[Scored]:
    """The best candidates, taken greedily, that do not contradict each other.

    Two pairs agree when they touch on neither side, or when one lies inside the other on both;
    the same stretch has one counterpart only.
    """
    taken: list[Scored] = []
    order = sorted(candidates, key=lambda c: (-c.confidence, c.zh.first, c.en.first, c.zh.last))
    for candidate in order:
        if all(_agree(candidate, other) for other in taken):
            taken.append(candidate)
    return taken


def _agree(one: Scored, two: Scored) -> bool:
    touch_zh, touch_en = one.zh.overlaps(two.zh), one.en.overlaps(two.en)
    if not touch_zh and not touch_en:
        return True
    if _same(one.zh, two.zh) or _same(one.en, two.en):
        return False
    inside = one.zh.within(two.zh) and one.en.within(two.en)
    return inside or (two.zh.within(one.zh) and two.en.within(one.en))


def _same(one: Stretch, two: Stretch) -> bool:
    return (one.first, one.last) == (two.first, two.last)
