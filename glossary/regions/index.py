"""Where in a text the forms of other regions stand: all of the tables by form, for one region."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from glossary.model import Span
from glossary.regions.opencc import opencc_words
from glossary.regions.table import own_words
from glossary.regions.words import RegionalWord, key

_HEAD = 2  # characters by which a form is looked for first: chosen; most forms have two


@dataclass(frozen=True, slots=True)
class Claim:
    """That a form belongs to other regions, by one line of a table."""

    form: str
    regions: tuple[str, ...]
    word: RegionalWord


class RegionIndex:
    """The forms that are foreign in a region, and the region's own ones, by their keys."""

    def __init__(self, region: str, words: Iterable[RegionalWord]) -> None:
        words = list(words)
        self.region = region
        self.own = {key(form) for word in words for form in word.of(region)}
        self.claims: dict[str, list[Claim]] = {}
        for word in words:
            for form, regions in word.elsewhere(region).items():
                self.claims.setdefault(key(form), []).append(Claim(form, regions, word))
        self._lengths: dict[str, list[int]] = {}
        for form in {*self.claims, *self.own}:
            lengths = self._lengths.setdefault(form[:_HEAD], [])
            if len(form) not in lengths:
                lengths.append(len(form))
                lengths.sort(reverse=True)

    def spans(self, text_key: str) -> Iterator[Span]:
        """Spans of foreign forms in the key of a text, from the left and the longest first. An own
        form that is longer or further left hides what is in it."""
        lengths, after = self._lengths, 0
        for at in range(len(text_key)):
            if at < after:
                continue
            head = text_key[at : at + _HEAD]
            for length in (*lengths.get(head, ()), *lengths.get(head[:1], ())):
                form = text_key[at : at + length]
                if form in self.claims or form in self.own:
                    after = at + length
                    if form in self.claims:
                        yield at, after
                    break


@cache
def region_index(region: str) -> RegionIndex:
    """The index of a region, from all tables. Built once."""
    return RegionIndex(region, all_words())


@cache
def all_words() -> tuple[RegionalWord, ...]:
    """The lines of our own table, and those of OpenCC's with no mainland form that ours has."""
    own = own_words()
    refined = {key(form) for word in own for form in word.forms.get("CN", ())}
    others = (word for word in opencc_words() if not _cn(word) & refined)
    return (*own, *others)


def _cn(word: RegionalWord) -> set[str]:
    return {key(form) for form in word.forms["CN"]}
