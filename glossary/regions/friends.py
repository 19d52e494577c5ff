"""False friends: a form that is a word in two regions, with different senses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from glossary.regions.table import own_words
from glossary.regions.words import REGIONS, RegionalWord, key

NAMES = {"CN": "mainland China", "TW": "Taiwan", "HK": "Hong Kong", "SG": "Singapore"}


def false_friend(form: str, tag: str) -> str:
    """A sentence that warns of another sense of a Chinese term in another region; "" for none.

    `tag` is normalised, as in an entry.
    Where it has a region, the other sense is one that this region is involved in.
    """
    warnings = _friends().get(key(form), []) if tag.startswith("zh") else []
    region = next((part for part in tag.split("-") if part in REGIONS), None)
    said = [
        _sentence(form, word, here, there)
        for word, here, there in warnings
        if region in (None, here, there)
    ]
    return "; ".join(dict.fromkeys(said))


def _sentence(form: str, word: RegionalWord, here: str, there: str) -> str:
    instead = "/".join(word.of(there))
    return (
        f"{form} is “{word.english}” in {NAMES[here]}; in {NAMES[there]} that is {instead}, "
        f"and {form} another thing"
    )


@cache
def _friends() -> dict[str, list[tuple[RegionalWord, str, str]]]:
    """By key of a form: (its sense, the region of the sense, a region where it has another)."""
    found: dict[str, list[tuple[RegionalWord, str, str]]] = {}
    for word in own_words():
        for form, here, there in _asked(word):
            found.setdefault(key(form), []).append((word, here, there))
    return found


def _asked(word: RegionalWord) -> Iterator[tuple[str, str, str]]:
    if word.asked or word.decided:
        for there in REGIONS:
            for form, regions in word.elsewhere(there).items() if there in word.forms else ():
                if word.is_asked(form, there) or word.needs_cue(form, there):
                    yield form, regions[0], there
