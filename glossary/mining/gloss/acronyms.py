"""Abbreviations: which letters stand for which words, in English and in Chinese."""

from __future__ import annotations

import re

from glossary.mining.gloss.edge_features import JOINING, before, forms_of_place, places, recurs
from glossary.mining.gloss.ranker import Features
from glossary.mining.gloss.runs import Run, TextRecurrence, size
from glossary.mining.knowledge import lexicon
from glossary.mining.knowledge.kinds import is_acronym

_COUNTED = re.compile("[A-Z]|[0-9]+")
_NUMERAL = re.compile("第|[0-9一二两三四五六七八九十]")
_PEOPLE = frozenset(("person", "people", "language", "abbr"))  # American person, Dutch language
_DIGITS = "零一二三四五六七八九"
_LONG_WORD = 4  # a Chinese word of so many characters stands for two English ones. Chosen: 7 of 205
# written cases fail, 7 at half and 9 at double


def abbreviates(short: str, full: str) -> bool:
    """Whether `short` may abbreviate `full`: its letters occur there in order, and both begin with
    the same one.

    Lower-case letters are accepted too (stdout, seq2seq), and one space (Open RAN).
    """
    letters, text = _plain(short), _plain(full)
    if not 2 <= len(letters) <= 12 or len(letters) > 0.7 * len(text) or short.count(" ") > 1:
        return False
    if is_acronym(short) and _initials_fit(letters, full):
        return True
    if letters[0] != text[0] or " " not in full.strip() and "-" not in full:
        return False
    rest = iter(text)
    return all(char in rest for char in letters)


def _initials_fit(letters: str, full: str) -> bool:
    """Whether most letters are initials of words, as in GPR for Geneva Peace Review, ignoring a
    plural s."""
    letters = letters.removesuffix("s") or letters
    initials = [word[0] for word in re.findall(r"[a-z0-9]+", full.lower())]
    found = sum(letter in initials for letter in letters)
    return found >= max(2, 0.6 * len(letters)) and abs(len(initials) - len(letters)) <= 6


_SPOKEN_DIGITS = str.maketrans({"2": "to", "4": "for"})


def _plain(text: str) -> str:
    """Letters only, in lower case; seq2seq becomes seqtoseq."""
    return re.sub("[^a-z]", "", text.lower().translate(_SPOKEN_DIGITS))


def features(run: Run, acronym: str, recurrence: TextRecurrence) -> list[Features]:
    """The features of each candidate of `run` as what the letters stand for, in order."""
    letters = [char.lower() for char in _COUNTED.findall(acronym.removesuffix("s"))]

    def speaks_of(place: str) -> bool:
        names = (name for form in forms_of_place(place) for name in lexicon.glosses(form))
        return any(
            {word[0] for word in name if word not in _PEOPLE} <= set(letters) for name in names
        )

    return [
        {
            **_letters(run, start, letters),
            **before(run, start),
            **places(run, start, speaks_of),
            **recurs(run, index, recurrence),
        }
        for index, start in enumerate(run.starts)
    ]


def _letters(run: Run, start: int, letters: list[str]) -> Features:
    """Features that compare its words with the letters."""
    words = run.words_from(start)
    content = [(run.text[a:b], tag) for a, b, tag in words if tag[0] not in "pcurx"]
    units = sum(2 if len(word) >= _LONG_WORD else 1 for word, _ in content)
    first, tag = (run.text[words[0][0] : words[0][1]], words[0][2]) if words else ("", "x")
    initials = [_initials(word) for word, _ in content]
    explained = _assigned(letters, initials)
    idle = sum(not any(letter in found for letter in letters) for found in initials)
    edge = start in run.edges
    numbered = any(c.isdigit() for c in letters) and bool(_NUMERAL.match(first))
    length = size(run.text[start:])
    return {
        "edge": edge,
        "one character": length <= 1,
        "short": max(0, len(letters) - units),
        "long": max(0, units - len(letters)),
        "size": length / 4,
        "letters explained": explained / len(letters),
        "words idle": idle,
        "first idle": edge and bool(initials) and not any(c in initials[0] for c in letters),
        "first is first": edge and bool(initials) and letters[0] in initials[0],
        "first verb": edge and tag == "v" and len(words) > 1,
        "first place": edge and tag[:2] == "ns" and len(words) > 1,
        "first function": edge and tag[0] in "pcudrmqyf" and not numbered,
        "first one character": edge and len(first) == 1 and len(words) > 1,
        "function inside": sum(
            t[0] in "pur" and run.text[a:b] not in JOINING for a, b, t in words[1:]
        ),
        "number agrees": numbered,
        "number lost": any(c.isdigit() for c in letters)
        and bool(_NUMERAL.search(run.text[:start])),
        "conjunction inside": sum(run.text[a:b] in JOINING for a, b, _ in words[1:]),
        "verb inside": sum(t == "v" for _, _, t in words[1:-1]),
    }


def _assigned(letters: list[str], initials: list[frozenset[str]]) -> int:
    """How many letters stand for words if each word explains one."""
    letter_of: dict[int, int] = {}

    def has_word(letter: int, tried: set[int]) -> bool:
        for word, found in enumerate(initials):
            if letters[letter] in found and word not in tried:
                tried.add(word)
                if word not in letter_of or has_word(letter_of[word], tried):
                    letter_of[word] = letter
                    return True
        return False

    return sum(has_word(letter, set()) for letter in range(len(letters)))


def _initials(word: str) -> frozenset[str]:
    """The initials of the English translations of a Chinese word, and the digits in it."""
    known = lexicon.translations(word)
    digits = (str(_DIGITS.index(char)) for char in word if char in _DIGITS)
    return frozenset(key[0] for key in known if key[0] != "~") | frozenset(digits)
