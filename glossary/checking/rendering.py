"""Is a term in a text, in other words' order, form or spelling than listed?

Recognition finds a term as a dictionary would list it. A translator inverts (Fire Services Act,
the Act for Fire Services), joins (進出口, of 進口 and 出口), derives (insure, insurer) and shortens
(the Agreement). `share` says how much of a form a text has, from 0 to 1, by weight of its words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from glossary.text.english import STOP_WORDS, lemma, stem
from glossary.text.fold import fold
from glossary.text.script import HAN_RUN, has_han

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_OF = re.compile(
    r"\s(?:(?:of|for|on|in|to|with|by|under|governing|concerning)\s|[a-z]+ing\s(?=an?\s|the\s))"
)
"""What a head of English has after it, also what it does: amalgamation creating a new entity."""
_ACRONYM = re.compile("[A-Z]{3,}")
_CAPITALS = re.compile(r"\b[A-Z]{2,}s?\b")
_FILLING = frozenset("之的、,·")
_FORMS = 50_000  # forms that are kept as they are compared. Chosen, for memory alone: some 40 MB
_NEAR, _PAIR = 2, 2
"""Words of a text for each of a form, and two more, in which all of it stands: chosen. At half
inversions are missed, at double words of other expressions count. A form of two words has to be
there with both."""
_JOINED = 6  # letters of a form that is found across spaces. Chosen: at half by chance
_BETWEEN = 2
"""Characters that may part two of a Chinese term, as in 進出口 and 主管之機關: chosen. At half such
joints are missed, at double those of other words count."""
_SHORT, _CHANGED = 5, 4
"""Up to so many characters one in four of a form may be another, so that 受託人 is not 委託人 and
灭活疫苗 not 减毒活疫苗: chosen. At half such neighbours pass, at double forms that are shortened as
they often are do not."""
_LONG = 5
"""Words of a form of which one may be missing where another term stands too. Chosen: at half two of
a form of three pass for it, at double hardly a form is as long."""
_DETERMINERS = frozenset(
    "the a an this that these those such said any each every no its their his her one two all both "
    "of or and by to for in on other another which "
    "new old original prior previous preceding same existing former latter aforesaid".split()
)


class TargetWording:
    """The words of a target, prepared for many forms."""

    def __init__(self, text: str) -> None:
        self.text, self.folded = text, fold(text)
        self.words = _WORD.findall(self.folded)

    @cached_property
    def _letters(self) -> str:
        return "".join(self.words)

    def _is_joined(self, letters: str) -> bool:
        """Whether these letters begin with a word: contractor, not that of subcontractor."""
        starts = accumulate(map(len, self.words), initial=0)
        return any(self._letters.startswith(letters, start) for start in starts)

    @cached_property
    def stem_line(self) -> list[str]:
        return list(map(stem, self.words))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(self.stem_line)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        return frozenset(map(lemma, self.words))

    @cached_property
    def tokens(self) -> frozenset[str]:
        """The words of an English text, the pairs of neighbouring characters of a Chinese one."""
        words = {word for word in self.words if word not in STOP_WORDS and not word.isdigit()}
        pairs = {run[at : at + 2] for run in HAN_RUN.findall(self.folded) for at in range(len(run))}
        return frozenset(words | {pair for pair in pairs if len(pair) == 2})

    def share(self, form: str, weight: Callable[[str], float], with_head: bool = False) -> float:
        """How much of a form stands in the text, in any order; with its head, if that is asked."""
        read = _form(form)
        if read.has_han:
            return self._chinese(read.folded, with_head)
        return self._english(read, weight, with_head)

    def has_acronym(self, form: str) -> bool:
        """Whether the text has the initials of a form, or the words of which a form has them."""
        if _ACRONYM.fullmatch(form):
            return form.lower() in self._initials
        words = [w for w in _WORD.findall(fold(form)) if w not in STOP_WORDS and len(w) > 1]
        return len(words) > 1 and "".join(word[0] for word in words).upper() in self._acronyms

    @cached_property
    def _initials(self) -> str:
        return "".join(word[0] for word in self.words if word not in STOP_WORDS)

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        return frozenset(word.removesuffix("s") for word in _CAPITALS.findall(self.text))

    def has_head(self, form: str) -> bool:
        """Whether the head of an English form stands in the text by itself: the bill, of a bill of
        exchange."""
        folded = fold(form)
        return len(_WORD.findall(folded)) > 1 and lemma(head_of(folded)) in self._determined

    def names_itself(self, form: str) -> bool:
        """Whether a Chinese text calls itself by the end of a form: 本法, for 土石採取法."""
        return len(form) > _CHANGED and any(f"本{form[-size:]}" in self.folded for size in (1, 2))

    def has_named_head(self, form: str) -> bool:
        """Whether the head of a long English form stands in the text with the word before it:
        Banking Act, of the Banking Act of the Republic of China."""
        pieces = [_WORD.findall(piece) for piece in _OF.split(fold(form))]
        if sum(map(len, pieces)) <= _PAIR:
            return False
        ends = [tuple(map(stem, piece[-2:])) for piece in (pieces[0], pieces[-1])]
        return any(len(end) == _PAIR and end in self._neighbours for end in ends)

    @cached_property
    def _neighbours(self) -> frozenset[tuple[str, ...]]:
        pairs = zip(self.words, self.words[1:], self.stem_line, self.stem_line[1:], strict=False)
        return frozenset((a, b) for one, two, a, b in pairs if not {one, two} & STOP_WORDS)

    @cached_property
    def _determined(self) -> frozenset[str]:
        around = zip(["the", *self.words], self.words, [*self.words[1:], ""], strict=False)
        return frozenset(
            lemma(word)
            for before, word, after in around
            if before in _DETERMINERS and after != "of"  # not the Ministry of the Interior
        )

    def has_nearly_all(self, form: str) -> bool:
        """Whether the text has all words of a long English form but for one in five."""
        words = {word for word in _WORD.findall(fold(form)) if word not in STOP_WORDS}
        return len(words) >= _LONG and self.share(form, lambda _: 1.0) >= 1 - 1 / _LONG

    def derives(self, form: str) -> bool:
        """Whether the text has a form of one English word only by its stem: insure, of insurer."""
        words = _WORD.findall(fold(form))
        if len(words) != 1 or lemma(words[0]) in self.lemmas:
            return False
        return stem(words[0]) in self.stems

    def _english(
        self, form: _ComparedForm, weight: Callable[[str], float], with_head: bool
    ) -> float:
        """The weight of its words that stand near one another; of two words, both must."""
        stems, letters = form.stems, form.letters
        if not stems:
            return float(form.folded in self.folded)
        if len(letters) >= _JOINED and letters in self._letters and self._is_joined(letters):
            return 1.0  # downlink for down-link
        if self.stems.isdisjoint(stems):
            return 0.0
        wanted = {one: weight(word) for one, word in zip(stems, form.words, strict=True)}
        near = _NEAR * len(wanted) + _NEAR
        at = [n for n, word in enumerate(self.stem_line) if word in wanted]
        head = stem(head_of(form.folded)) if with_head else ""
        pieces = [self.stem_line[n : n + near] for n in at]
        best = max((_weight_of(p, wanted) for p in pieces if not head or head in p), default=0.0)
        share = best / math.fsum(wanted.values())
        return share if len(wanted) != _PAIR or share == 1 else 0.0

    def _chinese(self, form: str, with_head: bool) -> float:
        """The share of its characters that stand beside a neighbour of theirs, or nearly so."""
        if form in self.folded:
            return 1.0
        characters = "".join(char for char in form if char not in _FILLING)
        near = len(characters) + 2 * _BETWEEN
        at = [n for n, char in enumerate(self.folded) if char in characters]
        pieces = {self.folded[n : n + near] for n in at}
        return max((_joined_share(characters, piece, with_head) for piece in pieces), default=0.0)


class _ComparedForm(NamedTuple):
    """A form as it is compared; `words` are those that count, with their `stems`, and `letters` all
    it has."""

    folded: str
    has_han: bool
    letters: str
    words: tuple[str, ...]
    stems: tuple[str, ...]


@lru_cache(maxsize=_FORMS)
def _form(text: str) -> _ComparedForm:
    folded = fold(text)
    every = _WORD.findall(folded)
    words = tuple(word for word in every if word not in STOP_WORDS and word[1:])
    return _ComparedForm(folded, has_han(folded), "".join(every), words, tuple(map(stem, words)))


def head_of(form: str) -> str:
    """The word that an English form, folded, is about: bill, of a bill of exchange."""
    return (_OF.split(form)[0].split() or [""])[-1]


def _joined_share(characters: str, text: str, with_head: bool) -> float:
    """The share of characters that stand in a text with a neighbour of theirs near by; the last
    one, which is the head, has to be among them if that is asked."""
    kept: set[int] = set()
    reached = 0  # in the order of the form: 仲裁小組審查 has no 審查小組
    for at, (one, two) in enumerate(pairwise(characters)):
        if (joint := _joint(one, two, text, reached)) >= 0:
            kept |= {at, at + 1}
            reached = joint
    if with_head and len(characters) - 1 not in kept:
        return 0.0
    if len(characters) <= _SHORT and len(characters) - len(kept) > len(characters) // _CHANGED:
        return 0.0
    return len(kept) / max(1, len(characters))


def _joint(one: str, two: str, text: str, start: int) -> int:
    """Where the first of a pair's seconds stands that follows its first closely; -1 if none does. A
    pattern for each pair takes longer to compile than to search."""
    at = text.find(one, start)
    while at >= 0:
        if (found := text.find(two, at + 1, at + _BETWEEN + 2)) >= 0:
            return found
        at = text.find(one, at + 1)
    return -1


def _weight_of(words: Iterable[str], wanted: dict[str, float]) -> float:
    return math.fsum(wanted[word] for word in set(words) if word in wanted)  # in any order the same


class WordWeights:
    """How much a word says: the rarer it is among the terms of a termbase, the more."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        for term in terms:
            self._counts.update(set(_WORD.findall(term.lower())))

    def __call__(self, word: str) -> float:
        return 1 / (1 + math.log1p(self._counts[word]))
