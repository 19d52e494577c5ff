"""English terms in running text, and Latin forms in Chinese text, word by word.

Terms are kept as the beginnings of their words' dictionary forms, so that every inflected form is
found in one walk over the text; what is found is then held against the form as listed: capitals,
plurals that mean another thing, signs between the words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from glossary.model import Span
from glossary.store.base import TermRow
from glossary.text.fold import fold_with_map
from glossary.text.inflection import is_form_of, lemmas, listed_lemmas
from glossary.text.script import HAN_RANGES

_WORD = re.compile(
    rf"""(?<=[^\W_])'s(?![^\W_]) | (?<=s)'(?=\s)     # possessive
       | (?:[a-z]\.){{2,}}(?![^\W{HAN_RANGES}])       # u.s.
       | \d+(?:[.,]\d+)+[^\W{HAN_RANGES}]*            # 3.5g, 1,000
       | [^\W{HAN_RANGES}]+(?:\+\+|\#(?!\w))?         # word, c++
    """,
    re.VERBOSE,
)
_MOST_WAYS = 16
_LATIN = re.compile(rf"[^\W{HAN_RANGES}]")
_DASHES = "—―"
_BROKEN = re.compile(r"(?<=[A-Za-z])([-\u2010\u00ad])[ \t]*\r?\n[ \t]*(?=[A-Za-z])")


class Word(NamedTuple):
    """A word of a text: folded, with its own capitals, what stands before it, and its place."""

    folded: str
    cased: str
    gap: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text. `gap` is " " for a space, line break or hyphen, else the signs as
    folded, without the spaces round them; a blank line and a dash are signs."""
    folded = fold_with_map(text)
    starts, ends = folded.starts, folded.ends
    found: list[Word] = []
    last = source_last = 0
    for match in _WORD.finditer(folded.text):
        start, end = match.span()
        source_start, source_end = starts[start], ends[end - 1]
        gap = _gap(folded.text[last:start], text[source_last:source_start]) if found else ""
        cased = text[source_start:source_end]
        if len(cased) != end - start:
            cased = "".join(text[starts[at]] for at in range(start, end))
        word = "'s" if match[0] == "'" else match[0]
        found.append(Word(word, cased, gap, source_start, source_end))
        last, source_last = end, source_end
    return found


def _gap(folded: str, source: str) -> str:
    if not folded or source == " ":
        return folded
    if not folded.strip():
        return "\n\n" if source.replace("\r\n", "\n").count("\n") > 1 else " "
    if folded == "-":
        return "-" if source.strip() in _DASHES else " "
    if folded in ("- ", " -") and "\n" in source:
        return " "
    return folded.strip() if folded.strip() != "-" else " - "


@dataclass(frozen=True, slots=True)
class _Form:
    """A listed form: its words, and the terms that are written so."""

    words: tuple[Word, ...]
    row: TermRow
    has_capitals: bool


class LatinTerms:
    """The terms of a termbase that are Latin throughout; immutable.

    `by_capitals`: capitals of a form must be capitals in the text, as in English.
    """

    def __init__(self, rows: Iterable[TermRow], by_capitals: bool) -> None:
        self.by_capitals = by_capitals
        self._begun: dict[str, list[_Form] | None] = {}
        for row in rows:
            words = tuple(words_of(row.text))
            if words:
                self._add(_Form(words, row, not row.text.islower()))

    def _add(self, form: _Form) -> None:
        begun = self._begun
        for path in _paths(form.words):
            for at in range(len(path) - 1):
                begun.setdefault("".join(path[: at + 1]), None)
            whole = "".join(path)
            begun[whole] = [*(begun.get(whole) or ()), form]

    def find(self, text: str) -> list[tuple[Span, TermRow]]:
        """Every place of a text where a term stands, with its place in the text."""
        if not self._begun or not _LATIN.search(text):
            return []
        found = self._walk(words_of(text))
        if _BROKEN.search(text):  # a word broken at the end of a line
            joined, offsets = _joined(text)
            found += [
                ((offsets[start], offsets[end - 1] + 1), row)
                for (start, end), row in self._walk(words_of(joined))
            ]
        return list(dict.fromkeys(found))

    def _walk(self, words: list[Word]) -> list[tuple[Span, TermRow]]:
        found: list[tuple[Span, TermRow]] = []
        begun = self._begun
        for first, word in enumerate(words):
            paths = [lemma for lemma in lemmas(word.folded) if lemma in begun]
            last = first
            while paths:
                for path in paths:
                    for form in begun[path] or ():
                        if self._fits(words[first : last + 1], form):
                            found.append(((words[first].start, words[last].end), form.row))
                last += 1
                if last == len(words):
                    break
                after = words[last]
                keys = [after.gap + lemma for lemma in lemmas(after.folded)]
                paths = [path + key for path in paths for key in keys if path + key in begun]
        return list(dict.fromkeys(found)) if len(found) > 1 else found

    def _fits(self, written: list[Word], form: _Form) -> bool:
        for word, listed in zip(written, form.words, strict=True):
            if word.folded != listed.folded and not is_form_of(word.folded, listed.folded):
                return False
        if not self.by_capitals or not form.has_capitals:
            return True
        pairs = zip(written, form.words, strict=True)
        return all(_has_capitals_of(a.cased, b.cased) for a, b in pairs) or _all_capitals(written)


def _paths(words: Sequence[Word]) -> list[tuple[str, ...]]:
    """The words' dictionary forms, each with what stands before it, in all ways to choose them."""
    options = [[word.gap + key for key in listed_lemmas(word.folded)] for word in words]
    if math.prod(map(len, options)) > _MOST_WAYS:
        options = [option[:1] for option in options]
    return list(product(*options))


def _all_capitals(words: list[Word]) -> bool:
    letters = [c for word in words for c in word.cased if c.isalpha() and word.folded != "'s"]
    return bool(letters) and all(c.isupper() for c in letters)


def _has_capitals_of(written: str, listed: str) -> bool:
    return all(w.isupper() for w, c in zip(written, listed, strict=False) if c.isupper())


def _joined(text: str) -> tuple[str, list[int]]:
    """The text without hyphens at the ends of lines, and where each character of it stands."""
    cut = {at for match in _BROKEN.finditer(text) for at in range(*match.span())}
    offsets = [at for at in range(len(text)) if at not in cut]
    return "".join(text[at] for at in offsets), offsets
