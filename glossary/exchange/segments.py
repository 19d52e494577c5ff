"""Decide which pairs of segments are translations."""

from __future__ import annotations


def untranslated(source: str, target: str) -> str | None:
    """Why a target is not a translation of its source, or None.

    A copy is not one, even of numbers, names or codes: the memory would offer the source language
    as a translation.
    """
    if not target.strip():
        return "a segment without a translation"
    if source.strip() == target.strip():
        return f"not translated, the target is its source ({source.strip():.40}); left out"
    return None
