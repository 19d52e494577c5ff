"""Find English terms in running text, and Latin terms in Chinese text, word by word.

Terms are indexed by the prefixes of their words' lemmas, so that every inflected form is found in
one pass over the text; candidates are then compared with the listed form: capitals, plurals with
another meaning, signs between the words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from glossary.model import Span
from glossary.store.base import TermRow
from glossary.text.fold import fold_with_map
from glossary.text.inflection import is_form_of, lemmas, listed_lemmas
from glossary.text.script import HAN_RANGES

_WORD = re.compile(
    rf"""[a-z]++(?![\w.+#])                          # what nearly every word is, told quickest
       | (?<=[^\W_])'s(?![^\W_]) | (?<=s)'(?=\s)     # possessive
       | (?:[a-z]\.){{2,}}(?![^\W{HAN_RANGES}])       # u.s.
       | \d+(?:[.,]\d+)+[^\W{HAN_RANGES}]*            # 3.5g, 1,000
       | [^\W{HAN_RANGES}]+(?:\+\+|\#(?!\w))?         # word, c++
    """,
    re.VERBOSE,
)
_MOST_WAYS = 16  # to read a term, to bound the work. Chosen: half and double change no case
_PLAIN = re.compile("[A-Za-z]+(?: [A-Za-z]+)*")
_LATIN = re.compile(rf"[^\W{HAN_RANGES}]")
_DOT = (".", "．")
_INNER_DOTS = re.compile(r"(?:\b[a-z]\.){2,}$", re.IGNORECASE)
"""The dots of `U.S.`, which are part of the word."""
_DASHES = "—―"
_BROKEN = re.compile(r"(?<=[A-Za-z])([-\u2010\u00ad])[ \t]*\r?\n[ \t]*(?=[A-Za-z])")


class Word(NamedTuple):
    """A word of a text: folded, as written, the gap before it, and its span."""

    folded: str
    cased: str
    gap: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text.

    `gap` is " " for a space, line break or hyphen, else the folded signs without surrounding
    spaces; a blank line and a dash count as signs.
    """
    folded = fold_with_map(text)
    starts, ends, line, is_even = folded.starts, folded.ends, folded.text, folded.is_even
    found: list[Word] = []
    last = source_last = 0
    for match in _WORD.finditer(line):
        start, end = place = match.span()
        gap = line[last:start] if found else ""
        source = place if is_even else (starts[start], ends[end - 1])
        if gap and gap != " ":
            gap = _gap(gap, text[source_last : source[0]])
        word, cased = line[start:end], text[source[0] : source[1]]
        if len(cased) != len(word):
            cased = "".join(text[starts[at]] for at in range(start, end))
        found.append(Word("'s" if word == "'" else word, cased, gap, *source))
        last, source_last = end, source[1]
    return found


def _gap(folded: str, source: str) -> str:
    if not folded.strip():
        return "\n\n" if source.replace("\r\n", "\n").count("\n") > 1 else " "
    if folded == "-":
        return "-" if source.strip() in _DASHES else " "
    if folded in ("- ", " -") and "\n" in source:
        return " "
    return folded.strip() if folded.strip() != "-" else " - "


class LatinTerms:
    """A fixed set of terms in Latin letters only; immutable.

    `by_capitals`: capitals of a term must be capitals in the text, as in English.
    """

    def __init__(self, rows: Iterable[TermRow], by_capitals: bool) -> None:
        self.by_capitals = by_capitals
        self._begun: dict[str, list[TermRow] | None] = {}
        self._forms: dict[str, _Form] = {}
        for row in rows:
            self._add(row)

    def _add(self, row: TermRow) -> None:
        begun = self._begun
        for path in _paths(row.text):
            whole = path[0]
            for key in path[1:]:
                if whole not in begun:
                    begun[whole] = None
                whole += key
            listed = begun.get(whole)
            if listed is None:
                begun[whole] = [row]
            elif listed[-1] is not row:
                listed.append(row)

    def find(self, text: str) -> list[tuple[Span, TermRow]]:
        """(span, term) for every occurrence of a term in the text."""
        if not self._begun or not _LATIN.search(text):
            return []
        found = self._walk(text)
        if _BROKEN.search(text):  # a word split at the end of a line
            joined, offsets = _joined(text)
            found += [
                ((offsets[start], offsets[end - 1] + 1), row)
                for (start, end), row in self._walk(joined)
            ]
        return list({(span, row.id): (span, row) for span, row in found}.values())

    def _walk(self, text: str) -> list[tuple[Span, TermRow]]:
        found: list[tuple[Span, TermRow]] = []
        words = words_of(text)
        begun = self._begun
        forms = [lemmas(word.folded) for word in words]
        for first, firsts in enumerate(forms):
            paths = [lemma for lemma in firsts if lemma in begun]
            last = first
            while paths:
                for path in paths:
                    if rows := begun[path]:
                        found += self._fitting(text, words[first : last + 1], rows)
                last += 1
                if last == len(words):
                    break
                gap, nexts = words[last].gap, forms[last]
                longer = [path + gap + lemma for path in paths for lemma in nexts]
                paths = [path for path in longer if path in begun]
        return found

    def _fitting(
        self, text: str, written: list[Word], rows: list[TermRow]
    ) -> list[tuple[Span, TermRow]]:
        """(span, term) for the terms that the words may stand for."""
        start, end = written[0].start, written[-1].end
        dotted = text[end : end + 1] in _DOT
        found: list[tuple[Span, TermRow]] = []
        for row in rows:
            form = self._forms.get(row.text) or self._read(row.text)
            if (dotted or not form.needs_dot) and self._fits(written, form):
                found.append(((start, end + int(dotted and form.has_dot)), row))
        return found

    def _fits(self, written: list[Word], form: _Form) -> bool:
        folded = [word.folded for word in written]
        if folded != form.folded and not all(map(is_form_of, folded, form.folded)):
            return False
        if form.has_no_capitals or not self.by_capitals:
            return True
        pairs = zip(written, form.cased, strict=True)
        return all(_has_capitals_of(a.cased, b) for a, b in pairs) or _all_capitals(written)

    def _read(self, text: str) -> _Form:
        if _PLAIN.fullmatch(text):
            folded, cased = text.lower().split(" "), text.split(" ")
        else:
            words = words_of(text)
            folded, cased = [word.folded for word in words], [word.cased for word in words]
        has_dot = text.endswith(_DOT) and not _INNER_DOTS.search(text)
        self._forms[text] = form = _Form(folded, cased, text.islower(), has_dot)
        return form


class _Form(NamedTuple):
    """A term as listed; parsed when it is first met in a text."""

    folded: list[str]
    cased: list[str]
    has_no_capitals: bool
    has_dot: bool  # at the end, as in `ca.` and `Inc.`

    @property
    def needs_dot(self) -> bool:
        """Whether only the dot tells it from another word, as in `No.`, `fig.`, `Art.`"""
        return self.has_dot and len(self.folded) == 1


def _paths(text: str) -> list[Sequence[str]]:
    """The lemmas of a term's words, each after its gap, in every combination."""
    options = [[gap + key for key in listed_lemmas(word)] for gap, word in _listed(text)]
    ways = math.prod(map(len, options))
    if ways == 1 or ways > _MOST_WAYS:
        return [[option[0] for option in options]] if options else []
    return list(product(*options))


def _listed(text: str) -> Iterable[tuple[str, str]]:
    """(gap, word) for the words of a term."""
    if _PLAIN.fullmatch(text):  # as nearly all are
        first, *others = text.lower().split(" ")
        return [("", first), *((" ", word) for word in others)]
    return [(word.gap, word.folded) for word in words_of(text)]


def _all_capitals(words: list[Word]) -> bool:
    letters = [c for word in words for c in word.cased if c.isalpha() and word.folded != "'s"]
    return bool(letters) and all(c.isupper() for c in letters)


def _has_capitals_of(written: str, listed: str) -> bool:
    return all(w.isupper() for w, c in zip(written, listed, strict=False) if c.isupper())


def _joined(text: str) -> tuple[str, list[int]]:
    """(the text without hyphens at line ends, the offset of each of its characters in `text`)."""
    cut = {at for match in _BROKEN.finditer(text) for at in range(*match.span())}
    offsets = [at for at in range(len(text)) if at not in cut]
    return "".join(text[at] for at in offsets), offsets
