"""Fit the weights of `glossary.text.context` and write `data/context.json`:

    python -m glossary.text.make.context [TEXT ...] [--output FILE]

Trains on `glossary/data/segmented.txt`, sentences segmented by hand, and on running text (text,
TSV, TMX; plain or .xz). Of running text only stretches count that the lattice and rjieba segment
alike: they keep right what already is. By default it is the text of `seeds/annotated`. The model is
an averaged perceptron with a margin; the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from glossary.text.context import DATA, Neighbours, Reading, features, read
from glossary.text.fold import fold
from glossary.text.lattice import Lattice, dictionary
from glossary.text.script import HAN_RUN

SEGMENTED = DATA.with_name("segmented.txt")
ANNOTATED = DATA.parents[2] / "seeds" / "annotated"
_EPOCHS = 8
_LEAST_RUN = 6  # characters of a run of running text
_BY_HAND, _RUNNING = (0.5, 4.0), (0.2, 1.0)  # step of a correction, margin in nats
_SMALL = 0.5  # nats; lesser weights are noise
_TEXTS = 5_000  # lines of running text


class Example(NamedTuple):
    """An ambiguous stretch: its readings with their features, and the boundaries of the right
    one."""

    readings: list[tuple[Reading, Counter[str]]]
    right: frozenset[int]
    step: float
    margin: float


def by_hand(lines: Iterable[str]) -> Iterator[Example]:
    """Examples from sentences that are segmented by spaces."""
    for line in lines:
        words = fold(line).split()
        if words and not line.startswith("#"):
            yield from _examples("".join(words), _edges(words), *_BY_HAND)


def running(lines: Iterable[str]) -> Iterator[Example]:
    """Examples from running text, where both segmenters agree."""
    import rjieba

    for line in lines:
        for run in HAN_RUN.findall(fold(line)):
            if len(run) >= _LEAST_RUN:
                cut = _edges(rjieba.cut(run, False))
                yield from (e for e in _examples(run, cut, *_RUNNING) if _is_best(e))


def _is_best(example: Example) -> bool:
    best = min(example.readings, key=lambda pair: pair[0].cost)
    return best[0].edges == example.right


def _edges(words: Iterable[str]) -> set[int]:
    edges, at = {0}, 0
    for word in words:
        at += len(word)
        edges.add(at)
    return edges


def _examples(run: str, edges: set[int], step: float, margin: float) -> Iterator[Example]:
    lattice = Lattice(run, (), dictionary())
    for start, end in Neighbours(lattice).stretches:
        right = frozenset(at for at in edges if start <= at <= end)
        readings = list(read(lattice, (start, end)))
        if {start, end} <= edges and any(reading.edges == right for reading in readings):
            yield Example([(r, _counted(r.words)) for r in readings], right, step, margin)


def _counted(words: list[str]) -> Counter[str]:
    pairs = zip(words, words[1:], strict=False)
    return Counter(feature for pair in pairs for feature in features(*pair))


def fit(examples: list[Example], epochs: int = _EPOCHS) -> dict[str, float]:
    """Weights by feature: an averaged perceptron that requires the right reading to lead by a
    margin."""
    weights: defaultdict[str, float] = defaultdict(float)
    summed: defaultdict[str, float] = defaultdict(float)
    shuffle, now = random.Random(0), 0
    for _ in range(epochs):
        shuffle.shuffle(examples)
        for example in examples:
            now += 1
            for feature, by in _correction(example, weights).items():
                weights[feature] += by
                summed[feature] += by * now
    averaged = {feature: w - summed[feature] / now for feature, w in sorted(weights.items())}
    return {feature: round(w, 2) for feature, w in averaged.items() if abs(w) >= _SMALL}


def _correction(example: Example, weights: dict[str, float]) -> dict[str, float]:
    """What to add to the weights; empty if the right reading leads by the margin."""

    def cost(reading: Reading, counted: Counter[str]) -> float:
        gain = sum(weights.get(feature, 0.0) * count for feature, count in counted.items())
        return reading.cost - gain - example.margin * (reading.edges != example.right)

    best = min(example.readings, key=lambda pair: cost(*pair))
    if best[0].edges == example.right:
        return {}
    right = next(counted for reading, counted in example.readings if reading.edges == example.right)
    changed = {feature: right[feature] - best[1][feature] for feature in {*right, *best[1]}}
    return {feature: example.step * by for feature, by in changed.items() if by}


def lines_of(path: Path) -> list[str]:
    """The lines of a text; a sample with a fixed seed if there are many."""
    written = path.read_bytes()
    text = lzma.decompress(written) if path.suffix == ".xz" else written
    lines = text.decode("utf-8").splitlines()
    return random.Random(1).sample(lines, _TEXTS) if len(lines) > _TEXTS else lines


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    texts = options.texts or annotated_texts()
    examples = list(by_hand(SEGMENTED.read_text(encoding="utf-8").splitlines()))
    cut = len(examples)
    for path in texts:
        examples += running(lines_of(path))
    about = (
        f"Written by: python -m glossary.text.make.context; from {cut} contested stretches of "
        f"{SEGMENTED.name} and {len(examples) - cut} of {len(texts)} running texts"
    )
    weights = fit(examples)
    written = json.dumps({"about": about, "weights": weights}, ensure_ascii=False, indent=0)
    options.output.write_text(written + "\n", encoding="utf-8")
    print(f"{len(weights)} weights. {about}")


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m glossary.text.make.context")
    parser.add_argument(
        "texts", nargs="*", type=Path, metavar="TEXT", help="running text (that of seeds/annotated)"
    )
    parser.add_argument("--output", type=Path, default=DATA)
    return parser


def annotated_texts() -> list[Path]:
    """The annotated texts of the repository and their Chinese translations."""
    found = [*ANNOTATED.rglob("*.zh.txt"), *ANNOTATED.rglob("*.tsv")]
    if not found:
        parser().error(f"{ANNOTATED}: no texts; name some, or work in the repository")
    return sorted(found, key=lambda path: path.name)


if __name__ == "__main__":
    main()
