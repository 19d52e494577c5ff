"""What the shipped weights reach on annotated documents, mined as a user mines them:

    python -m glossary.mining.fit.report [NAME.jsonl | FOLDER ...]

Prints F1 by domain at confidence 0.3 and 0.5, and how far the confidence is from the share that is
right. Without arguments the texts in `seeds/annotated` are measured, to which the weights were
fitted; how unseen text fares is told by `fit.pairs`, which cross-validates, or by other texts.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from glossary.errors import GlossaryError
from glossary.mining import mine
from glossary.mining.fit.annotated import NEUTRAL, domain, terms_of, tiers
from glossary.mining.fit.corpora import annotation_files, take_annotations, texts
from glossary.mining.fit.figures import MeasuredPairs, lines
from glossary.text.fold import en_key, zh_key


def measured(path: Path) -> MeasuredPairs:
    """What mining finds in the document of an annotation."""
    gold = tiers(terms_of(path))
    best: dict[tuple[str, str], float] = {}
    for pair in mine(*texts(path)).proposals:
        key = zh_key(pair.zh), en_key(pair.en)
        best[key] = max(pair.confidence, best.get(key, 0.0))
    judged = [(sure, key in gold) for key, sure in best.items() if gold.get(key) != NEUTRAL]
    return MeasuredPairs(judged, sum(tier != NEUTRAL for tier in gold.values()))


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    try:
        found = [(domain(file.stem), measured(file)) for file in annotation_files(options.paths)]
    except GlossaryError as error:
        parser().error(str(error))
    for line in lines(found):
        print(line)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m glossary.mining.fit.report")
    take_annotations(parser)
    return parser


if __name__ == "__main__":
    main()
