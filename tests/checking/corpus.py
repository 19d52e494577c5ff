"""Real translations to measure checking by: statutes with their official English, and TICO-19.

    python -m tests.checking.corpus LAWS.tsv.xz NAMES.tsv TICO.tmx TICO_CN.csv

writes `tests/data/checking` anew: whole statutes drawn by lot from those that a hash of their
number holds back, the titles and definitions of the same translators as terms, and TICO-19's own
list of terms with its sentences. They are of parts that share no text: those that checking was
made with, and five that it was measured on before anyone looked at them. Texts of law are no
objects of copyright in Taiwan (Copyright Act, article 9; data of the Ministry of Justice, OGDL
1.0); TICO-19 is CC0.
"""

from __future__ import annotations

import csv
import hashlib
import lzma
import random
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from glossary.checking.expectations import TermsToCheck
from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.exchange.reading import read_units
from glossary.mining.definitions.pairing import likeness
from glossary.mining.definitions.units import definition_pairs
from tests.checking_samples import terms_of

DATA = Path(__file__).parents[1] / "data" / "checking"
PARTS = ("development", "held_out", "last", "unseen", "blind", "fresh")
STATUTES, LONGEST = 24, 1500  # drawn by lot for a part; characters of an article that is kept
TICO, TICO_MORE = 600, 300  # sentences of TICO-19 in the first part, and in each other
LIKE = 0.1  # below, two terms that define are hardly each other's: see the miner of definitions


class Text(NamedTuple):
    """A text with its translation: (source, target) lines by their keys, and the Chinese tag."""

    name: str
    zh_tag: str
    lines: list[tuple[str, str, str]]

    def segments(self, source: str) -> list[BilingualSegment]:
        """The segments as if translated from `source`."""
        made = []
        for number, (key, en, zh) in enumerate(self.lines, 1):
            sides = SegmentSide("en", en), SegmentSide(self.zh_tag, zh)
            one, two = sides if source == "en" else sides[::-1]
            made.append(BilingualSegment(number, one, two, key))
        return made


def is_held_back(number: str) -> bool:
    """Whether a statute is for measuring and not for looking at: one in three, by its number."""
    return int(hashlib.sha256(number.encode()).hexdigest(), 16) % 3 == 0


def folder(part: str) -> Path:
    """Where the data of a part are."""
    return DATA if part == PARTS[0] else DATA / part


def texts(part: str = PARTS[0]) -> list[Text]:
    """The texts of a part: each statute, and TICO-19."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for key, en, zh in rows_of("segments.tsv", part):
        found[key.split("-")[0]].append((key, en, zh))
    return [
        Text(name, "zh-Hans-CN" if name == "TICO" else "zh-Hant-TW", lines)
        for name, lines in found.items()
    ]


def terms(name: str, more: Iterable[tuple[str, str]] = ()) -> TermsToCheck:
    """The terms of a text: its own definitions and all titles, or TICO-19's list, and `more` pairs
    of Chinese and English."""
    tag = "zh-Hans-CN" if name == "TICO" else "zh-Hant-TW"
    entries = {
        f"{of}-{n}": [("en", en), (tag, zh)]
        for part in PARTS
        for n, (of, zh, en) in enumerate(rows_of("terms.tsv", part))
        if of == name or (of == "title" and name != "TICO")
    }
    entries |= {f"more-{n}": [("en", en), (tag, zh)] for n, (zh, en) in enumerate(more)}
    return terms_of(entries)


def rows_of(name: str, part: str = PARTS[0]) -> list[list[str]]:
    lines = (folder(part) / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


# ---------------------------------------------------------------- made anew


def main(laws: str, names: str, tmx: str, table: str) -> None:
    statutes = _statutes(laws)
    units = list(read_units(Path(tmx).read_bytes(), tmx))
    numbers, sentences = _drawn(sorted(statutes)), _picked(len(units))
    for part in PARTS:
        found: list[list[str]] = []
        if part == PARTS[0]:
            found += [["title", zh, en] for _, zh, en, _ in _table(names)]
        for number in numbers[part]:
            pairs = {pair for _, en, zh in statutes[number] for pair in _defined(zh, en)}
            found += [[number, zh, en] for zh, en in sorted(pairs)]
        if part == PARTS[0]:
            with open(table, encoding="utf-8") as stream:
                rows = csv.DictReader(stream)
                found += [["TICO", row["targetString"], row["sourceString"]] for row in rows]
        segments = [row for number in numbers[part] for row in statutes[number]]
        segments += [[f"TICO-{n}", units[n].en.text, units[n].zh.text] for n in sentences[part]]
        _write(part, "segments.tsv", segments)
        _write(part, "terms.tsv", found)


def _statutes(laws: str) -> dict[str, list[list[str]]]:
    """number -> its lines, of the statutes that are held back."""
    statutes: dict[str, list[list[str]]] = defaultdict(list)
    with lzma.open(laws, "rt", encoding="utf-8") as stream:
        for line in stream:
            en, zh, key = line.rstrip("\n").split("\t")
            number = key.split("-")[0]
            if is_held_back(number) and len(zh) <= LONGEST:
                statutes[number].append([key, en, zh])
    return statutes


def _drawn(numbers: list[str]) -> dict[str, list[str]]:
    """part -> its statutes, by lot. The later parts have none that other suites hold."""
    first = random.Random(2026).sample(numbers, STATUTES)
    known = {
        cell.split("-")[0]
        for name in ("definitions/statutes.tsv", "corpus/health_laws.tsv")
        for line in _table(str(DATA.parent / name))
        for cell in line
    }
    rest = [number for number in numbers if number not in {*first, *known}]
    others = random.Random(2027).sample(rest, 2 * STATUTES)
    left = [number for number in rest if number not in others]
    unseen = random.Random(2028).sample(left, STATUTES)
    blind = random.Random(2029).sample([n for n in left if n not in unseen], STATUTES)
    fresh = random.Random(2030).sample([n for n in left if n not in {*unseen, *blind}], STATUTES)
    drawn = (first, others[:STATUTES], others[STATUTES:], unseen, blind, fresh)
    return dict(zip(PARTS, drawn, strict=True))


def _picked(count: int) -> dict[str, list[int]]:
    """part -> its sentences of TICO-19, by lot."""
    first = random.Random(19).sample(range(count), TICO)
    rest = sorted(set(range(count)).difference(first))
    others = random.Random(20).sample(rest, 2 * TICO_MORE)
    left = sorted(set(rest).difference(others))
    unseen = random.Random(21).sample(left, TICO_MORE)
    blind = random.Random(22).sample(sorted(set(left).difference(unseen)), TICO_MORE)
    fresh = random.Random(23).sample(sorted(set(left).difference(unseen, blind)), TICO_MORE)
    picked = (first, others[:TICO_MORE], others[TICO_MORE:], unseen, blind, fresh)
    return {part: sorted(lot) for part, lot in zip(PARTS, picked, strict=True)}


def _defined(zh: str, en: str) -> list[tuple[str, str]]:
    pairs = [(p.zh.term, p.en.term) for p in definition_pairs(zh, en) if p.zh and p.en]
    return [(one, two) for one, two in pairs if likeness(one, two) >= LIKE]


def _table(path: str) -> list[list[str]]:
    return [line.split("\t") for line in Path(path).read_text(encoding="utf-8").splitlines()]


def _write(part: str, name: str, rows: list[list[str]]) -> None:
    head = "# See tests/checking/corpus.py: texts of law (no copyright) and TICO-19 (CC0).\n"
    lines = ["\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows]
    folder(part).mkdir(exist_ok=True)
    (folder(part) / name).write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
