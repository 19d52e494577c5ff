"""Fits the scorer of term pairs to annotated documents and writes `data/pairs.json`:

    python -m glossary.mining.fit.pairs [FOLDER ...] [--output FILE]

Reads `seeds/annotated`, or the folders that are named (see `annotated`). Prints what the scorer
reaches in cross-validation by document, on text it has not seen. Needs scikit-learn
(`pip install .[fit]`). The same texts give the same bytes on one machine; fitting sums floats, so
that another version or processor may give other last digits. What is written is rounded and then
counts as it stands, the same everywhere.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from glossary.errors import GlossaryError
from glossary.mining.fit.annotated import Corpus
from glossary.mining.fit.corpora import ANNOTATED, read_corpora
from glossary.mining.fit.figures import lines
from glossary.mining.fit.links import fit_links
from glossary.mining.fit.scorer import (
    Listed,
    calibrate,
    fit,
    judged,
    listed,
    out_of_fold,
    plain,
    tabulate,
)
from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.pairs.scorer import DATA


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    try:
        data = fitted(read_corpora(options.folders))
    except GlossaryError as error:
        parser().error(str(error))
    for line in data["about"]:
        print(line)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    options.output.write_text(text + "\n", encoding="utf-8")


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m glossary.mining.fit.pairs")
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        default=[ANNOTATED],
        metavar="FOLDER",
        help="annotated documents (seeds/annotated)",
    )
    parser.add_argument("--output", type=Path, default=DATA)
    return parser


def fitted(corpora: Sequence[Corpus]) -> dict[str, Any]:
    """All that `scorer` reads, with `about`: how it came about and what it reaches."""
    encoder = Encoder()
    links = fit_links([pair for corpus in corpora for pair in corpus.pairs], encoder)
    tables = [tabulate(corpus, encoder, links) for corpus in corpora]
    odds = out_of_fold(tables, links)
    found = [listed(table, values) for table, values in zip(tables, odds, strict=True)]
    calibration = calibrate(list(_by_domain(corpora, found).values()))
    reached = [
        (corpus.domain, judged(rows, corpus.wanted, calibration))
        for corpus, rows in zip(corpora, found, strict=True)
    ]
    return {
        "about": [*_provenance(corpora), *lines(reached)],
        **fit(tables),
        "calibration": plain(np.array(calibration)),
        "links": [plain(step) for step in links],
    }


def _by_domain(
    corpora: Sequence[Corpus], found: Sequence[Sequence[Listed]]
) -> dict[str, list[Listed]]:
    groups: dict[str, list[Listed]] = {}
    for corpus, rows in zip(corpora, found, strict=True):
        groups.setdefault(corpus.domain, []).extend(rows)
    return groups


def _provenance(corpora: Sequence[Corpus]) -> list[str]:
    import sklearn

    sentences = sum(len(corpus.pairs) for corpus in corpora)
    terms = sum(corpus.wanted for corpus in corpora)
    return [
        "Written by: python -m glossary.mining.fit.pairs",
        f"With scikit-learn {sklearn.__version__}, numpy {np.__version__}; seeds are fixed",
        f"Fitted to {len(corpora)} documents of seeds/annotated, {sentences} sentence pairs with "
        f"{terms} term pairs of tiers 1 and 2: {', '.join(corpus.name for corpus in corpora)}",
        "Reached in cross-validation by document, on unseen text:",
    ]


if __name__ == "__main__":
    main()
