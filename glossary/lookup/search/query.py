"""A query as typed, and the narrowing values by which the store selects terms for it.

`exact` selects what the query equals; `strict` what begins with it or contains it, its sound and
its initials; `loose_for` what it may have been meant for: similar words, one character wrong,
missing or extra. All only narrow, generously; `score` decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property
from itertools import islice

from glossary.store.base.narrowing import (
    NO_TERM,
    HasPrefix,
    HasToken,
    Narrowing,
    all_of,
    any_of,
)
from glossary.text.english import STOP_WORDS
from glossary.text.fold import en_key, fold, zh_key
from glossary.text.grams import han_grams, han_runs, latin_words, squashed, token
from glossary.text.inflection import lemmas
from glossary.text.lookalikes import look_alikes
from glossary.text.pinyin import initials, letters_of, loose, spellings, whole_syllables
from glossary.text.script import has_han

# Chosen, to bound the work of a hostile query; no look-up case is near them.
LONGEST = 200  # characters of a query that are looked at; no term is found by more

# Chosen, what is looked for where nothing is found as it is asked: of 1013 look-up cases two are
# wrong, 13 with half of _FEW, three with double of _SPOKEN and of _TWO_FROM, and two with half and
# double of the others (python tests/benchmarks/bench_constants.py); they bound the work.
_INITIALS = 4  # ways to read initials of which longer ones are looked for
_WORDS = 12  # words of a query that may be misspelt, begun, or left out
_JOINED_FROM, _JOINED_PART = 7, 3  # letters of a word that may be two, and of each of them
_JOININGS = 4  # words that two may be when written as one
_PHRASES, _PARTS, _LONGEST_PART = 60, 150, 16  # terms within a query; the characters of one
_LONGEST_SOUND = 100  # letters of a query that may be pinyin
_SPOKEN = 6  # letters of pinyin that may be misspelt
_FEW = 8  # characters of a query in which one may be wrong
_TWO_FROM, _TWO_TO = 6, 40  # characters of one in which two may be
_STEM_FROM, _STEM = 6, 4  # letters of a word that suggests others by its beginning; of that
_TELLING = 4  # pieces between wildcards that narrow; each is held against every word there is

# Chosen: at half, two letters are the initials of many terms, or none of five are looked for; at
# double, only long ones are, and any short word is taken for some.
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 3, 8  # letters

_WILD = re.compile(r"[*?＊？]")
_SURROGATES = re.compile("[\ud800-\udfff\x00]")

NearWords = Callable[[str], list[str]]


@dataclass(frozen=True, eq=False)
class SearchQuery:
    """What was typed, in all the forms that are compared."""

    text: str

    @classmethod
    def read(cls, text: str) -> SearchQuery:
        """The query in `text`, without characters that no term has, and cut at LONGEST."""
        return cls(" ".join(_SURROGATES.sub("", text[: 4 * LONGEST]).split())[:LONGEST])

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def zh(self) -> str:
        return zh_key(self.text)

    @cached_property
    def en(self) -> str:
        return en_key(self.text)

    @cached_property
    def squashed(self) -> str:
        return squashed(self.text)

    @cached_property
    def words(self) -> list[str]:
        return latin_words(self.text)

    @cached_property
    def runs(self) -> list[str]:
        return han_runs(self.text)

    @cached_property
    def in_characters(self) -> bool:
        return has_han(self.zh)

    @cached_property
    def letters(self) -> str | None:
        """The letters of the query, if all of it may be pinyin."""
        letters = letters_of(self.text)
        return letters if letters and len(letters) <= _LONGEST_SOUND else None

    @property
    def is_short_word(self) -> bool:
        """Is it one word, as short as an abbreviation?"""
        is_short = _SHORTEST_ACRONYM <= len(self.squashed) <= _LONGEST_ACRONYM
        return len(self.words) == 1 and is_short

    @cached_property
    def initials(self) -> list[str]:
        return initials(self.letters) if self.letters else []

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """A pattern for folded terms, if the query contains `*` or `?`."""
        if not _WILD.search(self.text) or not any(c.isalnum() for c in self.text):
            return None
        written = unicodedata.normalize("NFKC", self.text)
        glob = "".join(p if p in "*?" else _folded(p) for p in re.split(r"([*?])", written))
        return re.compile(translate(glob.replace("[", "[[]")))  # linear: no piece is tried twice

    @cached_property
    def without_wildcards(self) -> SearchQuery:
        return SearchQuery(_WILD.sub(" ", self.text).strip())


def _folded(piece: str) -> str:
    """A piece folded, with a space at each end that had one."""
    if not piece.strip():
        return piece[:1]
    return " " * piece.startswith(" ") + fold(piece) + " " * piece.endswith(" ")


# ---------------------------------------------------------------- narrowing by the query itself


def _has(kind: str, value: str) -> Narrowing:
    return HasToken(token(kind, value))


def _begins(kind: str, value: str) -> Narrowing:
    return HasPrefix(token(kind, value))


def _grams(text: str) -> Narrowing | None:
    """Terms with all bigrams of every run of characters; signs separate runs."""
    return all_of(HasToken(gram) for run in han_runs(text) for gram in han_grams(run))


def strict(query: SearchQuery, known: Container[str] = ()) -> Narrowing | None:
    """Terms that begin with the query, contain its words and characters, or have its sound or
    initials.

    Words in `known` are matched whole; others, and the last, as prefixes.
    """
    begins = _begins("z", query.squashed) if len(query.squashed) > 3 else None
    return any_of([begins, _contains(query, known), *_by_sound(query), *_by_acronym(query)])


def exact(query: SearchQuery) -> Narrowing | None:
    """Terms that equal the query, ignoring script, width, case, signs and spaces."""
    keys = (query.zh, query.en, query.folded)
    return any_of([*(_has("k", key) for key in keys), _has("z", query.squashed)])


def _contains(query: SearchQuery, known: Container[str]) -> Narrowing | None:
    words = _content(query.words)
    last = len(words) - 1
    cut = [at == last or (len(word) > 2 and word not in known) for at, word in enumerate(words)]
    parts = [_word(word, prefix) for word, prefix in zip(words, cut, strict=True)]
    return all_of([*parts, *map(_grams, query.runs)])


def _content(words: list[str]) -> list[str]:
    return [word for word in words if word not in STOP_WORDS] or words


def _word(word: str, prefix: bool = False) -> Narrowing | None:
    forms = [_has("l", lemma) for lemma in sorted(lemmas(word))]
    return any_of([_begins("w", word) if prefix else _has("w", word), *forms])


def _by_sound(query: SearchQuery) -> list[Narrowing]:
    letters = query.letters
    if not letters or len(letters) < 2:
        return []
    parts = [_has("i", cut) for cut in query.initials if len(cut) > 1]
    if whole_syllables(letters):
        parts.append(_begins("p", loose(letters)))
    if len(letters) > 2:
        parts += [_begins("i", cut) for cut in query.initials[:_INITIALS] if len(cut) > 2]
    return parts


def _by_acronym(query: SearchQuery) -> list[Narrowing]:
    return [_has("a", query.squashed)] if query.is_short_word else []


def by_pattern(
    query: SearchQuery, words_like: Callable[[re.Pattern[str]], list[str]]
) -> Narrowing | None:
    """Terms that may match the wildcards; None if nothing in the query narrows."""
    parts = [_grams(run) for run in query.without_wildcards.runs]
    written = fold(unicodedata.normalize("NFKC", query.text))
    for piece in re.findall(r"[^\W_]*[\w*?]+", written):
        latin = re.findall(r"[a-z0-9]+", piece)
        if not latin or han_runs(piece):
            continue
        if re.fullmatch(r"[^\W_]+\*", piece):
            parts.append(_begins("w", latin[0]))
        elif re.search(r"[*?]", piece):
            parts.append(_like(piece, words_like))
        else:
            parts.append(_has("w", piece))
    return all_of(parts)


def _like(piece: str, words_like: Callable[[re.Pattern[str]], list[str]]) -> Narrowing | None:
    """Terms with a word like a piece with wildcards, which may also span several words."""
    pieces = [p for p in re.split(r"\*", piece) if re.search("[a-z0-9]", p)]
    patterns = []
    for at, part in enumerate(pieces):
        left = "" if at == 0 and not piece.startswith("*") else ".*"
        right = "" if at == len(pieces) - 1 and not piece.endswith("*") else ".*"
        patterns.append(left + part.replace("?", ".") + right)
    fits = []
    for pattern in sorted(dict.fromkeys(patterns), key=len, reverse=True)[:_TELLING]:
        found = words_like(re.compile(pattern))
        fits.append(any_of(_has("w", word) for word in found) or NO_TERM)
    return all_of(fits)


# ---------------------------------------------------------------- narrowing by likely intent


def loose_for(query: SearchQuery, near: NearWords) -> list[Narrowing | None]:
    """What may have been meant, likeliest first, to be tried in turn."""
    words, runs = _content(query.words), query.runs
    if runs and words:
        return [any_of([_one_character_off(query.zh), *_mixed(query, near)])]
    if runs:
        written = query.zh
        ways = (_one_off, _parts_of, _homophones, _look_alikes)
        return [any_of(part for way in ways for part in way(written))]
    spoken = any_of([*_misspelt_sound(query)])
    meant = [_meant(word, near) for word in words[:_WORDS]]
    parts = [all_of(meant), *_joined(words, near), *_phrases(query.en.split()), spoken]
    fewer = [all_of(meant[:at] + meant[at + 1 :]) for at in range(len(meant))]
    return [any_of(parts), any_of(fewer) if len(meant) > 1 else None]


def _meant(word: str, near: NearWords) -> Narrowing | None:
    """A word, its forms, words it may be a misspelling of, and pairs of words it may be joined
    from."""
    forms = [_word(word, prefix=len(word) > 2), *(_has("w", other) for other in near(word))]
    if len(word) >= _JOINED_FROM:
        cuts = ((word[:at], word[at:]) for at in range(_JOINED_PART, len(word) - _JOINED_PART + 1))
        for left, right in cuts:
            if left in near(left)[:1] and right in near(right)[:1]:
                forms.append(all_of([_has("w", left), _has("w", right)]))
    return any_of(forms)


def _joined(words: list[str], near: NearWords) -> list[Narrowing | None]:
    """Neighbouring words written as one: `counter terrorism`."""
    found = []
    for at in range(len(words) - 1):
        joined = near(words[at] + words[at + 1])[:_JOININGS]
        rest = [_meant(word, near) for word in words[:at] + words[at + 2 :]]
        if joined:
            found.append(all_of([any_of(_has("w", word) for word in joined), *rest]))
    return found


def _phrases(words: list[str]) -> list[Narrowing]:
    """Terms that the query contains."""
    sizes = range(len(words) - 1, 0, -1)
    cuts = (words[at : at + size] for size in sizes for at in range(len(words) - size + 1))
    return [_has("k", " ".join(cut)) for cut in cuts if cut[0] not in STOP_WORDS][:_PHRASES]


def _misspelt_sound(query: SearchQuery) -> list[Narrowing]:
    """Pinyin that is right in part: its first or its last syllables."""
    if not query.letters or len(query.letters) < _SPOKEN:
        return []
    letters = query.letters
    heads = (letters[:n] for n in range(len(letters) - 1, 3, -1))
    tails = (letters[n:] for n in range(1, len(letters) - 3))
    whole = [next(filter(whole_syllables, cuts), None) for cuts in (heads, tails)]
    return [_begins("p", loose(part)) for part in whole if part]


def _one_off(key: str) -> list[Narrowing | None]:
    """Terms with one or two characters wrong, missing or extra."""
    return [_one_character_off(key), *_two_off(key)]


def _one_character_off(key: str) -> Narrowing | None:
    characters = [_has("u", c) for run in han_runs(key) for c in run]
    if not 1 < len(characters) <= _FEW:
        return None
    if len(characters) == 2:  # swapped, or one between them missing
        return all_of(characters)
    without = (characters[:at] + characters[at + 1 :] for at in range(len(characters)))
    return any_of(map(all_of, without))


def _two_off(key: str) -> list[Narrowing | None]:
    """Terms with one of three pieces of the query: two errors leave one piece intact."""
    if not _TWO_FROM <= len(key) <= _TWO_TO:
        return []
    third = -(-len(key) // 3)
    return [_grams(key[at : at + third]) for at in range(0, len(key), third)]


def _parts_of(key: str) -> list[Narrowing]:
    """Terms that the query contains."""
    sizes = range(min(len(key) - 1, _LONGEST_PART), 1, -1)
    cuts = (key[at : at + size] for size in sizes for at in range(len(key) - size + 1))
    return [_has("k", cut) for cut in islice(cuts, _PARTS)]


def _homophones(key: str) -> list[Narrowing]:
    if len(key) < 2:
        return []
    return [_has("p", loose("".join(syllables))) for syllables in spellings(key)]


def _look_alikes(key: str) -> list[Narrowing]:
    """Terms that differ in one character, by one that looks like it."""
    if not 1 < len(key) <= _FEW:
        return []
    return [
        _has("k", key[:at] + other + key[at + 1 :])
        for at, char in enumerate(key)
        for other in sorted(look_alikes(char))
    ]


def _mixed(query: SearchQuery, near: NearWords) -> list[Narrowing | None]:
    """Characters and pinyin in one query, or a term and its translation."""
    characters = all_of(_has("u", c) for run in query.runs for c in run)
    latin = all_of(_meant(word, near) for word in _content(query.words))
    return [characters, *map(_grams, query.runs), latin]


def far(query: SearchQuery, near: NearWords) -> Narrowing | None:
    """Terms to suggest if nothing was found: any two characters, any similar word."""
    pairs = [HasToken(gram) for run in query.runs for gram in han_grams(run) if len(run) > 1]
    ends = [all_of([_has("u", run[0]), _has("u", run[-1])]) for run in query.runs if len(run) > 2]
    words = [_meant(word, near) for word in _content(query.words) if len(word) > 2][:_WORDS]
    stems = [_begins("w", word[:_STEM]) for word in query.words if len(word) >= _STEM_FROM][:_WORDS]
    return any_of([*pairs, *ends, *words, *stems, *_misspelt_sound(query)])


__all__ = ["SearchQuery", "by_pattern", "exact", "far", "loose_for", "strict"]
