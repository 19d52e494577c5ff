"""Compare the Latin words of a query with those of a term: order, parts, spelling, initials."""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import OSA

from glossary.lookup.search.comparison import Comparison, Likeness
from glossary.lookup.search.word_pairs import BEGINS, WordPairs, letters
from glossary.lookup.search.words import allowed_edits
from glossary.text.english import STOP_WORDS
from glossary.text.grams import acronym

# Where words are missing, what must be answered all the same: of the query, of both together,
# and of a query in which a whole term stands. Chosen: of 1013 look-up cases two are wrong, four at
# double of _WITHIN, three at half of _FEWEST, and two at half and double of the others.
_OF_QUERY, _OF_BOTH, _WITHIN = 0.55, 0.36, 0.35
_FEWEST = 2  # words that are answered then

# Chosen: at half, short words are like others, and more of a word may be wrong; at double, the
# initials of five words are not found, and what is misspelt has to be longer.
_FEWEST_INITIALS = 3  # words of a term that is asked for by theirs
_MISSPELT, _LETTERS_A_SLIP = 4, 5  # letters of what may be misspelt, and for each that is wrong


def misspelt(pair: Comparison) -> Likeness | None:
    """The same letters without spaces, except for a few: split, joined and misspelt words
    together."""
    asked, term = pair.query.squashed, pair.squashed
    edits = _edits(len(asked))
    if abs(len(asked) - len(term)) > edits or len(asked) < _MISSPELT:
        return None
    distance = OSA.distance(asked, term, score_cutoff=edits)
    if not 0 < distance <= edits:
        return None
    return Likeness(1 - distance / len(asked), label=f"misspelt ({letters(distance)})")


def words(pair: Comparison) -> Likeness | None:
    """All words in order, some inflected, cut short or misspelt."""
    pairs = pair.pairs
    fits = not pairs.missed and pairs.is_whole and pairs.in_order
    return Likeness(0, pairs.of_query, _least(pairs)) if fits else None


def reordered_words(pair: Comparison) -> Likeness | None:
    """All words in another order: `fence high yard small`."""
    pairs = pair.pairs
    fits = not pairs.missed and pairs.is_whole and not pairs.in_order
    return Likeness(0, pairs.of_query, _least(pairs)) if fits else None


def first_words(pair: Comparison) -> Likeness | None:
    """The term begins with the words of the query."""
    pairs = pair.pairs
    fits = not pairs.missed and not pairs.is_whole and pairs.begins
    return Likeness(pairs.of_term, pairs.of_query, _least_but_begun(pairs)) if fits else None


def some_of_term(pair: Comparison) -> Likeness | None:
    """The term contains the words of the query."""
    pairs = pair.pairs
    fits = not pairs.missed and not pairs.is_whole and not pairs.begins
    return Likeness(pairs.of_term, pairs.of_query, _least_but_begun(pairs)) if fits else None


def some_of_query(pair: Comparison) -> Likeness | None:
    """The term contains most of the words, and not too many others."""
    pairs = pair.pairs
    return Likeness(pairs.of_term, pairs.of_query) if pairs.missed and _enough(pairs) else None


def term_within_query(pair: Comparison) -> Likeness | None:
    """The query contains all words of the term."""
    pairs = pair.pairs
    if not pairs.missed or _enough(pairs) or pairs.missed == pairs.asked:
        return None
    return Likeness(pairs.of_query) if pairs.is_whole and pairs.of_query >= _WITHIN else None


def abbreviation(pair: Comparison) -> Likeness | None:
    """`MAD` for mutual assured destruction, even if no entry lists it; capitals make it surer."""
    query, term = pair.query, pair.words
    if not query.is_short_word or len(term) < _FEWEST_INITIALS:
        return None
    content = [word for word in term if word not in STOP_WORDS]
    fits = query.squashed in (acronym(term), acronym(content))
    return Likeness(float(query.text.isupper())) if fits else None


@cache
def _edits(length: int) -> int:
    """How many letters of a query of that length may be wrong altogether."""
    return min(allowed_edits(length), max(1, length // _LETTERS_A_SLIP))


def _enough(pairs: WordPairs) -> bool:
    of_both = pairs.of_query * pairs.of_term
    return pairs.of_query >= _OF_QUERY and of_both >= _OF_BOTH and len(pairs.places) >= _FEWEST


def _least(pairs: WordPairs) -> str:
    least = pairs.least
    return least.label if least else ""


def _least_but_begun(pairs: WordPairs) -> str:
    """The label of the worst pair; none for a word cut short, as the term is longer anyway."""
    least = pairs.least
    return least.label if least and least.way is not BEGINS else ""
