"""Places: what stands in a document around a piece of evidence, so that a person sees it there."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.model import Document, Evidence, Span
from glossary.operations.proof import side
from glossary.store.base import DocumentReader

AROUND = 200
"""Characters of the document before and after a term. Chosen: the paragraph of most; half shows
little more than the sentence, double more than one reads at a glance."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document as read, with what stands before and after it, markup included."""

    document: str
    document_sha256: str
    line: int
    span: Span
    before: str
    text: str
    after: str


def places(store: DocumentReader, evidence: Evidence) -> tuple[Place | None, Place | None]:
    """The places of the Chinese and of the English term; None in a document that is not stored, or
    that ends before."""
    return _place(store, evidence, "zh"), _place(store, evidence, "en")


def _place(store: DocumentReader, evidence: Evidence, language: str) -> Place | None:
    name, sha256, _, (start, end) = side(evidence, language)
    text = store.document_text(sha256)
    if text is None or not 0 <= start < end <= len(text):
        return None
    return Place(
        name,
        sha256,
        Document(name, sha256, text, ()).line(start),
        (start, end),
        text[max(0, start - AROUND) : start],
        text[start:end],
        text[end : end + AROUND],
    )
