"""Fits the scorer of term pairs to annotated sentence pairs and writes `data/pairs.json`.

    python -m glossary.mining.fit.pairs SILVER.jsonl OWN_FOLDER [--output FILE]

SILVER holds loose sentence pairs, OWN_FOLDER whole documents (see `annotated`). Prints what the
scorer reaches in cross-validation. Needs scikit-learn (`pip install .[fit]`). Fitting sums floats,
so that another version or processor may give other last digits; what is written is rounded and
then counts as it stands, the same everywhere.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from glossary.mining.fit.annotated import Corpus, read_documents, read_silver
from glossary.mining.fit.links import fit_links
from glossary.mining.fit.scorer import (
    Listed,
    calibrate,
    fit,
    listed,
    out_of_fold,
    plain,
    report,
    tabulate,
    wanted,
)
from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.pairs.scorer import DATA


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m glossary.mining.fit.pairs")
    parser.add_argument("silver", type=Path, help="loose annotated sentence pairs (JSONL)")
    parser.add_argument("own", type=Path, help="folder of annotated documents (TSV and JSONL)")
    parser.add_argument("--output", type=Path, default=DATA)
    options = parser.parse_args(arguments)
    data = fitted([read_silver(options.silver), *read_documents(options.own)])
    for line in data["about"]:
        print(line)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    options.output.write_text(text + "\n", encoding="utf-8")


def fitted(corpora: Sequence[Corpus]) -> dict[str, Any]:
    """All that `scorer` reads, with `about`: how it came about and what it reaches."""
    encoder = Encoder()
    links = fit_links([pair for corpus in corpora for pair in corpus.pairs], encoder)
    tables = [tabulate(corpus, encoder, links) for corpus in corpora]
    odds = out_of_fold(tables, links)
    groups: dict[str, tuple[list[Listed], int]] = {}
    for table, values in zip(tables, odds, strict=True):
        name = "loose pairs" if table.corpus.loose else "documents"
        rows, count = groups.get(name, ([], 0))
        groups[name] = rows + listed(table, values), count + wanted(table.corpus)
    calibration = calibrate([rows for rows, _ in groups.values()])
    reached = [report(name, *group, calibration) for name, group in groups.items()]
    everything = [np.ones(len(table.tiers), bool) for table in tables]
    return {
        "about": [*_provenance(corpora), *reached],
        **fit(tables, everything),
        "calibration": plain(np.array(calibration)),
        "links": [plain(step) for step in links],
    }


def _provenance(corpora: Sequence[Corpus]) -> list[str]:
    import sklearn

    sentences = sum(len(corpus.pairs) for corpus in corpora)
    terms = sum(len(pair.terms) for corpus in corpora for pair in corpus.pairs)
    names = ", ".join(corpus.name for corpus in corpora)
    return [
        "Written by: python -m glossary.mining.fit.pairs silver.jsonl own",
        f"With scikit-learn {sklearn.__version__}, numpy {np.__version__}; seeds are fixed",
        f"Fitted to {sentences} sentence pairs with {terms} annotated term pairs: {names}",
        "Reached in cross-validation by document (loose pairs: by sentence), on unseen text:",
    ]


if __name__ == "__main__":
    main()
