"""Measure alignment by texts that a person aligned: python tests/benchmarks/bench_alignment.py \
FOLDER... [--laws laws.tsv.xz]

A FOLDER holds a corpus in one of the forms of `tests.aligned`; without any, those of
`seeds/annotated/own` are read. F1 is of beads with both sides, each as a whole. Printed are, for
each text and for each folder: `alone`, the sentences as they are cut there, in one paragraph;
`lines`, the files with one sentence a line, as `glossary align` reads them; `lost`, the same after
runs of sentences were lost on either side; `alien`, which share of the sentences is aligned with
those of another text. Of statutes, an article is right where its beads join it with itself alone:
as they are printed, and with all of a statute in one paragraph.
"""

from __future__ import annotations

import argparse
import lzma
import random
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from array import array

from glossary.documents import parse
from glossary.mining.align.alignment import align, beads_of_passages
from glossary.mining.align.passages import Passage, Sentence
from glossary.mining.knowledge.encoder import Encoder
from glossary.model import Block, Document, Language
from tests.aligned import AlignedText, Bead, Numbers, aligned_texts

OWN = Path(__file__).parents[2] / "seeds" / "annotated" / "own"
LOST = 0.25  # of the beads lose a side, in runs of up to five
LAWS = slice(20, None, 53)  # 51 of the 2,688 statutes


