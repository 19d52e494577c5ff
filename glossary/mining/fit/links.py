"""Fits the weights of the word links to annotated term pairs.

    inside an annotated pair each word has a partner; words inside have none outside

Which word inside is the partner is not annotated, so it is settled by expectation maximisation:
the best cell of every row and column inside the pair, by the weights so far, counts as a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from glossary.mining.fit.annotated import Annotated
from glossary.mining.pairs.tokens import Token
from glossary.mining.pairs.word_alignment import (
    FIRST_SIGNS,
    AlignedWords,
    LinkWeights,
    Matrix,
    chances,
    first_signs,
    second_signs,
)

_ROUNDS = 3  # chosen and never varied


@dataclass(frozen=True)
class _Example:
    signs: Matrix
    blocks: tuple[tuple[slice, slice], ...]
    content: Matrix  # of cells: both tokens carry meaning


def fit_links(pairs: Sequence[Annotated], words: Sequence[AlignedWords]) -> LinkWeights:
    """The weights of both steps, from annotated pairs and their words. Needs scikit-learn."""
    none = np.zeros(0)
    means = _mean([w.zh_states for w in words]), _mean([w.en_states for w in words])
    weights = LinkWeights(none, none, *means)
    examples = [
        _example(pair, own, weights)
        for pair, own in zip(pairs, words, strict=True)
        if own.zh_tokens and own.en_tokens
    ]
    return _maximised(weights, [example for example in examples if example.blocks])


def _mean(states: Sequence[Matrix]) -> Matrix:
    """The mean state of all words, as it is written down."""
    mean = np.concatenate(states).mean(0)
    return np.array([float(f"{value:.6g}") for value in mean])


def _maximised(weights: LinkWeights, examples: Sequence[_Example]) -> LinkWeights:
    guessed = [_start(example.signs) for example in examples]
    for _ in range(_ROUNDS):
        first = _fit([e.signs for e in examples], examples, guessed)
        guesses = [chances(e.signs, first) for e in examples]
        seconds = [second_signs(e.signs, g) for e, g in zip(examples, guesses, strict=True)]
        second = _fit(seconds, examples, guessed)
        guessed = [chances(signs, second) for signs in seconds]
        weights = replace(weights, first=first, second=second)
    return weights


def _example(pair: Annotated, words: AlignedWords, weights: LinkWeights) -> _Example:
    zh, en = words.zh_tokens, words.en_tokens
    content = np.outer([t.content for t in zh], [t.content for t in en]).astype(float)
    return _Example(first_signs(words, weights), tuple(_blocks(pair, zh, en)), content)


def _blocks(
    pair: Annotated, zh: Sequence[Token], en: Sequence[Token]
) -> Iterator[tuple[slice, slice]]:
    """The tokens of each annotated pair that stands just once on both sides."""
    for chinese, english, _ in pair.terms:
        if pair.zh.count(chinese) == 1 and pair.en.count(english) == 1:
            rows, columns = _tokens(zh, pair.zh, chinese), _tokens(en, pair.en, english)
            if rows and columns:
                yield slice(*rows), slice(*columns)


def _tokens(tokens: Sequence[Token], text: str, term: str) -> tuple[int, int] | None:
    start = text.find(term)
    inside = [n for n, t in enumerate(tokens) if start <= t.start and t.end <= start + len(term)]
    return (inside[0], inside[-1] + 1) if inside else None


def _start(signs: Matrix) -> Matrix:
    """A first guess: dictionary and context together."""
    by_name = {name: signs[:, :, n] for n, name in enumerate(FIRST_SIGNS)}
    close = by_name["dictionary"] + by_name["same"] + by_name["sound"]
    close = close + by_name["context both"] + by_name["vectors both"]
    return close - 0.2 * by_name["distance"]


def _fit(
    signs: Sequence[Matrix], examples: Sequence[_Example], chances: Sequence[Matrix]
) -> Matrix:
    from sklearn.linear_model import LogisticRegression

    rows, labels = [], []
    for values, example, chance in zip(signs, examples, chances, strict=True):
        label = _labels(example, chance)
        rows.append(values[label >= 0])
        labels.append(label[label >= 0])
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit(np.concatenate(rows), np.concatenate(labels))
    return np.append(model.coef_[0], model.intercept_[0])


def _labels(example: _Example, chance: Matrix) -> Matrix:
    """1 a link, 0 none, -1 unknown, for every cell."""
    label = np.full(chance.shape, -1.0)
    for rows, columns in example.blocks:
        label[rows, :] = np.where(label[rows, :] < 0, 0, label[rows, :])
        label[:, columns] = np.where(label[:, columns] < 0, 0, label[:, columns])
    for rows, columns in sorted(example.blocks, key=lambda b: _size(b), reverse=True):
        block = chance[rows, columns] + 10 * (example.content[rows, columns] - 1)
        best = (block == block.max(0, keepdims=True)) | (block == block.max(1, keepdims=True))
        label[rows, columns] = np.where(best & (example.content[rows, columns] > 0), 1.0, 0.0)
    return label


def _size(block: tuple[slice, slice]) -> int:
    rows, columns = block
    return int((rows.stop - rows.start) * (columns.stop - columns.start))
