"""Which stretches of words recur in the texts of one language, and in which of them?

A gram is a stretch of words that may be a term: it begins and ends as one may, and runs over no
sign. English is compared by lemmas, Chinese in Simplified.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.arrays import Keys, Numbers, changes, distinct, ranges
from glossary.mining.corpus.cutting import MAY_END, MAY_START, VERB
from glossary.mining.corpus.encoding import BatchSide, chinese_side, english_side
from glossary.model import Span
from glossary.text.english import lemma
from glossary.text.fold import fold
from glossary.text.script import has_han

_LONGEST = 6
"""Words of a gram. Chosen: hardly a term has more; at half those of four are cut, at double the
grams of whole clauses are counted, too."""
_FEW = 2  # texts in which a gram recurs, derived: one is no recurrence
_FORMS = 20  # texts in which the forms of a type are counted. Chosen, for time alone
_KEPT = 1_000  # texts whose grams are kept. Chosen, for memory alone: some 20 MB
_UNIT_BITS = 32  # derived: the number of the text stands below that of the gram
SIGN = re.compile(r"[^\w\s'’-]")


class Gram(NamedTuple):
    """A place of a gram: its type (-1 if it stands in one text alone) and where it is."""

    type: int
    span: Span


class RecurringGrams:
    """The grams of some texts. Those that recur are types, numbered from 0; `units` says of each in
    how many texts it stands, `is_plain` whether it is without signs, such as commas."""

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self._texts = texts
        self._side = chinese_side(texts) if language == "zh" else english_side(texts, lemma)
        keys, token, length = _grams(self._side)
        order = np.argsort(keys, kind="stable")
        number = np.empty(len(keys), np.int64)
        number[order] = np.cumsum(changes(keys[order])) - 1
        pairs = distinct(number << _UNIT_BITS | self._side.unit[token])
        units = np.bincount(pairs >> _UNIT_BITS)
        kept = np.where(units >= _FEW, np.cumsum(units >= _FEW) - 1, -1)
        self.units = units[units >= _FEW]
        self._units_of = (pairs & ((1 << _UNIT_BITS) - 1))[kept[pairs >> _UNIT_BITS] >= 0]
        self._begin = np.cumsum(self.units) - self.units
        by_place = np.lexsort((length, token))
        self._type, self._token = kept[number][by_place], token[by_place]
        self._length = length[by_place]
        bounds = np.searchsorted(self._side.unit[self._token], np.arange(len(texts) + 1))
        self._bounds: list[int] = bounds.tolist()
        self._places: dict[int, list[Gram]] = {}

    def __len__(self) -> int:
        return len(self.units)

    def units_of(self, kind: int) -> Numbers:
        """The texts in which a type stands, in order."""
        begin = self._begin[kind]
        return np.asarray(self._units_of[begin : begin + self.units[kind]])

    def types_in(self, units: Numbers) -> Numbers:
        """The types in some texts, each once for each text."""
        types, sizes, begin = self._types_by_unit
        return np.asarray(types[ranges(begin[units], sizes[units])])

    @cached_property
    def _types_by_unit(self) -> tuple[Numbers, Numbers, Numbers]:
        types = np.repeat(np.arange(len(self.units)), self.units)
        sizes = np.bincount(self._units_of, minlength=len(self._texts))
        return types[np.argsort(self._units_of, kind="stable")], sizes, np.cumsum(sizes) - sizes

    def places(self, unit: int) -> list[Gram]:
        """The grams of a text, by where they begin, without those that hold signs."""
        if unit not in self._places:
            if len(self._places) >= _KEPT:
                self._places.clear()
            self._places[unit] = self._read(unit)
        return self._places[unit]

    def _read(self, unit: int) -> list[Gram]:
        text, at = self._texts[unit], slice(*self._bounds[unit : unit + 2])
        first = self._token[at]
        last = first + self._length[at] - 1
        is_verb = _is_short_verb(self._side, first)
        parts = self._type[at], self._side.start[first], self._side.end[last], is_verb
        return [
            Gram(kind, (start, end))
            for kind, start, end, verb in zip(*(part.tolist() for part in parts), strict=True)
            if not verb and not SIGN.search(text, start, end)
        ]

    def spans_of(self, kind: int, unit: int) -> list[Span]:
        """Where a type stands in a text."""
        begin, end = self._bounds[unit : unit + 2]
        at = begin + np.flatnonzero(self._type[begin:end] == kind)
        first = self._token[at]
        last = first + self._length[at] - 1
        starts, ends = self._side.start[first].tolist(), self._side.end[last].tolist()
        return list(zip(starts, ends, strict=True))

    @cached_property
    def _examples(self) -> Numbers:
        """Of each type, the number of its first place."""
        known, first = np.unique(self._type, return_index=True)
        return np.asarray(first[known >= 0])

    def text(self, kind: int) -> str:
        """How a type is written where it stands first."""
        at = self._examples[kind]
        first = self._token[at]
        last = first + self._length[at] - 1
        text = self._texts[int(self._side.unit[first])]
        return text[int(self._side.start[first]) : int(self._side.end[last])]

    def key(self, kind: int) -> str:
        """A type as it is compared: its words, of English between spaces."""
        text = self.text(kind)
        return fold(text) if has_han(text) else f" {' '.join(map(lemma, text.split()))} "

    @cached_property
    def is_plain(self) -> npt.NDArray[np.bool_]:
        is_verb = _is_short_verb(self._side, self._token[self._examples])
        plain = [not SIGN.search(self.text(kind)) for kind in range(len(self))]
        return np.array(plain, bool) & ~is_verb

    def usual_text(self, kind: int) -> str:
        """How a type is written mostly, of forms as frequent the first."""
        counts: Counter[str] = Counter()
        for unit in islice(self.units_of(kind).tolist(), _FORMS):
            spans = self.spans_of(kind, unit)
            counts.update(self._texts[unit][slice(*span)] for span in spans)
        return counts.most_common(1)[0][0] if counts else self.text(kind)


def _is_short_verb(side: BatchSide, tokens: Numbers) -> npt.NDArray[np.bool_]:
    """Whether words are Chinese verbs of one character, with which hardly a name begins."""
    is_one = side.last[tokens] - side.first[tokens] == 1
    return np.asarray(is_one & ((side.edges[tokens] & VERB) > 0))


def _grams(side: BatchSide) -> tuple[Keys, Numbers, Numbers]:
    """(key, first token, number of tokens) of every gram."""
    room, hashes, depth = side.room(), side.keys(), side.depth()
    may_end = (side.edges & MAY_END) > 0
    starts = np.flatnonzero((side.edges & MAY_START) > 0)
    found: list[tuple[Keys, Numbers, Numbers]] = []
    for length in range(1, _LONGEST + 1):
        starts = starts[room[starts] >= length]
        ends = starts + length - 1
        tokens = starts[may_end[ends] & (depth[starts] == depth[ends + 1])]
        found.append((hashes.of(tokens, length), tokens, np.full(len(tokens), length)))
    keys, tokens, lengths = zip(*found, strict=True)
    return np.concatenate(keys), np.concatenate(tokens), np.concatenate(lengths)
