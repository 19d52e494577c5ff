"""The translations offered for a recognised term: which terms of its concept, in which order."""

from __future__ import annotations

from glossary.model import STATUSES, ConceptEntry
from glossary.text.tags import fallback_chain, language_of

OFFERED = STATUSES[:2]
"""The statuses that are offered; deprecated and superseded terms are only recognised."""


def target_terms(entry: ConceptEntry, language: str, zh_tag: str) -> list[dict[str, str]]:
    """`{text, tag, status}` of the concept's terms in the other language, preferred ones first.

    For an English term, those of `zh_tag`, or of its script if it has none; never another region's.
    """
    if language == "zh":
        sections = [s for s in entry.languages if language_of(s.tag) == "en"]
    else:
        by_tag = {s.tag: s for s in entry.languages}
        sections = [by_tag[tag] for tag in fallback_chain(zh_tag) if tag in by_tag][:1]
    found = [
        {"text": term.text, "tag": section.tag, "status": term.status}
        for section in sections
        for term in section.terms
        if term.status in OFFERED
    ]
    return sorted(found, key=lambda target: STATUSES.index(target["status"]))
