"""The Latin words of a termbase, in memory, to find those that a word may be a misspelling of.

Every word within the allowed distance is found: the words are compared one by one, which costs a
few milliseconds at 50,000 words and nothing for a query that is spelt right.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections import OrderedDict

from glossary.store.base import TermNarrower

_KEPT = 8  # termbases whose words stay in memory; chosen, a matter of memory alone
_FITTING = 200  # words that a piece with wildcards may stand for: chosen, to bound the work
_MOST = 10  # words that a word may be misspelt for. Chosen: half and double change no case
_EDITS = (4, 7, 12)
"""Letters from which on one, two and three may be wrong. Chosen: with twice as many letters 16 more
of 1013 look-up cases are wrong, with half none, but far more words are compared."""


def allowed_edits(length: int) -> int:
    """How many letters of a word of that length may be wrong, missing, extra or swapped."""
    return bisect_right(_EDITS, length)


class Words:
    """The words of one termbase, by length."""

    def __init__(self) -> None:
        self.last = 0
        self.by_length: dict[int, list[str]] = {}
        self.known: set[str] = set()

    def grow(self, rows: list[tuple[int, str]]) -> None:
        for number, word in rows:
            if word not in self.known:
                self.known.add(word)
                self.by_length.setdefault(len(word), []).append(word)
            self.last = max(self.last, number)

    def near(self, word: str) -> list[str]:
        """The words that `word` may be a misspelling of, nearest first; itself first if known."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        edits = allowed_edits(len(word))
        found = [(0, word)] if word in self.known else []
        for length in range(len(word) - edits, len(word) + edits + 1) if edits else ():
            words = self.by_length.get(length, [])
            hits = extract(word, words, scorer=OSA.distance, score_cutoff=edits, limit=_MOST)
            found += [(int(distance), other) for other, distance, _ in hits if distance]
        return [other for _, other in sorted(found)[:_MOST]]

    def like(self, pattern: re.Pattern[str], limit: int = _FITTING) -> list[str]:
        """At most `limit` words that match a pattern."""
        return [word for word in self.known if pattern.fullmatch(word)][:limit]


_caches: OrderedDict[str, Words] = OrderedDict()
_guard = threading.Lock()


def words_of(store: TermNarrower) -> Words:
    """The words of a store, up to date. Cached by database."""
    database = store.terms_version()[0]
    with _guard:
        words = _caches.setdefault(database, Words())
        _caches.move_to_end(database)
        while len(_caches) > _KEPT:
            _caches.popitem(last=False)
        words.grow(store.term_words(words.last))
    return words
