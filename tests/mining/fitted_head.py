"""Fits a head to made-up examples, and prints how far numpy and torch are apart on others, in parts
of the largest log odds, and the share of their candidates that are judged rightly.

Run by `test_head.py` with a Python that has torch.
"""

from __future__ import annotations

import numpy as np
import torch

from glossary.mining.fit.heads import HeadExample, _Batch, _Head, fit_head
from glossary.mining.pairs.head import VIEWS, Layers, as_data, heads_from


def example(seed: int) -> HeadExample:
    """Candidates that are right where the first feature is positive."""
    dice = np.random.default_rng(seed)
    features = dice.normal(size=(20, 6)).astype(np.float32)
    first = dice.integers(0, 5, size=(20, 2))
    spans = np.stack([first[:, 0], first[:, 0] + 2, first[:, 1], first[:, 1]], 1)
    tiers = (features[:, 0] > 0).astype(np.int64)
    zh, en = (dice.normal(size=(8, 12)).astype(np.float32) for _ in range(2))
    return HeadExample(zh, en, spans, features, tiers, (tiers > 0, tiers > 0))


def in_torch(layers: Layers, seen: HeadExample) -> np.ndarray:
    model = _Head(seen.zh.shape[1], seen.features.shape[1]).eval()
    with torch.no_grad():
        for name in ("hand", "inner", "outer", "line"):
            layer = getattr(model, name)
            layer.weight.copy_(torch.tensor(layers[name][0]))
            layer.bias.copy_(torch.tensor(layers[name][1]))
        for name in ("zh", "en"):
            side = getattr(model, name)
            side.dense.weight.copy_(torch.tensor(layers[name][0]))
            side.bias.copy_(torch.tensor(layers[name][1]))
        return model(_Batch([seen]))[0].numpy()


def main() -> None:
    layers = fit_head([example(seed) for seed in range(60)], seed=0)
    assert layers["zh"][0].shape[0] == VIEWS * len(layers["zh"][1])
    (head,) = heads_from(as_data([layers]))
    apart, right = [], []
    for seen in map(example, range(100, 120)):
        spans = (seen.spans[:, 0], seen.spans[:, 1]), (seen.spans[:, 2], seen.spans[:, 3])
        states = seen.zh.astype(float), seen.en.astype(float)
        odds, theirs = head.odds(head.seen(states, spans), seen.features), in_torch(layers, seen)
        apart.append(np.abs(odds - theirs).max() / np.abs(theirs).max())
        right += ((odds > 0) == (seen.tiers > 0)).tolist()
    print(max(apart), np.mean(right))


if __name__ == "__main__":
    main()
