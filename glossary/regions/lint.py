"""Words of another region in a running Chinese text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from glossary.model import Span
from glossary.regions.edges import stands_alone
from glossary.regions.index import Claim, RegionIndex, region_index
from glossary.regions.words import REGIONS, key
from glossary.text.tags import normalise_tag

Severity = Literal["warning", "question"]

_AROUND = 24  # characters before and after in which a cue counts; chosen, about a clause each way


@dataclass(frozen=True, slots=True)
class ForeignWord:
    """A word of other regions, by its span in the text.

    `question`: the form is a word here too, and nothing around it says in which sense it stands.
    `counterparts`: what is said here instead, the usual form first. `source`: who says so.
    `because`: the words around it that decided, if any.
    """

    start: int
    end: int
    text: str
    severity: Severity
    regions: tuple[str, ...]
    counterparts: tuple[str, ...]
    english: str
    sense: str
    source: str
    because: tuple[str, ...] = ()


def foreign_words(text: str, tag: str) -> list[ForeignWord]:
    """The words of other regions in `text`, which is meant for the region of a language tag.

    A tag without one of REGIONS (`zh-Hant`, `en`) claims none. Raises InvalidInput for an
    ill-formed tag.
    """
    region = region_of(tag)
    return list(_found(text, region_index(region))) if region else []


def region_of(tag: str) -> str | None:
    """The region of a Chinese tag, if the tables know it."""
    parts = normalise_tag(tag).split("-")
    return next((part for part in parts[1:] if part in REGIONS), None) if parts[0] == "zh" else None


def _found(text: str, index: RegionIndex) -> Iterator[ForeignWord]:
    folded = key(text)
    for start, end in index.spans(folded):
        if stands_alone(folded, start, end):
            found = _judged(text, folded, (start, end), index)
            if found:
                yield found


def _judged(text: str, folded: str, span: Span, index: RegionIndex) -> ForeignWord | None:
    """What the claims about a form come to in its context."""
    start, end = span
    around = folded[max(0, start - _AROUND) : start] + "\n" + folded[end : end + _AROUND]
    claims = index.claims[folded[start:end]]
    decided = [(claim, cues) for claim in claims if (cues := _standing(claim.word.cues, around))]
    spoken = {id(c) for c in claims if _standing(c.word.against, around)}
    likely = [claim for claim, _ in decided] or [c for c in claims if id(c) not in spoken]
    if not likely:
        return None
    asked = folded[start:end] in index.own or all(index.region in c.word.asked for c in likely)
    severity: Severity = "question" if asked and not decided else "warning"
    because = tuple(dict.fromkeys(cue for _, cues in decided for cue in cues))
    return _word(text, span, severity, likely, index.region, because)


def _standing(cues: Iterable[str], around: str) -> list[str]:
    return [cue for cue in cues if cue in around]


def _word(
    text: str,
    span: Span,
    severity: Severity,
    claims: list[Claim],
    region: str,
    because: tuple[str, ...],
) -> ForeignWord:
    words = [claim.word for claim in claims]
    return ForeignWord(
        *span,
        text[slice(*span)],
        severity,
        tuple(dict.fromkeys(r for claim in claims for r in claim.regions)),
        tuple(dict.fromkeys(form for word in words for form in word.of(region))),
        _joined(word.english for word in words),
        _joined(word.sense for word in words),
        _joined(word.source for word in words),
        because,
    )


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))
