"""Build `glossary/data/pinyin.txt` from pypinyin and jieba: python -m glossary.text.make.pinyin

Importing pypinyin takes longer than a whole look-up may, so the readings that a user may type are
kept as data. A character's reading is kept if at least one in fifty of its occurrences has it (in
the words of pypinyin's phrase list, weighted by their frequency in jieba's dictionary).
"""

from __future__ import annotations

from collections import Counter, defaultdict

from glossary.text.package_files import package_file
from glossary.text.pinyin import DATA, plain
from glossary.text.script import to_simplified

_SHARE = 0.02
_MOST = 3
_BLOCKS = ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000))


def build() -> str:
    """The text of the data file: on each line a set of readings, likeliest first, and its
    characters."""
    lines: dict[str, list[str]] = defaultdict(list)
    weights = _weights()
    for char, first in _first_readings().items():
        lines[" ".join(_kept(weights.get(char, Counter()), first))].append(char)
    header = "# readings of characters, likeliest first; made by glossary.text.make.pinyin"
    return "\n".join([header, *(f"{key}\t{''.join(lines[key])}" for key in sorted(lines))]) + "\n"


def _first_readings() -> dict[str, str]:
    from pypinyin.pinyin_dict import pinyin_dict

    return {
        chr(code): plain(readings.split(",")[0])
        for code, readings in sorted(pinyin_dict.items())
        if any(a <= code < b for a, b in _BLOCKS) and to_simplified(chr(code)) == chr(code)
    }


def _weights() -> dict[str, Counter[str]]:
    """For each Simplified character, the frequency of each of its readings."""
    from pypinyin.phrases_dict import phrases_dict

    frequency = _word_frequencies()
    weights: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        simplified = to_simplified(phrase)
        if len(simplified) == len(readings):
            for char, reading in zip(simplified, readings, strict=True):
                weights[char][plain(reading[0])] += 1 + frequency.get(simplified, 0)
    return weights


def _word_frequencies() -> dict[str, int]:
    lines = package_file("words").read_text(encoding="utf-8").splitlines()
    return {word: int(count) for word, count, *_ in map(str.split, lines)}


def _kept(weights: Counter[str], first: str) -> list[str]:
    total = weights.total()
    kept = [r for r, w in weights.most_common(_MOST) if w >= _SHARE * total and r]
    return kept or [first]


if __name__ == "__main__":
    DATA.write_text(build(), encoding="utf-8")
