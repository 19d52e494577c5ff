"""The context of a pair: its whole sentence, unless that is extremely long."""

from __future__ import annotations

LONGEST = 2_000
"""Characters of a context. No sentence of prose comes near; a text without stops would be copied
whole into the evidence of each of its pairs."""


def context(text: str, start: int, end: int) -> str:
    """`text`, or if it is longer than LONGEST, the part around `text[start:end]`."""
    if len(text) <= LONGEST:
        return text
    room = max(0, LONGEST - (end - start)) // 2
    return text[max(0, start - room) : end + room]
