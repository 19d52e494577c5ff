"""What is said where a list has no rows: nothing found among so many, or nothing there to look
through, and then how to begin."""

from __future__ import annotations

from glossary.model import STATES
from glossary.termbase import Termbase


def no_entry(opened: Termbase) -> str:
    """Of a look-up of terms."""
    return _none(
        opened.count_concepts(),
        "entry",
        "entries",
        "the termbase has no entry yet: add one with glossary add ZH EN, or take in a file with "
        "glossary import FILE",
    )


def no_unit(opened: Termbase) -> str:
    """Of a look-up of sentences."""
    return _none(
        opened.stats()["units"],
        "translation unit",
        "translation units",
        "the translation memory is empty: fill it with glossary import FILE.tmx, or with "
        "glossary mine SOURCE TRANSLATION --pair",
    )


def no_candidate(opened: Termbase) -> str:
    """Of the review queue."""
    counts = opened.stats()
    held = {state: counts.get(f"candidates_{state}", 0) for state in STATES}
    states = {state: count for state, count in held.items() if count}
    return _none(
        sum(states.values()),
        "candidate",
        "candidates",
        "nothing was proposed yet: propose with glossary mine FILE",
        ": " + ", ".join(f"{count:,} {state}" for state, count in states.items()),
    )


def no_document(opened: Termbase) -> str:
    """Of the documents."""
    return _none(
        opened.stats()["documents"],
        "document",
        "documents",
        "no document was read yet: read one with glossary mine FILE",
    )


def no_conflict(opened: Termbase) -> str:
    """Of the conflicts of imports."""
    return _none(
        len(opened.conflicts(None)),
        "conflict",
        "conflicts",
        "no import has left a conflict",
    )


def no_look_up(opened: Termbase) -> str:
    """Of the look-ups in vain."""
    if opened.count_concepts():
        return "no look-up was in vain"
    return no_entry(opened)


def beyond(total: int, offset: int) -> str:
    """Of a page after the last."""
    return f"{total:,} found, and --offset {offset} leaves out all of them"


def _none(count: int, one: str, several: str, empty: str, detail: str = "") -> str:
    if not count:
        return empty
    return f"nothing found among {count:,} {one if count == 1 else several}{detail}"
