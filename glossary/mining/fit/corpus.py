"""Fit the trees that judge the pairs of a memory: writes `glossary/data/corpus.json`.

    python -m glossary.mining.fit.corpus MEMORY.tsv[.xz] ANNOTATED...

MEMORY is one of the profession of the annotated texts, those of the repository by default (see
seeds/annotated): each pair of the memory that stands in an annotated passage is right if a person
listed it there. It prints how often the pairs of passages that were not fitted to are right, by
confidence. Needs scikit-learn; one thread gives the same file each time.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus import together
from glossary.mining.corpus.counting import described_pairs
from glossary.mining.corpus.encoding import encoded
from glossary.mining.corpus.features import NAMES, Described, features
from glossary.mining.corpus.few import BITS
from glossary.mining.corpus.forest import DATA
from glossary.mining.corpus.progress import Meter
from glossary.mining.corpus.runner import Runner
from glossary.mining.corpus.unit import Unit, text_of
from glossary.mining.corpus.wording import worded
from glossary.mining.fit.annotated import NEUTRAL, Corpus
from glossary.mining.fit.corpora import ANNOTATED, read_corpora
from glossary.mining.knowledge.exact import snapped

Matrix = npt.NDArray[np.float64]

LEAST = 3  # units of a pair: given by what the miner does by default
_FOLDS = 8  # chosen: each passage is judged by trees that know seven eighths of the others
_SETTINGS: dict[str, Any] = {
    "max_iter": 150,
    "learning_rate": 0.06,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 20,
    "early_stopping": False,
    "random_state": 0,
}
"""Chosen: as is usual for so few examples, with small steps and leaves of twenty. Others were not
tried, so what half or double do is not known."""


def memory(path: Path) -> Iterator[Unit]:
    """The units of a table: English, Chinese, and what they are from."""
    import lzma

    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            en, zh, origin = line.rstrip("\n").split("\t")
            yield Unit(number, zh, en, text_of(origin))


def examples(
    described: Described, tables: Any, corpora: Sequence[Corpus]
) -> tuple[list[int], list[bool], list[int]]:
    """(pair, whether it is right, document) of the pairs that stand in annotated passages."""
    tiers: dict[tuple[str, str], int] = {}
    units: list[Unit] = []
    documents: list[int] = []
    for number, corpus in enumerate(corpora):
        for aligned in corpus.pairs:
            units.append(Unit(len(units) + 1, aligned.zh, aligned.en))
            documents.append(number)
            for zh, en, tier in aligned.terms:
                key = worded(zh, "zh").key, _bare(worded(en, "en").key)
                tiers[key] = min(tier, tiers.get(key, tier))
    where = _standing(described, tables, units)
    rows, right, groups = [], [], []
    for pair, passages in sorted(where.items()):
        left = described.zh[int(described.pairs.zh[pair])].key
        said = tiers.get((left, described.en[int(described.pairs.en[pair])].key))
        if said != NEUTRAL:
            rows.append(pair)
            right.append(said is not None)
            groups.append(documents[min(passages)])
    return rows, right, groups


def _bare(key: str) -> str:
    first, _, rest = key.partition(" ")
    return rest if first in ("the", "a", "an") and rest else key


def _standing(described: Described, tables: Any, units: Sequence[Unit]) -> dict[int, set[int]]:
    """The units in which each pair of the memory stands."""
    keys = together.pair_keys(described.pairs.zh, described.pairs.en)
    order = np.argsort(keys)
    ordered = keys[order]
    found: dict[int, set[int]] = {}
    for seen, unit in together.pairs_together(encoded(units), tables):
        at = np.minimum(np.searchsorted(ordered, seen), len(ordered) - 1)
        known = ordered[at] == seen
        for pair, place in zip(order[at[known]], unit[known], strict=True):
            found.setdefault(int(pair), set()).add(int(place))
    return found


def as_data(model: Any) -> dict[str, Any]:
    """The trees of scikit-learn's histogram boosting, as `forest.from_data` reads them."""
    start = float(np.ravel(model._baseline_prediction)[0])
    trees = [[_node(n, row) for n, row in enumerate(one.nodes)] for (one,) in model._predictors]
    return {"features": NAMES, "start": start, "trees": trees}


def _node(number: int, row: Any) -> list[int]:
    """A node in whole numbers; limits and log odds as multiples of 2**-BITS, as features are."""
    if row["is_leaf"]:
        return [0, 0, number, number, round(float(row["value"]) * 2**BITS)]
    limit = math.floor(float(row["num_threshold"]) * 2**BITS)
    return [int(row["feature_idx"]), limit, int(row["left"]), int(row["right"]), 0]


def fit(rows: Matrix, right: Sequence[bool], groups: Sequence[int]) -> tuple[Any, Matrix]:
    """(the model, the probability of each row by models that know nothing of its document)."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import GroupKFold, cross_val_predict

    model = HistGradientBoostingClassifier(**_SETTINGS)
    folds = GroupKFold(_FOLDS)
    unseen = cross_val_predict(model, rows, right, groups=groups, cv=folds, method="predict_proba")[
        :, 1
    ]
    return model.fit(rows, right), unseen


def report(unseen: Matrix, right: npt.NDArray[np.bool_]) -> Iterator[str]:
    """How often pairs are right, by confidence."""
    yield f"{len(right)} pairs in annotated passages, {right.sum()} of them listed there"
    for low in range(0, 10):
        some = (unseen >= low / 10) & (unseen < (low + 1) / 10)
        share = right[some].mean() if some.any() else 0
        yield f"  {low / 10:.1f}-{(low + 1) / 10:.1f}: {some.sum():6} pairs, {share:.2f} right"
    yield f"  Brier score {((unseen - right) ** 2).mean():.4f}"


def main(arguments: list[str]) -> None:
    from threadpoolctl import threadpool_limits

    path, annotated = (
        Path(arguments[0]),
        [Path(each) for each in arguments[1:]] or [ANNOTATED / "laws"],
    )
    with TemporaryDirectory() as folder, threadpool_limits(1):
        runner = Runner(Path(folder), 1, Meter(lambda line: None))
        runner.take(memory(path))
        described = described_pairs(runner, LEAST)
        tables = together.types_at(runner.folder)
        rows, right, groups = examples(described, tables, read_corpora(annotated))
        table = snapped(np.concatenate(list(features(described)))[rows], BITS)
        model, unseen = fit(table, right, groups)
    print("\n".join(report(unseen, np.array(right))))
    about = (
        f"Written by: python -m glossary.mining.fit.corpus {path.name}; from {len(right)} pairs of "
        f"it in {len(set(groups))} annotated documents, {sum(right)} of them right"
    )
    data = {"about": about, **as_data(model)}
    DATA.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
