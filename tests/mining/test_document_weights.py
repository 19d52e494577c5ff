"""What the beads of a document say of the price of leaving a sentence alone."""

from __future__ import annotations

import numpy as np
import pytest

from glossary.mining.align.beads import BeadRange, Weights
from glossary.mining.align.dictionary_overlap import EMPTY
from glossary.mining.align.document_weights import document_weights
from glossary.mining.align.sides import Side


def side(count: int, length: int) -> Side:
    none = np.zeros(count, bool)
    vectors = np.zeros((count, 512))
    return Side(vectors, [EMPTY] * count, np.full(count, length), np.arange(count), none, none)


def beads(score: float, pairs: int, count: int) -> list[BeadRange]:
    """`pairs` beads of one and one, and the other sentences alone."""
    found = [BeadRange((n, 1), (n, 1), score) for n in range(pairs)]
    for n in range(pairs, count):
        found += [BeadRange((n, 1), (n, 0)), BeadRange((n + 1, 0), (n, 1))]
    return found


@pytest.mark.parametrize(("score", "price"), [(0.7, 0.0), (0.5, 0.0), (0.25, 0.25), (0.1, 0.4)])
def test_the_freer_the_translation_the_dearer_a_sentence_alone(score: float, price: float) -> None:
    weights = document_weights([(side(10, 20), side(10, 80), beads(score, 9, 10))])
    assert weights.price == pytest.approx(price)
    assert weights.characters == 4


def test_all_stretches_speak_together() -> None:
    one = side(4, 20), side(4, 60), beads(0.1, 4, 4)
    other = side(9, 20), side(9, 60), beads(0.4, 9, 9)
    assert document_weights([one, other]).price == pytest.approx(0.1)


@pytest.mark.parametrize("pairs", [0, 4])
def test_a_text_that_is_not_translated_says_nothing(pairs: int) -> None:
    found = side(10, 20), side(10, 80), beads(0.1, pairs, 10)
    assert document_weights([found]) == Weights()


def test_no_stretch_no_price() -> None:
    assert document_weights([]) == Weights()
