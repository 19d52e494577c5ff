"""Words of another region in a running Chinese text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary.model import Span
from glossary.regions.edges import stands_alone
from glossary.regions.index import Claim, RegionIndex, region_index
from glossary.regions.script import foreign_script
from glossary.regions.words import REGIONS, ForeignWord, Severity, key
from glossary.text.tags import normalise_tag

_AROUND = 10  # characters before and after in which a cue counts: chosen, about a clause


def lint(text: str, tag: str) -> list[ForeignWord]:
    """What is of another region or another script than the text is meant for, in its order.

    Raises InvalidInput for an ill-formed tag.
    """
    words = foreign_words(text, tag)
    taken = {at for word in words for at in range(word.start, word.end)}
    script = [w for w in foreign_script(text, tag) if not taken.issuperset(range(w.start, w.end))]
    return sorted([*words, *script], key=lambda word: (word.start, word.end))


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
    likely = [claim for claim, _ in decided] or [
        c for c in claims if id(c) not in spoken and not c.word.needs_cue(c.form, index.region)
    ]
    if not likely:
        return None
    asked = folded[start:end] in index.own or all(
        c.word.is_asked(c.form, index.region) for c in likely
    )
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
        severity=severity,
        regions=tuple(dict.fromkeys(r for claim in claims for r in claim.regions)),
        counterparts=tuple(dict.fromkeys(form for word in words for form in word.of(region))),
        english=_joined(word.english for word in words),
        sense=_joined(word.sense for word in words),
        source=_joined(word.source for word in words),
        because=because,
    )


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))
