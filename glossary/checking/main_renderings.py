"""How does a file render the terms that recur in it?

A stretch of the source that recurs is a term if a stretch of the target recurs with it, and seldom
without. The counts of the file are the evidence: no dictionary knows its terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from glossary.checking.recurring import RecurringGrams
from glossary.checking.segment import HeldSegment
from glossary.checking.spans import blanked, protected
from glossary.mining.corpus.arrays import Numbers
from glossary.text.english import STOP_WORDS
from glossary.text.script import has_han

_LEAST = 5
"""Segments with a term. Chosen: of one rendered four times, once otherwise, the usual rendering is
known; at half chance tells it, at double terms of short files are left out."""
_USUAL = 0.65
"""The share of them that has the main rendering. Chosen: at half of it neither of two renderings is
the main one, at double none is."""
_OWN = 0.5
"""The share of a rendering's segments that has the term. Chosen: at half a part of another term's
rendering passes for it, at double a word that several terms share is none."""
_USUAL_WHOLE = 0.8
"""That share for a longer rendering, if its part may be a name by itself. Chosen: halfway from
`_USUAL` to always; at half words beside the rendering belong to it, at double none ever does."""
_OWN_LONGER = 0.8
"""The share of a longer rendering's segments that has the term. Chosen: at half what other terms
are rendered by counts, at double none does."""
_MOST = 2_000
"""Terms looked at, the most frequent. Chosen, for time alone: they take a tenth of a second; a file
of 2,000 segments has half as many."""
_SHORTEST = 3  # characters of a Chinese term. Chosen: two are an ordinary word, double a long name
_CHARACTERS = 2  # of Chinese for a word of English, derived: most words have two
_REFERRING = frozenset("related relevant pertinent concerned certain various".split())
_REFERRING_CHINESE = re.compile("[相有][關关]|一定|各[類类]|(?<![耳尤])其(?!他)")
"""Words that only refer to others. Given: an expression with one is no name."""
_LINKS = frozenset(("of", "for"))
"""Words that a name may hold between others. Given: what ties the nouns of one thing."""
_IN_NO_NAME = STOP_WORDS - _LINKS | _REFERRING


@dataclass(frozen=True)
class MainRendering:
    """A term and what renders it mostly, by their types in the source and the target; `count` are
    the segments with the term, `others` those of them that lack the rendering as it stands."""

    term: int
    target: int
    count: int
    others: Numbers


class FileRenderings:
    """Segments from one language into another, with the terms that recur in them."""

    def __init__(self, held: Sequence[HeldSegment]) -> None:
        self.held = held
        one = held[0].segment
        sources = [_running(each.segment.source.text) for each in held]
        targets = [_running(each.segment.target.text) for each in held]
        self.source = RecurringGrams(sources, one.source.language)
        self.target = RecurringGrams(targets, one.target.language)

    def varying(self) -> Iterator[MainRendering]:
        """The terms that have a main rendering, but lack it in some segment."""
        return (found for found in self.known() if len(found.others))

    def known(self) -> Iterator[MainRendering]:
        """The terms that have a main rendering, the most frequent first."""
        units = self.source.units
        often = np.flatnonzero((units >= _LEAST) & self.source.is_plain)
        often = often[np.argsort(-units[often], kind="stable")]
        terms = (term for term in often.tolist() if may_be_name(self.source.text(term)))
        return (found for term in islice(terms, _MOST) if (found := self._main(term)))

    def _main(self, term: int) -> MainRendering | None:
        units, text = self.source.units_of(term), self.source.text(term)
        best = _associated(self.target, units, lambda name: _may_render(text, name))
        if best is None or best.both < _OWN * self.target.units[best.type]:
            return None
        others = np.setdiff1d(units, self.target.units_of(best.type), assume_unique=True)
        return MainRendering(term, best.type, len(units), others)


def may_be_name(text: str) -> bool:
    """Whether a stretch of a text is longer than an ordinary word, and no clause."""
    return (len(text) >= _SHORTEST if has_han(text) else " " in text) and _is_no_clause(text)


def _is_no_clause(text: str) -> bool:
    if has_han(text):
        return not _REFERRING_CHINESE.search(text)
    return _IN_NO_NAME.isdisjoint(text.lower().split())


def _running(text: str) -> str:
    return blanked(text, protected(text))


def _may_render(term: str, name: str) -> bool:
    """Whether a stretch of the target may be a term's name, and no frame that its sentences share:
    "risk appetite every year"."""
    return _is_no_clause(name) and _are_of_a_size(term, name)


def _are_of_a_size(one: str, two: str) -> bool:
    """Whether the Chinese of a term and the English are about as long, so that neither is a part of
    another: a word of English is two characters, and one more word may be put more fully."""
    zh, en = (one, two) if has_han(one) else (two, one)
    words = sum(word not in STOP_WORDS for word in en.lower().split())
    return abs(len(zh) / _CHARACTERS - words) <= 1


class _Associated(NamedTuple):
    """What stands in some texts: its type, in how many of them it does, and Dice's coefficient of
    these and all texts that have it."""

    type: int
    both: int
    dice: float


def _associated(
    grams: RecurringGrams, units: Numbers, may_render: Callable[[str], bool]
) -> _Associated | None:
    """What may render a term, and stands most nearly in these texts and no others; of several that
    do so alike, the longest. Where it is part of a longer one that nearly does, that one: two names
    of one thing may share a word, which is in all texts."""
    types, counts = np.unique(grams.types_in(units), return_counts=True)
    is_often = grams.is_plain[types] & (counts >= max(_LEAST - 1, _USUAL * len(units)))
    types, counts = types[is_often], counts[is_often]
    dice = 2 * counts / (grams.units[types] + len(units))
    found = map(_Associated, types.tolist(), counts.tolist(), dice.tolist())
    fitting = [each for each in found if may_render(grams.text(each.type))]
    ranked = sorted(fitting, key=lambda each: (-each.dice, -len(grams.text(each.type)), each.type))
    best = ranked[0] if ranked else None
    while best and (longer := _longer(grams, best, ranked, len(units))):
        best = longer
    return best


def _longer(
    grams: RecurringGrams, part: _Associated, ranked: list[_Associated], count: int
) -> _Associated | None:
    """The first of some that holds a part and is hardly rarer in so many texts."""
    key, text = grams.key(part.type), grams.text(part.type)
    least = _USUAL_WHOLE * count if may_be_name(text) else _USUAL * count
    for each in ranked:
        if each.both >= least and each.both >= _OWN_LONGER * grams.units[each.type]:
            longer = grams.key(each.type)
            if len(longer) > len(key) and key in longer:
                return each
    return None
