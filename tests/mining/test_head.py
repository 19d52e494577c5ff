"""The first look and the heads: what they keep, and that numpy says what torch fitted."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

import numpy as np
import pytest

from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.pairs import scorer
from glossary.mining.pairs.document_use import use_of
from glossary.mining.pairs.features import (
    NAMES,
    SCREENED,
    CandidatePairs,
    candidates,
    stretch_pairs,
)
from glossary.mining.pairs.link_features import Chosen, Cover, Matrix
from glossary.mining.pairs.sentence_pair import SentencePair, analyse

ROOT = Path(__file__).parents[2]
PAIRS = [
    ("政府宣布擴大半導體出口管制。", "The government announced an expansion of export controls."),
    (
        "出口管制的範圍包括量子計算。",
        "The scope of the export controls includes quantum computing.",
    ),
    ("。", "."),
    ("", ""),
]


@pytest.fixture(scope="module")
def sentences() -> list[SentencePair]:
    return analyse(PAIRS, Encoder(), scorer.load().links)


def test_the_first_look_keeps_what_is_right_and_little_else(sentences: list[SentencePair]) -> None:
    use, screen = use_of(sentences), scorer.load().screen
    for sentence, term in zip(sentences[:2], ["出口管制", "量子计算"], strict=True):
        found = candidates(sentence, use, screen)
        kept = {sentence.zh_stretches[n].text for n in found.zh}
        all_pairs = len(sentence.zh_stretches) * len(sentence.en_stretches)
        assert term in kept and len(found.zh) < 0.25 * all_pairs
        assert found.features.shape == (len(found.zh), len(NAMES))


def test_features_of_all_pairs_are_those_of_each(sentences: list[SentencePair]) -> None:
    use = use_of(sentences)
    pairs = stretch_pairs(sentences[0], use)
    assert pairs is not None
    chosen = np.array([0, 1]), np.array([2, 0])
    rows = pairs.of(chosen)
    assert rows.shape == (2, len(SCREENED))
    every = np.nonzero(np.ones_like(pairs.are_linked))
    alone = [pairs.of((np.array([zh]), np.array([en])))[0] for zh, en in zip(*every, strict=True)]
    assert np.array_equal(pairs.of(every), alone)
    screen = scorer.load().screen
    odds = rows @ screen.weights + screen.constant
    assert np.allclose(odds, screen.odds(pairs, chosen), atol=0.02)


def test_links_are_worked_out_of_what_is_linked_only(
    sentences: list[SentencePair], monkeypatch: pytest.MonkeyPatch
) -> None:
    use, screen = use_of(sentences), scorer.load().screen
    pairs = stretch_pairs(sentences[0], use)
    assert pairs is not None
    asked: list[int] = []
    whole = Cover.of

    def counted(self: Cover, chosen: Chosen) -> Matrix:
        asked.append(len(chosen[0]))
        return whole(self, chosen)

    monkeypatch.setattr(Cover, "of", counted)
    candidates(sentences[0], use, screen)
    assert max(asked) == pairs.are_linked.sum() < pairs.are_linked.size


def test_nothing_has_no_candidates(sentences: list[SentencePair]) -> None:
    use, fitted = use_of(sentences), scorer.load()
    for sentence in sentences[2:]:
        found = candidates(sentence, use, fitted.screen)
        assert found.features.shape == (0, len(NAMES))
        assert [c.shape for c in fitted.confidence([sentence], [found])] == [(0,)]


def test_a_candidate_is_judged_alike_in_whatever_company(sentences: list[SentencePair]) -> None:
    use, fitted = use_of(sentences), scorer.load()
    found = [candidates(sentence, use, fitted.screen) for sentence in sentences]
    together = fitted.confidence(sentences, found)
    for n in (0, 1):
        one = CandidatePairs(found[n].zh[3:4], found[n].en[3:4], found[n].features[3:4])
        ((alone,),) = fitted.confidence([sentences[n]], [one])
        assert alone == together[n][3]


def test_the_heads_of_the_package_are_small() -> None:
    assert scorer.HEADS.stat().st_size < 10_000_000
    assert len(scorer.load().heads) > 1


@pytest.fixture
def python() -> Path:
    named = os.environ.get("FIT_PYTHON")
    if not named:
        message = "FIT_PYTHON names no Python with torch"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return Path(named)


def test_numpy_says_what_torch_fitted(python: Path) -> None:
    """A head fitted to examples made up by a rule learns the rule, and both forms agree."""
    ours = [str(ROOT), sysconfig.get_paths()["purelib"]]
    done = subprocess.run(
        [python, ROOT / "tests" / "mining" / "fitted_head.py"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(ours)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    apart, learnt = map(float, done.stdout.split())
    assert apart < 0.05 and learnt > 0.75


def test_what_stays_below_the_least_is_all_that_is_not_seen_by_every_head(
    sentences: list[SentencePair],
) -> None:
    use, fitted = use_of(sentences), scorer.load()
    found = [candidates(sentence, use, fitted.screen) for sentence in sentences]
    every = np.concatenate(fitted.confidence(sentences, found))
    likely = np.concatenate(fitted.confidence(sentences, found, 0.15))
    assert np.array_equal(every[every >= 0.15], likely[every >= 0.15])
    assert (likely[every < 0.15] < 0.15).all()
    assert (likely[every >= 0.15]).size and (likely != every).any()
