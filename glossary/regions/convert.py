"""What a form is called in another region: every choice, with its sense and source.

Nothing is converted. A choice is `certain` if no table knows another one, and the form has no other
sense there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from glossary.errors import InvalidInput
from glossary.regions.index import all_words, region_index
from glossary.regions.lint import region_of
from glossary.regions.script import in_script_of
from glossary.regions.words import RegionalWord, key


@dataclass(frozen=True, slots=True)
class RegionalChoice:
    """A form to choose for a region. `sense` and `english` tell it from other choices; both are
    empty where only the script is another one."""

    form: str
    certain: bool
    english: str
    sense: str
    source: str


def choices(form: str, tag: str) -> list[RegionalChoice]:
    """What `form`, a word of any region in either script, is called where a language tag says.

    The usual choice of each sense comes first; where no table knows the word, the one choice is
    the form in that region's script. Raises InvalidInput for a tag without a known region.
    """
    region = region_of(tag)
    if region is None:
        raise InvalidInput(f"{tag!r} has no region; give one like zh-Hant-TW, zh-Hans-CN")
    senses = [word for word in _by_form().get(key(form), ()) if word.of(region)]
    found = dict(_distinct(_of_senses(senses, region)))
    other = _has_other_sense(form, senses, region) and key(form) not in {key(f) for f, _ in found}
    certain = len({choice for choice, _ in found}) == 1 and not other
    listed = [
        RegionalChoice(choice, certain, english, word.sense, word.source)
        for (choice, english), word in found.items()
    ]
    return listed or [RegionalChoice(in_script_of(form, tag), True, "", "", "script only")]


def _distinct(
    found: Iterable[tuple[RegionalWord, str]],
) -> Iterator[tuple[tuple[str, str], RegionalWord]]:
    """((form, sense), word) of each, but for forms without a sense that another line has."""
    listed = list(found)
    told = {choice for word, choice in listed if word.english}
    for word, choice in listed:
        if word.english or choice not in told:
            yield (choice, word.english), word


def _of_senses(senses: list[RegionalWord], region: str) -> Iterator[tuple[RegionalWord, str]]:
    """Each sense with each of its forms, the usual forms before the others."""
    deepest = max((len(word.of(region)) for word in senses), default=0)
    for at in range(deepest):
        yield from ((word, word.of(region)[at]) for word in senses if at < len(word.of(region)))


def _has_other_sense(form: str, senses: list[RegionalWord], region: str) -> bool:
    """Whether the form itself is a word in the region, of a sense that is none of these."""
    shared = any(word.is_asked(form, region) or word.needs_cue(form, region) for word in senses)
    return shared or key(form) in region_index(region).own


@cache
def _by_form() -> dict[str, list[RegionalWord]]:
    """The lines of all tables with forms that differ, by the keys of their forms."""
    found: dict[str, list[RegionalWord]] = {}
    for word in all_words():
        keys = dict.fromkeys(key(form) for forms in word.forms.values() for form in forms)
        for form in keys if len(keys) > 1 else ():
            found.setdefault(form, []).append(word)
    return found
