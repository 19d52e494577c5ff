"""Does another name stand where the main rendering of a term is missing?

That is told only where the rendering is missing in every form that the rule `missing` takes for
one, and a name stands there that is built like it, or that a dictionary has for the term; that
nothing else in the source accounts for; and that the file never has beside the rendering.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from glossary.checking.expectations import Expectation, Forms, SegmentReading
from glossary.checking.likeness import ALIKE, is_whole_name, likeness, new_words, stretches_like
from glossary.checking.main_renderings import FileRenderings, MainRendering
from glossary.checking.recurring import Gram
from glossary.checking.rendering import TargetWording
from glossary.checking.segment import BilingualSegment
from glossary.checking.silence import Silence
from glossary.checking.spans import blanked
from glossary.checking.strays import SAID, UNSAID, TargetWords, reader_beside, target_words
from glossary.mining.corpus.arrays import Numbers
from glossary.mining.knowledge.lexicon import is_word
from glossary.model import Span
from glossary.store.base import TermRow
from glossary.text.fold import fold
from glossary.text.script import has_han, to_simplified
from glossary.text.segment import words

_MOST_OTHERS = 1 / 3
"""The share of a term's segments that may lack its rendering. Chosen: see tests/checking/variation;
at half two names of five are not told, at double neither is the main one."""
_CONTEXT = 3
"""Segments with a longer stretch of the source that tell how it is rendered. Chosen: at half one
alone tells, at double hardly any does."""
_RENDERED = 0.5  # of them have the rendering if the term is rendered so in it. Chosen: the half
_INSIDE = 0.8
"""The share of a term's segments that have a longer one around it, of which it is only a piece.
Chosen: at half terms that are mostly said with another word are none, at double no piece is."""
_ACCOUNTS = 0.4
"""The share of the other segments with a name that has a stretch of the source, if it is that which
the name renders. Chosen: at half words that are in many segments account for any name, at double
only what is rendered without exception."""
_AGAIN = 2  # segments with one rival, derived: one is no recurrence


class OtherName(NamedTuple):
    """A place where a term is rendered otherwise: by `name` in place of `main`, which renders it in
    `times` segments. `is_sure` if the names are much alike or recur."""

    segment: BilingualSegment
    source_span: Span
    target_span: Span
    main: str
    times: int
    is_sure: bool

    @property
    def term(self) -> str:
        return self.segment.source.text[slice(*self.source_span)]

    @property
    def name(self) -> str:
        return self.segment.target.text[slice(*self.target_span)]


@dataclass(frozen=True)
class Lack:
    """A segment that lacks the main rendering of a term: its number, where the term stands, and the
    segments that lack it (of all that have the term) and that do not."""

    unit: int
    spans: list[Span]
    main: str
    lacking: Numbers
    having: Numbers


class OtherNames:
    """The places of a file at which its terms are rendered otherwise."""

    def __init__(self, file: FileRenderings, weight: Callable[[str], float]) -> None:
        self._file, self._weight = file, weight

    def of(self, rendered: MainRendering) -> Iterator[OtherName]:
        """The places of one term."""
        file = self._file
        main = file.target.usual_text(rendered.target)
        lacks = dict(self._lacks(rendered, main))
        if not lacks or len(lacks) > _MOST_OTHERS * rendered.count:
            return
        lacking = np.array(list(lacks))
        having = np.setdiff1d(file.source.units_of(rendered.term), lacking)
        for unit, spans in lacks.items():
            lack = Lack(unit, spans, main, lacking, having)
            if not self._is_in_other_term(lack, rendered):
                best = max(self._names(lack), default=None)
                if best:
                    segment = file.held[unit].segment
                    yield OtherName(segment, spans[0], best[-1], main, len(having), best[0] > 0)

    def _lacks(self, rendered: MainRendering, main: str) -> Iterator[tuple[int, list[Span]]]:
        """The segments that lack a rendering in any form, and where they have the term."""
        for unit in rendered.others.tolist():
            held = self._file.held[unit]
            spans = self._file.source.spans_of(rendered.term, unit)
            spans = [span for span in spans if not held.is_known(span)]
            if spans and not _has_all(held.segment.target.text, main, self._weight):
                yield unit, spans

    def _is_missing(self, lack: Lack) -> bool:
        """Whether the rule `missing` would tell that a rendering is, without an excuse."""
        segment, span = self._file.held[lack.unit].segment, lack.spans[0]
        target = segment.target
        row = TermRow(0, "", target.tag, target.language, lack.main, "preferred", "")
        forms = Forms("", "", (row,), (), ())
        expectation = Expectation(span, segment.source.text[slice(*span)], (forms,))
        wording, said = TargetWording(target.text), target_words(segment)
        reading = SegmentReading(
            segment, (expectation,), (), (), target.tag, wording, said, self._weight
        )
        verdict = Silence().of(expectation, reading)
        return verdict.severity is not None and not verdict.excuse

    def _is_in_other_term(self, lack: Lack, rendered: MainRendering) -> bool:
        """Whether the term is a part of a longer one, as it is nearly everywhere, or of one that
        has another rendering."""
        file = self._file
        rendering = file.target.units_of(rendered.target)
        for gram in file.source.places(lack.unit):
            is_around = any(
                gram.span[0] <= a and b <= gram.span[1] and gram.span != (a, b)
                for a, b in lack.spans
            )
            if gram.type >= 0 and is_around:
                units = file.source.units_of(gram.type)
                if len(units) >= _INSIDE * rendered.count:
                    return True
                if len(units) >= _CONTEXT and _share(units, rendering) < _RENDERED:
                    return True
        return False

    def _names(self, lack: Lack) -> Iterator[tuple[int, float, bool, int, int, Span]]:
        """(how sure, likeness, known to a dictionary, how often, minus its length, where) of what
        may stand for the term."""
        segment = self._file.held[lack.unit].segment
        source = segment.source
        rest = reader_beside(replace(source, text=blanked(source.text, lack.spans)))
        own = reader_beside(replace(source, text=source.text[slice(*lack.spans[0])]))
        has_known_main = any(_has(own, word) for word in new_words("", lack.main))
        for gram in self._stretches(lack):
            name = segment.target.text[slice(*gram.span)]
            alike = likeness(lack.main, name)
            if not alike and not (has_known_main and is_whole_name(name)):
                continue
            new = new_words(lack.main, name)
            if not new or any(SAID in rest(word).said for word in new):
                continue
            is_known = all(_has(own, word) for word in new)
            if not alike and not (is_known and self._may_be_other(lack, name, new)):
                continue
            times = self._stands_in(lack.lacking, name)
            if 0 < alike < ALIKE and times < _AGAIN:
                continue
            if self._stands_in(lack.having, name) or self._is_accounted_for(lack, gram.span, new):
                continue
            recurs = times >= _AGAIN
            has_main = any(_has(own, word) for word in new_words(name, lack.main))
            is_sure = bool(alike) and (
                (recurs and alike >= ALIKE) or (has_main and (recurs or is_known or alike > ALIKE))
            )
            yield int(is_sure), alike, is_known, times, -len(name), gram.span

    def _stretches(self, lack: Lack) -> Iterator[Gram]:
        """The grams of a target; and all that a Chinese one has between the first character of the
        usual rendering and the last, but not inside words: 管控者 is none that is known."""
        yield from self._file.target.places(lack.unit)
        if has_han(lack.main):
            text = to_simplified(self._file.held[lack.unit].segment.target.text)
            inside = {n for a, b in words(text) if is_word(text[a:b]) for n in range(a + 1, b)}
            for span in stretches_like(to_simplified(lack.main), text):
                if inside.isdisjoint(span):
                    yield Gram(-1, span)

    def _stands_in(self, units: Numbers, name: str) -> int:
        """In how many of some segments a name stands as it is."""
        folded = fold(name)
        return sum(folded in self._folded(unit) for unit in units.tolist())

    def _folded(self, unit: int) -> str:
        return fold(self._file.held[unit].segment.target.text)

    def _may_be_other(self, lack: Lack, name: str, new: list[str]) -> bool:
        """Whether a name that is not built alike may stand for the term."""
        return _says_all(name, new) and self._is_missing(lack)

    def _is_accounted_for(self, lack: Lack, span: Span, new: list[str]) -> bool:
        """Whether the name, or a word of it that is new, stands in other segments, and something
        else of this source stands there, too."""
        target = self._file.target
        text = self._file.held[lack.unit].segment.target.text
        for gram in target.places(lack.unit):
            a, b = gram.span
            if gram.type < 0 or not (span[0] <= a and b <= span[1]):
                continue
            if gram.span == span or any(text[a:b].lower() == word for word in new):
                others = np.setdiff1d(target.units_of(gram.type), lack.lacking)
                if len(others) and self._has_account(lack, others):
                    return True
        return False

    def _has_account(self, lack: Lack, others: Numbers) -> bool:
        source = self._file.source
        for gram in source.places(lack.unit):
            is_own = any(gram.span[0] < b and a < gram.span[1] for a, b in lack.spans)
            if gram.type < 0 or is_own:
                continue
            units = source.units_of(gram.type)
            both = len(np.intersect1d(units, others, assume_unique=True))
            if both >= _ACCOUNTS * len(others) and 2 * both >= _ACCOUNTS * len(units):
                return True
        return False


def _share(units: Numbers, others: Numbers) -> float:
    return len(np.intersect1d(units, others, assume_unique=True)) / len(units)


def _has(own: Callable[[str], TargetWords], word: str) -> bool:
    """Whether a dictionary has a word of the target for a term of the source."""
    marks = own(word).said
    return SAID in marks and UNSAID not in marks


def _says_all(name: str, new: list[str]) -> bool:
    """Whether all words of a name are other than those of the main rendering."""
    if has_han(name):
        return len("".join(new)) == len(name)
    return len(new) > 1 and len(new) == len(new_words("", name))


def _has_all(target: str, main: str, weight: Callable[[str], float]) -> bool:
    """Whether a target has a rendering in any order or inflection, or its initials."""
    wording = TargetWording(target)
    if not has_han(main) and not new_words(target, main):
        return True
    return wording.share(main, weight) == 1 or wording.has_acronym(main)
