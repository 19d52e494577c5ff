"""Proposals of all miners into one list: a pair stands once, with all its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from glossary.model import Evidence, Proposal, Span
from glossary.text.fold import en_key, zh_key

_SUREST = 0.99  # nothing mined is certain
_FURTHER = 0.5  # how far a further place may be taken for independent of the first


def merged(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Each pair once, in the order of its first place, its evidence best first."""
    groups: dict[tuple[str, str], list[Proposal]] = {}
    for proposal in map(_rounded, proposals):
        key = zh_key(proposal.zh), en_key(proposal.en)
        groups.setdefault(key, []).append(proposal)
    return sorted(map(_joined, groups.values()), key=_place)


def _rounded(proposal: Proposal) -> Proposal:
    """Confidence to two places: what machines compute differently must not order anything."""
    evidence = tuple(replace(e, confidence=round(e.confidence, 2)) for e in proposal.evidence)
    return replace(proposal, confidence=round(proposal.confidence, 2), evidence=evidence)


def _joined(group: list[Proposal]) -> Proposal:
    """One proposal of many: the words, kind and method of the best, the evidence of all."""
    best = max(group, key=lambda p: (p.confidence, *_reversed(_place(p))))
    evidence = _distinct(e for p in group for e in p.evidence)
    return replace(
        best,
        confidence=combined([e.confidence for e in evidence]),
        evidence=tuple(evidence),
        abbreviation=next((p.abbreviation for p in [best, *group] if p.abbreviation), None),
    )


def _distinct(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Each place once, by the method that is surest of it; best first, then by place."""
    places: dict[tuple[str, Span, Span], Evidence] = {}
    for item in evidence:
        place = item.document, item.zh_span, item.en_span
        if place not in places or item.confidence > places[place].confidence:
            places[place] = item
    return sorted(places.values(), key=lambda e: (-e.confidence, e.document, e.zh_span, e.en_span))


def combined(confidences: list[float]) -> float:
    """The chance that a pair is right which several places propose.

    The same words mined twice the same way may be wrong twice for one reason: a further place
    takes away less doubt than it would if it were independent.
    """
    first, *further = sorted(confidences, reverse=True)
    doubt = 1 - first
    for confidence in further:
        doubt *= 1 - _FURTHER * confidence
    return min(_SUREST, round(1 - doubt, 2))


def _place(proposal: Proposal) -> tuple[int, int, str, str]:
    first = min(e.zh_span for e in proposal.evidence)
    return *first, proposal.zh, proposal.en


def _reversed(place: tuple[int, int, str, str]) -> tuple[int, int]:
    return -place[0], -place[1]
