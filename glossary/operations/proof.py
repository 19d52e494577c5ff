"""Proof: check that a pair occurs where its evidence says, and find other terms in its sentences.
The verb `why` shows it for an entry or a candidate.

A document's text contains markup, its sentences do not. So both are compared *bare*: without markup
(by the same grammar as reading), quotation marks, brackets and whitespace; every bare character has
its offset in the text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from glossary.model import Block, Candidate, ConceptEntry, Evidence, Markup, Span
from glossary.store.base import Store
from glossary.text.dictionary_form import is_form
from glossary.text.fold import term_key

TextOf = Callable[[str], str | None]
"""The text of a document by its hash; None if it is not stored."""

CUT = 1_000
"""The maximum length, in bare characters, of a footnote between the halves of a sentence. Chosen:
at half a sentence around a longer note is not found again, and its pair cannot be approved; at
double, two pieces that stand further apart count as one sentence."""

_SIGNS = frozenset("「」『』《》〈〉“”‘’\"'·‧•・（）()[]*`")


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a piece of evidence holds and, if not, why."""

    evidence: Evidence
    holds: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proofs:
    """The answer to `why`: an entry or a candidate, with its evidence checked again."""

    subject: ConceptEntry | Candidate
    proofs: tuple[Proof, ...]


def why(store: Store, subject_id: str) -> Proofs:
    """Check the evidence of an entry, or of a candidate (by its number), again. Raises NotFound."""
    subject: ConceptEntry | Candidate
    if re.fullmatch("[0-9]{1,18}", subject_id):
        subject = store.candidate(int(subject_id))
        pairs = [(subject.zh, subject.en)]
    else:
        subject = store.concept(subject_id)
        zh = [t.text for _, t in subject.terms("zh")]
        en = [t.text for _, t in subject.terms("en")]
        pairs = [(z, e) for z in zh for e in en]
    found = (proof_of(evidence, pairs, store.document_text) for evidence in subject.evidence)
    return Proofs(subject, tuple(found))


def with_evidence(entry: ConceptEntry, more: Iterable[Evidence], text_of: TextOf) -> ConceptEntry:
    """The entry with its own evidence and more of it, each piece once: what proves one of its
    pairs, and what is of documents that are not stored, of which nobody can tell."""
    pairs = [(z.text, e.text) for _, z in entry.terms("zh") for _, e in entry.terms("en")]
    known = dict.fromkeys((*entry.evidence, *more))
    return replace(entry, evidence=tuple(e for e in known if _may_prove(e, pairs, text_of)))


def _may_prove(evidence: Evidence, pairs: list[tuple[str, str]], text_of: TextOf) -> bool:
    hashes = (side(evidence, language)[1] for language in ("zh", "en"))
    return any(text_of(h) is None for h in hashes) or proof_of(evidence, pairs, text_of).holds


def proof_of(evidence: Evidence, pairs: Iterable[tuple[str, str]], text_of: TextOf) -> Proof:
    """Check evidence against the pairs of an entry: it holds if it proves any of them."""
    checks = [check(evidence, zh, en, text_of) for zh, en in pairs]
    checks.append(Proof(evidence, False, "the entry has no pair of terms"))
    return next((proof for proof in checks if proof.holds), checks[0])


def check(evidence: Evidence, zh: str, en: str, text_of: TextOf) -> Proof:
    """Check the evidence, and the definitions in it, in the documents that it names."""
    for language, term in (("zh", zh), ("en", en)):
        reason = _objection(evidence, language, term, text_of)
        reason = reason or _objection_to_definition(evidence, language, text_of)
        if reason:
            return Proof(evidence, False, reason)
    return Proof(evidence, True)


def _objection(evidence: Evidence, language: str, term: str, text_of: TextOf) -> str:
    name, sha256, context, (start, end) = side(evidence, language)
    text = text_of(sha256)
    if text is None:
        return f"the document {name} is not stored here"
    shown = text[start:end] if 0 <= start < end else ""
    if not _same(shown, term, language):
        return f"{term!r} does not stand at {start}-{end} of {name}"
    if bare(shown) not in bare(context):
        return f"{term!r} does not stand in its sentence"
    return ""


