"""When a term without its listed form is no mistake, or only may be one.

it stands in other words, an inversion, a derivation, a shorter form     nothing is said
the sentence before had it, and a pronoun stands for it                  a note, unless
                                                                         something else does
one character, or what a translator may leave out                        a note
otherwise                                                                a warning; an error if
                                                                         another term stands there
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from glossary.checking.expectations import Expectation, SegmentReading
from glossary.checking.ordinary import is_rendered_otherwise, is_said_besides, with_other_heads
from glossary.checking.rendering import TargetWording
from glossary.checking.spans import blanked
from glossary.lookup.recognition.recognizer import TermHit
from glossary.model import Span
from glossary.text.fold import fold

_ENOUGH = 0.5
"""The share of a form's words, by weight, or of its characters that stands for all of it. Chosen:
see tests/checking/quality.py; at half a term of two words passes with one of them replaced, at
double none that a translator shortens or derives."""
_PRONOUNS = {
    "en": re.compile(
        r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|such|said|thereof|thereto|"
        r"therein|aforesaid|aforementioned|former|latter)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile("其(?![他它餘余中次])|(?<!其)[彼渠他她它牠](?!人)|[前上][述開开]"),
}


_DEFINES = re.compile(
    r"[」”』\"]?(?:\s*[（(][^）)]*[）)][”\"]?)?\s*"
    r"(?:in this \w+ |(?:as )?(?:mentioned|referred to|used|specified|set forth) [^,.;:]{,60})?"
    r"(?:[：:]|(?:者)?[，,]?(?:係?指(?![示定派導数數揮])|[謂谓])|means\b|refers\b|shall mean\b)"
)
_MEANS = re.compile(
    r"[：:]|，?係?指(?![示定派導数數揮])|[,，]?[謂谓]|"
    r"\b(?:means?|refers?|referring|shall mean|shall refer|is defined|are defined)\b",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*(?:（[^（）]*）|\([^()]*\))$")
_LEADING = 30
"""Characters before a term with whose definition a segment begins: chosen, for "as referred to in
the preceding paragraph". At half those are missed, at double a colon before a list counts."""
_CALLED = re.compile(r"[（(](?:以下|hereinafter|hereafter|below)[^）)]*[）)]?", re.IGNORECASE)
_HEAD = {"zh": 40, "en": 120}
"""Characters in which a term that is defined is named, where no word like "means" tells: chosen. At
half the number and article before long ones push them out, at double the words of the definition
count."""


class MissingVerdict(NamedTuple):
    """How bad it is that a term is missing (None: not at all), and why. `excuse` is what may make
    it less: a "pronoun", another "word", a term that is "unsaid" as Chinese often does, or one that
    is said "again"."""

    severity: str | None
    message: str = ""
    target_spans: tuple[Span, ...] = ()
    found: str = ""
    excuse: str = ""


_RIGHT = MissingVerdict(None)


class Silence:
    """Judges missing terms of one file, segment by segment."""

    def __init__(self) -> None:
        self._before: frozenset[str] = frozenset()

    def remember(self, reading: SegmentReading) -> None:
        """Keep which terms this segment has, for the next one."""
        self._before = frozenset(
            concept_id for each in reading.expectations for concept_id in each.concept_ids
        )

    def of(self, expectation: Expectation, reading: SegmentReading) -> MissingVerdict:
        """Whether to report that none of the forms is recognised in the target."""
        target = reading.segment.target.text
        if not target.strip():
            return _RIGHT
        hits = reading.hits_of(expectation.allowed)
        is_defined = _is_defined(expectation, reading)
        if hits and not (is_defined and _is_leading(expectation, reading)):
            return _of_places(expectation, reading, hits)
        if is_defined:
            return _of_definition(expectation, reading, hits)
        wording = reading.wording
        whole = [t for t in _texts(expectation) if wording.share(t, reading.weight) == 1]
        if not all(_is_only_derived(text, expectation, reading) for text in whole):
            return _RIGHT
        if any(map(wording.has_acronym, _texts(expectation))):
            return _RIGHT
        if _has_other_head(expectation, reading):
            return _RIGHT
        other = _instead(expectation, reading)
        if other is None and not whole and _is_shortened(expectation, reading):
            return _RIGHT
        best = expectation.allowed[0].text
        message = f"{expectation.term!r} is not rendered as {best!r}"
        if is_rendered_otherwise(expectation.term, wording):
            return MissingVerdict("warning", message, excuse="word")
        if other:
            said = f"{message}; {other.term.text!r} stands there"
            return MissingVerdict("error", said, ((other.start, other.end),), other.term.text)
        if len(fold(expectation.term)) == 1:
            return MissingVerdict("note", f"{message}; a term of one character")
        was_before = bool(expectation.concept_ids & self._before)
        if was_before and _has_pronoun(reading):
            return MissingVerdict("warning", message, excuse="pronoun")
        may_be_unsaid = was_before and reading.segment.is_into_chinese and not reading.unexpected
        return MissingVerdict("warning", message, excuse="unsaid" if may_be_unsaid else "")


def _of_places(
    expectation: Expectation, reading: SegmentReading, hits: list[TermHit]
) -> MissingVerdict:
    """A term that the source says more often than a Chinese target may be left out there, or
    replaced. English seldom repeats one."""
    same = [e.span for e in reading.expectations if e.concept_ids & expectation.concept_ids]
    is_last = expectation.span == same[-1]
    if not reading.segment.is_into_chinese or not is_last or len(hits) >= len(same):
        return _RIGHT
    said = f"{expectation.term!r} is said {len(same)} times, and rendered {len(hits)}"
    return MissingVerdict("warning", said, excuse="again")


