"""Features for each offset at which a Chinese term may begin.

All of them are general: words and parts of speech, cue words before the term, its length compared
with the English, recurrence in the document, and the dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from glossary.mining.gloss.ranker import Features
from glossary.mining.gloss.runs import Run, TextRecurrence, size
from glossary.mining.knowledge import lexicon
from glossary.mining.knowledge.exact import log
from glossary.text.english import STOP_WORDS, lemma

_FUNCTION = frozenset(
    "的在对与和及或是为于从由将被把以之并等也而但其该此这那称就又了着过中指叫向用使让给如即所"
)
_PREPOSITIONS = re.compile(
    "(?:在|对|从|由|以|把|被|将|用|于|向|按|经|据|至|到|给|让|使|通过|透过|根据|依据|按照|关于|有关|基于|针对|除了|利用|使用|采用|包括|例如|比如|像|如|对于|至于|有|因|随着)$"
)
_NAMING = re.compile(
    "(?:[被统合通俗又也或亦简]?称[为作之]{0,2}|[叫唤][做作]?|名为|即|所谓的?|[定视誉解命译][义为读名成]+为?|当作|看作|亦即|就是)$"
)
_CLASSIFIER = re.compile(
    "(?:[一两二三四五六七八九十几数每各某这那哪该此本另][一]?[个种项类套款名位座条份次场股批]|[个种项])$"
)
_CLASSIFIER_FIRST = re.compile(
    "(?:[一两几每各某这那哪该此本另]一?)?[个种项类套款](?!.?体)|[一两几每各某这那哪该此本另][位座条份次]"
)
_DEMONSTRATIVE = re.compile("(?:[这那该此其各某本]|一些|任何|所有|许多|多数|某些|其他)$")
_COPULA = re.compile("(?:[是为乃系]|不是|成为|作为)$")
_ASPECT = re.compile("[了着著过]$")
_CUES = {
    "naming before": _NAMING,
    "的 before": re.compile("[的之]$"),
    "conjunction before": re.compile("(?:[和与及或跟暨并而]|以及)$"),
    "preposition before": _PREPOSITIONS,
    "classifier before": _CLASSIFIER,
    "demonstrative before": _DEMONSTRATIVE,
    "copula before": _COPULA,
    "aspect before": _ASPECT,
}
"""What may stand right before a term."""
_BAD_TAGS = frozenset("pcudrmqyfe")  # parts of speech with which no term begins
JOINING = frozenset("和与及或跟暨") | {"以及"}
_NO_FUNCTION = JOINING | {"的"}
_AND = re.compile(r"\b(?:and|or)\b|&|(?<=[a-z])/(?=[a-z])", re.IGNORECASE)
_STEM = 4  # letters that a country shares with its adjective: Austral-ia, Austral-ian. Chosen: 7 of
# 205 written cases fail, 8 at half and 7 at double
_SHORT_DOCUMENT = 1500  # characters. Chosen: at half, recurrence means as much in a page as in a
# book; at double, as little in an article as in a paragraph. Every written case is far shorter
_CONTENT = re.compile(r"[A-Za-zÀ-ÿ0-9]+(?:['’][a-z]+)?")


@lru_cache(maxsize=1000)
def content_words(english: str) -> tuple[str, ...]:
    """The content words of an English term, as lemmas."""
    found = list(_CONTENT.finditer(english))
    kept = (m[0] for m in found if m[0].lower() not in STOP_WORDS or _is_prefix(english, m))
    return tuple(lemma(word) for word in kept)


def _is_prefix(english: str, word: re.Match[str]) -> bool:
    """Whether a word is the first part of a hyphenated one (over-control, off-ramp)."""
    return english[word.end() :][:1] == "-" and english[: word.start()][-1:] in ("", " ")


def features(run: Run, english: str, recurrence: TextRecurrence) -> list[Features]:
    """The features of each candidate of `run` as the Chinese of `english`, in order."""
    wanted = content_words(english)
    cover = _coverage(run, wanted)

    def speaks_of(place: str) -> bool:
        return any(_means(place, word) for word in wanted)

    return [
        {
            **shape(run, start, len(wanted)),
            **before(run, start),
            **_by_document(recurs(run, index, recurrence), recurrence),
            **_translates(run, start, cover, len(wanted)),
            **_negated(run, start, english),
            **places(run, start, speaks_of),
            **_joined(run, start, english),
        }
        for index, start in enumerate(run.starts)
    ]


def places(run: Run, start: int, speaks_of: Callable[[str], bool]) -> Features:
    """Features of a place before it and of one it begins with, by whether the English has it."""
    word, tag = run.word_before(start)
    first = run.words_from(start)[:2]
    found: Features = {}
    if _is_place(word, tag):
        found["its place before" if speaks_of(word) else "other place before"] = 1.0
    if (
        len(first) > 1
        and start in run.edges
        and _is_place(run.text[start : first[0][1]], first[0][2])
    ):
        own = speaks_of(run.text[start : first[0][1]])
        found["begins with its place" if own else "begins with another place"] = 1.0
    return found


def _is_place(word: str, tag: str) -> bool:
    """Whether it is a place; what is tagged as a person and known to a dictionary is one, too."""
    return tag[:2] == "ns" or (tag[:2] == "nr" and bool(lexicon.glosses(word)))


def forms_of_place(place: str) -> tuple[str, ...]:
    """The words under which a dictionary has a place and its adjective: 美国, 美国人, 荷兰语."""
    return place, f"{place}人", f"{place}语"


@lru_cache(maxsize=50_000)
def _means(place: str, english: str) -> bool:
    """Whether an English word is a place or its adjective: Canada, Canadian."""
    known = {key for form in forms_of_place(place) for key in lexicon.translations(form)}
    word = english.lower()
    return any(key == word or len(key) >= _STEM and key[:_STEM] == word[:_STEM] for key in known)


def _joined(run: Run, start: int, english: str) -> Features:
    """Features of a conjunction in it or right before it, by whether the English has one."""
    inside = sum(run.text[a:b] in JOINING for a, b, _ in run.words_from(start)[1:])
    has = bool(_AND.search(english))
    return {
        "conjunction inside": inside > 0,
        "conjunction inside, and": inside > 0 and has,
        "and, no conjunction inside": has and not inside,
    }


def shape(run: Run, start: int, wanted: int) -> Features:
    """Features of its length compared with the English, its words, its first word."""
    text = run.text[start:]
    length, words = size(text), run.words_from(start)
    edge = start in run.edges
    first = words[0] if words else (start, start, "x")
    tag = first[2]
    excess = length - 2 * wanted
    inside = "".join(run.text[a:b] for a, b, _ in words[1:])
    return {
        "edge": edge,
        "one character": length <= 1,
        "short": max(0.0, -excess) / 2,
        "long": max(0.0, excess) / 2,
        "very long": max(0.0, excess - 4) / 2,
        "size": length / 4,
        "first verb": edge and tag[0] == "v" and len(words) > 1,
        "first noun": edge and tag[0] == "n",
        "first adjective": edge and tag[0] in "ab",
        "first function": edge and tag[0] in _BAD_TAGS,
        "first one character": edge and first[1] - first[0] == 1 and len(words) > 1,
        "function character": text[0] in _FUNCTION,
        "aspect first": edge and text[0] in "了着著" and first[1] - first[0] == 1,
        "的 inside": "的" in inside,
        "function inside": sum(
            t[0] in "pcurd" and run.text[a:b] not in _NO_FUNCTION for a, b, t in words[1:]
        ),
        "verb inside": sum(t == "v" for _, _, t in words[1:-1]),
        "naming inside": any(_NAMING.search(run.text[start:b]) for _, b, _ in words[:-1]),
        "number first": text[0].isdigit() or tag[0] == "m",
        "classifier first": bool(_CLASSIFIER_FIRST.match(text)),
        "latin first": text[0].isascii() and text[0].isalpha(),
        "comma inside": any(c in "，,、" for c in text),
    }


def before(run: Run, start: int) -> Features:
    """Features of what precedes it."""
    if start == 0:
        return {"nothing before": 1.0}
    if _cuts_word(run, start):
        return {"no word before": 1.0, "cuts a word": 1.0}
    left = run.text[:start]
    word, tag = run.word_before(start)
    found: Features = {
        name: _is_cue(run, cue.search(left)) and not (name == "aspect before" and tag[:1] == "v")
        for name, cue in _CUES.items()
    }
    if not any(found.values()):
        found |= {
            "verb before": tag[:1] == "v",
            "noun before": tag[:1] == "n",
            "place before": tag[:2] == "ns",
            "adjective before": tag[:1] in ("a", "b"),
            "adverb before": tag[:1] == "d",
            "number before": tag[:1] in ("m", "q"),
            "other function before": tag[:1] in ("p", "c", "u", "r", "f", "y"),
            "latin before": left[-1].isascii() and left[-1].isalnum(),
            "no word before": not word,
        }
    return found


def _is_cue(run: Run, found: re.Match[str] | None) -> bool:
    """Whether it is a cue as it stands: not 用 in 通用, nor 与 in 参与."""
    return found is not None and not _cuts_word(run, found.start())


def _cuts_word(run: Run, start: int) -> bool:
    """Whether it begins inside a word of the dictionary: 时 in 即时. Names in it are guesses."""
    return any(
        lexicon.is_word(run.text[max(a, 0) : b])
        for a, b, tag in run.words
        if a < start < b and tag[:2] != "nr"
    )


def recurs(run: Run, index: int, recurrence: TextRecurrence) -> Features:
    """Features of its recurrence elsewhere, compared with the candidates longer and shorter by
    one."""
    start = run.starts[index]
    text = run.text[start:]
    if size(text) < 2:
        return {}
    here = recurrence.others(text)
    longer = recurrence.others(run.text[run.starts[index - 1] :]) if index else 0
    shorter_start = run.starts[index + 1] if index + 1 < len(run.starts) else None
    shorter = recurrence.others(run.text[shorter_start:]) if shorter_start else 0
    return {
        "recurs": here > 0,
        "recurs often": log(1 + here),
        "free": log((1 + here) / (1 + longer)),
        "bound": log((1 + shorter) / (1 + here)),
        "recurs long": (here > 0) * min(size(text), 10) / 4,
    }


def _by_document(found: Features, recurrence: TextRecurrence) -> Features:
    """The features, in a short document under other names, since recurrence means little there."""
    if recurrence.size >= _SHORT_DOCUMENT:
        return found
    return {f"{name}, short document": value for name, value in found.items()}


@dataclass(frozen=True)
class _Coverage:
    """For each word of the run (by its end): its best support, and its support by each English
    word."""

    support: dict[int, float]
    by: dict[int, dict[int, float]]


def _coverage(run: Run, wanted: Sequence[str]) -> _Coverage:
    by: dict[int, dict[int, float]] = {}
    for a, b, _ in run.words:
        word = run.text[max(a, 0) : b]
        by[b] = {n: s for n, en in enumerate(wanted) if (s := lexicon.support(word, en)) > 0.2}
    return _Coverage({end: max(found.values(), default=0.0) for end, found in by.items()}, by)


def _translates(run: Run, start: int, cover: _Coverage, wanted: int) -> Features:
    """Features of how much of it and of the English the dictionary explains, and of the words at
    its edge."""
    words = run.words_from(start)
    if not words or not wanted:
        return {}
    length = sum(b - a for a, b, _ in words)
    explained = sum((b - a) * cover.support[b] for a, b, _ in words) / length
    english: dict[int, float] = {}
    for _, b, _ in words:
        for n, s in cover.by[b].items():
            english[n] = max(s, english.get(n, 0.0))
    open_zh = sum((b - a) * (1 - cover.support[b]) for a, b, _ in words) / 2
    open_en = wanted - sum(english.values())
    return {
        "explained": explained,
        "explains": sum(english.values()) / wanted,
        "chinese left over": max(0.0, open_zh - open_en),
        "english left over": max(0.0, open_en - open_zh),
        "first explained": cover.support[words[0][1]] if start in run.edges else 0.0,
        "before explained": cover.support.get(start, 0.0),
    }


_NEGATIVE = re.compile(r"(?:un|in|im|ir|il|non|anti|de|dis|mis|no|not|a)(?=[a-z-]|\b)")
_NEGATION = "不非无未反去抗防免"


def _negated(run: Run, start: int, english: str) -> Features:
    """Features of negation: Chinese writes a negative prefix as a character, which must not be
    lost."""
    negative = bool(_NEGATIVE.match(english.lower()))
    word, _ = run.word_before(start)
    return {
        "negation kept": negative and run.text[start] in _NEGATION,
        "negation added": not negative and run.text[start] in _NEGATION,
        "negation lost": word[:1] in tuple(_NEGATION)
        or run.text[:start].endswith(tuple(_NEGATION)),
    }
