"""How well a term answers a query: a score of 0 to 100, and why.

95–100  the term itself, but for script, width, case, spaces, hyphens or inflection
75–94   its sound, its beginning, its words in another order, a letter or character wrong
50–74   a part of it, a term within the query, initials, several errors
below   no answer
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from glossary.lookup.search.query import SearchQuery
from glossary.lookup.search.words import allowed_edits
from glossary.store.base import TermRow
from glossary.text.english import STOP_WORDS
from glossary.text.fold import en_key, fold, zh_key
from glossary.text.grams import acronym, latin_words, squashed
from glossary.text.inflection import same_word
from glossary.text.lookalikes import look_alikes
from glossary.text.pinyin import loose, readings, spellings, spelt
from glossary.text.script import has_han, to_simplified

LEAST = 50.0


class Match(NamedTuple):
    score: float
    why: str


NONE = Match(0.0, "")
_words = lru_cache(maxsize=50_000)(latin_words)
_squashed = lru_cache(maxsize=50_000)(squashed)
_zh_key = lru_cache(maxsize=50_000)(zh_key)


def score(query: SearchQuery, row: TermRow) -> Match:
    """The best that can be said for `row`; its score is 0 where nothing can."""
    if query.pattern:
        return _wildcard(query, row.text)
    same = _same(query, row)
    if same.score:
        return same
    ways = [_han(query, row)] if has_han(row.text) or query.runs else []
    if query.words and (not query.runs or has_han(row.text)):  # else it answers but half
        ways.append(_latin(query, row.text))
    if row.language == "zh" and query.letters and has_han(row.text):
        ways.append(_sound(query.letters, row.text))
    elif row.language == "zh" and query.runs:
        ways.append(_mixed_sound(query, row.text))
    return max(ways, default=NONE)


def _wildcard(query: SearchQuery, text: str) -> Match:
    assert query.pattern
    written = fold(text)
    for form in (written, written.replace("-", " "), _zh_key(text)):
        if query.pattern.match(form):
            return Match(90 - min(20, len(form) / 5), "wildcard")
    return NONE


# ---------------------------------------------------------------- the term itself


def _same(query: SearchQuery, row: TermRow) -> Match:
    if query.text == row.text:
        return Match(100, "exact")
    term = _squashed(row.text)
    if query.squashed != term:
        near = abs(len(query.squashed) - len(term)) < 6 and query.words and not query.runs
        return Match(95, "inflected") if near and query.en == en_key(row.text) else NONE
    one, other = query.text.casefold(), row.text.casefold()
    if one == other:
        return Match(99, "case folded")
    one, other = (unicodedata.normalize("NFKC", text) for text in (one, other))
    if one == other:
        return Match(98.5, "width folded")
    if to_simplified(one) == to_simplified(other):
        return Match(98, "script folded")
    if one.split() != other.split() and one.replace(" ", "") == other.replace(" ", ""):
        return Match(96, "spacing")
    return Match(97, "punctuation folded")


# ---------------------------------------------------------------- Chinese characters


def _han(query: SearchQuery, row: TermRow) -> Match:
    asked, term = query.zh, _zh_key(row.text)
    share = min(len(asked), len(term)) / max(len(asked), len(term), 1)
    if not has_han(asked):
        return NONE
    if term.startswith(asked):
        return Match(75 + 15 * share, "prefix")
    if asked in term:
        return Match(62 + 15 * share, "contains")
    if term in asked and len(term) > 1 and share >= 1 / 3:
        return Match(50 + 25 * share, "within the query")
    return max(_parts(asked, query, row, share), _han_errors(asked, term), _homophone(query, row))


def _parts(asked: str, query: SearchQuery, row: TermRow, share: float) -> Match:
    """All that was asked stands in the term, in pieces or in another order."""
    term = fold(row.text)
    if sorted(asked) == sorted(_zh_key(row.text)) and len(asked) > 2:
        return Match(74, "word order")
    pieces = [*query.runs, *query.words]
    if len(pieces) > 1 and all(piece in term for piece in pieces):
        return Match(55 + 15 * share, "contains")
    return NONE


def _han_errors(asked: str, term: str) -> Match:
    longer = max(len(asked), len(term))
    if longer == 2 and asked == term[::-1]:
        return Match(76, "one character swapped")
    edits = 0 if longer < 3 else 1 if longer < 6 else 2 if longer < 10 else 3
    distance = OSA.distance(asked, term, score_cutoff=edits)
    if 0 < distance <= edits:
        if distance > 1:
            return Match(86 - 60 * distance / longer, f"{distance} characters differ")
        return Match(86 - 40 / longer, f"one character {_what(asked, term)}")
    if 3 <= len(asked) < len(term) and len(term) <= 3 * len(asked) + 2:
        windows = (term[at : at + len(asked)] for at in range(len(term) - len(asked) + 1))
        if any(OSA.distance(asked, window, score_cutoff=1) <= 1 for window in windows):
            return Match(50 + 12 * len(asked) / len(term), "contains with one character wrong")
    return NONE


def _what(asked: str, term: str) -> str:
    if len(asked) == len(term):
        return "swapped" if sorted(asked) == sorted(term) else "differs"
    return "missing" if len(asked) < len(term) else "extra"


def _homophone(query: SearchQuery, row: TermRow) -> Match:
    one, other = readings(query.zh), readings(row.text)
    if len(one) != len(other) or len(one) < 2:
        return NONE
    if all(set(a) & set(b) for a, b in zip(one, other, strict=True)):
        return Match(84, "same sound")
    if _looks_like(query.zh, _zh_key(row.text)):
        return Match(83, "similar character")
    alike = ({loose(r) for r in a} & {loose(r) for r in b} for a, b in zip(one, other, strict=True))
    return Match(76, "similar sound") if len(one) > 2 and all(alike) else NONE


def _looks_like(asked: str, term: str) -> bool:
    """Is one character another that looks like it?"""
    pairs = [(a, b) for a, b in zip(asked, term, strict=False) if a != b]
    return len(asked) == len(term) and len(pairs) == 1 and pairs[0][1] in look_alikes(pairs[0][0])


# ---------------------------------------------------------------- pinyin


def _sound(letters: str, text: str) -> Match:
    """The query as the sound of a Chinese term."""
    if len(letters) < 2:
        return NONE
    spoken = readings(text)
    fully = spelt(letters, spoken)
    if fully:
        return _spelt(letters, fully, len(spoken))
    loosely = loose(letters)
    ways = ["".join(syllables) for syllables in spellings(text)]
    best = max((_loosely(letters, loosely, way) for way in ways), default=NONE)
    if best.score:
        return best
    return max(_inner_sound(letters, spoken), _initials_prefix(letters, spoken))


def _spelt(letters: str, fully: float, size: int) -> Match:
    if fully == 1:
        return Match(92, "pinyin")
    if len(letters) == size:
        return Match(70 + min(size, 6), "initials") if size > 1 else NONE
    return Match(62 + 24 * fully, "pinyin cut short")


def _loosely(letters: str, loosely: str, way: str) -> Match:
    whole = loose(way)
    if loosely == whole:
        return Match(84, "pinyin, similar sound")
    if way.startswith(letters):
        return Match(66 + 20 * len(letters) / len(way), "pinyin prefix")
    if whole.startswith(loosely):
        return Match(60 + 20 * len(loosely) / len(whole), "pinyin prefix, similar sound")
    edits = allowed_edits(len(letters)) - (len(letters) < 8)
    distance = OSA.distance(loosely, whole, score_cutoff=edits) if edits > 0 else 1
    return Match(78 - 6 * distance, "pinyin, misspelt") if distance <= edits else NONE


def _inner_sound(letters: str, spoken: tuple[tuple[str, ...], ...]) -> Match:
    """The query is the sound of some characters within the term."""
    if len(letters) < 4:
        return NONE
    for start in range(1, len(spoken) - 1):
        for end in range(start + 2, len(spoken) + 1):
            if spelt(letters, spoken[start:end]) == 1:
                return Match(58 + 12 * (end - start) / len(spoken), "pinyin within")
    return NONE


def _initials_prefix(letters: str, spoken: tuple[tuple[str, ...], ...]) -> Match:
    if 3 <= len(letters) < len(spoken) and spelt(letters, spoken[: len(letters)]):
        return Match(50 + 12 * len(letters) / len(spoken), "initials")
    return NONE


def _mixed_sound(query: SearchQuery, text: str) -> Match:
    """Characters and pinyin in one query: 小yuan高qiang."""
    asked = query.squashed
    if not query.words or not 2 < len(asked) < 60:
        return NONE
    spoken = readings(text)
    characters = _squashed(text)
    if len(characters) != len(spoken):
        return NONE
    either = [(c, *r) for c, r in zip(characters, spoken, strict=True)]
    fully = spelt(asked, either)
    return Match(60 + 28 * fully, "characters and pinyin") if fully else NONE


# ---------------------------------------------------------------- Latin words


class _Pair(NamedTuple):
    quality: float
    at: int
    why: str


def _latin(query: SearchQuery, text: str) -> Match:
    asked, term = query.words, _words(text)
    if not term:
        return NONE
    return max(_spacing(query.squashed, text), _aligned(asked, term), _initial_letters(query, term))


def _spacing(asked: str, text: str) -> Match:
    """The two without their spaces: split, joined and misspelt at once."""
    term = _squashed(text)
    edits = min(allowed_edits(len(asked)), max(1, len(asked) // 5))
    if abs(len(asked) - len(term)) > edits or len(asked) < 4:
        return NONE
    distance = OSA.distance(asked, term, score_cutoff=edits)
    if distance > edits:
        return NONE
    return Match(93 - 72 * distance / len(asked) - distance, _letters(distance))


def _letters(count: int) -> str:
    return f"misspelt ({count} letter{'s' * (count > 1)})"


@lru_cache(maxsize=50_000)
def _weight(word: str) -> float:
    return 1.0 if word in STOP_WORDS else float(min(max(len(word), 3), 9))


def _aligned(asked: list[str], term: list[str]) -> Match:
    """Each word of the query paired with the likest word of the term that is still free."""
    free = dict(enumerate(term))
    pairs: list[_Pair] = []
    for word in asked:
        best = _Pair(0.0, -1, "")
        for at, other in free.items():
            quality, why = _likeness(word, other)
            if quality > best.quality:
                best = _Pair(quality, at, why)
        pairs.append(best)
        if best.quality:
            free.pop(best.at)
    got = sum(_weight(w) * p.quality for w, p in zip(asked, pairs, strict=True))
    of_query = got / sum(map(_weight, asked))
    of_term = 1 - sum(map(_weight, free.values())) / sum(map(_weight, term))
    return _verdict(asked, pairs, of_query, of_term, whole=not _content_left(free.values()))


def _content_left(words: object) -> bool:
    return any(word not in STOP_WORDS for word in words)  # type: ignore[attr-defined]


@lru_cache(maxsize=50_000)
def _likeness(word: str, other: str) -> tuple[float, str]:
    if word == other:
        return 1.0, ""
    if same_word(word, other):
        return 0.98, "inflected"
    if other.startswith(word):
        return 0.82 + 0.14 * len(word) / len(other), "prefix"
    edits = allowed_edits(len(word))
    if not edits or abs(len(word) - len(other)) > edits or len(other) < 4:
        return 0.0, ""
    distance = OSA.distance(word, other, score_cutoff=edits)
    if distance > edits or distance * 4 > max(len(word), len(other)) + 1:
        return 0.0, ""
    return 0.97 - 0.5 * distance / len(word), _letters(distance)


def _verdict(
    asked: list[str], pairs: list[_Pair], of_query: float, of_term: float, whole: bool
) -> Match:
    places = [pair.at for pair in pairs if pair.quality]
    ordered = places == sorted(places)
    missed = [w for w, p in zip(asked, pairs, strict=True) if not p.quality and w not in STOP_WORDS]
    whys = [pair.why for pair in sorted(pairs) if pair.why]  # the least likeness first
    if missed:
        if of_query < 0.55 or of_query * of_term < 0.36 or len(places) < 2:
            within = whole and of_query >= 0.35 and missed != asked
            return Match(40 + 30 * of_query, "within the query") if within else NONE
        return Match(82 * of_query * (0.55 + 0.45 * of_term), "some of the words")
    if whole:
        return Match(
            (95 if ordered else 88) * of_query, _first(whys, "" if ordered else "word order")
        )
    start = 0 in places and ordered and places == list(range(len(places)))
    return Match(
        ((66 if start else 56) + 24 * of_term) * of_query,
        whys[0] if whys and whys[0] != "prefix" else "prefix" if start else "contains",
    )


def _first(whys: list[str], fallback: str) -> str:
    return next((why for why in whys if why), fallback or "punctuation folded")


def _initial_letters(query: SearchQuery, term: list[str]) -> Match:
    """`MAD` for mutual assured destruction, where the termbase does not list it."""
    if len(query.words) != 1 or not 2 < len(query.squashed) < 9 or len(term) < 3:
        return NONE
    content = [word for word in term if word not in STOP_WORDS]
    fits = query.squashed in (acronym(term), acronym(content))
    return Match(72 if query.text.isupper() else 66, "abbreviation") if fits else NONE