@dataclass(frozen=True)
class Count:
    """Beads that are right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[OWN])
    parser.add_argument("--laws", type=Path, help="statutes: English TAB Chinese TAB key")
    given = parser.parse_args()
    for folder in given.folders:
        _print_corpus(folder, list(aligned_texts(folder)))
    if given.laws:
        _print_laws(given.laws)


def _print_corpus(folder: Path, texts: Sequence[AlignedText]) -> None:
    print(f"{folder}\n{'':26}{'alone':>7}{'lines':>7}{'lost':>7}{'alien':>7}")
    totals = [Count()] * 3
    aliens = sizes = 0
    for text, other in zip(texts, [*texts[1:], *texts[:1]], strict=True):
        lost = without_some(text)
        counts = [counted(text, alone(text)), counted(text, by_line(text.zh, text.en))]
        counts.append(counted(lost, by_line(lost.zh, lost.en)))
        size = len(text.zh) + len(other.en)
        alien = sum(len(zh) + len(en) for zh, en in by_line(text.zh, other.en) if zh and en)
        shown = "".join(f"{count.f1:7.3f}" for count in counts)
        print(f"{text.name:26}{shown}{alien / size:7.3f}", flush=True)
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        aliens, sizes = aliens + alien, sizes + size
    shown = "".join(f"{count.f1:7.3f}" for count in totals)
    print(f"{'all':26}{shown}{aliens / max(1, sizes):7.3f}")


def counted(text: AlignedText, found: Iterable[Bead]) -> Count:
    proposed = {bead for bead in found if all(bead)}
    wanted = {bead for bead in text.beads if all(bead)}
    return Count(len(proposed & wanted), len(proposed), len(wanted))


def alone(text: AlignedText) -> list[Bead]:
    """The beads of the sentences as the corpus cuts them."""
    sides = _passage(text.zh, "zh"), _passage(text.en, "en")
    beads = beads_of_passages([([sides[0]], [sides[1]])], Encoder())[0]
    places = [{id(sentence): n for n, sentence in enumerate(p.sentences)} for p in sides]
    return [
        (
            tuple(places[0][id(s)] for s in bead.zh.sentences),
            tuple(places[1][id(s)] for s in bead.en.sentences),
        )
        for bead in beads
    ]


def _passage(texts: Iterable[str], language: Language) -> Passage:
    blocks = (Block("paragraph", text, array("q", range(len(text)))) for text in texts)
    return Passage(language, False, tuple(Sentence(block, 0, len(block.text)) for block in blocks))


def by_line(zh: Sequence[str], en: Sequence[str]) -> list[Bead]:
    """The beads of two files with a sentence a line; parts of lines make none that is right."""
    beads = align(_document("\n".join(zh), "zh.txt"), _document("\n".join(en), "en.txt"))
    zh_starts, en_starts = _starts(zh), _starts(en)
    return [(_whole(p.zh_spans, zh_starts), _whole(p.en_spans, en_starts)) for p in beads]


def _document(text: str, name: str) -> Document:
    return parse(text.encode(), name)


def _starts(lines: Sequence[str]) -> list[int]:
    return list(accumulate((len(line) + 1 for line in lines), initial=0))


def _whole(spans: Iterable[tuple[int, int]], starts: Sequence[int]) -> Numbers:
    """The numbers of the lines that spans fill; with a -1 where they fill one in part alone."""
    filled: dict[int, int] = defaultdict(int)
    for start, end in spans:
        filled[bisect_right(starts, start) - 1] += end - start
    part = any(2 * size < starts[n + 1] - starts[n] for n, size in filled.items())
    return (*filled, -1) if part else tuple(filled)


def without_some(text: AlignedText) -> AlignedText:
    """The same with a share of its beads that have lost one side, in runs."""
    chance, lost, left = random.Random(text.name), [set[int](), set[int]()], 0
    for bead in text.beads:
        if not left and chance.random() < LOST / 3:
            left, side = chance.randint(1, 5), chance.randrange(2)
        if left:
            lost[side] |= set(bead[side])
            left -= 1
    kept = [[n for n in range(len(s)) if n not in gone] for s, gone in _sides(text, lost)]
    new = [{old: n for n, old in enumerate(side)} for side in kept]
    beads = [
        tuple(_renumbered(b, at) for b, at in zip(bead, new, strict=True)) for bead in text.beads
    ]
    zh, en = ([side[n] for n in at] for side, at in zip((text.zh, text.en), kept, strict=True))
    return AlignedText(text.name, zh, en, beads)  # type: ignore[arg-type]


def _sides(text: AlignedText, lost: Sequence[set[int]]) -> Iterator[tuple[list[str], set[int]]]:
    return zip((text.zh, text.en), lost, strict=True)


def _renumbered(numbers: Numbers, places: dict[int, int]) -> Numbers:
    return tuple(places[n] for n in numbers if n in places)


# ---------------------------------------------------------------- statutes, article by article

Article = dict[int, tuple[str, str]]
"""Its lines by number: (Chinese, English)."""


def _print_laws(path: Path) -> None:
    laws = _laws(path)
    for what, end in (("articles", "\n"), ("in one paragraph", " ")):
        total = Count()
        for name in sorted(laws)[LAWS]:
            count = articles(laws[name], end)
            total += count
            if count.f1 < 1:
                print(f"{name:26}{count.f1:7.3f} of {count.wanted} articles", flush=True)
        print(f"{what:26}{total.f1:7.3f} of {total.wanted}")


def _laws(path: Path) -> dict[str, dict[str, Article]]:
    laws: dict[str, dict[str, Article]] = defaultdict(lambda: defaultdict(dict))
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            en, zh, key = line.rstrip("\n").split("\t")
            law, rest = key.split("-", 1)
            article, number = rest.rsplit("-", 1)
            laws[law][article][int(number)] = zh, en
    return laws


def articles(law: dict[str, Article], end: str) -> Count:
    """How many of a statute's articles, printed with their headings, are joined with themselves;
    `end` is the end of a line."""
    zh, en = _printed(law, 0, end), _printed(law, 1, end)
    names = list(law)
    joined = set()
    for pair in align(_document("".join(zh), "zh.txt"), _document("".join(en), "en.txt")):
        sides = ((pair.zh_spans, zh), (pair.en_spans, en))
        left, right = ({_place(span, parts) for span in spans} for spans, parts in sides)
        joined |= {(a, b) for a in left for b in right if a is not None and b is not None}
    return Count(sum(1 for a, b in joined if a == b), len(joined), len(names))


def _printed(law: dict[str, Article], side: int, end: str) -> list[str]:
    """Heading and text of each article, in turn."""
    heads = ("第 {} 條", "Article {}")
    parts = []
    for name, article in law.items():
        parts.append(heads[side].format(name) + end)
        parts.append(end.join(article[n][side] for n in sorted(article)) + 2 * end)
    return parts


def _place(span: tuple[int, int], parts: Sequence[str]) -> int | None:
    """The number of the article in whose text a span ends, since a sentence may begin with the
    heading before it; None for a heading."""
    number = bisect_right(list(accumulate(map(len, parts), initial=0)), span[1] - 1) - 1
    return number // 2 if number % 2 else None


if __name__ == "__main__":
    main()