def _has_pronoun(reading: SegmentReading) -> bool:
    """Whether a target has more pronouns than its source."""
    source, target = reading.segment.source, reading.segment.target
    count = [len(_PRONOUNS[side.language].findall(side.text)) for side in (source, target)]
    return count[1] > count[0]


def _is_defined(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether the segment says what its term means, so that nothing else can stand for it."""
    return bool(_DEFINES.match(reading.segment.source.text, expectation.span[1]))


def _is_leading(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether a segment begins with the definition of a term."""
    before = reading.segment.source.text[: expectation.span[0]]
    return len(before) <= _LEADING and not any(sign in before for sign in ":：")


def _of_definition(
    expectation: Expectation, reading: SegmentReading, hits: list[TermHit]
) -> MissingVerdict:
    """A term that is defined has to be named before the definition, which may have its words."""
    target = reading.segment.target
    means = _MEANS.search(target.text, 1)
    end = means.start() if means else _HEAD[target.language]
    head = TargetWording(_CALLED.sub(" ", target.text[:end]))
    named = any(hit.start < end for hit in hits)
    if named or any(head.share(text, reading.weight) == 1 for text in _texts(expectation)):
        return _RIGHT
    said = f"{expectation.term!r}, which is defined here, is not {next(_texts(expectation))!r}"
    return MissingVerdict("warning", said)


def _share(
    expectation: Expectation, reading: SegmentReading, wording: TargetWording, *, head: bool = False
) -> float:
    """How much of a form stands in a text, of the one that has most."""
    return max(wording.share(text, reading.weight, head) for text in _texts(expectation))


def _is_shortened(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether a part of a form stands for it. Words of another term of the target do not, and
    those without its head not where the source has them in another place too."""
    own = expectation.concept_ids | expectation.nested
    taken = [
        (hit.start, hit.end)
        for hit in reading.target_hits
        if hit.cover and hit.edge and hit.concept_id not in own
        if hit not in reading.unexpected or not _is_part(hit, expectation)
    ] + _places_of_others(expectation, reading)
    free = TargetWording(blanked(reading.segment.target.text, taken)) if taken else reading.wording
    if _share(expectation, reading, free, head=True) > _ENOUGH:
        return True
    if any(map(free.has_named_head, _texts(expectation))):
        return True
    if _share(expectation, reading, free) > _ENOUGH:
        return not _has_words_besides(expectation, reading)
    return any(map(free.has_head, _texts(expectation))) and not _is_named_again(
        expectation, reading
    )


def _is_only_derived(form: str, expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether only a word of the stem of a form stands there, which another of the source is:
    the contract, of 契約, and not the contractor."""
    return reading.wording.derives(form) and is_said_besides(form, _rest(expectation, reading))


def _has_other_head(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether a form stands there with another word for its head."""
    return any(
        reading.wording.share(other, reading.weight) == 1
        for text in _texts(expectation)
        for other in with_other_heads(text, expectation.term)
    )


def _rest(expectation: Expectation, reading: SegmentReading) -> TargetWording:
    """The source without the term, wherever it stands."""
    same = [e.span for e in reading.expectations if e.concept_ids & expectation.concept_ids]
    return TargetWording(blanked(reading.segment.source.text, same))


def _has_words_besides(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether the source has words of a term in another place too, which the target's render."""
    text = blanked(reading.segment.source.text, [expectation.span])
    return not TargetWording(text).tokens.isdisjoint(TargetWording(expectation.term).tokens)


def _is_named_again(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether the source has the end of a Chinese term besides, or with a demonstrative: 本法."""
    text, term = blanked(reading.segment.source.text, [expectation.span]), expectation.term
    ends = [f"{this}{term[-size:]}" for this in "本該此该" for size in (1, 2)]
    return any(end in text for end in (term[-2:], *ends))


def _texts(expectation: Expectation) -> Iterator[str]:
    """The forms, without a remark in brackets at the end."""
    return (_REMARK.sub("", row.text) or row.text for row in expectation.allowed)


def _places_of_others(expectation: Expectation, reading: SegmentReading) -> list[Span]:
    """Where the target has forms of other terms without a remark that they have at the end."""
    target = reading.wording.folded
    forms = {
        fold(_REMARK.sub("", row.text))
        for other in reading.expectations
        if other.concept_ids.isdisjoint(expectation.concept_ids)
        for row in other.allowed
        if _REMARK.search(row.text)
    }
    return [m.span() for form in forms if form for m in re.finditer(re.escape(form), target)]


def _is_part(hit: TermHit, expectation: Expectation) -> bool:
    """Whether a term of the target is a part of a form: 受益權 of 受益權單位淨資產價值."""
    return any(fold(hit.term.text) in fold(text) for text in _texts(expectation))


def _instead(expectation: Expectation, reading: SegmentReading) -> TermHit | None:
    """The term of the target that seems to stand for it: the only one that nothing in the source
    accounts for."""
    if len(reading.unexpected) != 1:
        return None
    hit, source = reading.unexpected[0], reading.segment.source.text
    if _is_part(hit, expectation):
        return None
    explained = is_rendered_otherwise(hit.term.text, TargetWording(source))
    return None if explained else hit
