"""Does a part of a term, or its words in another form, stand for it in a target?

A translator shortens (the bill, of a bill of exchange), takes another word for the head (Budget
Law, of the Budget Act) or says 本法 for the title of a law. Words that stand for another term of
the source do not stand for this one, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.checking.expectations import Expectation, SegmentReading
from glossary.checking.ordinary import (
    is_rendered_otherwise,
    is_said_besides,
    times_said,
    with_other_heads,
)
from glossary.checking.rendering import TargetWording, head_of
from glossary.checking.spans import blanked
from glossary.lookup.recognition.recognizer import TermHit
from glossary.model import Span
from glossary.text.english import lemma
from glossary.text.fold import fold

_ENOUGH = 0.5
"""The share of a form's words, by weight, or of its characters that stands for all of it. Chosen:
see tests/checking/quality.py; at half a term of two words passes with one of them replaced, at
double none that a translator shortens or derives."""
_THIS = re.compile(r"\b[Tt]h(?:is|ese) [A-Za-z]|\b[Tt]he [A-Z]\w+\b(?! (?:of )?[A-Z])")
_SPARED = re.compile(
    r"^各(?=...)|^(?:中[華华]民[國国]|中[華华]人民共和[國国])(?=..)"
    r"|\s+of (?:the )?(?:People's )?Republic of China$"
)
_REMARK = re.compile(r"\s*(?:（[^（）]*）|\([^()]*\))$")


def _share(
    expectation: Expectation, reading: SegmentReading, wording: TargetWording, *, head: bool = False
) -> float:
    """How much of a form stands in a text, of the one that has most."""
    return max(wording.share(text, reading.weight, head) for text in texts_of(expectation))


def unclaimed(expectation: Expectation, reading: SegmentReading) -> TargetWording:
    """The target without the terms that stand for others."""
    own = expectation.concept_ids | expectation.nested
    taken = [
        (hit.start, hit.end)
        for hit in reading.target_hits
        if hit.cover and hit.edge and hit.concept_id not in own
        if hit not in reading.unexpected or not _is_part(hit, expectation)
    ] + _places_of_others(expectation, reading)
    return TargetWording(blanked(reading.segment.target.text, taken)) if taken else reading.wording


def is_shortened(
    expectation: Expectation, reading: SegmentReading, free: TargetWording, *, is_replaced: bool
) -> bool:
    """Whether a part of a form stands for it, in what other terms have left `free`. A part without
    its head does not where the source has its words in another place too. Where another term stands
    there that may be instead of it, only nearly all of a long form does."""
    if is_replaced:
        return any(free.has_nearly_all(text) for text in texts_of(expectation))
    if _share(expectation, reading, free, head=True) > _ENOUGH:
        return True
    if any(map(free.has_named_head, texts_of(expectation))):
        return True
    if _share(expectation, reading, free) > _ENOUGH:
        return not _has_words_besides(expectation, reading)
    return False


def is_head_of_others(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether the target has the heads of the forms no more often than other words of the source
    tell: the fees, of 費用."""
    rest, words = _rest(expectation, reading), list(map(lemma, reading.wording.words))
    heads = {lemma(head_of(fold(text))) for text in texts_of(expectation)}
    if _is_named_again(expectation, rest):  # asked first, since the dictionary takes longer
        return True
    return all(words.count(head) <= times_said(head, rest) for head in heads)


def is_only_derived(form: str, expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether only a word of the stem of a form stands there, which another of the source is:
    the contract, of 契約, and not the contractor."""
    return reading.wording.derives(form) and is_said_besides(form, _rest(expectation, reading))


def has_other_head(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether a form stands there with another word for its head."""
    return any(
        reading.wording.share(other, reading.weight) == 1
        for text in texts_of(expectation)
        for other in with_other_heads(text, expectation.term)
    )


def names_itself(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether a Chinese target says 本法 for the title of a law, and not for "this Act"."""
    if not reading.segment.is_into_chinese:
        return False
    if not any(map(reading.wording.names_itself, texts_of(expectation))):
        return False
    return not _THIS.search(_rest(expectation, reading).text)


def _rest(expectation: Expectation, reading: SegmentReading) -> TargetWording:
    """The source without the term, wherever it stands."""
    same = [e.span for e in reading.expectations if e.concept_ids & expectation.concept_ids]
    return TargetWording(blanked(reading.segment.source.text, same))


def _has_words_besides(expectation: Expectation, reading: SegmentReading) -> bool:
    """Whether the source has words of a term in another place too, which the target's render."""
    text = blanked(reading.segment.source.text, [expectation.span])
    return not TargetWording(text).tokens.isdisjoint(TargetWording(expectation.term).tokens)


def _is_named_again(expectation: Expectation, rest: TargetWording) -> bool:
    """Whether the source has the end of a Chinese term besides, or with a demonstrative: 本法."""
    text, term = rest.text, expectation.term
    ends = [f"{this}{term[-size:]}" for this in "本該此该" for size in (1, 2)]
    return any(end in text for end in (term[-2:], *ends))


def texts_of(expectation: Expectation) -> Iterator[str]:
    """The forms, without a remark in brackets at the end; then without the name of a state, which
    titles of its laws leave out at home, and without "each" in front."""
    texts = [_REMARK.sub("", row.text) or row.text for row in expectation.allowed]
    yield from texts
    yield from (short for text in texts if (short := _SPARED.sub("", text)) != text)


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
    """Whether a term of the target is a part of a form: 受益權 of 受益權單位淨資產價值. English may
    leave out words of any place and number: amateur stations, of an amateur radio station."""
    part = fold(hit.term.text)
    if not part.isascii():
        return any(part in fold(text) for text in texts_of(expectation))
    words = list(map(lemma, part.split()))
    return any(_is_in_order(words, map(lemma, fold(t).split())) for t in texts_of(expectation))


def _is_in_order(words: list[str], others: Iterator[str]) -> bool:
    """Whether others have all words in this order."""
    return all(word in others for word in words)  # each search goes on behind the one before


def instead_of(expectation: Expectation, reading: SegmentReading) -> TermHit | None:
    """The term of the target that seems to stand for it: the only one that nothing in the source
    accounts for."""
    if len(reading.unexpected) != 1:
        return None
    hit, source = reading.unexpected[0], reading.segment.source.text
    if _is_part(hit, expectation):
        return None
    explained = is_rendered_otherwise(hit.term.text, TargetWording(source))
    return None if explained else hit
