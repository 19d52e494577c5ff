"""Find Chinese terms in running text, and decide whether each occurrence is a word there.

An automaton finds the folded terms in the folded text. An occurrence counts as a hit if a likely
reading of the text has word boundaries at both of its ends (`glossary.text.lattice`), or if it is a
whole word within a longer hit.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from glossary.model import Span
from glossary.store.base import TermRow
from glossary.text.context import Neighbours
from glossary.text.fold import Folded, fold_with_map
from glossary.text.lattice import NUMERALS, Lattice, dictionary
from glossary.text.script import HAN_RANGES, HAN_RUN, is_han, script_of
from glossary.text.tags import script_of_tag
from glossary.text.units import COUNTS, is_counted, is_unit
from glossary.text.variants import same_traditional, spellings, usual_glyphs

# Chosen. Of the 2051 recognition cases 37 are wrong; beside each, at half and at double
# (python tests/benchmarks/bench_constants.py).
_NEAR = 0.6  # nats: a reading so little worse than the best is as good; 37, 41
_INNER_NEAR = 8.0  # the same within a compound, of which there is less to tell; 40, 37
_COMPOUND = 3  # characters of a dictionary word that may hold others; 37 (of 2), 198
_NUMERAL = 12  # characters of a numeral before a unit that are looked at; 37, 37
_PEOPLE = frozenset("人籍")
_SURROGATES = re.compile("[\ud800-\udfff]")


class KeyPlace(NamedTuple):
    """An occurrence of a term in the flow; `key` is the folded term."""

    start: int
    end: int
    key: str


class Flow(NamedTuple):
    """A text for matching: folded, without line breaks between Chinese characters."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        return self.starts[start], self.ends[end - 1]


def flow(text: str) -> Flow:
    """The flow of a text; a blank line becomes a line break, which no term crosses."""
    folded = fold_with_map(text)
    if " " not in folded.text:
        return Flow(_readable(folded.text), folded.starts, folded.ends)
    out: list[str] = []
    kept = array("q")
    spaced = _spaced(folded.text)
    at = 0
    while at < len(folded.text):
        char = folded.text[at]
        if char != " ":
            out.append(char)
            kept.append(at)
            at += 1
            continue
        end = at
        while end < len(folded.text) and folded.text[end] == " ":
            end += 1
        gap = _gap(out[-1] if out else "", folded, text, at, end, at in spaced)
        if gap:
            out.append(gap)
            kept.append(at)
        at = end
    starts = array("q", [folded.starts[i] for i in kept])
    ends = array("q", [folded.ends[i] for i in kept])
    return Flow(_readable("".join(out)), starts, ends)


_HAN = f"[{HAN_RANGES}]"
_SPACED = re.compile(f"(?<!{_HAN}){_HAN}(?: ++{_HAN}(?!{_HAN}))++")
_BEFORE, _AFTER = re.compile(f"(?<={_HAN})( +)$"), re.compile(f"( {{1,9}}){_HAN}")
"""Single characters separated by spaces, as in OCR, PDFs and headings."""


def _spaced(text: str) -> set[int]:
    """Offsets at which meaningless whitespace begins: within and around three or more characters
    that are spaced out, or within two that have no others beside them."""
    starts: set[int] = set()
    for match in _SPACED.finditer(text):
        (start, end), many = match.span(), len(match[0].split()) > 2
        before, after = _BEFORE.search(text, max(0, start - 9), start), _AFTER.match(text, end)
        if many:
            starts.update(gap.start(1) for gap in (before, after) if gap)
        if many or not (before or after):
            starts.update(start + gap.start() for gap in re.finditer(" +", match[0]))
    return starts


