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
from typing import NamedTuple

from glossary.checking.expectations import Expectation, SegmentReading
from glossary.checking.names import longer_name
from glossary.checking.ordinary import is_rendered_otherwise
from glossary.checking.rendering import TargetWording
from glossary.checking.shortening import (
    has_other_head,
    instead_of,
    is_head_of_others,
    is_only_derived,
    is_shortened,
    names_itself,
    texts_of,
    unclaimed,
)
from glossary.lookup.recognition.recognizer import TermHit
from glossary.model import Span
from glossary.text.fold import fold

_PRONOUNS = {
    "en": re.compile(
        r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|such|said|thereof|thereto|"
        r"therein|aforesaid|aforementioned|former|latter)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        "(?<![及與与和暨])其(?![他它餘余中次])|(?<!其)[彼渠他她它牠](?!人)|[前上][述開开]"
    ),
}
"""其 behind 及 and the like refers to the noun before, and to none of another sentence."""
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
    it less: a "pronoun", another "word", a longer "name", a term that is "shortened" to a head that
    other words of the source tell, "unsaid" as Chinese often does, or one that is said "again"."""

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
        whole = [t for t in texts_of(expectation) if wording.share(t, reading.weight) == 1]
        if whole and not reading.segment.is_into_chinese:  # Chinese joins terms: 進出口
            own = unclaimed(expectation, reading)
            whole = [text for text in whole if own.share(text, reading.weight) == 1]
        if not all(is_only_derived(text, expectation, reading) for text in whole):
            return _RIGHT
        if any(map(wording.has_acronym, texts_of(expectation))):
            return _RIGHT
        if has_other_head(expectation, reading) or names_itself(expectation, reading):
            return _RIGHT
        other, free = instead_of(expectation, reading), unclaimed(expectation, reading)
        if not whole and is_shortened(expectation, reading, free, is_replaced=other is not None):
            return _RIGHT
        is_head = not other and not whole and any(map(free.has_head, texts_of(expectation)))
        if is_head and not is_head_of_others(expectation, reading):
            return _RIGHT
        best = expectation.allowed[0].text
        message = f"{expectation.term!r} is not rendered as {best!r}"
        if name := longer_name(reading.segment.source.text, expectation.span):
            return MissingVerdict("warning", f"{message}; part of {name!r}", excuse="name")
        if is_rendered_otherwise(expectation.term, wording):
            return MissingVerdict("warning", message, excuse="word")
        if other:
            said = f"{message}; {other.term.text!r} stands there"
            return MissingVerdict("error", said, ((other.start, other.end),), other.term.text)
        if is_head:
            return MissingVerdict("warning", message, excuse="shortened")
        if len(fold(expectation.term)) == 1:
            return MissingVerdict("note", f"{message}; a term of one character")
        was_before = bool(expectation.concept_ids & self._before)
        if was_before and not reading.unexpected and _has_pronoun(reading):
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
    folded = reading.wording.folded
    rendered = max(len(hits), *(folded.count(fold(text)) for text in texts_of(expectation)))
    if not reading.segment.is_into_chinese or not is_last or rendered >= len(same):
        return _RIGHT
    said = f"{expectation.term!r} is said {len(same)} times, and rendered {rendered}"
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
    if named or any(head.share(text, reading.weight) == 1 for text in texts_of(expectation)):
        return _RIGHT
    said = f"{expectation.term!r}, which is defined here, is not {next(texts_of(expectation))!r}"
    return MissingVerdict("warning", said)
