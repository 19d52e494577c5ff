"""Word edges in Chinese: the lattice of all ways to read a run of characters.

Every dictionary word that stands in a run is an edge with a cost in nats (minus the logarithm of
its share of all words); the cheapest path is the likeliest reading. A place is asked about by the
cheapest path through it: `through(start, end)` says how many nats a reading that has word edges at
both places costs more than the likeliest.

The words and frequencies are those of jieba (MIT), read from its `dict.txt` without importing it,
and kept as one binary file in the user's cache folder.
"""

from __future__ import annotations

import marshal
import math
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path

from glossary.model import Span
from glossary.text.script import to_simplified

NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两0123456789")
PREFIXES = frozenset("核反非新旧前超多半准泛再共对与和及暨之")
"""Characters that may stand alone in a compound, before a word of it."""

_FORMAT = 4
_SINGLE = 2.0  # nats that a word of one character costs more
_FUNCTION_SINGLE = 1.0  # the same for words that are mostly of one character
_NUMBER = 9.0  # nats of a run of numerals
_UNKNOWN_CHARACTER = 16.0
_UNKNOWN_TERM = 300  # how often a term that is no dictionary word is taken to have been met
_FUNCTION = ("c", "p", "u", "d", "y")  # conjunctions, prepositions, particles, adverbs
_KINDS = {"nr": "name", "ns": "place", "i": "idiom"}
_LOOSE = {"name": -math.inf, "place": 8.5, "idiom": 5.0}  # see Lattice.is_compound
_INFINITY = math.inf


class Dictionary:
    """Words with their costs; every beginning of a word is in the table too, with cost None."""

    def __init__(
        self, costs: dict[str, float | None], kinds: dict[str, str], total: float
    ) -> None:
        self.costs = costs
        self.kinds = kinds  # name, place or idiom
        self.unknown_term = -math.log(_UNKNOWN_TERM / total)

    def cost(self, word: str) -> float | None:
        """The cost of a word in Simplified characters; None where it is no dictionary word."""
        return self.costs.get(word)

    def term_cost(self, word: str) -> float:
        """The cost of a word that is known to be one, since the termbase has it."""
        cost = self.costs.get(word)
        return self.unknown_term if cost is None else min(cost, self.unknown_term + 2)


@cache
def dictionary() -> Dictionary:
    """jieba's dictionary."""
    source = _source()
    state = source.stat()
    key = (_FORMAT, state.st_size, state.st_mtime_ns)
    stored = _cached(key)
    if stored is None:
        stored = _read(source)
        _keep((key, stored))
    return Dictionary(*stored)


_Stored = tuple[dict[str, float | None], dict[str, str], float]


def _source() -> Path:
    from importlib.util import find_spec

    found = find_spec("jieba")
    assert found and found.origin, "jieba is a dependency"
    return Path(found.origin).with_name("dict.txt")


def _read(source: Path) -> _Stored:
    """(costs, kinds, total) of the dictionary, its words in Simplified characters."""
    frequencies: dict[str, int] = {}
    tags: dict[str, str] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split()
        word = to_simplified(word.lower())
        if int(count) >= frequencies.get(word, 0):
            frequencies[word], tags[word] = max(int(count), 1), tag
    for word in [w for w, tag in tags.items() if _chance_name(w, tag, frequencies[w], tags)]:
        del frequencies[word]
    total = float(sum(frequencies.values()))
    costs: dict[str, float | None] = {}
    for word, count in frequencies.items():
        for end in range(1, len(word)):
            costs.setdefault(word[:end], None)
        costs[word] = math.log(total / count) + _extra(word, tags[word])
    kinds = {w: _KINDS[k] for w in frequencies if len(w) > 1 for k in _KINDS if tags[w].startswith(k)}
    return costs, kinds, total


def _chance_name(word: str, tag: str, count: int, tags: dict[str, str]) -> bool:
    """A rare "person" that is a place and a character, such as 伊朗核."""
    return tag.startswith("nr") and len(word) == 3 and count < 6 and tags.get(word[:2]) == "ns"


def _extra(word: str, tag: str) -> float:
    if len(word) > 1:
        return 0.0
    return _FUNCTION_SINGLE if tag.startswith(_FUNCTION) else _SINGLE


def _cache_file() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("glossary") / "words.bin"


