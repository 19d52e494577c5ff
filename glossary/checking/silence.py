"""When a term without its listed form is no mistake, or only may be one.

it stands in other words, an inversion, a derivation, a shorter form     nothing is said
the sentence before had it, and a pronoun or short form stands for it    a note
one character, or what a translator may leave out                        a note
otherwise                                                                a warning; an error if
                                                                         another term stands there
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from glossary.checking.expectations import Expectation, SegmentReading
from glossary.checking.ordinary import is_rendered_otherwise
from glossary.checking.rendering import TargetWording
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
    "zh": re.compile("[其此該该彼渠]|前[項项條条述]|上[述開开]"),
}


_DEFINES = re.compile(
    r"[」”』\"]?(?:\s*[（(][^）)]*[）)])?\s*"
    r"(?:[：:]|，?係?指(?![示定派導数數揮])|means\b|refers\b|shall mean\b)"
)
_HEAD = {"zh": 40, "en": 120}
"""Characters in which a term that is defined is named: chosen. At half the number and article
before long ones push them out, at double the words of the definition count."""


class MissingVerdict(NamedTuple):
    """How bad it is that a term is missing (None: not at all), and why."""

    severity: str | None
    message: str = ""
    target_spans: tuple[Span, ...] = ()
    found: str = ""


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
        if not target.strip() or reading.hits_of(expectation.allowed):
            return _RIGHT
        if _is_defined(expectation, reading):
            return _of_definition(expectation, reading)
        wording = reading.wording
        share = max(wording.share(row.text, reading.weight) for row in expectation.allowed)
        if any(map(wording.has_acronym, _texts(expectation))):
            return _RIGHT
        other = _instead(expectation, reading)
        shortened = share > _ENOUGH or any(map(wording.has_head, _texts(expectation)))
        if shortened and other is None:
            return _RIGHT
        best = expectation.allowed[0].text
        message = f"{expectation.term!r} is not rendered as {best!r}"
        if is_rendered_otherwise(expectation.term, wording):
            return MissingVerdict(
                "note", f"{message}, but by another word that a dictionary has for it"
            )
        if other:
            said = f"{message}; {other.term.text!r} stands there"
            return MissingVerdict("error", said, ((other.start, other.end),), other.term.text)
        if len(fold(expectation.term)) == 1:
            return MissingVerdict("note", f"{message}; a term of one character")
        if expectation.concept_ids & self._before and _may_leave_out(reading):
            return MissingVerdict(
                "note", f"{message}; the segment before has it: a pronoun or ellipsis?"
            )
        return MissingVerdict("warning", message)


def _may_leave_out(reading: SegmentReading) -> bool:
    """Whether a target may leave a term to the sentence before: it has more pronouns than its
    source, or is Chinese, which needs none, and has no term that nothing in the source accounts
    for."""
    if reading.segment.is_into_chinese and not reading.unexpected:
        return True
    source, target = reading.segment.source, reading.segment.target
    count = [len(_PRONOUNS[side.language].findall(side.text)) for side in (source, target)]
    return count[1] > count[0]


def _is_defined(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether the segment says what its term means, so that nothing else can stand for it."""
    return bool(_DEFINES.match(reading.segment.source.text, expectation.span[1]))


def _of_definition(expectation: Expectation, reading: SegmentReading) -> MissingVerdict:
    """A term that is defined has to be named before its definition, which may have its words."""
    target = reading.segment.target
    head = TargetWording(target.text[: _HEAD[target.language]])
    if any(head.share(text, reading.weight) == 1 for text in _texts(expectation)):
        return _RIGHT
    said = f"{expectation.term!r}, which is defined here, is not {next(_texts(expectation))!r}"
    return MissingVerdict("warning", said)


def _texts(expectation: Expectation) -> Iterator[str]:
    return (row.text for row in expectation.allowed)


def _instead(expectation: Expectation, reading: SegmentReading) -> TermHit | None:
    """The term of the target that seems to stand for it: the only one that nothing in the source
    accounts for."""
    if len(reading.unexpected) != 1:
        return None
    hit, source = reading.unexpected[0], reading.segment.source.text
    explained = is_rendered_otherwise(hit.term.text, TargetWording(source))
    return None if explained else hit
