"""Chinese word boundaries: the lattice of all ways to segment a run of characters.

Every dictionary word in the run is an edge whose cost in nats is minus the logarithm of its share
of all words; the cheapest path is the likeliest reading. `through(start, end)` gives the extra cost
of the cheapest path that has boundaries at both offsets.

The words and frequencies are those of jieba (MIT), read from its `dict.txt` without importing it
and cached as one binary file in the user's cache folder.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from glossary.model import Span
from glossary.text.kept import kept, key_of
from glossary.text.package_files import package_file
from glossary.text.script import to_simplified

NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两0123456789")
PREFIXES = frozenset("核反非新旧前超多准泛再共对与和及暨之中")
"""Characters that may stand alone in a compound, before a word of it."""

ADJECTIVES = frozenset("全各本该每某女男大小高低老")
"""As PREFIXES, but only where no dictionary word of two characters begins there (老朋友, not
大学生)."""

_DATA = Path(__file__).parent.parent / "data"
_PLACES, _WORDS = _DATA / "places.txt", _DATA / "words.txt"
_NUMBERS = re.compile(f"[{''.join(sorted(NUMERALS))}]{{2,}}")
_FORMAT = 8  # chosen freely; raise it whenever what is kept on disk changes

# Chosen. Of the 2051 recognition cases 37 are wrong; beside each number, at half and at double
# (python tests/benchmarks/bench_constants.py).
_SINGLE = 2.0  # nats that a word of one character costs more; 48, 45
_FUNCTION_SINGLE = 1.0  # the same for words that are mostly of one character; 40, 42
_NUMBER = 9.0  # nats of a run of numerals; 37, 37
_UNKNOWN_CHARACTER = 16.0  # nats of one that is no word; 37, 37: more than any word costs
_UNKNOWN_TERM = 300  # times that a term in no dictionary is taken to have been met; 38, 37
_RARE = 3  # the count of words that are in the dictionary without having been counted; 40, 37
_COMMON = 200  # the count of one that is met often; 38, 37
_LOOSE = {"name": 5.0, "place": 8.5, "idiom": 5.0}  # see Lattice.is_compound; 47, 33

# Chosen. By the counts of the dictionary; fewer names go at half of the first, fewer phrases at
# double of the second.
_CHANCE = 6  # the count below which a person may be none: 伊朗核
_MORE = 10  # times that a word is met more than one of it and 里 or 上: 校园 than 校园内
_SAME = 1e-9  # nats between two readings that are as good: derived, sums round by less

_NO_WORDS: tuple[float, dict[str, float | None]] = (_UNKNOWN_CHARACTER, {})
_FUNCTION = ("c", "p", "u", "d", "y", "f")  # of grammar; f: where (里, 外)
_STATES = frozenset("美俄英德韩印")
_WHERE = frozenset("上里中内外时前后")
_KINDS = {"nr": "name", "ns": "place", "i": "idiom"}
_INFINITY = math.inf


_Rest = dict[str, float | None]
_Begun = dict[str, tuple[float, _Rest]]
"""By first character: its cost as a word, and a table of the costs of the words that begin with it,
by their remaining characters. Every prefix of these is in the table too, with cost None. Two small
tables are in the processor's cache more often than one large one."""


class Dictionary:
    """Dictionary words in Simplified characters with their costs in nats."""

    def __init__(self, begun: _Begun, kinds: dict[str, str], total: float) -> None:
        self.begun = begun
        self.kinds = kinds  # name, place or idiom
        self.unknown_term = -math.log(_UNKNOWN_TERM / total)

    def cost(self, word: str) -> float | None:
        """The cost of a word in nats; None if it is not in the dictionary."""
        single, rest = self.begun.get(word[:1], _NO_WORDS)
        return rest.get(word[1:]) if len(word) > 1 else single

    def words(self) -> Iterator[tuple[str, float]]:
        """(word, cost) of every word."""
        for first, (single, rest) in self.begun.items():
            yield first, single
            yield from ((first + end, cost) for end, cost in rest.items() if cost is not None)


def dictionary() -> Dictionary:
    """jieba's dictionary. Loaded once."""
    with _LOADING:  # threads that start together would each load it and keep a copy
        return _loaded()


_LOADING = threading.Lock()


@cache
def _loaded() -> Dictionary:
    key = (*key_of("words", _FORMAT), _PLACES.stat().st_size, _WORDS.stat().st_size)
    return Dictionary(*kept("words", key, lambda: _read(package_file("words"))))


_Stored = tuple[_Begun, dict[str, str], float]


