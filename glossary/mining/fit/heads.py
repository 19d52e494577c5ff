"""Fits a head of the pair scorer (see `pairs.head`) with torch, which the extra `fit` brings.

Two side tasks help it: each side by itself has to tell whether its stretch stands in a right pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from glossary.mining.pairs.head import VIEWS, Layers

Singles = npt.NDArray[np.float32]

# Chosen by F1 in cross-validation, where heads of two seeds differ by 0.01: a third wider 0.668 for
# 0.662; 6, 9 and 12 epochs with 0.2, 0.35 and 0.45 dropped 0.662, 0.673 and 0.679.
_SIDE, _HAND, _INNER = 160, 64, 192
_EPOCHS, _RATE, _DECAY, _DROPPED = 12, 1e-3, 0.05, 0.45
_TOGETHER, _SIDE_TASK = 12, 0.3
"""Sentence pairs a step, and the weight of the side tasks. Chosen and never varied."""
_TIER_WEIGHT = (1.0, 1.0, 0.7, 0.0)
"""Of a candidate by its tier, 0 being wrong: a sparing annotator would leave some of tier 2 out,
and tier 3 is neither right nor wrong. Chosen and never varied."""


@dataclass(frozen=True)
class HeadExample:
    """The candidates of a sentence pair: states of its words, the first and last token of each
    candidate on both sides (candidates, 4), scaled features, tiers, and by side whether each
    candidate's stretch stands in any right pair."""

    zh: Singles
    en: Singles
    spans: npt.NDArray[np.int64]
    features: Singles
    tiers: npt.NDArray[np.int64]
    is_term: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]


class _Side(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.dense = nn.Linear(width, VIEWS * _SIDE, bias=False)
        self.bias = nn.Parameter(torch.zeros(_SIDE))
        self.term = nn.Linear(_SIDE, 1)  # for fitting only
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, states: torch.Tensor, first: torch.Tensor, last: torch.Tensor) -> Any:
        """`states` of several sentences, each between two empty rows."""
        seen = self.dense(self.drop(states))
        begin, end, inside, before, after = seen.split(_SIDE, 1)
        sums = functional.pad(inside.cumsum(0), (0, 0, 1, 0))
        mean = (sums[last + 1] - sums[first]) / (last - first + 1)[:, None]
        total = begin[first] + end[last] + mean + before[first - 1] + after[last + 1]
        return functional.gelu(total + self.bias)


class _Head(nn.Module):
    def __init__(self, width: int, features: int) -> None:
        super().__init__()
        self.zh, self.en = _Side(width), _Side(width)
        self.hand, self.line = nn.Linear(features, _HAND), nn.Linear(features, 1)
        self.inner, self.outer = nn.Linear(3 * _SIDE + _HAND, _INNER), nn.Linear(_INNER, 1)
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, batch: _Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Log odds of each candidate, and of each of its sides being a term."""
        spans = batch.spans
        zh = self.zh(batch.zh, spans[:, 0], spans[:, 1])
        en = self.en(batch.en, spans[:, 2], spans[:, 3])
        hand = functional.gelu(self.hand(batch.features))
        inner = functional.gelu(self.inner(torch.cat([zh, en, zh * en, hand], 1)))
        odds = self.outer(self.drop(inner)) + self.line(batch.features)
        return odds[:, 0], self.zh.term(zh)[:, 0], self.en.term(en)[:, 0]

    def layers(self) -> Layers:
        """(weights, bias) of each layer that scoring needs."""
        found = {
            name: (layer.weight.detach().numpy(), layer.bias.detach().numpy())
            for name in ("hand", "inner", "outer", "line")
            for layer in [getattr(self, name)]
        }
        for name, side in (("zh", self.zh), ("en", self.en)):
            found[name] = side.dense.weight.detach().numpy(), side.bias.detach().numpy()
        return found


class _Batch:
    """Some examples laid end to end, an empty row before and after the words of each."""

    def __init__(self, examples: Sequence[HeadExample]) -> None:
        self.zh, zh_starts = _joined([e.zh for e in examples])
        self.en, en_starts = _joined([e.en for e in examples])
        shifts = np.stack([zh_starts, zh_starts, en_starts, en_starts], 1)
        moved = [e.spans + shift for e, shift in zip(examples, shifts, strict=True)]
        self.spans = torch.from_numpy(np.concatenate(moved))
        self.features = torch.from_numpy(np.concatenate([e.features for e in examples]))
        self.tiers = torch.from_numpy(np.concatenate([e.tiers for e in examples]))
        self.is_term = [
            torch.from_numpy(np.concatenate([e.is_term[side] for e in examples])).float()
            for side in (0, 1)
        ]
        shares = [np.full(len(e.tiers), 1 / len(e.tiers) / len(examples)) for e in examples]
        self.share = torch.from_numpy(np.concatenate(shares)).float()

    def loss(self, head: _Head) -> torch.Tensor:
        """Cross entropy, every sentence pair weighing the same."""
        odds, zh, en = head(self)
        right, weight = (self.tiers > 0).float(), torch.tensor(_TIER_WEIGHT)[self.tiers]
        loss = _entropy(odds, right, weight * self.share)
        for values, is_term in zip((zh, en), self.is_term, strict=True):
            loss = loss + _SIDE_TASK * _entropy(values, is_term, self.share)
        return loss


def _joined(parts: Sequence[Singles]) -> tuple[torch.Tensor, npt.NDArray[np.int64]]:
    """The parts with an empty row on either side, and the row where each begins."""
    padded = [np.pad(part, ((1, 1), (0, 0))) for part in parts]
    starts = np.cumsum([0, *(len(part) for part in padded[:-1])]) + 1
    return torch.from_numpy(np.concatenate(padded)), starts


def _entropy(odds: torch.Tensor, right: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    losses = functional.binary_cross_entropy_with_logits(odds, right, reduction="none")
    return (losses * weight).sum()


def fit_head(examples: Sequence[HeadExample], seed: int) -> Layers:
    """A head fitted to the candidates of sentence pairs; the same seed gives the same on one
    machine."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # of another number the sums would come out differently
    random = np.random.default_rng(seed)
    head = _Head(examples[0].zh.shape[1], examples[0].features.shape[1])
    steps = max(1, len(examples) // _TOGETHER)
    optimizer = torch.optim.AdamW(head.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, _RATE, total_steps=_EPOCHS * steps, pct_start=0.1, anneal_strategy="linear"
    )
    head.train()
    for _ in range(_EPOCHS):
        for batch in np.array_split(random.permutation(len(examples)), steps):
            optimizer.zero_grad()
            _Batch([examples[n] for n in batch]).loss(head).backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return head.eval().layers()
