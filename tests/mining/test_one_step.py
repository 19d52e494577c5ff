"""Sentence vectors and states of words moved by one step of their grid, the same proposals.

Both are exact, so no machine moves them; but what hung on one step would hang on any change to the
encoders, too. Every element of every vector goes up or down by a step: all up, all down, by turns,
at random. STEP_SEEDS=50 tries so many random moves.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from glossary.documents import read
from glossary.mining import mine
from glossary.mining.knowledge import context, network
from glossary.mining.knowledge.context import STATE_BITS
from glossary.mining.knowledge.exact import VECTOR_BITS
from glossary.model import Proposal
from glossary.operations.demo import SURE
from glossary.operations.seeds import files_in

SEEDS = Path(__file__).parents[2] / "seeds"
MOVES = (
    "up",
    "down",
    "by turns",
    *(f"random {n}" for n in range(int(os.environ.get("STEP_SEEDS", "2")))),
)
HANGING = frozenset(
    (
        ("排斥", "excluding"),
        ("通訊與遙測", "communications and remote sensing"),
        ("百萬計", "millions"),
    )
)
"""Pairs that do hang on a step: they lie within one of the confidence from which pairs are
proposed."""


_network = network.network
_known: dict[str, network.Matrix] = {}
_encoded = context._encoded
_pieces: dict[str, context.Pieces] = {}


def _step(move: str, text: str, size: int) -> network.Matrix:
    """The signs of the move of each element of what a text became."""
    fixed = {"none": [0], "up": [1], "down": [-1], "by turns": [1, -1]}
    if move in fixed:
        return np.resize(np.array(fixed[move], float), size)
    dice = np.random.default_rng(crc32(f"{move} {text}".encode()))
    return dice.choice([-1.0, 1.0], size)


class _Moved:
    """The network, each element of its vectors moved by a step."""

    def __init__(self, move: str) -> None:
        self._move = move

    def encode(self, texts: list[str]) -> network.Matrix:
        new = [text for text in texts if text not in _known]
        _known.update(zip(new, _network().encode(new), strict=True))
        step = 2.0**-VECTOR_BITS
        return np.stack([_known[t] + step * _step(self._move, t, network.SIZE) for t in texts])


def _states_moved(move: str) -> Callable[[Sequence[str]], list[context.Pieces]]:
    """What gives the pieces of texts, each element of their states moved by a step."""

    def encoded(texts: Sequence[str]) -> list[context.Pieces]:
        new = [text for text in texts if text not in _pieces]
        _pieces.update(zip(new, _encoded(new), strict=True))
        step = 2.0**-STATE_BITS
        return [
            (states + step * _step(move, text, states.size).reshape(states.shape), spans)
            for text, (states, spans) in ((text, _pieces[text]) for text in texts)
        ]

    return encoded


def _proposals(move: str) -> list[Proposal]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "network", lambda: _Moved(move))
        patch.setattr(context, "_encoded", _states_moved(move))
        found = []
        for source, translation in files_in(SEEDS)[1]:
            other = read(translation) if translation else None
            found += mine(read(source), other).proposals
    return found


def _bytes(found: list[Proposal]) -> set[object]:
    """What a proposal puts into the exports and the queue: all but how sure it is, and whether
    it is approved by itself."""
    return {
        (
            replace(p, confidence=0, evidence=tuple(replace(e, confidence=0) for e in p.evidence)),
            p.confidence >= SURE,
        )
        for p in found
        if (p.zh, p.en) not in HANGING
    }


@cache
def _unmoved() -> list[Proposal]:
    return _proposals("none")


@pytest.mark.parametrize("move", MOVES)
def test_no_decision_hangs_on_a_step(move: str) -> None:
    assert _bytes(_proposals(move)) == _bytes(_unmoved())


@pytest.mark.parametrize(("bits", "larger"), [("STATE_BITS", 4), ("VECTOR_BITS", 5)])
def test_a_larger_move_is_seen(bits: str, larger: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test can fail: states moved by a sixteenth give other proposals, so do vectors moved by
    a thirtieth."""
    monkeypatch.setitem(globals(), bits, larger)
    assert _bytes(_proposals("random 0")) != _bytes(_unmoved())
