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
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from glossary.model import Span
from glossary.text.script import to_simplified

NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两0123456789")
PREFIXES = frozenset("核反非新旧前超多准泛再共对与和及暨之")
"""Characters that may stand alone in a compound, before a word of it."""

_PLACES = Path(__file__).parent.parent / "data" / "places.txt"
_NUMBERS = re.compile(f"[{''.join(sorted(NUMERALS))}]{{2,}}")
_FORMAT = 5
_SINGLE = 2.0  # nats that a word of one character costs more
_FUNCTION_SINGLE = 1.0  # the same for words that are mostly of one character
_NUMBER = 9.0  # nats of a run of numerals
_UNKNOWN_CHARACTER = 16.0
_UNKNOWN_TERM = 300  # how often a term that is no dictionary word is taken to have been met
_FUNCTION = ("c", "p", "u", "d", "y")  # conjunctions, prepositions, particles, adverbs
_KINDS = {"nr": "name", "ns": "place", "i": "idiom"}
_LOOSE = {"name": 5.0, "place": 8.5, "idiom": 5.0}  # see Lattice.is_compound
_INFINITY = math.inf


class Dictionary:
    """Words with their costs; every beginning of a word is in the table too, with cost None."""

    def __init__(self, costs: dict[str, float | None], kinds: dict[str, str], total: float) -> None:
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
    key = (_FORMAT, state.st_size, state.st_mtime_ns, _PLACES.stat().st_size)
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
    for word in map(to_simplified, _places()):
        if word not in frequencies:
            frequencies[word], tags[word] = _UNKNOWN_TERM, "ns"
    for word in [w for w, tag in tags.items() if _chance_name(w, tag, frequencies[w], tags)]:
        del frequencies[word]
    total = float(sum(frequencies.values()))
    costs: dict[str, float | None] = {}
    for word, frequency in frequencies.items():
        for end in range(1, len(word)):
            costs.setdefault(word[:end], None)
        costs[word] = math.log(total / frequency) + _extra(word, tags[word])
    kinds = {
        w: _KINDS[k] for w in frequencies if len(w) > 1 for k in _KINDS if tags[w].startswith(k)
    }
    return costs, kinds, total


def _places() -> list[str]:
    """Names of states that jieba's dictionary lacks."""
    lines = _PLACES.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


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


def _cached(key: tuple[int, ...]) -> _Stored | None:
    """What was kept, where it is of this dictionary and whole."""
    try:
        stored_key, stored = marshal.loads(_cache_file().read_bytes())
        return stored if stored_key == key and len(stored) == 3 else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _keep(value: Any) -> None:
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


Edges = list[list[tuple[int, float]]]
"""From each place of a run: (end of a word, its cost)."""


class Lattice:
    """All readings of a run of folded Chinese characters; `terms` are spans known to be words."""

    def __init__(self, run: str, terms: Iterable[Span], words: Dictionary) -> None:
        self.run = run
        self.words = words
        self.edges = _edges(run, terms, words)
        self.forward = [0.0] + [_INFINITY] * len(run)
        self.backward = [_INFINITY] * len(run) + [0.0]
        self._add_up()
        self.best = self.forward[-1]

    def _add_up(self) -> None:
        """The cost of the best path to each place, and from each place to the end."""
        forward, backward = self.forward, self.backward
        for start, edges in enumerate(self.edges):
            here = forward[start]
            for end, cost in edges:
                if here + cost < forward[end]:
                    forward[end] = here + cost
        for start in range(len(self.run) - 1, -1, -1):
            best = _INFINITY
            for end, cost in self.edges[start]:
                if cost + backward[end] < best:
                    best = cost + backward[end]
            backward[start] = best

    def through(self, start: int, end: int) -> float:
        """Nats by which the best reading with edges at both places exceeds the best of all."""
        return self.forward[start] + self.between(start, end) + self.backward[end] - self.best

    def between(self, start: int, end: int) -> float:
        """The cost of the best path from `start` to `end`."""
        return _cheapest(self.edges, start, end)

    def pieces(self, start: int, end: int, last: bool = False) -> float:
        """The same by the pieces of compounds: words of two or more characters, and prefixes;
        the `last` pieces of a compound end in a word."""
        if last and end - start == 1:
            return _INFINITY
        return _cheapest(self.piece_edges, start, end, end - 1 if last else -1)

    @cached_property
    def piece_edges(self) -> Edges:
        return [
            [(to, c) for to, c in edges if to - at > 1 or self.run[at] in PREFIXES]
            for at, edges in enumerate(self.edges)
        ]

    def split(self, start: int, end: int) -> float:
        """The cost of the best way to split a word into pieces."""
        firsts = ((to, cost) for to, cost in self.piece_edges[start] if to < end)
        return min(
            (cost + self.pieces(to, end, last=True) for to, cost in firsts), default=_INFINITY
        )

    def is_compound(self, start: int, end: int) -> bool:
        """May the word hold other words? Names, places and idioms only where their parts meet
        hardly more often than chance would have it (朝鲜半岛, not 印度尼西亚)."""
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
            for end, cost in edges
            if end - start >= least and self.forward[start] + cost + self.backward[end] <= limit
        ]


def _edges(run: str, terms: Iterable[Span], words: Dictionary) -> Edges:
    find = words.costs.get
    size = len(run)
    edges: Edges = []
    for start in range(size):
        here = [(start + 1, find(run[start]) or _UNKNOWN_CHARACTER)]
        for end in range(start + 2, size + 1):
            cost = find(run[start:end], _INFINITY)
            if cost is _INFINITY:
                break
            if cost is not None:
                here.append((end, cost))
        edges.append(here)
    for start, end in terms:
        edges[start].append((end, words.term_cost(run[start:end])))
    for match in _NUMBERS.finditer(run):  # a run of numerals is one word
        edges[match.start()].append((match.end(), _NUMBER))
    return edges


def _cheapest(edges: Edges, start: int, end: int, closed: int = -1) -> float:
    """The cost of the best path, none of which comes through `closed`."""
    costs = {start: 0.0}
    for at in range(start, end):
        here = costs.get(at)
        if here is None or at == closed:
            continue
        for to, cost in edges[at]:
            if to <= end and here + cost < costs.get(to, _INFINITY):
                costs[to] = here + cost
    return costs.get(end, _INFINITY)