def _read(source: Path) -> _Stored:
    """(words by first character, kinds, total count), with the words in Simplified characters."""
    frequencies: dict[str, int] = {}
    tags: dict[str, str] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split()
        word = to_simplified(word.lower())
        if int(count) >= frequencies.get(word, 0):
            frequencies[word], tags[word] = max(int(count), 1), tag
    for word in _listed(_PLACES):
        frequencies.setdefault(word, _UNKNOWN_TERM)
        tags[word] = "ns"  # jieba tags 乌克兰 as a person
    for word in _listed(_WORDS):
        frequencies[word], tags[word] = max(frequencies.get(word, 0), _UNKNOWN_TERM), "n"
    for word in [w for w, tag in tags.items() if _chance_name(w, tag, frequencies[w], tags)]:
        del frequencies[word]
    for word in [w for w in frequencies if _phrase(w, tags[w], frequencies)]:
        del frequencies[word]
    total = float(sum(frequencies.values()))
    costs = {w: math.log(total / n) + _extra(w, tags[w]) for w, n in frequencies.items()}
    kinds = {
        w: _KINDS[k]
        for w in frequencies
        for k in _KINDS
        if len(w) > 1 and tags[w].startswith(k) and (k != "i" or frequencies[w] > _RARE)
    }
    return _by_first_character(costs), kinds, total


def _by_first_character(costs: dict[str, float]) -> _Begun:
    rests: dict[str, _Rest] = {word[0]: {} for word in costs}
    for word, cost in sorted(costs.items()):  # neighbours in memory are looked up together
        rest = rests[word[0]]
        for end in range(2, len(word)):
            rest.setdefault(word[1:end], None)
        if len(word) > 1:
            rest[word[1:]] = cost
    return {char: (costs.get(char, _UNKNOWN_CHARACTER), rest) for char, rest in rests.items()}