def _objection_to_definition(evidence: Evidence, language: str, text_of: TextOf) -> str:
    """Its lines stand in order where it says, and so does its term; between them may be notes."""
    defined = evidence.zh_definition if language == "zh" else evidence.en_definition
    if defined is None:
        return ""
    name, sha256, _, _ = side(evidence, language)
    text = text_of(sha256) or ""
    shown, at = bare(text[slice(*defined.span)]), 0
    for line in map(bare, defined.text.split("\n")):
        at = shown.find(line, at) + len(line) if line in shown[at:] else -1
        if at < 0:
            break
    if at > 0 and bare(text[slice(*defined.term_span)]) == bare(defined.term):
        return ""
    start, end = defined.span
    return f"the definition of {defined.term!r} does not stand at {start}-{end} of {name}"


def side(evidence: Evidence, language: str) -> tuple[str, str, str, Span]:
    """(document, its hash, sentence, span) of one language."""
    if language == "zh":
        document, sha256 = evidence.document, evidence.document_sha256
        return document, sha256, evidence.zh_context, evidence.zh_span
    document = evidence.en_document or evidence.document
    sha256 = evidence.en_document_sha256 or evidence.document_sha256
    return document, sha256, evidence.en_context, evidence.en_span


def _same(shown: str, term: str, language: str) -> bool:
    """Whether a text is the term, in any script, case and inflection."""
    if bare(shown) == bare(term):
        return bool(shown)
    plain, _, _ = _without_markup(shown)
    if term_key(plain, language) == term_key(term, language):
        return True
    return language == "en" and is_form(plain, term)


# ---------------------------------------------------------------- other boundaries


def moved(context: str, old: str, new: str, span: Span, text: str | None) -> Span | None:
    """The span of `new` in the sentence `context`, given that `old` is at `span` of `text`; None if
    it does not occur.

    Without the text (None), the span is computed from offsets in the sentence.
    """
    if old == new:
        return span
    if new not in context:
        return None
    if text is None:
        return _counted(context, old, new, span)
    whole, wanted = stripped(text), bare(new)
    at = bisect_left(whole.offsets, span[0])
    places = list(_places(whole.text, wanted, *_sentence(whole.text, bare(context), at)))
    if not wanted or not places:
        return None
    start = min(places, key=lambda place: abs(place - at))
    found = whole.span(start, start + len(wanted))
    return found if bare(text[slice(*found)]) == wanted else None


def _counted(context: str, old: str, new: str, span: Span) -> Span | None:
    at = context.find(old)
    if at < 0:
        return None
    nearest = min(_places(context, new, 0, len(context)), key=lambda place: abs(place - at))
    start = span[0] + nearest - at
    return (start, start + len(new)) if start >= 0 else None


def _sentence(text: str, sentence: str, at: int) -> Span:
    """The span of the sentence around `at`; if a footnote splits it, a range that contains it."""
    first = text.rfind(sentence, max(0, at - len(sentence)), at + len(sentence))
    if first >= 0:
        return first, first + len(sentence)
    around = len(sentence) + CUT
    return max(0, at - around), at + around


def _places(text: str, term: str, start: int, end: int) -> Iterator[int]:
    at = text.find(term, start, end)
    while at >= 0:
        yield at
        at = text.find(term, at + 1, end)


# ---------------------------------------------------------------- bare text


@lru_cache(maxsize=1000)
def bare(text: str) -> str:
    """The text without markup, quotation marks and whitespace, to compare a span with its term.

    Remembered, as the pairs of a sentence all have it for their proof."""
    return stripped(text).text


def stripped(text: str) -> Block:
    """The bare text of a document or a part of it, with the offset of every character."""
    shown, offsets, markup = _without_markup(text)
    kept = [n for n, char in enumerate(shown) if char not in _SIGNS and not char.isspace()]
    return Block(
        "paragraph",
        "".join(shown[n] for n in kept),
        array("q", (offsets[n] for n in kept)),
        markup,
    )


def _without_markup(text: str) -> tuple[str, array[int], tuple[Markup, ...]]:
    from glossary.documents.markup import strip_markup  # late: a look-up proves nothing

    return strip_markup(text, 0, len(text))
