"""Pinyin: matching Chinese characters by the letters of their pronunciation.

A query may be whole syllables (`xiaoyuan gaoqiang`), initials (`xygq`), or syllables cut short
anywhere (`xiaoy gaoq`); tones may be written as accents or digits, or left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from glossary.text.script import to_simplified

DATA = Path(__file__).parent.parent / "data" / "pinyin.txt"
_SPOKEN = re.compile(r"[a-zü' \-]+")
_TONE = re.compile(r"(?<=[a-zü])[1-5](?![0-9])")
_CONFUSED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("v", "u"))
# Chosen, to bound the index and the work; at half of _PARSES one look-up case more is wrong.
_VARIANTS = 4  # ways to read a term that are indexed
_PARSES = 12  # ways to cut a query into syllables that are tried
_LONGEST = 24  # characters of a term, syllables of a query
_LOOKED_AT = 400  # beginnings of such ways
_SIZES = range(1, 7)  # letters of a syllable: derived, zhuang has the most


def plain(syllable: str) -> str:
    """A syllable without its tone, with `v` for ü: `lǜ` gives `lv`."""
    decomposed = unicodedata.normalize("NFD", syllable.lower()).replace("u\u0308", "v")
    return "".join(c for c in decomposed if "a" <= c <= "z")


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """(readings by Simplified character, all syllables)."""
    readings: dict[str, tuple[str, ...]] = {}
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            key, characters = line.split("\t")
            readings |= dict.fromkeys(characters, tuple(key.split()))
    return readings, frozenset(
        s for group in set(readings.values()) for s in group if len(s) in _SIZES
    )


def characters_read(initial: str) -> str:
    """The Simplified characters of which a reading begins with these letters."""
    known = _tables()[0].items()
    return "".join(c for c, spoken in known if any(s.startswith(initial) for s in spoken))


@lru_cache(maxsize=10_000)
def readings(text: str) -> tuple[tuple[str, ...], ...]:
    """The readings of each Chinese character, likeliest first; a Latin letter or digit is its own
    reading."""
    known = _tables()[0]
    spoken = (known.get(c) or (c.lower(),) for c in to_simplified(text) if c.isalnum())
    return tuple(spoken)


def spellings(text: str) -> list[tuple[str, ...]]:
    """The likeliest ways to spell `text` in syllables, best first."""
    options: list[tuple[str, ...]] = list(readings(text)[:_LONGEST])
    ways = 1
    for at, option in enumerate(options):
        keep = max(1, _VARIANTS // ways)
        options[at] = option[:keep]
        ways *= len(options[at])
    return list(product(*options))


def loose(letters: str) -> str:
    """Letters with common confusions merged: zh/z, ch/c, sh/s, -ng/-n, ü/u."""
    for written, kept in _CONFUSED:
        letters = letters.replace(written, kept)
    return letters


def loose_tails(syllables: Sequence[str]) -> list[str]:
    """`loose` of the syllables from each one to the end, in order: all suffixes in one pass."""
    tails: list[str] = []
    tail = last = ""
    for syllable in reversed(syllables):
        # Merged letters meet across syllables too: the g of `yin guo` goes like that of `ying`.
        joined = syllable[-1] + last[:1] in _JOINED
        tail = _loose(syllable) + (tail[1:] if joined else tail)
        tails.append(tail)
        last = syllable
    return tails[::-1]


_JOINED = frozenset(written for written, _ in _CONFUSED if len(written) == 2)
_loose = lru_cache(maxsize=5_000)(loose)


def letters_of(query: str) -> str | None:
    """The letters of a query that may be pinyin, without tones and spaces; None if it cannot be."""
    folded = unicodedata.normalize("NFKC", query).lower()
    decomposed = unicodedata.normalize("NFD", folded).replace("u\u0308", "v")
    toneless = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f").replace("’", "'")
    toneless = _TONE.sub("", toneless).replace("u:", "v").strip()
    if not _SPOKEN.fullmatch(toneless):
        return None
    return re.sub(r"[ '\-]", "", toneless)


def whole_syllables(letters: str) -> bool:
    """Whether the letters split into whole syllables with nothing left over."""
    syllables = _tables()[1]
    reach = {0}
    for end in range(1, len(letters) + 1):
        if any(end - n in reach and letters[end - n : end] in syllables for n in _SIZES):
            reach.add(end)
    return len(letters) in reach


def initials(letters: str) -> list[str]:
    """The initials of the likeliest ways to split `letters` into whole or shortened syllables."""
    found: dict[str, None] = {}
    for parse in _parses(letters[: _SIZES[-1] * _LONGEST]):
        found.setdefault("".join(piece[0] for piece in parse))
        if len(found) >= _PARSES:
            break
    return list(found)


def _parses(letters: str) -> Iterator[list[str]]:
    """Splits into syllables, longest pieces first; at most a few hundred steps are tried."""
    syllables = _tables()[1]
    budget = _LOOKED_AT
    stack: list[tuple[int, list[str]]] = [(0, [])]
    while stack and budget:
        budget -= 1
        at, parse = stack.pop()
        if at == len(letters):
            yield parse
            continue
        sizes = [n for n in _SIZES if letters[at : at + n] in syllables and at + n <= len(letters)]
        short = [1] if 1 not in sizes and letters[at] not in "iuv" else []
        stack.extend((at + n, [*parse, letters[at : at + n]]) for n in short + sizes)


def spelt(letters: str, spoken: Sequence[tuple[str, ...]]) -> float:
    """How fully `letters` spell the characters with the readings `spoken`, from 0 to 1.

    The mean over the characters of the share of the syllable's letters that is typed: 1 if every
    syllable is whole, 0 if the letters do not spell all the characters.
    """
    best: dict[int, float] = {0: 0.0}
    for options in spoken:
        reached: dict[int, float] = {}
        for at, sum_ in best.items():
            for reading in options:
                for size in range(1, len(reading) + 1):
                    if letters[at : at + size] != reading[:size]:
                        break
                    share = sum_ + size / len(reading)
                    if share > reached.get(at + size, -1.0):
                        reached[at + size] = share
        best = reached
        if not best:
            return 0.0
    return best.get(len(letters), 0.0) / max(1, len(spoken))
