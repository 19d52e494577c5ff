"""Matches of the term itself in another form: the letters and characters are the same."""

from __future__ import annotations

import unicodedata

from glossary.lookup.search.comparison import Comparison, Likeness
from glossary.text.fold import en_key
from glossary.text.script import to_simplified

_SAME = Likeness()
# Chosen, to save work; half and double change no look-up case.
_MOST_LETTERS = 6  # by which an inflected term is longer or shorter at most


def exact(pair: Comparison) -> Likeness | None:
    """The same characters."""
    return _SAME if pair.query.text == pair.text else None


def case(pair: Comparison) -> Likeness | None:
    """Another case: `Small Yard, High Fence`."""
    return _SAME if pair.query.text.casefold() == pair.text.casefold() else None


def width(pair: Comparison) -> Likeness | None:
    """Full width and other compatibility forms: `ｓｍａｌｌ ｙａｒｄ`."""
    asked, term = _compatible(pair)
    return _SAME if asked == term else None


def script(pair: Comparison) -> Likeness | None:
    """Traditional for Simplified or the reverse: 小院高墻 for 小院高墙."""
    asked, term = _compatible(pair)
    return _SAME if to_simplified(asked) == to_simplified(term) else None


def punctuation(pair: Comparison) -> Likeness | None:
    """Signs omitted or different: `small yard high fence`."""
    return _SAME if pair.query.squashed == pair.squashed and not spacing(pair) else None


def spacing(pair: Comparison) -> Likeness | None:
    """Spaces omitted or added: `cyber space`."""
    asked, term = _compatible(pair)
    joined = asked.replace(" ", "") == term.replace(" ", "")
    return _SAME if joined and asked.split() != term.split() else None


def inflected(pair: Comparison) -> Likeness | None:
    """Inflected forms of the words: `security dilemmas`."""
    query = pair.query
    near = abs(len(query.squashed) - len(pair.squashed)) < _MOST_LETTERS
    in_words = query.words and not query.runs
    return _SAME if near and in_words and query.en == en_key(pair.text) else None


def _compatible(pair: Comparison) -> tuple[str, str]:
    """(query, term) in compatibility form and lower case."""
    one, other = pair.query.text.casefold(), pair.text.casefold()
    return unicodedata.normalize("NFKC", one), unicodedata.normalize("NFKC", other)
