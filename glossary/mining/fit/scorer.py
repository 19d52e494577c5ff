"""Fits the scorer of candidate pairs: the first look, the heads, the calibration.

Documents are dealt into folds, and a head is fitted to all folds but one. What a head says of the
documents it has not seen is what is measured and calibrated; all heads together are what is
shipped. Needs scikit-learn and torch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.fit.annotated import NEUTRAL, Annotated, Corpus, tiers
from glossary.mining.fit.figures import MeasuredPairs
from glossary.mining.knowledge.exact import logistic
from glossary.mining.pairs.decoding import Scored, decode
from glossary.mining.pairs.document_use import DocumentUse, use_of
from glossary.mining.pairs.features import (
    SCREENED,
    CandidatePairs,
    Matrix,
    candidates,
    stretch_pairs,
)
from glossary.mining.pairs.head import Layers
from glossary.mining.pairs.scorer import Scorer, spans
from glossary.mining.pairs.screening import Screen
from glossary.mining.pairs.sentence_pair import SentencePair, linked
from glossary.mining.pairs.word_alignment import AlignedWords, LinkWeights
from glossary.text.fold import en_key, zh_key

Tiers = npt.NDArray[np.int64]
FOLDS = 4
"""Heads that are fitted and averaged. Chosen: two reach 0.007 of F1 more than one, and each takes
2 ms a sentence pair."""
_SHARE_OF_WRONG = 0.05
"""Of the wrong pairs of stretches, some 6,000 a sentence pair, so many are learnt from. Chosen."""
_SHARE_LOST = 0.005
"""Of the right pairs whose words are linked, so many are lost by the first look. Chosen: twice
leaves a third fewer candidates and an oracle that finds 0.92 of the pairs instead of 0.93."""
_LEAST_ODDS = -3.5  # derived: at any calibration yet, far below what is proposed


@dataclass(frozen=True)
class Analysed:
    """A corpus taken apart."""

    corpus: Corpus
    sentences: tuple[SentencePair, ...]
    use: DocumentUse


@dataclass(frozen=True)
class JudgedCandidates:
    """The candidates of an analysed corpus, sentence by sentence, with their tiers (0 wrong)."""

    analysed: Analysed
    found: tuple[CandidatePairs, ...]
    tiers: tuple[Tiers, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A pair as a document would list it, and its tier there (0 wrong)."""

    odds: float
    tier: int


def analysed(corpus: Corpus, words: Sequence[AlignedWords], links: LinkWeights) -> Analysed:
    sentences = tuple(linked(own, links) for own in words)
    return Analysed(corpus, sentences, use_of(sentences))


def with_candidates(analysed: Analysed, screen: Screen) -> JudgedCandidates:
    pairs = list(zip(analysed.sentences, analysed.corpus.pairs, strict=True))
    found = tuple(candidates(sentence, analysed.use, screen) for sentence, _ in pairs)
    marked = [
        _tiers(s, p)[f.zh, f.en] if len(f.zh) else np.zeros(0, np.int64)
        for (s, p), f in zip(pairs, found, strict=True)
    ]
    return JudgedCandidates(analysed, found, tuple(marked))


def _tiers(sentence: SentencePair, annotated: Annotated) -> Tiers:
    """The tier of each pair of stretches, shape (Chinese stretches, English stretches)."""
    marked = tiers(annotated.terms)
    zh = [zh_key(s.text) for s in sentence.zh_stretches]
    en = [en_key(s.text) for s in sentence.en_stretches]
    rows, columns = set(zh), set(en)
    marked = {k: tier for k, tier in marked.items() if k[0] in rows and k[1] in columns}
    found = np.zeros((len(zh), len(en)), np.int64)
    for (chinese, english), tier in marked.items():
        places = np.ix_([z == chinese for z in zh], [e == english for e in en])
        found[places] = tier
    return found


# ---------------------------------------------------------------- the first look


def fit_screen(corpora: Sequence[Analysed]) -> dict[str, Any]:
    """The first look as plain data."""
    from sklearn.linear_model import LogisticRegression

    rows, right, weight = _sampled(corpora)
    mean, spread = rows.mean(0), rows.std(0) + 1e-4
    model = LogisticRegression(C=0.05, max_iter=500).fit((rows - mean) / spread, right, weight)
    weights = model.coef_[0] / spread
    screen = {
        "features": list(SCREENED),
        "weights": plain(weights),
        "constant": plain(model.intercept_ - weights @ mean)[0],
        "least": 0.0,
    }
    odds = rows[right] @ np.array(screen["weights"]) + screen["constant"]
    return {**screen, "least": plain(np.quantile(odds, [_SHARE_LOST]))[0]}


