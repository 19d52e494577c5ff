"""Term recognition: all terms of a termbase in a running text, with their offsets.

Offsets count code points of the given text, end exclusive. A hit has word boundaries at both ends;
hits within hits are returned too, and `cover` marks the best reading without overlaps: outermost
hits, most characters. Occurrences across a word boundary (印度 in 印度尼西亚) are returned only on
request.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from glossary.lookup.recognition.chinese import (
    ChineseTerms,
    Flow,
    at_edges,
    flow,
    traditional_fits,
)
from glossary.lookup.recognition.latin import LatinTerms
from glossary.model import STATUSES, Span
from glossary.store.base import TermReader, TermRow
from glossary.text.script import HAN, LATIN_WORD, has_han, script_of

# Chosen, for time alone: what is found is the same.
_OVERLAY = 200  # changed concepts after which a new automaton is built
_FLOOD = 2_000  # changed concepts that are too many to look through beside the old one


class TermHit(NamedTuple):
    """An occurrence of a term in a text. `edge`: it has word boundaries at both ends."""

    concept_id: str
    term: TermRow
    start: int
    end: int
    cover: bool = True
    edge: bool = True

    @property
    def status(self) -> str:
        """The administrative status of the term; deprecated terms are found like others."""
        return self.term.status


class Recognizer:
    """Finds a fixed set of terms; immutable, so that threads may share it."""

    def __init__(self, rows: Iterable[TermRow]) -> None:
        chinese: list[TermRow] = []
        latin: list[TermRow] = []
        english: list[TermRow] = []
        for row in rows:
            if row.language == "zh":
                (chinese if has_han(row.text) else latin).append(row)
            elif row.language == "en":
                english.append(row)
        self.chinese = ChineseTerms(chinese)
        self.latin = LatinTerms(latin, by_capitals=False)
        self.english = LatinTerms(english, by_capitals=True)

    def recognize(
        self,
        text: str,
        language: str | None = None,
        region: str | None = None,
        all_occurrences: bool = False,
    ) -> list[TermHit]:
        """The terms in `text` by offset, longer ones first.

        Only terms of `language` ("zh" or "en") are found; without it each part of the text is
        classified as Chinese or English by its characters. If a concept has several terms at one
        span, the one with the tag `region` is returned, else the one written that way.
        """
        return recognize([self], text, language, region, all_occurrences)


Found = list[tuple[Span, TermRow, bool]]
Kept = Callable[[TermRow], bool]
Wanted = list[tuple[Recognizer, Kept | None]]
"""Recognizers, each with a filter on its terms; None for all."""


def recognize(
    recognizers: Sequence[Recognizer],
    text: str,
    language: str | None = None,
    region: str | None = None,
    all_occurrences: bool = False,
    keep: Callable[[Recognizer, TermRow], bool] | None = None,
) -> list[TermHit]:
    """As `Recognizer.recognize`, with the terms of several; `keep` selects the terms that count."""
    wanted: Wanted = [(one, partial(keep, one) if keep else None) for one in recognizers]
    found: Found = []
    for start, end, part_language in _parts(text, language):
        find = _chinese if part_language == "zh" else _english
        places = find(wanted, text[start:end])
        if start:
            places = [((a + start, b + start), row, edge) for (a, b), row, edge in places]
        found += places
    best = _one_a_concept(found, text, region)
    cover = _cover({span for (span, _), (_, edge) in best.items() if edge})
    hits = [
        TermHit(concept_id, row, *span, span in cover, edge)
        for (span, concept_id), (row, edge) in best.items()
        if edge or all_occurrences
    ]
    hits.sort(key=lambda hit: (hit.start, -hit.end, hit.concept_id))
    return hits


def _chinese(wanted: Wanted, text: str) -> Found:
    found: Found = []
    for recognizer, keep in wanted:
        found += [(span, row, True) for span, row in _kept(recognizer.latin.find(text), keep)]
    flowing = flow(text)
    places = [
        place
        for recognizer, keep in wanted
        for place in _chinese_places(recognizer, keep, flowing, text)
    ]
    edges = at_edges(flowing.text, [place for place, _ in places])
    for place, rows in places:
        span, edge = flowing.span(*place), place in edges
        found += [(span, row, edge) for row in rows]
    return found


def _chinese_places(
    recognizer: Recognizer, keep: Kept | None, flowing: Flow, text: str
) -> list[tuple[Span, list[TermRow]]]:
    """(span in the flow, the terms it may stand for)."""
    terms = recognizer.chinese
    occurrences = terms.occurrences(flowing.text)
    if not occurrences:
        return []
    traditional = script_of(text) == "Hant"
    if not traditional and keep is None:
        return [((start, end), terms.rows[key]) for start, end, key in occurrences]
    places: list[tuple[Span, list[TermRow]]] = []
    known: dict[tuple[str, str], list[TermRow]] = {}
    for start, end, key in occurrences:
        written = key, text[slice(*flowing.span(start, end))]
        if written not in known:
            rows = terms.rows[key]
            fitting = traditional_fits(rows, written[1]) if traditional else rows
            known[written] = [row for row in fitting if keep is None or keep(row)]
        if rows := known[written]:
            places.append(((start, end), rows))
    return places


def _english(wanted: Wanted, text: str) -> Found:
    return [
        (span, row, True)
        for recognizer, keep in wanted
        for span, row in _kept(recognizer.english.find(text), keep)
    ]


def _kept(found: list[tuple[Span, TermRow]], keep: Kept | None) -> list[tuple[Span, TermRow]]:
    return found if keep is None else [(span, row) for span, row in found if keep(row)]


def _parts(text: str, language: str | None) -> list[tuple[int, int, str]]:
    """(start, end, language) of parts of the text: adjacent lines of one language are joined."""
    if language or not has_han(text):
        return [(0, len(text), language or "en")] if language in ("zh", "en", None) else []
    parts: list[tuple[int, int, str]] = []
    for line in re.finditer(r"[^\n]*(?:\n|$)", text):
        told = _language_of_line(line[0], parts[-1][2] if parts else "zh")
        if parts and parts[-1][2] == told:
            parts[-1] = (parts[-1][0], line.end(), told)
        elif line[0]:
            parts.append((*line.span(), told))
    return parts


def _language_of_line(line: str, before: str) -> str:
    """ "en" for a line with more Latin words than Chinese characters; a short line without Chinese
    has the language of what precedes it."""
    han, words = len(HAN.findall(line)), len(LATIN_WORD.findall(line))
    if han:
        return "zh" if han >= words else "en"
    return "en" if words > 3 else before


Best = dict[tuple[Span, str], tuple[TermRow, bool]]


def _one_a_concept(found: Found, text: str, region: str | None) -> Best:
    """One term for each concept and span: the one closest to the text as written."""

    def rank(row: TermRow, span: Span) -> tuple[bool, bool, int, int]:
        status = STATUSES.index(row.status) if row.status in STATUSES else len(STATUSES)
        return row.tag != region, row.text != text[slice(*span)], status, row.id

    best: Best = {}
    for span, row, edge in found:
        known = best.get((span, row.concept_id))
        if known is None or rank(row, span) < rank(known[0], span):
            best[span, row.concept_id] = row, edge
    return best


_CHARACTER = 1 << 32  # a character outweighs any number of places


def _cover(places: set[Span]) -> set[Span]:
    """The set of spans without overlaps that has the most characters and, among those, the fewest
    spans."""
    spans = sorted(places, key=itemgetter(1, 0))
    ends = [end for _, end in spans]
    best = [0]  # the value of the best choice among the first n spans
    before: list[int] = []
    for number, (start, end) in enumerate(spans):
        free = bisect_right(ends, start, 0, number)
        worth = best[free] + (end - start) * _CHARACTER - 1
        before.append(free)
        best.append(worth if worth > best[number] else best[number])
    chosen: set[Span] = set()
    number = len(spans)
    while number:
        if best[number] == best[number - 1]:
            number -= 1
        else:
            chosen.add(spans[number - 1])
            number = before[number - 1]
    return chosen


# ---------------------------------------------------------------- a changing termbase


@dataclass(frozen=True, slots=True)
class _RecognizerState:
    """The terms of a version, and those of the concepts changed since."""

    version: tuple[str, int]
    base_version: tuple[str, int]
    base: Recognizer
    overlay: Recognizer | None = None
    changed: frozenset[str] = frozenset()


class TermbaseRecognizer:
    """Recognition over the terms of a store, up to date at every call.

    Concepts changed since the automaton was built are searched in a small separate one; when there
    are many, a new one is built in the background, and no request waits for it.
    """

    def __init__(self, store: TermReader) -> None:
        self._store = store
        self._state: _RecognizerState | None = None
        self._guard = threading.Lock()
        self._building: threading.Thread | None = None
        self._flooded = False

    def recognize(
        self,
        text: str,
        language: str | None = None,
        region: str | None = None,
        all_occurrences: bool = False,
    ) -> list[TermHit]:
        """See `Recognizer.recognize`."""
        state = self._current()
        recognizers = [state.base, *([state.overlay] if state.overlay else [])]

        def keep(recognizer: Recognizer, row: TermRow) -> bool:
            return recognizer is not state.base or row.concept_id not in state.changed

        return recognize(
            recognizers, text, language, region, all_occurrences, keep if state.changed else None
        )

    def _current(self) -> _RecognizerState:
        version = self._store.terms_version()
        state = self._state
        if state and state.version == version:
            return state
        with self._guard:
            state = self._state
            if state is None or not _follows(version, state.base_version):
                state = self._built()
            elif state.version != version:
                state = self._amended(state, version)
            self._state = state
        return state

    def _built(self) -> _RecognizerState:
        version = self._store.terms_version()
        return _RecognizerState(version, version, Recognizer(self._store.term_rows()))

    def _amended(self, state: _RecognizerState, version: tuple[str, int]) -> _RecognizerState:
        """The state with the changed concepts in its overlay, unless there are too many."""
        if self._flooded and self._is_building():
            return state
        changed = self._store.concepts_changed_since(state.base_version[1])
        self._flooded = len(changed) > _FLOOD
        if len(changed) > _OVERLAY and not self._is_building():
            self._building = threading.Thread(target=self._replace, daemon=True)
            self._building.start()
        if self._flooded:
            return state  # as before the flood, until the new automaton is there
        rows = self._store.term_rows_of(changed)
        overlay = Recognizer(rows) if rows else None
        return _RecognizerState(
            version, state.base_version, state.base, overlay, frozenset(changed)
        )

    def _is_building(self) -> bool:
        return self._building is not None and self._building.is_alive()

    def _replace(self) -> None:
        state = self._built()
        with self._guard:
            self._state = state


def _follows(version: tuple[str, int], earlier: tuple[str, int]) -> bool:
    return version[0] == earlier[0] and version[1] >= earlier[1]
