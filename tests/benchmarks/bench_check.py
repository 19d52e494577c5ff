"""How fast a translation is checked, and in how much memory.

    python tests/benchmarks/bench_check.py [--segments N] [--terms N]

makes a termbase of dictionary words (by default 100,000 terms) and checks 10,000 segments of the
texts in `tests/data/checking`, repeated with other numbers; prints seconds of the processor and of
the clock from the first segment to the last finding, those to load the terms, and the peak memory.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import replace
from itertools import cycle, islice

from glossary.checking.checker import Checker
from glossary.checking.expectations import TermsToCheck
from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.checking.settings import CheckSettings
from glossary.mining.knowledge import lexicon
from tests.checking.corpus import rows_of, texts
from tests.checking_samples import terms_of


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--terms", type=int, default=100_000)
    said = parser.parse_args()
    began = time.process_time()
    terms = made(said.terms)
    print(f"terms loaded in {time.process_time() - began:.1f} s of a processor")
    for source in ("zh", "en"):
        segments = list(islice(repeated(source), said.segments))
        checker = Checker(terms, CheckSettings())
        began, wall = time.process_time(), time.perf_counter()
        found = sum(1 for _ in checker.findings(segments))
        spent, passed = time.process_time() - began, time.perf_counter() - wall
        print(
            f"from {source}: {len(segments):,} segments, {checker.counted.terms:,} terms met, "
            f"{found:,} findings in {spent:.1f} s of a processor, {passed:.1f} s of the clock"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")


def made(count: int) -> TermsToCheck:
    """The titles and definitions of the texts, and words of the dictionary up to `count`."""
    entries = {
        f"t{n}": [("en", en), ("zh-Hant-TW", zh)]
        for n, (_, zh, en) in enumerate(rows_of("terms.tsv"))
    }
    for n, word in enumerate(lexicon._entries()):
        if len(entries) * 2 >= count:
            break
        if len(word) > 2:
            entries[f"w{n}"] = [("en", f"headword {n} of many"), ("zh-Hant-TW", word)]
    return terms_of(entries)


def repeated(source: str):
    for number, segment in enumerate(cycle(s for t in texts() for s in t.segments(source)), 1):
        side = segment.target
        target = SegmentSide(side.tag, f"{side.text} {number}")
        made: BilingualSegment = replace(segment, number=number, target=target)
        yield made


if __name__ == "__main__":
    main()
