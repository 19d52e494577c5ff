"""Match a query as the sound of a Chinese term: pinyin whole, cut short or misspelt, or
initials."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from glossary.lookup.search.comparison import Comparison, Likeness
from glossary.lookup.search.words import allowed_edits
from glossary.text.pinyin import spelt
from glossary.text.script import has_han

# Chosen: at half, pinyin of few letters is like many terms; at double, what is misspelt or cut has
# to be longer to be found, and of a wrong letter more is left.
_SHORT = 8  # letters below which one fewer may be wrong than in other words
_WRONG = 3  # letters that leave no likeness, the most that may be wrong
_INNER, _FIRST = 4, 3  # letters of a part of a term's sound, and initials of its beginning
_MIXED = 60  # letters and characters of one query
_SIZES = 6  # characters from which on initials tell no more. Chosen: half, double change no case


def pinyin(pair: Comparison) -> Likeness | None:
    """All syllables: `xiaoyuan gaoqiang`."""
    return Likeness() if pair.fully == 1 else None


def initials(pair: Comparison) -> Likeness | None:
    """The first letter of each syllable: `xygq`."""
    size = len(pair.spoken)
    fits = 0 < pair.fully < 1 and len(pair.letters) == size > 1
    return Likeness(min(size, _SIZES) / _SIZES) if fits else None


def cut_short(pair: Comparison) -> Likeness | None:
    """All syllables, some cut short: `xiaoy gaoq`."""
    fits = 0 < pair.fully < 1 and len(pair.letters) != len(pair.spoken)
    return Likeness(pair.fully) if fits else None


def is_not_spelt(pair: Comparison) -> bool:
    """Whether the query may sound like the term but does not spell it."""
    return has_han(pair.text) and not pair.fully


def similar_pinyin(pair: Comparison) -> Likeness | None:
    """All syllables, with sounds that are often confused: `gaoqian`."""
    return Likeness() if pair.loosely_asked in pair.loosely else None


def pinyin_prefix(pair: Comparison) -> Likeness | None:
    """The first syllables."""
    asked = pair.letters
    return _best(len(asked) / len(way) for way in pair.spellings if way.startswith(asked))


def similar_pinyin_prefix(pair: Comparison) -> Likeness | None:
    """The first syllables, with sounds that are often confused."""
    asked, ways = pair.loosely_asked, pair.loosely
    return _best(len(asked) / len(way) for way in ways if way.startswith(asked))


def misspelt_pinyin(pair: Comparison) -> Likeness | None:
    """All syllables, with a few wrong letters."""
    asked, ways = pair.loosely_asked, pair.loosely
    edits = allowed_edits(len(pair.letters)) - (len(pair.letters) < _SHORT)
    if edits < 1:
        return None
    distances = (OSA.distance(asked, way, score_cutoff=edits) for way in ways)
    return _best(1 - distance / _WRONG for distance in distances if distance <= edits)


def inner_pinyin(pair: Comparison) -> Likeness | None:
    """The pinyin of some characters within the term."""
    spoken = pair.spoken
    if len(pair.letters) < _INNER:
        return None
    for start in range(1, len(spoken) - 1):
        for end in range(start + 2, len(spoken) + 1):
            if spelt(pair.letters, spoken[start:end]) == 1:
                return Likeness((end - start) / len(spoken))
    return None


def first_initials(pair: Comparison) -> Likeness | None:
    """The initials of the first syllables."""
    size, whole = len(pair.letters), len(pair.spoken)
    fits = _FIRST <= size < whole and spelt(pair.letters, pair.spoken[:size])
    return Likeness(size / whole) if fits else None


def characters_and_pinyin(pair: Comparison) -> Likeness | None:
    """Some characters as such and some as pinyin: 小yuan高qiang."""
    asked, characters = pair.query.squashed, pair.squashed
    if not 2 < len(asked) < _MIXED or len(characters) != len(pair.spoken):
        return None
    either = [(c, *r) for c, r in zip(characters, pair.spoken, strict=True)]
    fully = spelt(asked, either)
    return Likeness(fully) if fully else None


def _best(shares: Iterable[float]) -> Likeness | None:
    best = max(shares, default=None)
    return None if best is None else Likeness(best)
