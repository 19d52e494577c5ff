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
from glossary.mining.pairs.miner import LEAST_CONFIDENCE
from glossary.model import Evidence, Proposal
from glossary.operations.demo import SURE
from glossary.operations.seeds import files_in

SEEDS = Path(__file__).parents[2] / "seeds"
MOVES = (
    "up",
    "down",
    "by turns",
    *(f"random {n}" for n in range(int(os.environ.get("STEP_SEEDS", "2")))),
)
NEAR = 0.011
"""So near a limit a decision hangs on any change: confidences are rounded to a hundredth."""


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


Decision = tuple[Proposal, Evidence | None]
"""That a pair is proposed at a place, or, without one, how sure it is in all."""


def _decisions(found: list[Proposal]) -> dict[Decision, float]:
    """What goes into the exports and the queue, and how sure it is."""
    return {
        (replace(p, confidence=0, evidence=()), each and replace(each, confidence=0)): sure
        for p in found
        for each, sure in ((None, p.confidence), *((e, e.confidence) for e in p.evidence))
    }


def _apart(one: dict[Decision, float], other: dict[Decision, float]) -> list[Decision]:
    """The decisions of one that are none of the other, or of which only one is approved by itself;
    those near a limit left out."""
    told = one | other
    apart = [d for d in one.keys() ^ other.keys() if told[d] > LEAST_CONFIDENCE + NEAR]
    both = [d for d in one.keys() & other.keys() if abs(one[d] - SURE) > NEAR]
    return apart + [d for d in both if (one[d] >= SURE) != (other[d] >= SURE)]


@cache
def _unmoved() -> dict[Decision, float]:
    return _decisions(_proposals("none"))


@pytest.mark.parametrize("move", MOVES)
def test_no_decision_hangs_on_a_step(move: str) -> None:
    assert _apart(_decisions(_proposals(move)), _unmoved()) == []


@pytest.mark.parametrize(("bits", "larger"), [("STATE_BITS", 4), ("VECTOR_BITS", 5)])
def test_a_larger_move_is_seen(bits: str, larger: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test can fail: states moved by a sixteenth give other proposals, so do vectors moved by
    a thirtieth."""
    monkeypatch.setitem(globals(), bits, larger)
    assert _apart(_decisions(_proposals("random 0")), _unmoved())
