"""Proposals of all miners into one list: a pair stands once, with all its evidence.

What a pair is called and in what order its evidence stands is told by place and method, never by
confidence: a proof does not move because a number did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from glossary.model import Evidence, Proposal, Span
from glossary.text.fold import en_key, zh_key

_SUREST = 0.99  # nothing mined is certain: chosen; twice the doubt, 0.98, would still be approved
# by itself in the demo, and half of it too
_METHODS = ("gloss", "keyword", "definition", "table", "parallel", "title", "model")
"""The most explicit first."""
_JUDGED = ("parallel", "model")  # by one scorer, from the words of the sentences
_FURTHER = 0.5  # how far a further place may be taken for independent of the first: chosen, halfway
# between 0, where it proves nothing, and 1, where it is as good as the first


def merged(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Each pair once, in the order of its first place, its evidence in the order of the text."""
    groups: dict[tuple[str, str], list[Proposal]] = {}
    for proposal in map(_rounded, proposals):
        key = zh_key(proposal.zh), en_key(proposal.en)
        groups.setdefault(key, []).append(proposal)
    return sorted(map(_joined, groups.values()), key=_place)


def _rounded(proposal: Proposal) -> Proposal:
    """Confidence to two places, as it is shown and compared."""
    evidence = tuple(replace(e, confidence=round(e.confidence, 2)) for e in proposal.evidence)
    return replace(proposal, confidence=round(proposal.confidence, 2), evidence=evidence)


def _joined(group: list[Proposal]) -> Proposal:
    """One proposal of many: the words, kind and method of the most explicit (see `leading`), the
    evidence of all."""
    told = min(
        group, key=lambda p: (_rank(p.method), p.evidence[0].in_heading, p.evidence[0].place)
    )
    evidence = _distinct(e for p in group for e in p.evidence)
    return replace(
        told,
        confidence=combined(_counting(evidence)),
        evidence=tuple(evidence),
        abbreviation=next((p.abbreviation for p in [told, *group] if p.abbreviation), None),
    )


def _distinct(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Each place once, by the most explicit method, as sure as the surest, with the definitions of
    all; in order of place."""
    places: dict[tuple[str, Span, Span], Evidence] = {}
    for item in sorted(evidence, key=lambda e: _rank(e.method)):
        known = places.setdefault(item.place, item)
        places[item.place] = replace(
            known,
            confidence=max(known.confidence, item.confidence),
            zh_definition=known.zh_definition or item.zh_definition,
            en_definition=known.en_definition or item.en_definition,
        )
    return [places[place] for place in sorted(places)]


def _rank(method: str) -> int:
    return _METHODS.index(method) if method in _METHODS else len(_METHODS)


def _counting(evidence: Sequence[Evidence]) -> list[float]:
    """The confidence of each place that counts: of those found by translation the surest alone.

    How often a pair recurs has already told in the confidence of each such place. Counted again,
    it would lift a general word, which recurs more than any term, to the certainty of a gloss. What
    a model names is judged by the same scorer, so that it is no second witness.
    """
    told = [e.confidence for e in evidence if e.method not in _JUDGED]
    found = [e.confidence for e in evidence if e.method in _JUDGED]
    return told + ([max(found)] if found else [])


def combined(confidences: Iterable[float]) -> float:
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