def _gap(before: str, folded: Folded, text: str, at: int, end: int, spaced: bool) -> str:
    """What the whitespace `folded.text[at:end]` becomes in the flow."""
    space = text[folded.starts[at] : folded.ends[end - 1]].replace("\r\n", "\n")
    lines = space.count("\n") + space.count("\r")
    if lines > 1:
        return "\n"
    after = folded.text[end : end + 1]
    han = is_han(before or " "), is_han(after or " ")
    if all(han):
        return "" if lines or spaced else " "
    return "" if any(han) and (before + after).replace("-", "a").isalnum() else " "


def _readable(text: str) -> str:
    """The text with standard glyphs for rare ones, and U+FFFD for lone surrogates, which the
    automaton cannot read."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", usual_glyphs(text))


_JOINT = re.compile(f"(?<=[{HAN_RANGES}])[·-](?=[{HAN_RANGES}])")
"""A sign between the parts of a name, which is often omitted."""


class ChineseTerms:
    """A fixed set of Chinese terms to search for; immutable."""

    def __init__(self, rows: Iterable[TermRow]) -> None:
        from ahocorasick_rs import AhoCorasick

        self.rows: dict[str, list[TermRow]] = {}
        for row in rows:
            key = flow(row.text.strip()).text
            for joined in {key, _JOINT.sub("", key)} - {""}:
                for written in spellings(joined):
                    self.rows.setdefault(written, []).append(row)
        self._keys = list(self.rows)
        self._automaton: Any = AhoCorasick(self._keys) if self._keys else None

    def occurrences(self, text: str) -> list[KeyPlace]:
        """Every occurrence of a term in a flow that does not cut a Latin word or a numeral."""
        if self._automaton is None:
            return []
        keys = self._keys
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        occurrences = [KeyPlace(start, end, keys[index]) for index, start, end in found]
        if not _BOUND.search(text):
            return occurrences
        return [o for o in occurrences if _clean(text, o.start, o.end)]


_BOUND = re.compile(rf"[{''.join(NUMERALS)}]|[^\W{HAN_RANGES}]")
"""What may continue beyond an occurrence: a Latin word, a numeral."""


def _clean(text: str, start: int, end: int) -> bool:
    """Whether no Latin word and no numeral continues beyond the span."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and _is_latin(before) and _is_latin(text[start]):
        return False
    if after and _is_latin(after) and _is_latin(text[end - 1]):
        return False
    return not _within_numeral(text, start) or is_unit(text[start:end])


def _is_latin(char: str) -> bool:
    return char < "\u2e80" and (char.isalnum() or char == "_")


def _within_numeral(text: str, start: int) -> bool:
    """Whether a span that begins with a numeral starts inside a longer one."""
    if text[start] not in NUMERALS or not start:
        return False
    if text[start].isdigit() and text[start - 1] in ".," and text[start - 2 : start - 1].isdigit():
        return True
    return text[start - 1] in NUMERALS


def traditional_fits(rows: Sequence[TermRow], written: str) -> list[TermRow]:
    """The terms that `written`, a piece of Traditional text, may stand for.

    If a term has a Traditional form, its characters must be those of the text except for glyph
    variants: 復合 is not 複合, though both are 复合 in Simplified.
    """
    listed = [row for row in rows if _is_traditional(row)]
    other = {row.concept_id for row in listed if not same_traditional(row.text, written)}
    other -= {row.concept_id for row in listed if same_traditional(row.text, written)}
    return [row for row in rows if row.concept_id not in other or row.text == written]


def _is_traditional(row: TermRow) -> bool:
    """Whether a term is Traditional, by its tag first: the characters of 后果 and 温度 fit both
    scripts."""
    told = script_of_tag(row.tag)
    return script_of(row.text) == "Hant" if told is None else told == "Hant"


# ---------------------------------------------------------------- word boundaries