def _listed(path: Path) -> list[str]:
    """Words of a data file: those that jieba's dictionary lacks or tags differently."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [to_simplified(w) for line in lines if not line.startswith("#") for w in line.split()]


def _chance_name(word: str, tag: str, count: int, tags: dict[str, str]) -> bool:
    """Whether a rare "person" is really a place and a character, such as 伊朗核."""
    is_rare = count < _CHANCE and len(word) == 3
    return is_rare and tag.startswith("nr") and tags.get(word[:2]) == "ns"


def _phrase(word: str, tag: str, counts: dict[str, int]) -> bool:
    """Whether a dictionary entry is really two words: a state's short name and a word (美政府,
    美国会), a verb and 于, or a word and one of place or time (校园内, 在经济上)."""
    is_name = tag.startswith("nr")
    if not 3 <= len(word) <= 5 or counts[word] > _COMMON:
        return False
    if len(word) == 3 and word[2] == "于":  # 局限于; the verb is a word by itself
        return word[:2] in counts
    if word[0] in _STATES:
        return tag[0] in "nl" and not is_name and counts.get(word[1:], 0) > _COMMON
    inner = word.removeprefix("在")[:-1]
    least = _COMMON if is_name else _MORE * counts[word]
    return word[-1] in _WHERE and len(inner) == 2 and counts.get(inner, 0) >= least


def _extra(word: str, tag: str) -> float:
    if len(word) > 1:
        return 0.0
    return _FUNCTION_SINGLE if tag.startswith(_FUNCTION) else _SINGLE


Edges = list[list[tuple[int, float]]]
"""For each offset of a run: (end of a word, its cost), by end."""

_END = "\0"  # occurs in no word


class Lattice:
    """All readings of a run of folded Chinese characters; `terms` are spans known to be words.
    Costs are in nats."""

    def __init__(self, run: str, terms: Iterable[Span], words: Dictionary) -> None:
        self.run = run
        self.words = words
        self.edges, self.forward = _edges(run, terms, words)
        self.backward = _backward(self.edges)
        self.best = self.forward[-1]
        self._splits: dict[Span, float] = {}

    def through(self, start: int, end: int) -> float:
        """Cost, beyond the best reading, of the best one with boundaries at both offsets."""
        return self.forward[start] + self.between(start, end) + self.backward[end] - self.best

    def is_near(self, start: int, end: int, within: float) -> bool:
        """Whether a reading with boundaries at both offsets is within so many nats of the best."""
        limit = self.best + within - self.forward[start] - self.backward[end]
        if limit < 0:
            return False
        for to, cost in self.edges[start]:
            if to == end and cost <= limit:
                return True
        return self.between(start, end) <= limit

    def edge(self, at: int) -> float:
        """Cost, beyond the best reading, of the best one with a boundary at the offset."""
        return self.forward[at] + self.backward[at] - self.best

    def passes(self, start: int, end: int, cost: float) -> bool:
        """Whether a word of that cost is on the best path, or on an equally good one."""
        return self.forward[start] + cost + self.backward[end] <= self.best + _SAME

    def crossed(self, within: float) -> set[int]:
        """Offsets inside a word that is on a path within so many nats of the best."""
        limit, forward, backward = self.best + within, self.forward, self.backward
        places: set[int] = set()
        for start, edges in enumerate(self.edges):
            if len(edges) > 1:
                left = limit - forward[start]
                for end, cost in edges[1:]:
                    if cost + backward[end] <= left:
                        places.update(range(start + 1, end))
        return places

    def between(self, start: int, end: int) -> float:
        """The cost of the best path from `start` to `end`."""
        return _cheapest(self.edges, start, end)

    def pieces(self, start: int, end: int, last: bool = False) -> float:
        """The cost of the best path by parts of compounds: prefixes and words of two or more
        characters. With `last` the path must end in such a word."""
        if last and end - start == 1:
            return _INFINITY
        return self._cheapest_pieces(start, end, last)

    def _stands_alone(self, at: int) -> bool:
        """Whether the single character at an offset may be a part of a compound."""
        if self.run[at] in PREFIXES:
            return True
        return self.run[at] in ADJECTIVES and self.words.cost(self.run[at : at + 2]) is None

    def split(self, start: int, end: int) -> float:
        """The cost of the best way to split a word into two or more parts."""
        known = self._splits.get((start, end))
        if known is None:
            known = self._cheapest_pieces(start, end, last=True, whole=False)
            self._splits[start, end] = known
        return known

    def _cheapest_pieces(
        self, start: int, end: int, last: bool = False, whole: bool = True
    ) -> float:
        """The cost of the best path by parts of compounds; infinite if there is none.

        `last`: the last part must be a word. `whole=False`: the span as a single part does not
        count.
        """
        edges = self.edges
        closed = end - 1 if last else -1
        costs = [_INFINITY] * (end - start + 1)
        costs[0] = 0.0
        for at in range(start, end):
            here = costs[at - start]
            if here == _INFINITY or at == closed:
                continue
            for to, cost in edges[at]:
                if to > end:
                    break
                if to - at == 1 and not self._stands_alone(at):
                    continue
                if at == start and to == end and not whole:
                    continue
                if here + cost < costs[to - start]:
                    costs[to - start] = here + cost
        return costs[-1]

    def is_compound(self, start: int, end: int) -> bool:
        """Whether the word may contain other words. Names, places and idioms may only if their
        parts cost little more than the whole (朝鲜半岛, not 印度尼西亚)."""
        word = self.run[start:end]
        kind = self.words.kinds.get(word)
        cost = self.words.cost(word)
        if kind is None or cost is None:
            return True
        cuts = max(1, len(word) // 2 - 1)
        return self.split(start, end) - cost <= _LOOSE[kind] * cuts

    def likely_words(self, within: float, least: int) -> list[Span]:
        """Words of `least` or more characters on a path within so many nats of the best."""
        limit, forward, backward = self.best + within, self.forward, self.backward
        return [
            (start, end)
            for start, edges in enumerate(self.edges)
            if edges[-1][0] - start >= least
            for end, cost in edges
            if end - start >= least and forward[start] + cost + backward[end] <= limit
        ]


def _edges(run: str, terms: Iterable[Span], words: Dictionary) -> tuple[Edges, list[float]]:
    """The words at each offset, by length, and the cost of the best path to each offset."""
    added = _added(run, terms)
    find = words.begun.get
    padded = run + _END
    edges: Edges = []
    forward = [0.0] + [_INFINITY] * len(run)
    for start, char in enumerate(run):
        end = start + 1
        single, rests = find(char, _NO_WORDS)
        here = [(end, single)]
        edges.append(here)
        longer = end + 1
        cost = rests.get(padded[end:longer], _INFINITY)
        while cost != _INFINITY:
            if cost is not None:
                here.append((longer, cost))
            longer += 1
            cost = rests.get(padded[end:longer], _INFINITY)
        if start in added:
            here[:] = _with_terms(here, added[start], words.unknown_term)
        so_far = forward[start]
        for end, cost in here:
            cost += so_far
            if cost < forward[end]:
                forward[end] = cost
    return edges, forward


def _added(run: str, terms: Iterable[Span]) -> dict[int, list[tuple[int, bool]]]:
    """Words beyond the dictionary by their start: (end, True for a term and False for a number)."""
    added: dict[int, list[tuple[int, bool]]] = {}
    for start, end in terms:
        added.setdefault(start, []).append((end, True))
    for match in _NUMBERS.finditer(run):  # a run of numerals is one word
        added.setdefault(match.start(), []).append((match.end(), False))
    return added


def _with_terms(
    edges: list[tuple[int, float]], added: list[tuple[int, bool]], unknown_term: float
) -> list[tuple[int, float]]:
    """The edges with added words. A term costs as much as an unknown word, 2 nats more if the
    dictionary has it, and never more than there."""
    costs = dict(edges)
    for end, is_term in added:
        cost = costs.get(end, _INFINITY)
        new = unknown_term if is_term else _NUMBER
        if is_term and cost < _INFINITY:
            new += 2
        costs[end] = min(cost, new)
    return sorted(costs.items())


def _backward(edges: Edges) -> list[float]:
    """The cost of the best path from each offset to the end."""
    costs = [0.0] * (len(edges) + 1)
    for start in range(len(edges) - 1, -1, -1):
        best = _INFINITY
        for end, cost in edges[start]:
            cost += costs[end]
            if cost < best:
                best = cost
        costs[start] = best
    return costs


def _cheapest(edges: Edges, start: int, end: int) -> float:
    """The cost of the best path between two offsets."""
    costs = [_INFINITY] * (end - start + 1)
    costs[0] = 0.0
    for at in range(start, end):
        here = costs[at - start]
        for to, cost in edges[at]:
            if to > end:
                break
            if here + cost < costs[to - start]:
                costs[to - start] = here + cost
    return costs[-1]
