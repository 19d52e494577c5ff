"""How alike a Chinese name and a foreign one sound: transliterations."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from glossary.text.pinyin import readings
from glossary.text.script import to_simplified

# Sounds that Chinese syllables do not tell apart fall into one class.
_CLASSES = str.maketrans("bpdtgkjqzcsxlrfvwhmneiouay", "bbddggjjssssllwwwhnneeuuae")
_VOWELS = str.maketrans("", "", "aeu")
_ENGLISH_SOUNDS = {
    "sch": "s",
    "tch": "j",
    "sh": "s",
    "ch": "j",
    "ph": "w",
    "th": "s",
    "wh": "w",
    "ck": "g",
    "tz": "s",
    "ts": "s",
    "dge": "j",
    "gh": "g",
    "qu": "gw",
    "x": "gs",
    "ce": "se",
    "ci": "se",
    "cy": "se",
    "c": "g",
    "oo": "u",
    "ou": "u",
    "ow": "au",
    "ee": "e",
    "ea": "e",
    "ey": "e",
}
_SPELLING = re.compile("|".join(_ENGLISH_SOUNDS))
_PINYIN_SOUNDS = (("zh", "j"), ("ch", "q"), ("sh", "x"), ("v", "u"))


@lru_cache(maxsize=20_000)
def _english_sounds(english: str) -> str:
    plain = re.sub("[^a-z]", "", unicodedata.normalize("NFD", english).lower())
    plain = re.sub("^x", "s", plain)
    spoken = []
    at = 0
    for match in _SPELLING.finditer(plain):
        spoken += [plain[at : match.start()].translate(_CLASSES), _ENGLISH_SOUNDS[match[0]]]
        at = match.end()
    spoken.append(plain[at:].translate(_CLASSES))
    return re.sub(r"(.)\1", r"\1", "".join(spoken))


@lru_cache(maxsize=20_000)
def _pinyin(character: str) -> str:
    read = readings(character)
    return read[0][0] if read else ""


@lru_cache(maxsize=50_000)
def _chinese_sounds(chinese: str) -> str:
    syllables = []
    for character in to_simplified(chinese):
        syllable = _pinyin(character)
        for spelling, sound in _PINYIN_SOUNDS:
            syllable = syllable.replace(spelling, sound)
        syllables.append(re.sub("ng$", "n", syllable))
    return re.sub(r"(.)\1", r"\1", "".join(syllables).translate(_CLASSES))


@lru_cache(maxsize=50_000)
def likeness(chinese: str, english: str) -> float:
    """How alike the two sound, 0..1, half by all sounds and half by the consonants alone."""
    from rapidfuzz.fuzz import ratio

    a, b = _chinese_sounds(chinese), _english_sounds(english)
    if not a or not b:
        return 0.0
    consonants = ratio(a.translate(_VOWELS), b.translate(_VOWELS))
    return (ratio(a, b) + consonants) / 200


def best_likeness(chinese: str, english: str) -> float:
    """The likeness to the name as a whole, its last part or its first, whichever is greatest.

    Chinese and Hungarian order (family name first) is tried too, and particles may be left out.
    """
    parts = [p for p in re.split(r"[\s-]+", english) if len(p.strip(".")) > 1]
    if not parts:
        return 0.0
    first, last = parts[0], parts[-1]
    forms = {first, last, first + last, last + first, "".join(parts), "".join(parts[1:])}
    return max(likeness(chinese, form) for form in forms if form)
