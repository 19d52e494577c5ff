"""Characters of the other script in a Chinese text: Simplified in Traditional, or the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from glossary.regions.words import ForeignWord
from glossary.text.script import HAN_RUN, only_in_one_script, script_of
from glossary.text.segment import words
from glossary.text.tags import normalise_tag

_BOTH = frozenset("厘恒疱")
"""Characters that the standards call Simplified and that Taiwan or Hong Kong writes as well: 公厘,
恒生, 疱疹."""
_CONVERSIONS = {"TW": "s2tw", "HK": "s2hk", "Hant": "s2t", "Hans": "t2s"}
_NAMES = {"Hant": "Traditional", "Hans": "Simplified"}
_OTHER = {"Hant": "Hans", "Hans": "Hant"}


def foreign_script(text: str, tag: str) -> list[ForeignWord]:
    """The words of `text` with characters of the other script than that of a language tag, each
    with the word in the right one. A text that is mostly in the other script is one finding.

    A tag without a script claims none. Raises InvalidInput for an ill-formed tag.
    """
    parts = normalise_tag(tag).split("-")
    wanted = next((part for part in parts if part in _OTHER), None)
    if parts[0] != "zh" or wanted is None:
        return []
    if script_of(text) == _OTHER[wanted]:
        return [_whole(text, wanted)]
    region = next((part for part in parts if part in _CONVERSIONS and part != wanted), wanted)
    return list(_found(text, wanted, region if wanted == "Hant" else wanted))


def in_script_of(text: str, tag: str) -> str:
    """`text` in the characters of a language tag; unchanged where the tag has no script."""
    import opencc

    parts = normalise_tag(tag).split("-")
    target = next((p for p in reversed(parts) if p in _CONVERSIONS), None)
    if target is None:
        return text
    plain: str = opencc.OpenCC("t2s").convert(text)
    shown: str = opencc.OpenCC(_CONVERSIONS[target]).convert(plain) if target != "Hans" else plain
    return shown


def _whole(text: str, wanted: str) -> ForeignWord:
    other = _NAMES[_OTHER[wanted]]
    sense = f"the text as a whole is in {other} characters"
    return ForeignWord(0, len(text), text, kind="script", sense=sense)


def _found(text: str, wanted: str, target: str) -> Iterator[ForeignWord]:
    import opencc

    foreign = _foreign(wanted)
    if not foreign.search(text):
        return
    convert = opencc.OpenCC(_CONVERSIONS[target]).convert
    for run in HAN_RUN.finditer(text):
        if foreign.search(run[0]):
            for start, end in words(run[0]):
                word = run[0][start:end]
                if foreign.search(word):
                    at = run.start() + start
                    yield _word(at, word, convert(word), _OTHER[wanted])


def _word(at: int, word: str, right: str, script: str) -> ForeignWord:
    sense, source = f"{_NAMES[script]} characters", "OpenCC"
    shown = (right,) if right != word else ()
    return ForeignWord(
        at, at + len(word), word, kind="script", counterparts=shown, sense=sense, source=source
    )


@cache
def _foreign(wanted: str) -> re.Pattern[str]:
    """Any character that is only in the other script."""
    hant, hans = only_in_one_script()
    chars = sorted((hans if wanted == "Hant" else hant) - _BOTH)
    return re.compile(f"[{''.join(chars)}]")
