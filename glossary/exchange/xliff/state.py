"""The state of a translation in XLIFF: not translated, waiting for review, or neither.

Supported are the states of XLIFF 1.2 and 2, and those of Trados (`sdl:seg`) and memoQ
(`mq:status`). A suggestion from machine translation or a memory counts once a person has confirmed
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossary.exchange.xml import attribute_above, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NO_LETTER = re.compile(r"[^a-z]")
_NONE = frozenset(
    """new needstranslation initial untranslated nottranslated notstarted empty unspecified
    rejected rejectedtranslation rejectedsignoff rejectedgrammar rejectedinaccurate rejectedlength
    rejectedspelling""".split()
)
_SUGGESTED = frozenset(
    """leveragedmt mtsuggestion tmsuggestion fuzzymatch leveragedtm machinetranslated
    mt nmt amt pretranslated assembledfromfragments""".split()
)
_CONFIRMED = frozenset(
    """translated final signedoff reviewed approved approvedtranslation approvedsignoff
    manuallyconfirmed proofread confirmed""".split()
)
_WAITING = re.compile("needsreview|needsadaptation|needsl10n|^draft$|partiallyedited|needswork")


def not_to_take(unit: Element, segment: Element, target: Element) -> str | None:
    """Why a target is not a translation (yet), or None. `segment` is the unit itself in XLIFF
    1.2."""
    if attribute_above(segment, "translate") == "no":
        return "not to be translated"
    words = list(_words(unit, segment, target))
    for word, shown in words:
        if word in _NONE:
            return f"not translated (state {shown})"
    confirmed = unit.get("approved") == "yes" or any(word in _CONFIRMED for word, _ in words)
    for word, shown in words:
        if word in _SUGGESTED and not confirmed:
            return f"a suggestion that nobody has confirmed ({shown})"
    return None


def to_review(unit: Element, segment: Element, target: Element) -> str | None:
    """What a translation still waits for, or None."""
    for word, shown in _words(unit, segment, target):
        if _WAITING.search(word):
            return f"state {shown}"
    return 'approved="no"' if unit.get("approved") == "no" else None


def _words(unit: Element, segment: Element, target: Element) -> Iterator[tuple[str, str]]:
    """(the letters of a state in lower case, the state as written)."""
    for element, names in (
        (target, ("state", "state-qualifier")),
        (segment, ("state", "subState")),
        (unit, ("status",)),
        (segment, ("status",)),
    ):
        for key, value in element.items():
            if local_name(key) in names:
                yield _NO_LETTER.sub("", value.rsplit(":", 1)[-1].lower()), value
    yield from _of_trados(unit, target)


def _of_trados(unit: Element, target: Element) -> Iterator[tuple[str, str]]:
    """`conf` and `origin` from the segment's definition, which Trados writes beside the target."""
    number = target.get("mid")
    for seg in unit.iter("{*}seg"):
        if number is None or seg.get("id") == number:
            for name in ("conf", "origin"):
                if value := seg.get(name):
                    yield _NO_LETTER.sub("", value.lower()), value
