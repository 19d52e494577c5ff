"""Pairs in one unit or two of a memory: what is said of them is a probability, and was fitted."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from glossary.mining.corpus import few, forest
from glossary.mining.corpus.features import NAMES
from glossary.mining.fit import few as fit
from glossary.mining.fit.corpora import ANNOTATED, annotation_files, read_corpora
from glossary.mining.fit.few import FewPairs
from glossary.mining.knowledge.exact import log, logistic, snapped


def rows(*units: int, least_known: float = 0.0) -> np.ndarray:
    """Features of pairs that stand in so many units."""
    found = np.zeros((len(units), len(NAMES)))
    found[:, NAMES.index("log units")] = log(np.array(units, float))
    found[:, NAMES.index("least known")] = least_known
    return snapped(found, few.BITS)


def drawn(size: int, seed: int, off: float = 0.0) -> FewPairs:
    """Pairs in one unit and in two of which as many are right as trees say that are so far off: in
    two units by more."""
    random = np.random.default_rng(seed)
    features = rows(*random.integers(1, 3, size).tolist())
    true = random.normal(-0.5, 1.5, size)
    seen_twice = few.standing_in(features, 2)
    odds = true + off * np.where(seen_twice, 2, 1)
    return FewPairs(odds, features, (random.random(size) < logistic(true)).astype(float))


# ---------------------------------------------------------------- what is said


def test_what_is_said_of_pairs_that_recur_is_as_the_trees_say() -> None:
    seen = rows(3, 4, 1_000)
    odds = np.array([0.5, -2.0, 3.0])
    assert (few.load().of(odds, seen) == odds).all()


def test_only_pairs_in_one_unit_or_two_are_corrected_each_by_its_own_weights() -> None:
    weights = {
        1: np.array([1.0, 0.5, 2.0, 0, 0, 0, 0, 0]),
        2: np.array([-1.0, 1.0, 0, 0, 0, 0, 0, 0]),
    }
    odds = few.Correction(weights).of(np.full(3, 4.0), rows(1, 2, 3, least_known=0.25))
    assert odds.tolist() == [1 + 0.5 * 4 + 2 * 0.25, 3.0, 4.0]


def test_features_that_come_in_parts_are_judged_as_together() -> None:
    every = rows(1, 2, 3, 7)
    parts = np.concatenate([forest.confidence(every[:1]), forest.confidence(every[1:])])
    assert (parts == forest.confidence(every)).all()
    odds = few.load().of(forest.load().of(every), every)
    assert (parts == logistic(odds)).all()
    assert forest.confidence(every[:0]).shape == (0,)


def test_weights_for_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="not those"):
        few.from_data({"signs": ["dice"], "weights": {}})


# ---------------------------------------------------------------- how it was fitted


def test_what_trees_are_off_by_is_found_and_unseen_pairs_are_right_as_often_as_said() -> None:
    correction = fit.fitted(drawn(6_000, seed=1, off=2.0))
    unseen = drawn(6_000, seed=2, off=2.0)
    said = logistic(correction.of(unseen.odds, unseen.rows))
    assert fit.calibration_error(logistic(unseen.odds), unseen.right) > 0.2
    assert fit.calibration_error(said, unseen.right) < 0.02


def test_the_calibration_error_is_that_of_fifths() -> None:
    said, right = np.array([0.9, 0.9, 0.3, 0.3, 1.0]), np.array([1.0, 0.0, 1.0, 0.0, 1.0])
    apart = abs(0.9 + 0.9 + 1.0 - 2), abs(0.6 - 1)
    assert fit.calibration_error(said, right) == pytest.approx(sum(apart) / 5)
    assert fit.calibration_error(np.zeros(0), np.zeros(0)) == 0
    lines = list(fit.reliability(np.array([0.9, 0.1]), np.array([1.0, 0.0])))
    assert lines[0] == "  0.8-1.0:     1 pairs, said 0.90, right 1.00"
    assert "2 pairs, 1 right; listed 1, 1 right" in lines[1]


def test_a_domain_is_judged_by_weights_that_do_not_know_it() -> None:
    domains = {"law": drawn(2_000, 1, 2.0), "book": drawn(2_000, 2, -2.0)}
    said = fit.held_out(domains)["book"]
    of_law = fit.fitted(domains["law"])
    assert (said == logistic(of_law.of(domains["book"].odds, domains["book"].rows))).all()


OWN = [ANNOTATED / "own" / f"{name}_doc01.jsonl" for name in ("affairs", "technology")]


def test_a_memory_of_annotated_documents_has_pairs_in_few_units_alone() -> None:
    (corpus,) = read_corpora(OWN[:1])
    once, twice = fit.few_pairs([corpus], 1), fit.few_pairs([corpus], 2)
    seen = [few.standing_in(once.rows, units).sum() for units in few.UNITS]
    assert sum(seen) == len(once.right) and min(seen) > 0
    assert few.standing_in(twice.rows, 2).all() and 0 < twice.right.sum() < len(twice.right)


def test_nothing_that_recurs_gives_weights_all_the_same() -> None:
    assert np.isfinite(fit.fitted(drawn(0, seed=1)).weights[1]).all()


def test_the_command_prints_what_it_reaches_and_writes_the_same_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [*map(str, OWN), "--output"]
    fit.main([*given, str(tmp_path / "a.json")])
    printed = capsys.readouterr().out
    assert "in 1 unit:" in printed and "in 2 units:" in printed
    assert "  affairs: " in printed and "expected calibration error" in printed
    fit.main([*given, str(tmp_path / "b.json")])
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert few.from_data(json.loads((tmp_path / "a.json").read_bytes())).weights.keys() == {1, 2}


def test_the_shipped_weights_are_fitted_to_the_shipped_trees_and_all_annotated_texts() -> None:
    data = json.loads(few.DATA.read_text(encoding="utf-8"))
    assert data["trees"] == fit.trees(), "python -m glossary.mining.fit.few, after fit.corpus"
    assert f"of {len(annotation_files([ANNOTATED]))} annotated documents" in data["about"]


def test_a_folder_without_annotations_is_told_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        fit.main([str(tmp_path), "--output", str(tmp_path / "a.json")])
    assert f"{tmp_path}: no annotated texts in it" in capsys.readouterr().err
    assert not (tmp_path / "a.json").exists()
