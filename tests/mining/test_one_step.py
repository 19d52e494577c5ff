"""Sentence vectors moved by one step of their grid, the same proposals.

Vectors are exact, so no machine moves them; but what hung on one step would hang on any change to
the encoder, too. Every element of every vector goes up or down by a step: all up, all down, by
turns, at random. STEP_SEEDS=50 tries so many random moves.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from glossary.documents import read
from glossary.mining import mine
from glossary.mining.knowledge import network
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
HANGING: frozenset[tuple[str, str]] = frozenset()
"""Pairs that do hang on a step. A confidence rounds at some value and a queue ends at some value,
so that a pair which lies within a step of it would be listed here; none of the seeds does."""


_network = network.network
_known: dict[str, network.Matrix] = {}


class _Moved:
    """The network, each element of its vectors moved by a step."""

    def __init__(self, move: str) -> None:
        self._move = move

    def encode(self, texts: list[str]) -> network.Matrix:
        new = [text for text in texts if text not in _known]
        _known.update(zip(new, _network().encode(new), strict=True))
        return np.stack([_known[text] + self._step(text) for text in texts])

    def _step(self, text: str) -> network.Matrix:
        fixed = {"none": [0], "up": [1], "down": [-1], "by turns": [1, -1]}
        if self._move in fixed:
            signs = np.resize(fixed[self._move], network.SIZE)
        else:
            dice = np.random.default_rng(crc32(f"{self._move} {text}".encode()))
            signs = dice.choice([-1, 1], network.SIZE)
        return signs * 2.0**-VECTOR_BITS


def _proposals(move: str) -> list[Proposal]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "network", lambda: _Moved(move))
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


def test_a_larger_move_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test can fail: vectors moved by a hundredth give other proposals."""
    monkeypatch.setitem(globals(), "VECTOR_BITS", 7)
    assert _bytes(_proposals("random 0")) != _bytes(_unmoved())
