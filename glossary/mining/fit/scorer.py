"""Fits the scorer of candidate pairs, cross-validates and calibrates it. Needs scikit-learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.fit.annotated import NEUTRAL, Annotated, Corpus, tiers
from glossary.mining.fit.figures import MeasuredPairs
from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.knowledge.exact import logistic
from glossary.mining.pairs import scorer
from glossary.mining.pairs.decoding import Scored, decode
from glossary.mining.pairs.features import NAMES, CandidatePairs, Matrix, candidates
from glossary.mining.pairs.sentence_pair import SentencePair, analyse, recurrence_of
from glossary.text.fold import en_key, zh_key

Tiers = npt.NDArray[np.intp]
_FOLDS = 4
_SHARE_OF_WRONG = 0.35  # of the wrong candidates, which are many, so many are learnt from
_SECOND_TIER = 0.7  # a sparing annotator would leave some of tier 2 out
_LEAST_ODDS = -3.5


@dataclass(frozen=True)
class ScoredCorpus:
    """All candidates of a corpus, sentence by sentence, with their tiers (0 wrong)."""

    corpus: Corpus
    sentences: tuple[SentencePair, ...]
    found: tuple[CandidatePairs, ...]
    tiers: Tiers
    features: Matrix


@dataclass(frozen=True, slots=True)
class Listed:
    """A pair as a document would list it, and its tier there (0 wrong)."""

    odds: float
    tier: int


def tabulate(corpus: Corpus, encoder: Encoder, links: Sequence[Matrix]) -> ScoredCorpus:
    sentences = tuple(analyse(p.zh, p.en, encoder, links) for p in corpus.pairs)
    recurrence = recurrence_of(sentences)
    found = tuple(candidates(s, encoder, recurrence) for s in sentences)
    tiers = [_tiers(s, f, p) for s, f, p in zip(sentences, found, corpus.pairs, strict=True)]
    features = np.concatenate([f.features for f in found])
    return ScoredCorpus(corpus, sentences, found, np.concatenate(tiers), features)


def _tiers(sentence: SentencePair, found: CandidatePairs, annotated: Annotated) -> Tiers:
    marked = tiers(annotated.terms)
    zh = [zh_key(s.text) for s in sentence.zh_stretches]
    en = [en_key(s.text) for s in sentence.en_stretches]
    keys = ((zh[a], en[b]) for a, b in zip(found.zh, found.en, strict=True))
    return np.array([marked.get(key, 0) for key in keys], np.intp)


# ---------------------------------------------------------------- fitting


def fit(tables: Sequence[ScoredCorpus]) -> dict[str, Any]:
    """Both learners as plain data, fitted to the candidates of all tables."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression

    x, y, weight = _examples(tables)
    mean, spread = x.mean(0), x.std(0) + 1e-9
    linear = LogisticRegression(C=0.05, max_iter=1000).fit((x - mean) / spread, y, weight)
    boosted = HistGradientBoostingClassifier(
        max_iter=250,
        learning_rate=0.05,
        max_leaf_nodes=16,
        min_samples_leaf=15,
        l2_regularization=5,
        max_features=0.4,
        random_state=0,
        early_stopping=False,
    ).fit(x, y, weight)
    return {
        "features": list(NAMES),
        "linear": {
            "mean": plain(mean),
            "spread": plain(spread),
            "weights": plain(linear.coef_[0]),
            "constant": plain(linear.intercept_)[0],
        },
        "trees": _trees(boosted),
    }


def _examples(tables: Sequence[ScoredCorpus]) -> tuple[Matrix, npt.NDArray[np.bool_], Matrix]:
    """(features, right or wrong, weight); of the wrong ones a share that stands for all."""
    tier = np.concatenate([t.tiers for t in tables])
    sample = np.random.default_rng(0).random(len(tier)) < _SHARE_OF_WRONG
    kept = (tier != NEUTRAL) & ((tier > 0) | sample)
    weight = np.choose(tier, [1 / _SHARE_OF_WRONG, 1.0, _SECOND_TIER, 0.0]) * _even(tables)
    return np.concatenate([t.features for t in tables])[kept], tier[kept] > 0, weight[kept]


