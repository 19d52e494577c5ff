"""Fits the scorer of term pairs to annotated documents and writes `data/pairs.json` and, beside it,
`pair_heads.npz`:

    python -m glossary.mining.fit.pairs [FOLDER ...] [--output FILE] [--left-out]

Reads `seeds/annotated`, or the folders that are named (see `annotated`). Prints what the scorer
reaches in cross-validation by document, on text it has not seen. Needs scikit-learn and torch
(`pip install .[fit]`; the build of torch for processors is enough). The same texts give the same
bytes on one machine; fitting sums floats, so that another version or processor may give other last
digits. What is written is rounded and then counts as it stands, the same everywhere.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.errors import GlossaryError
from glossary.mining.fit.annotated import Corpus
from glossary.mining.fit.corpora import read_corpora, take_annotations
from glossary.mining.fit.figures import MeasuredPairs, lines
from glossary.mining.fit.links import fit_links
from glossary.mining.fit.scorer import (
    FOLDS,
    JudgedCandidates,
    Listed,
    analysed,
    calibrate,
    fit_screen,
    fitted_heads,
    judged,
    listed,
    plain,
    scaling,
    with_candidates,
)
from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.pairs.features import NAMES
from glossary.mining.pairs.head import Layers, as_data
from glossary.mining.pairs.scorer import DATA, HEADS, from_data, links_from, screen_from
from glossary.mining.pairs.sentence_pair import words_of
from glossary.mining.pairs.word_alignment import LinkWeights


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    try:
        corpora = read_corpora(options.paths)
    except GlossaryError as error:
        parser().error(str(error))
    data, tables = prepared(corpora)
    if options.left_out:
        print("\n".join(left_out(data, tables)))
        return
    data, heads = fitted(data, tables)
    print("\n".join(data["about"]))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    options.output.write_text(text + "\n", encoding="utf-8")
    np.savez(options.output.with_name(HEADS.name), **heads)  # type: ignore[arg-type]


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m glossary.mining.fit.pairs")
    take_annotations(parser)
    parser.add_argument("--output", type=Path, default=DATA)
    parser.add_argument(
        "--left-out",
        action="store_true",
        help="print what is reached on each domain by a head that has not seen it; write nothing",
    )
    return parser


def prepared(corpora: Sequence[Corpus]) -> tuple[dict[str, Any], list[JudgedCandidates]]:
    """What comes before the heads, as plain data, and the candidates that it leaves."""
    encoder = Encoder()
    words = [words_of([(p.zh, p.en) for p in corpus.pairs], encoder) for corpus in corpora]
    every = [pair for corpus in corpora for pair in corpus.pairs], list(chain(*words))
    links = links_as_data(fit_links(*every))
    parts = [
        analysed(corpus, own, links_from(links)) for corpus, own in zip(corpora, words, strict=True)
    ]
    screen = fit_screen(parts)
    tables = [with_candidates(part, screen_from(screen)) for part in parts]
    mean, spread = scaling(tables)
    data = {
        "features": list(NAMES),
        "links": links,
        "screen": screen,
        "mean": mean,
        "spread": spread,
        "calibration": [1.0, 0.0],
    }
    return data, tables


def fitted(
    data: dict[str, Any], tables: Sequence[JudgedCandidates]
) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """All that `scorer` reads: plain data with `about`, how it came about and what it reaches, and
    the arrays of the heads."""
    heads, found = cross_validated(data, tables, [n % FOLDS for n in range(len(tables))])
    calibration = calibrate(list(_by_domain(tables, found).values()))
    corpora = [table.analysed.corpus for table in tables]
    about = [*_provenance(corpora), *lines(_measured(tables, found, calibration))]
    return {"about": about, **data, "calibration": plain(np.array(calibration))}, as_data(heads)


def left_out(data: dict[str, Any], tables: Sequence[JudgedCandidates]) -> list[str]:
    """What is reached on each domain by a head that has seen none of its documents, calibrated on
    the other domains; links and first look have seen all."""
    domains = [table.analysed.corpus.domain for table in tables]
    names = sorted(set(domains))
    _, found = cross_validated(data, tables, [names.index(domain) for domain in domains])
    groups = _by_domain(tables, found)
    reached = []
    for name in names:
        calibration = calibrate([rows for other, rows in groups.items() if other != name])
        own = [n for n, domain in enumerate(domains) if domain == name]
        reached += _measured([tables[n] for n in own], [found[n] for n in own], calibration)
    return lines(reached)


def cross_validated(
    data: dict[str, Any], tables: Sequence[JudgedCandidates], folds: Sequence[int]
) -> tuple[list[Layers], list[list[Listed]]]:
    """A head for each fold, fitted to the others, and what it lists for its own."""
    heads = fitted_heads(tables, from_data(data, {}), folds)
    scorers = [from_data(data, as_data([head])) for head in heads]
    return heads, [listed(t, scorers[fold]) for t, fold in zip(tables, folds, strict=True)]


def _measured(
    tables: Sequence[JudgedCandidates],
    found: Sequence[Sequence[Listed]],
    calibration: tuple[float, float],
) -> list[tuple[str, MeasuredPairs]]:
    corpora = [table.analysed.corpus for table in tables]
    return [
        (corpus.domain, judged(rows, corpus.wanted, calibration))
        for corpus, rows in zip(corpora, found, strict=True)
    ]


def links_as_data(weights: LinkWeights) -> dict[str, list[float]]:
    return {name: plain(values) for name, values in vars(weights).items()}


def _by_domain(
    tables: Sequence[JudgedCandidates], found: Sequence[Sequence[Listed]]
) -> dict[str, list[Listed]]:
    groups: dict[str, list[Listed]] = {}
    for table, rows in zip(tables, found, strict=True):
        groups.setdefault(table.analysed.corpus.domain, []).extend(rows)
    return groups


def _provenance(corpora: Sequence[Corpus]) -> list[str]:
    import sklearn
    import torch

    sentences = sum(len(corpus.pairs) for corpus in corpora)
    terms = sum(corpus.wanted for corpus in corpora)
    return [
        "Written by: python -m glossary.mining.fit.pairs",
        f"With scikit-learn {sklearn.__version__}, torch {torch.__version__.partition('+')[0]}, "
        f"numpy {np.__version__}; seeds are fixed",
        f"Fitted to {len(corpora)} documents of seeds/annotated, {sentences} sentence pairs with "
        f"{terms} term pairs of tiers 1 and 2: {', '.join(corpus.name for corpus in corpora)}",
        "Reached in cross-validation by document, on unseen text:",
    ]


if __name__ == "__main__":
    main()
