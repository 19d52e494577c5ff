"""The ways in which a term may be like what was asked: one list, all there are.

A way's function says how far (`Likeness`: share and quality in 0 to 1), its docstring for which
queries; the score is `(base + gain * share) * quality`. Ranking goes by names; labels are shown.

95-100  the term itself, but for script, width, case, spaces, hyphens or inflection
75-94   its sound, its beginning, its words in another order, a letter or character wrong
50-74   a part of it, a term within the query, initials, several errors
below   no answer

The numbers are chosen, to stand in this order. `python tests/benchmarks/bench_ways.py` prints what
each way is worth over the look-up cases: of 1013, two are wrong, and up to 45 more without one way
(97 without pinyin); a base moved to or past its neighbours, by 2 or by 5 points, costs two cases at
most. A fit over half of the cases (`--fit`) gets no more of the other half right, 504 of 506 and
507 of 507 as these do, with margins no wider there (9.84 for 9.87 points, 9.74 for 9.73).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from glossary.lookup.search import characters, itself, latin, sound, wildcards
from glossary.lookup.search.comparison import Comparison, Likeness
from glossary.lookup.search.query import SearchQuery
from glossary.text.script import has_han


class WayGroup:
    """Ways of matching that are tried if the query and the term's language allow it (`asked`), and
    then the term (`applies`)."""

    __slots__ = ("applies", "asked", "name")

    def __init__(
        self,
        name: str,
        asked: Callable[[SearchQuery, str], bool],
        applies: Callable[[Comparison], bool],
    ) -> None:
        self.name, self.asked, self.applies = name, asked, applies


class Way(NamedTuple):
    """One way of matching.

    If the term itself was found, a likeness by `chance` does not count; `whole` rounds the points,
    where the share comes from a count.
    """

    name: str
    group: WayGroup
    base: float
    gain: float
    label: str
    likeness: Callable[[Comparison], Likeness | None]
    chance: bool = False
    whole: bool = False

    @property
    def most(self) -> float:
        """The highest score it can give."""
        return self.base + self.gain

    def score(self, likeness: Likeness) -> float:
        points = (self.base + self.gain * likeness.share) * likeness.quality
        return round(points) if self.whole else points


def _always(*_: object) -> bool:
    return True


def _in_characters(query: SearchQuery, _: str) -> bool:
    return query.in_characters


def _in_words(query: SearchQuery, _: str) -> bool:
    return bool(query.words)


def _in_pinyin(query: SearchQuery, language: str) -> bool:
    return language == "zh" and len(query.letters or "") > 1


def _in_both(query: SearchQuery, language: str) -> bool:
    return bool(language == "zh" and query.runs and query.words)


ITSELF = WayGroup("the term itself", _always, lambda pair: pair.query.squashed == pair.squashed)
PARTS = WayGroup("parts in characters", _in_characters, Comparison.is_part)
SLIPS = WayGroup("slips in characters", _in_characters, lambda pair: not pair.is_part())
LATIN = WayGroup("Latin words", _in_words, Comparison.has_words)
PINYIN = WayGroup("pinyin", _in_pinyin, lambda pair: has_han(pair.text))
NEAR_PINYIN = WayGroup("pinyin, roughly", _in_pinyin, sound.is_not_spelt)
MIXED = WayGroup("characters and pinyin", _in_both, _always)
WILDCARDS = WayGroup("wildcards", lambda query, _: bool(query.pattern), _always)

WAYS = (
    Way("exact", ITSELF, 100, 0, "exact", itself.exact),
    Way("case", ITSELF, 99, 0, "case folded", itself.case),
    Way("width", ITSELF, 98.5, 0, "width folded", itself.width),
    Way("script", ITSELF, 98, 0, "script folded", itself.script),
    Way("punctuation", ITSELF, 97, 0, "punctuation folded", itself.punctuation),
    Way("spacing", ITSELF, 96, 0, "spacing", itself.spacing),
    Way("inflected", LATIN, 95, 0, "inflected", itself.inflected),
    Way("prefix", PARTS, 75, 15, "prefix", characters.prefix),
    Way("contains", PARTS, 62, 15, "contains", characters.contains),
    Way("within query", PARTS, 50, 25, "within the query", characters.within_query),
    Way("one wrong", SLIPS, 46, 40, "one character differs", characters.one_wrong),
    Way("some wrong", SLIPS, 26, 60, "characters differ", characters.some_wrong),
    Way("same sound", SLIPS, 84, 0, "same sound", characters.same_sound),
    Way("similar character", SLIPS, 83, 0, "similar character", characters.similar_character),
    Way("similar sound", SLIPS, 76, 0, "similar sound", characters.similar_sound),
    Way("two swapped", SLIPS, 76, 0, "one character swapped", characters.two_swapped),
    Way("reordered", SLIPS, 74, 0, "word order", characters.reordered),
    Way("in pieces", SLIPS, 55, 15, "contains", characters.in_pieces),
    Way(
        "part with one wrong",
        SLIPS,
        50,
        12,
        "contains with one character wrong",
        characters.part_with_one_wrong,
    ),
    Way("words", LATIN, 95, 0, "punctuation folded", latin.words),
    Way("misspelt", LATIN, 20, 72, "misspelt", latin.misspelt),
    Way("reordered words", LATIN, 88, 0, "word order", latin.reordered_words),
    Way("first words", LATIN, 66, 24, "prefix", latin.first_words),
    Way("some of term", LATIN, 56, 24, "contains", latin.some_of_term),
    Way("some of query", LATIN, 45, 37, "some of the words", latin.some_of_query),
    Way("abbreviation", LATIN, 66, 6, "abbreviation", latin.abbreviation, chance=True, whole=True),
    Way("term within query", LATIN, 40, 30, "within the query", latin.term_within_query),
    Way("pinyin", PINYIN, 92, 0, "pinyin", sound.pinyin),
    Way("pinyin cut short", PINYIN, 62, 24, "pinyin cut short", sound.cut_short, chance=True),
    Way("initials", PINYIN, 70, 6, "initials", sound.initials, chance=True, whole=True),
    Way("similar pinyin", NEAR_PINYIN, 84, 0, "pinyin, similar sound", sound.similar_pinyin),
    Way(
        "misspelt pinyin",
        NEAR_PINYIN,
        60,
        18,
        "pinyin, misspelt",
        sound.misspelt_pinyin,
        whole=True,
    ),
    Way("pinyin prefix", NEAR_PINYIN, 66, 20, "pinyin prefix", sound.pinyin_prefix, chance=True),
    Way(
        "similar pinyin prefix",
        NEAR_PINYIN,
        60,
        20,
        "pinyin prefix, similar sound",
        sound.similar_pinyin_prefix,
        chance=True,
    ),
    Way("pinyin within", NEAR_PINYIN, 58, 12, "pinyin within", sound.inner_pinyin, chance=True),
    Way("first initials", NEAR_PINYIN, 50, 12, "initials", sound.first_initials, chance=True),
    Way(
        "characters and pinyin",
        MIXED,
        60,
        28,
        "characters and pinyin",
        sound.characters_and_pinyin,
    ),
    Way("wildcard", WILDCARDS, 70, 20, "wildcard", wildcards.wildcard),
)

BY_CHANCE = frozenset(way.name for way in WAYS if way.chance)
