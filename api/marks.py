"""Terms marked in the texts of documents: where candidates stand, each with its way there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Self

from api.answers import Answer
from glossary.model import AlignedPair, Candidate, Language, Span
from glossary.operations.proof import side, stripped
from glossary.store.base import Alignment, Marked
from glossary.termbase import Termbase


class Mark(Answer):
    """A term in a text, and the candidate that it is evidence of."""

    start: int
    end: int
    language: str
    candidate_id: int
    state: str
    concept_id: str | None
    """The entry that took it, where it was approved."""
    zh: str
    en: str
    confidence: float

    @classmethod
    def of_candidate(cls, candidate: Candidate, language: str, span: Span) -> Self:
        return cls(
            start=span[0],
            end=span[1],
            language=language,
            candidate_id=candidate.id,
            state=candidate.state,
            concept_id=candidate.concept_id,
            zh=candidate.zh,
            en=candidate.en,
            confidence=candidate.confidence,
        )


class SentenceOfBead(Answer):
    """A sentence as it is read, without markup, and its place in the document."""

    text: str
    start: int
    end: int
    marks: list[Mark]
    """Their places count in this sentence."""


def marks_in_text(termbase: Termbase, sha256: str, start: int, end: int) -> list[Mark]:
    """The marks that begin in `[start, end)` of a document, in text order."""
    found = [
        mark
        for marked in termbase.marks(sha256, start, end)
        for mark in _of_document(marked, sha256)
        if start <= mark.start < end
    ]
    return _each_once(found)


def _of_document(marked: Marked, sha256: str) -> Iterable[Mark]:
    for language in ("zh", "en"):
        _, document, _, span = side(marked.evidence, language)
        if document == sha256:
            yield Mark.of_candidate(marked.candidate, language, span)


def _each_once(marks: Iterable[Mark]) -> list[Mark]:
    """In text order, those of one place the surest first; a candidate once a place."""
    held = {(mark.start, mark.end, mark.candidate_id): mark for mark in marks}
    return sorted(held.values(), key=lambda m: (m.start, -m.end, -m.confidence, m.candidate_id))


class MarkedBeads:
    """The sentences of some beads of an alignment, with their marks, each text read once."""

    def __init__(
        self, termbase: Termbase, alignment: Alignment, pairs: Sequence[AlignedPair]
    ) -> None:
        self._sides = {
            "zh": _MarkedSide(termbase, alignment.zh_sha256, "zh", [p.zh_spans for p in pairs]),
            "en": _MarkedSide(termbase, alignment.en_sha256, "en", [p.en_spans for p in pairs]),
        }

    def sentences(self, pair: AlignedPair) -> tuple[list[SentenceOfBead], list[SentenceOfBead]]:
        """(the Chinese sentences of a bead, the English ones)"""
        zh, en = self._sides["zh"], self._sides["en"]
        return zh.sentences(pair.zh, pair.zh_spans), en.sentences(pair.en, pair.en_spans)


class _MarkedSide:
    """A language of beads: its text, and the marks in the stretch that they cover."""

    def __init__(
        self, termbase: Termbase, sha256: str, language: Language, spans: Iterable[Iterable[Span]]
    ) -> None:
        self._text = termbase.document_text(sha256)
        places = [place for side in spans for span in side for place in span]
        found = marks_in_text(termbase, sha256, min(places), max(places)) if places else []
        self._marks = [mark for mark in found if mark.language == language]

    def sentences(self, texts: Iterable[str], spans: Iterable[Span]) -> list[SentenceOfBead]:
        return [
            SentenceOfBead(text=text, start=start, end=end, marks=self._in(text, start, end))
            for text, (start, end) in zip(texts, spans, strict=True)
        ]

    def _in(self, text: str, start: int, end: int) -> list[Mark]:
        first = bisect_left(self._marks, start, key=lambda mark: mark.start)
        last = bisect_left(self._marks, end, key=lambda mark: mark.start)
        shown = _Shown(self._text[start:end], text)
        placed = [
            mark.model_copy(
                update={
                    "start": shown.start(mark.start - start),
                    "end": shown.end(mark.end - start),
                }
            )
            for mark in self._marks[first:last]
        ]
        return [mark for mark in placed if mark.start < mark.end]


class _Shown:
    """A sentence as read, with its markup, and as shown: where a place in one is in the other."""

    def __init__(self, raw: str, text: str) -> None:
        self._is_same, self._length = raw == text, len(text)
        if not self._is_same:
            self._raw, self._text = stripped(raw).offsets, stripped(text).offsets

    def start(self, at: int) -> int:
        """Where the first letter at or after a place is shown."""
        if self._is_same:
            return at
        count = bisect_left(self._raw, at)
        return self._text[count] if count < len(self._text) else self._length

    def end(self, at: int) -> int:
        """Where the last letter before a place ends as shown."""
        if self._is_same:
            return min(at, self._length)
        count = min(bisect_left(self._raw, at), len(self._text))
        return self._text[count - 1] + 1 if count else 0
