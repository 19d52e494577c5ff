"""Evaluate recognition: python tests/benchmarks/bench_suites.py [CASES.jsonl...] [--show]

Prints precision, recall and F1 by label for the suites in tests/data, or for those given; `--show`
lists the failing cases.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from glossary.lookup.recognition import suite as recognition_suite

DATA = Path(__file__).parents[1] / "data"
SUITES = [
    *sorted((DATA / "recognition").glob("*.jsonl")),
    *sorted((DATA / "blind").glob("r*.jsonl")),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", type=Path, default=SUITES)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    for suite in arguments.suites:
        outcomes = recognition_suite.run(suite)
        print(f"{suite.parent.name}/{suite.name}\n{recognition_suite.report(outcomes)}\n")
        for outcome in outcomes if arguments.show else ():
            if outcome.missed or outcome.wrong:
                text = outcome.text
                missed, wrong = (
                    " ".join(text[start:end] for start, end in sorted(places))
                    for places in (outcome.missed, outcome.wrong)
                )
                print(f"    {text!r} missed: {missed or '-'}; wrong: {wrong or '-'}")


if __name__ == "__main__":
    main()
