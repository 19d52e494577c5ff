"""How many definitions of statutes are found and right, and how fast texts are read.

    python tests/benchmarks/bench_definitions.py [--aligned] [FILE.tsv]

prints recall and precision on `tests/data/definitions` with the alignment of the lines given, with
`--aligned` also with that of the program; for a FILE of aligned lines (Chinese, tab, English) what
is defined on both sides or on one, and lines a second of processor time.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from glossary.mining.definitions.miner import definitions
from glossary.mining.definitions.units import definition_pairs
from tests import defined


def main(arguments: list[str]) -> None:
    statutes = defined.statutes()
    print_scores("lines given", ((each, defined.in_known_lines(each)) for each in statutes))
    if "--aligned" in arguments:
        files = ((each, each.document("zh"), each.document("en")) for each in statutes)
        print_scores("aligned", ((each, definitions(zh, en)) for each, zh, en in files))
    for name in arguments:
        if not name.startswith("-"):
            print_rate(Path(name))


def print_scores(what: str, found) -> None:
    for side, score in defined.compared(found).items():
        print(
            f"{what:12} {side:6} recall {score.recall:.3f} of {score.wanted}, "
            f"precision {score.precision:.3f} of {score.found}"
        )
        for error in score.errors:
            print(f"    {error}")


def print_rate(path: Path) -> None:
    counts: Counter[str] = Counter()
    began = time.process_time()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            counts["lines"] += 1
            zh, en = line.rstrip("\n").split("\t")[:2]
            for pair in definition_pairs(zh, en):
                counts["both" if pair.zh and pair.en else "zh" if pair.zh else "en"] += 1
    seconds = time.process_time() - began
    print(f"{path.name}: {dict(counts)}, {counts['lines'] / seconds:,.0f} lines a second")


if __name__ == "__main__":
    main(sys.argv[1:])
