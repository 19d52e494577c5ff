"""Which pairs of segments are translations."""

from __future__ import annotations


def untranslated(source: str, target: str) -> str | None:
    """Why a target is no translation of its source, or None. A copy is none, of numbers, names
    and codes neither: as a memory it would offer a language as its own translation."""
    if not target.strip():
        return "a segment without a translation"
    if source.strip() == target.strip():
        return f"not translated, the target is its source ({source.strip():.40}); left out"
    return None
