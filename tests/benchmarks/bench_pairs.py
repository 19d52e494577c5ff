"""What a sentence pair costs on its way through the scorer, step by step, on one core:

    python tests/benchmarks/bench_pairs.py [FOLDER ...] [--passages 12]
    python tests/benchmarks/bench_pairs.py --paper FILE ... [--against CHECKOUT] [--times 3]

The second mines whole files in new processes, each into a new database, and prints when the first
pairs of a sentence were there, when all was stored, and how much processor time that took; with
--against, those of another checkout in turn. On a busy machine only the processor time says much.

Passages are those of `seeds/annotated`, or of folders in that form. Prints processor milliseconds a
sentence pair of each step, the time of the first pair in a new process (cold start), and how many
candidates each step leaves. The unit beside them is the product of two matrices of 512 x 512.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from glossary.mining.align.alignment import align
from glossary.mining.fit.corpora import ANNOTATED, annotation_files, texts
from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.pairs.decoding import decode
from glossary.mining.pairs.document_use import use_of
from glossary.mining.pairs.features import candidates
from glossary.mining.pairs.miner import LEAST_CONFIDENCE, TOGETHER, hopeful
from glossary.mining.pairs.scorer import load
from glossary.mining.pairs.sentence_pair import linked, words_of

ROOT = Path(__file__).parents[2]
_FIRST = """
import time
start = time.perf_counter()
from glossary.documents import parse
from glossary.mining import mine
zh, en = "政府擴大半導體出口管制。", "The government expands semiconductor export controls."
mine(parse(zh.encode(), "a.zh.txt"), parse(en.encode(), "a.en.txt"))
print(time.perf_counter() - start)
"""

spent: defaultdict[str, float] = defaultdict(float)

_PAPER = """
import os, resource, sys, time
start = time.perf_counter()
from glossary.cli import main
first = []

def watch(miner):
    decode = miner.decode
    def decoded(scored):
        first.append(time.perf_counter() - start)
        return decode(scored)
    miner.decode = decoded

try:
    import glossary.mining.pairs.miner
    watch(glossary.mining.pairs.miner)
except (ImportError, AttributeError):
    pass  # a checkout that has it elsewhere: its first pairs are there at the end
sys.argv = ["glossary", "--db", sys.argv[1], "mine", sys.argv[2]]
sys.stdout = sys.stderr = open(os.devnull, "w")
try:
    main()
except SystemExit as end:
    assert not end.code
used = resource.getrusage(resource.RUSAGE_SELF)
whole = time.perf_counter() - start
figures = min(first, default=whole), whole, used.ru_utime + used.ru_stime
print(*figures, file=sys.__stdout__)
"""


@contextmanager
def step(name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    spent[name] += time.process_time() - start


def passage(path: Path) -> tuple[int, int, int, int]:
    """(sentence pairs, pairs of stretches, candidates, decoded) of a document."""
    scorer, encoder = load(), Encoder()
    with step("sentence alignment"):
        beads = [("".join(b.zh), " ".join(b.en)) for b in align(*texts(path)) if b.zh and b.en]
    with step("words and states"):
        words = words_of(beads, encoder)
    with step("stretches and links"):
        sentences = [linked(own, scorer.links) for own in words]
        use = use_of(sentences)
    every = left = decoded = 0
    for start in range(0, len(sentences), TOGETHER):
        some = sentences[start : start + TOGETHER]
        with step("features and first look"):
            found = [candidates(sentence, use, scorer.screen) for sentence in some]
        with step("heads"):
            confidence = scorer.confidence(some, found, LEAST_CONFIDENCE)
        with step("decoding"):
            decoded += sum(map(len, map(decode, map(hopeful, some, found, confidence))))
        every += sum(len(s.zh_stretches) * len(s.en_stretches) for s in some)
        left += sum(len(own.zh) for own in found)
    return len(sentences), every, left, decoded


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[ANNOTATED])
    parser.add_argument("--passages", type=int, default=12)
    parser.add_argument("--paper", nargs="+", type=Path, default=[])
    parser.add_argument("--against", type=Path)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    if options.paper:
        checkouts = [ROOT, *([options.against] if options.against else [])]
        for paper in options.paper:
            papers(paper.resolve(), checkouts, options.times)
        return
    files = annotation_files(options.folders)
    chosen = files[:: max(1, len(files) // options.passages)][: options.passages]
    with threadpool_limits(1):
        passage(chosen[0])
        spent.clear()
        counts = np.sum([passage(path) for path in chosen], 0)
        start = time.process_time()
        for _ in range(20):
            np.ones((512, 512), np.float32) @ np.ones((512, 512), np.float32)
        unit = (time.process_time() - start) / 20
    report(counts, unit)


def papers(file: Path, checkouts: Sequence[Path], times: int) -> None:
    """Mine a file by each checkout in turn, and print the least of each figure."""
    least = {checkout: [math.inf] * 3 for checkout in checkouts}
    for _ in range(times):
        for checkout, figures in least.items():
            figures[:] = map(min, figures, mined(file, checkout))
    for checkout, (first, whole, processor) in least.items():
        print(f"{file.name[:20]:20} {checkout.name:12} first pairs {first:6.2f} s, ", end="")
        ratio = processor / least[checkouts[-1]][2]
        print(f"whole {whole:6.2f} s, processor {processor:6.2f} s, {ratio:.2f} of the last")


def mined(file: Path, checkout: Path) -> list[float]:
    """Seconds to the first pairs, to the end, and of the processor, of mining a file."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _PAPER, f"{folder}/bench.db", str(file)]
        found = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": str(checkout)},
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
    return [float(figure) for figure in found.stdout.split()]


def report(counts: np.ndarray, unit: float) -> None:
    sentences, every, left, decoded = counts
    print(f"{sentences} sentence pairs; one product of matrices {1000 * unit:.2f} ms")
    for name, seconds in spent.items():
        print(f"{name:26} {1000 * seconds / sentences:7.2f} ms a sentence pair")
    inside = sum(v for name, v in spent.items() if name != "sentence alignment")
    print(f"{'together, after alignment':26} {1000 * inside / sentences:7.2f} ms a sentence pair")
    print(f"a sentence pair: {every / sentences:.0f} pairs of stretches, ", end="")
    print(f"{left / sentences:.0f} candidates, {decoded / sentences:.1f} decoded")
    first = subprocess.run([sys.executable, "-c", _FIRST], capture_output=True, text=True)
    print(f"first sentence pair of a process: {float(first.stdout):.2f} s")


if __name__ == "__main__":
    main()