def _even(tables: Sequence[ScoredCorpus]) -> Matrix:
    """A weight for each candidate, so that all domains weigh the same and the mean is 1."""
    sizes = Counter[str]()
    for table in tables:
        sizes[table.corpus.domain] += len(table.tiers)
    share = sizes.total() / len(sizes)
    return np.concatenate([np.full(len(t.tiers), share / sizes[t.corpus.domain]) for t in tables])


def plain(values: Matrix) -> list[float]:
    return [float(f"{value:.6g}") for value in values]


def _trees(model: Any) -> dict[str, Any]:
    """The trees of a HistGradientBoostingClassifier as `scorer.Trees` wants them."""
    flat: dict[str, list[Any]] = {
        name: [] for name in ("roots", "feature", "threshold", "left", "right", "value")
    }
    for (tree,) in model._predictors:
        start = len(flat["value"])
        flat["roots"].append(start)
        for node in tree.nodes:
            leaf = bool(node["is_leaf"])
            flat["feature"].append(0 if leaf else int(node["feature_idx"]))
            flat["threshold"].append(0 if leaf else scorer.between(float(node["num_threshold"])))
            flat["left"].append(0 if leaf else start + int(node["left"]))
            flat["right"].append(0 if leaf else start + int(node["right"]))
            flat["value"].append(float(f"{node['value']:.4g}") if leaf else 0)
    return {**flat, "base": plain(model._baseline_prediction.ravel())[0]}


# ---------------------------------------------------------------- cross-validation


def out_of_fold(tables: Sequence[ScoredCorpus], links: Sequence[Matrix]) -> list[Matrix]:
    """Raw log odds of every candidate, by learners that have not seen its document."""
    odds: list[Matrix] = [np.empty(0)] * len(tables)
    steps = {"links": links, "calibration": (1.0, 0.0)}
    for fold in range(_FOLDS):
        seen = [table for number, table in enumerate(tables) if number % _FOLDS != fold]
        model = scorer.from_data({**fit(seen), **steps})
        for number in range(fold, len(tables), _FOLDS):
            odds[number] = model.raw(tables[number].features)
    return odds


def listed(table: ScoredCorpus, odds: Matrix) -> list[Listed]:
    """The decoded pairs of a corpus, each once with its best score."""
    best: dict[tuple[str, str], Listed] = {}
    for key, pair in _decoded(table, odds):
        if key not in best or pair.odds > best[key].odds:
            best[key] = pair
    return list(best.values())


def _decoded(table: ScoredCorpus, odds: Matrix) -> Iterator[tuple[tuple[str, str], Listed]]:
    at = 0
    for sentence, found in zip(table.sentences, table.found, strict=True):
        scored = {}
        for zh, en, score, tier in zip(
            found.zh, found.en, odds[at:], table.tiers[at:], strict=False
        ):
            pair = Scored(sentence.zh_stretches[zh], sentence.en_stretches[en], float(score))
            if score > _LEAST_ODDS:
                scored[pair] = int(tier)
        at += len(found.zh)
        for pair in decode(scored):
            key = zh_key(pair.zh.text), en_key(pair.en.text)
            yield key, Listed(pair.confidence, scored[pair])


# ---------------------------------------------------------------- calibration


def calibrate(groups: Sequence[Sequence[Listed]]) -> tuple[float, float]:
    """Platt's slope and shift of the log odds.

    Annotators differ in what they hold worth marking, so every group of pairs has a shift of its
    own, and the shift that stands between them is taken.
    """
    from sklearn.linear_model import LogisticRegression

    rows = [(n, r) for n, g in enumerate(groups) for r in g if r.tier != NEUTRAL]
    own = np.eye(len(groups))[[n for n, _ in rows]]
    odds = np.array([[r.odds] for _, r in rows])
    right = np.array([r.tier > 0 for _, r in rows])
    model = LogisticRegression(C=100.0, fit_intercept=False, max_iter=1000)
    weight = len(rows) / len(groups) / own.sum(0)  # all groups weigh the same
    model.fit(np.hstack([odds, own]), right, own @ weight)
    slope, *shifts = model.coef_[0]
    return float(slope), float(np.mean(shifts))


def judged(rows: Sequence[Listed], wanted: int, calibration: tuple[float, float]) -> MeasuredPairs:
    """The listed pairs of a document with their calibrated confidence."""
    slope, shift = calibration
    return MeasuredPairs(
        [
            (float(logistic(slope * row.odds + shift)), row.tier > 0)
            for row in rows
            if row.tier != NEUTRAL
        ],
        wanted,
    )