def _cached(key: tuple[int, int, int]) -> _Stored | None:
    """What was kept, where it is of this dictionary and whole."""
    try:
        stored_key, stored = marshal.loads(_cache_file().read_bytes())
        return stored if stored_key == key and len(stored) == 3 else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _keep(value: object) -> None:
    """Write the cache as a whole or not at all; a folder that cannot be written does no harm."""
    with suppress(OSError):
        target = _cache_file()
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix="words-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(marshal.dumps(value))
            os.replace(name, target)
        except OSError:
            Path(name).unlink(missing_ok=True)


Edges = list[dict[int, float]]


class Lattice:
    """All readings of a run of folded Chinese characters; `terms` are spans known to be words."""

    def __init__(self, run: str, terms: Iterable[Span], words: Dictionary) -> None:
        self.run = run
        self.words = words
        self.edges = _edges(run, terms, words)
        self.forward = self._forward()
        self.backward = self._backward()
        self.best = self.forward[-1]

    def _forward(self) -> list[float]:
        costs = [0.0] + [_INFINITY] * len(self.run)
        for start, edges in enumerate(self.edges):
            here = costs[start]
            for end, cost in edges.items():
                if here + cost < costs[end]:
                    costs[end] = here + cost
        return costs

    def _backward(self) -> list[float]:
        costs = [_INFINITY] * len(self.run) + [0.0]
        for start in range(len(self.run) - 1, -1, -1):
            costs[start] = min(cost + costs[end] for end, cost in self.edges[start].items())
        return costs

    def through(self, start: int, end: int) -> float:
        """Nats by which the best reading with edges at both places exceeds the best of all."""
        return self.forward[start] + self.between(start, end) + self.backward[end] - self.best

    def between(self, start: int, end: int) -> float:
        """The cost of the best path from `start` to `end`."""
        return _cheapest(self.edges, start, end)

    def pieces(self, start: int, end: int) -> float:
        """The same by the pieces of compounds: words of two or more characters, and prefixes."""
        return _cheapest(self.piece_edges, start, end)

    @cached_property
    def piece_edges(self) -> Edges:
        return [
            {to: c for to, c in edges.items() if to - at > 1 or self.run[at] in PREFIXES}
            for at, edges in enumerate(self.edges)
        ]

    def split(self, start: int, end: int) -> float:
        """The cost of the best way to split a word into pieces."""
        firsts = ((to, cost) for to, cost in self.piece_edges[start].items() if to < end)
        return min((cost + self.pieces(to, end) for to, cost in firsts), default=_INFINITY)

    def is_compound(self, start: int, end: int) -> bool:
        """May the word hold other words? Names may not; places and idioms where their parts meet
        hardly more often than chance would have it (世贸组织, not 印度尼西亚)."""
        word = self.run[start:end]
        kind = self.words.kinds.get(word)
        cost = self.words.costs.get(word)
        if kind is None or cost is None:
            return True
        cuts = max(1, len(word) // 2 - 1)
        return self.split(start, end) - cost <= _LOOSE[kind] * cuts

    def likely_words(self, within: float, least: int) -> list[Span]:
        """Words of at least `least` characters on a path within so many nats of the best."""
        limit = self.best + within
        return [
            (start, end)
            for start, edges in enumerate(self.edges)
            for end, cost in edges.items()
            if end - start >= least and self.forward[start] + cost + self.backward[end] <= limit
        ]


def _edges(run: str, terms: Iterable[Span], words: Dictionary) -> Edges:
    costs = words.costs
    edges: Edges = []
    for start in range(len(run)):
        here: dict[int, float] = {start + 1: costs.get(run[start]) or _UNKNOWN_CHARACTER}
        for end in range(start + 2, len(run) + 1):
            piece = run[start:end]
            if piece not in costs:
                break
            cost = costs[piece]
            if cost is not None:
                here[end] = cost
        edges.append(here)
    for start, end in terms:
        edges[start][end] = words.term_cost(run[start:end])
    _join_numerals(run, edges)
    return edges


def _join_numerals(run: str, edges: Edges) -> None:
    """A run of two or more numerals is one word."""
    start = 0
    while start < len(run):
        end = start
        while end < len(run) and run[end] in NUMERALS:
            end += 1
        if end - start > 1:
            edges[start][end] = min(_NUMBER, edges[start].get(end, _INFINITY))
        start = max(end, start + 1)


def _cheapest(edges: Edges, start: int, end: int) -> float:
    costs = {start: 0.0}
    for at in range(start, end):
        here = costs.get(at)
        if here is None:
            continue
        for to, cost in edges[at].items():
            if to <= end and here + cost < costs.get(to, _INFINITY):
                costs[to] = here + cost
    return costs.get(end, _INFINITY)