def at_edges(text: str, places: Iterable[Span]) -> set[Span]:
    """The spans of a flow that are whole words in a likely reading."""
    whole = set(places)
    spans = sorted(whole)
    at = 0
    for match in HAN_RUN.finditer(text) if spans else ():
        start, end = match.span()
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        inside: dict[Span, list[Span]] = {}  # by their part in this run
        for span in spans[at : _last(spans, at, end)]:
            if span[1] > start:
                part = max(span[0] - start, 0), min(span[1], end) - start
                inside.setdefault(part, []).append(span)
        if inside:
            parts = sorted(inside)
            after_digit = text[start - 1 : start].isdigit()
            for part in set(parts).difference(_accepted(text[start:end], parts, after_digit)):
                whole.difference_update(inside[part])
    return whole


def _last(spans: list[Span], at: int, end: int) -> int:
    """The index of the first span, from `at` on, that begins at or after `end`."""
    return bisect_left(spans, (end, 0), at)


def _accepted(run: str, spans: list[Span], after_digit: bool = False) -> set[Span]:
    context = Neighbours(Lattice(run, spans, dictionary()))
    accepted = {
        span
        for span in spans
        if context.is_near(*span, _NEAR)
        or (run[span[1] : span[1] + 1] in _PEOPLE and _people(context, *span))
        or (span[0] and run[span[0] - 1] in COUNTS and _measures(context, *span, after_digit))
    }
    accepted -= _outdone(context, sorted(accepted))
    return accepted if len(accepted) == len(spans) else accepted | _nested(context, spans, accepted)


def _outdone(context: Neighbours, accepted: list[Span]) -> set[Span]:
    """Of spans that cross (手機 and 機會 in 手機會), the less likely one of each pair."""
    crossing = [
        (one, other)
        for at, one in enumerate(accepted)
        for other in accepted[at + 1 : bisect_left(accepted, (one[1], 0))]
        if one[0] < other[0] and one[1] < other[1]
    ]
    return {max(pair, key=lambda span: context.excess(*span)) for pair in crossing}


def _people(context: Neighbours, start: int, end: int) -> bool:
    """Whether the span is a place followed by 人 or 籍, which make a word of its people."""
    lattice = context.lattice
    is_place = lattice.words.kinds.get(lattice.run[start:end]) == "place"
    return is_place and context.is_near(start, end + 1, _NEAR)


def _measures(context: Neighbours, start: int, end: int, after_digit: bool) -> bool:
    """Whether the span is a unit after a numeral, even if the dictionary has both as a word:
    亿美元, 十公里."""
    run, first = context.lattice.run, start
    while first > max(0, start - _NUMERAL) and run[first - 1] in COUNTS:
        first -= 1
    unit, count = run[start:end], run[first:start]
    if not is_unit(unit) or not (is_counted(count, unit) or (after_digit and not first)):
        return False
    return any(context.is_near(at, end, _NEAR) for at in range(first, start))


def _nested(context: Neighbours, spans: list[Span], accepted: set[Span]) -> set[Span]:
    """Spans that are whole words within an accepted term or a long dictionary word, recursively."""
    lattice = context.lattice
    likely = lattice.likely_words(_NEAR, _COMPOUND)
    open_ = accepted | {span for span in likely if context.is_near(*span, _NEAR)}
    rest = [span for span in spans if span not in accepted]
    found: set[Span] = set()
    while open_:
        outer = open_.pop()
        inner = [span for span in _within(rest, outer) if span != outer and span not in found]
        if inner and lattice.is_compound(*outer):
            nested = {span for span in inner if _splits(lattice, outer, span)}
            found |= nested
            open_ |= nested
    return found


def _within(spans: list[Span], outer: Span) -> list[Span]:
    start, end = outer
    low, high = bisect_left(spans, (start, 0)), bisect_left(spans, (end, 0))
    return [span for span in spans[low:high] if span[1] <= end]


def _splits(lattice: Lattice, outer: Span, inner: Span) -> bool:
    """Whether the outer word splits into parts of which the inner word is one."""
    (start, end), (left, right) = outer, inner
    cost = lattice.pieces(start, left) + lattice.pieces(left, right)
    cost += lattice.pieces(right, end, last=True) if right < end else 0.0
    return cost < math.inf and cost <= lattice.split(start, end) + _INNER_NEAR