def _sampled(corpora: Sequence[Analysed]) -> tuple[Matrix, npt.NDArray[np.bool_], Matrix]:
    """(features, right or wrong, weight) of the right pairs and some of the wrong ones."""
    random = np.random.default_rng(0)
    rows, right = [], []
    for corpus in corpora:
        for sentence, annotated in zip(corpus.sentences, corpus.corpus.pairs, strict=True):
            pairs = stretch_pairs(sentence, corpus.use)
            if pairs is None:
                continue
            tier = _tiers(sentence, annotated)
            sample = random.random(tier.shape) < _SHARE_OF_WRONG
            told = (tier > 0) & (tier != NEUTRAL) | (tier == 0) & sample
            zh, en = np.nonzero(told & pairs.are_linked)
            rows.append(pairs.of((zh, en)))
            right.append(tier[zh, en] > 0)
    marked = np.concatenate(right)
    return np.concatenate(rows), marked, np.where(marked, 1.0, 1 / _SHARE_OF_WRONG)


def plain(values: Matrix) -> list[float]:
    return [float(f"{value:.6g}") for value in values]


# ---------------------------------------------------------------- the heads


def scaling(tables: Sequence[JudgedCandidates]) -> tuple[list[float], list[float]]:
    """Mean and spread of each feature."""
    rows = np.concatenate([found.features for table in tables for found in table.found])
    return plain(rows.mean(0)), plain(rows.std(0) + 1e-4)


def fitted_heads(
    tables: Sequence[JudgedCandidates], scorer: Scorer, folds: Sequence[int]
) -> list[Layers]:
    """A head for each fold, fitted to the documents of the others, two at a time. `folds` are the
    documents'."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    shared = [list(_examples(table, scorer)) for table in tables], folds
    with ProcessPoolExecutor(2, get_context("fork"), _share, shared) as pool:
        return list(pool.map(_fitted_head, range(max(folds) + 1)))


_shared: list[Any] = []  # what a child has from its parent


def _share(examples: Sequence[Sequence[Any]], folds: Sequence[int]) -> None:
    _shared[:] = zip(examples, folds, strict=True)


def _fitted_head(fold: int) -> Layers:
    from glossary.mining.fit.heads import fit_head

    seen = [example for own, other in _shared if other != fold for example in own]
    return fit_head(seen, seed=fold)


def _examples(table: JudgedCandidates, scorer: Scorer) -> Iterator[Any]:
    from glossary.mining.fit.heads import HeadExample

    for sentence, found, tier in zip(
        table.analysed.sentences, table.found, table.tiers, strict=True
    ):
        if not len(tier):
            continue
        right = (tier > 0) & (tier != NEUTRAL)
        ends = [*spans(sentence.zh_stretches, found.zh), *spans(sentence.en_stretches, found.en)]
        yield HeadExample(
            sentence.zh_states.astype(np.float32),
            sentence.en_states.astype(np.float32),
            np.stack(ends, 1).astype(np.int64),
            scorer.scaled(found.features),
            tier,
            (np.isin(found.zh, found.zh[right]), np.isin(found.en, found.en[right])),
        )


# ---------------------------------------------------------------- cross-validation


def listed(table: JudgedCandidates, scorer: Scorer) -> list[Listed]:
    """The decoded pairs of a corpus, each once with its best score."""
    best: dict[tuple[str, str], Listed] = {}
    for key, pair in _decoded(table, scorer):
        if key not in best or pair.odds > best[key].odds:
            best[key] = pair
    return list(best.values())


def _decoded(table: JudgedCandidates, scorer: Scorer) -> Iterator[tuple[tuple[str, str], Listed]]:
    raw = scorer.raw(table.analysed.sentences, table.found)
    for sentence, found, tier, every in zip(
        table.analysed.sentences, table.found, table.tiers, raw, strict=True
    ):
        scored = {
            Scored(sentence.zh_stretches[a], sentence.en_stretches[b], float(odds)): int(t)
            for a, b, odds, t in zip(found.zh, found.en, every, tier, strict=True)
            if odds > _LEAST_ODDS
        }
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
