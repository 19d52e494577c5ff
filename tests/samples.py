"""Small values for many tests."""

from __future__ import annotations

import hashlib

from glossary.model import (
    ConceptEntry,
    Context,
    Document,
    Evidence,
    LanguageSection,
    Proposal,
    TermSection,
    TranslationUnit,
    Variant,
)

AT = "2026-03-01T08:00:00Z"
LATER = "2026-03-02T08:00:00Z"


def entry(
    concept_id: str = "security-dilemma",
    zh: str = "安全困境",
    en: str = "security dilemma",
    *,
    zh_tag: str = "zh-Hant",
    subject: str = "security",
    status: str = "preferred",
) -> ConceptEntry:
    """An entry with one English and one Chinese term."""
    return ConceptEntry(
        concept_id,
        (
            LanguageSection("en", (TermSection(en, status, contexts=(Context(f"A {en}."),)),)),
            LanguageSection(zh_tag, (TermSection(zh, status),)),
        ),
        subject=subject,
    )


def unit(zh: str = "雙方又談了一次。", en: str = "They talked again.") -> TranslationUnit:
    return TranslationUnit(Variant("zh-Hant", zh), Variant("en", en), "talks.md", "ada", AT)


def document(text: str, name: str = "paper.md") -> Document:
    return Document(name, hashlib.sha256(text.encode()).hexdigest(), text, ())


def evidence(
    source: Document, zh: str, en: str, *, confidence: float = 0.9, sentence: str = ""
) -> Evidence:
    """Evidence of the pair in a document: its first occurrences, in a line or a sentence."""
    zh_at, en_at = source.text.index(zh), source.text.index(en)
    context = sentence or next(line for line in source.text.splitlines() if zh in line)
    return Evidence(
        source.name,
        source.sha256,
        context,
        context,
        (zh_at, zh_at + len(zh)),
        (en_at, en_at + len(en)),
        source.line(zh_at),
        "gloss",
        confidence,
    )


def proposal(zh: str, en: str, *found: Evidence, confidence: float = 0.9) -> Proposal:
    """A pair with its evidence; without any, some is made up."""
    if not found:
        text = f"學者說的{zh}（{en}）又出現了。"
        found = (evidence(document(text, f"{en}.md"), zh, en, confidence=confidence),)
    return Proposal(zh, en, "term", "gloss", confidence, tuple(found))
