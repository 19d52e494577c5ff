"""The form that should stand in a place: of the right region, in the case of what stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from glossary.checking.finding import Fix
from glossary.checking.segment import SegmentSide
from glossary.lookup.recognition.recognizer import TermHit
from glossary.store.base import TermRow
from glossary.text.fold import fold

_ARTICLE = re.compile(r"\b(an?)\s+$", re.IGNORECASE)
_VOWEL = re.compile("[aeiou]", re.IGNORECASE)


def fix_of(target: SegmentSide, hit: TermHit, allowed: Sequence[TermRow]) -> Fix | None:
    """The best form in place of a hit; certain where the words around it fit it too."""
    if not allowed:
        return None
    span = hit.start, hit.end
    written = target.text[slice(*span)]
    right = in_case_of(written, allowed[0].text)
    preferred = [row for row in allowed if row.status == "preferred"]
    only = len(preferred or allowed) == 1
    as_listed = fold(written) == fold(hit.term.text)
    return Fix(span, right, only and as_listed and _fits(target.text[: hit.start], written, right))


def in_case_of(written: str, form: str) -> str:
    """A form with the capitals of what it replaces: all of them, or the first."""
    letters = [char for char in written if char.isalpha() and char.upper() != char.lower()]
    if len(letters) > 1 and all(char.isupper() for char in letters) and " " in written:
        return form.upper()
    if letters and written[0].isupper() and form[:1].islower():
        return form[0].upper() + form[1:]
    return form


def _fits(before: str, written: str, right: str) -> bool:
    """Whether an article before the place stays right: a camera, an old one."""
    if not _ARTICLE.search(before):
        return True
    return bool(_VOWEL.match(written)) == bool(_VOWEL.match(right))
