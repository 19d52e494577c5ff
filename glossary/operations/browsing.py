"""Going through the termbase: the entries under a letter, as in a dictionary."""

from __future__ import annotations

import re

from glossary.errors import InvalidInput
from glossary.text.fold import fold
from glossary.text.pinyin import characters_read
from glossary.text.script import is_han
from glossary.text.tags import normalise_tag

_INITIAL = re.compile("[a-z]{1,6}")  # letters of a syllable: given by pinyin, zhuang has the most


def first_signs(letter: str) -> str:
    """The signs that a term under `letter` begins with, as `ConceptFilter.begins` takes them.

    A letter stands for itself and for the Chinese characters whose pinyin begins with it, several
    letters (`sh`, `xiao`) for such characters alone, a character or a digit for itself. Raises
    InvalidInput.
    """
    folded = fold(letter.strip().lower().replace("ü", "v"))
    if len(folded) == 1 and (folded.isdigit() or is_han(folded)):
        return folded
    if not _INITIAL.fullmatch(folded):
        raise InvalidInput(
            f"{letter!r}: give a letter, a digit, the beginning of a syllable in pinyin, or a "
            "Chinese character"
        )
    return (folded if len(folded) == 1 else "") + characters_read(folded)


def tag_asked(tag: str | None) -> str | None:
    """A language tag as a user wrote it, in its usual form; None for none. Raises InvalidInput."""
    return normalise_tag(tag) if tag else None
