"""Which words of a sentence pair translate each other: a soft alignment of tokens.

A cell (Chinese token, English token) gets a probability from what the dictionary says, how close
the two words lie by their states in context, and where they stand; a second step also looks at the
neighbouring cells and the rivals in row and column. Fitted: `fit.pairs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge import exact
from glossary.mining.knowledge.context import STATE_BITS
from glossary.mining.knowledge.lexicon import keys, translations_with_parts
from glossary.mining.knowledge.sound import likeness
from glossary.mining.pairs.tokens import GRAMMATICAL, Token

Matrix = npt.NDArray[np.float64]
FIRST_SIGNS = (
    "dictionary",
    "strong",
    "dictionary by row",
    "dictionary by column",
    "vectors",
    "vectors by row",
    "vectors by column",
    "vectors both",
    "context",
    "context by row",
    "context by column",
    "context both",
    "mutual best",
    "distance",
    "grammatical zh",
    "grammatical en",
    "grammatical both",
    "same",
    "kind differs",
    "sound",
)
SECOND_SIGNS = (
    "odds",
    "share of row best",
    "share of column best",
    "share of row",
    "share of column",
    "best of both",
    "best of row",
    "diagonal",
    "antidiagonal",
    "beside",
    "above",
)
_SIGN, _NUMBER, _WORD = range(3)
"""Kinds of tokens."""
_TEMPERATURE = 0.07  # chosen; what it gives is weighed by the fit
SIGN_BITS, CHANCE_BITS = 16, 20
"""Signs and weights are multiples of 2**-16, chances of 2**-20. Derived: their sums are exact."""


@dataclass(frozen=True)
class AlignedWords:
    """The words of an aligned pair.

    The states say what each token means in its sentence, shape (tokens, width). Of every pair of
    tokens, shape (Chinese tokens, English tokens): `vectors`, how close they lie by themselves,
    and `dictionary`, see `dictionary_support`.
    """

    zh: str
    en: str
    simplified: str
    zh_tokens: tuple[Token, ...]
    en_tokens: tuple[Token, ...]
    zh_states: Matrix
    en_states: Matrix
    vectors: Matrix
    dictionary: Matrix


@dataclass(frozen=True)
class LinkWeights:
    """The weights of both steps, the constant last, and the mean state of each language."""

    first: Matrix
    second: Matrix
    zh_mean: Matrix
    en_mean: Matrix

    def closeness(self, zh_states: Matrix, en_states: Matrix) -> Matrix:
        """Cosines of the states about their means, shape (len(zh_states), len(en_states))."""
        return _directions(zh_states, self.zh_mean) @ _directions(en_states, self.en_mean).T


def _directions(states: Matrix, mean: Matrix) -> Matrix:
    """Unit vectors from the mean, whose products are exact."""
    away = states - exact.snapped(mean, STATE_BITS)
    lengths = np.sqrt((away * away).sum(1, keepdims=True))
    return exact.snapped(away / np.maximum(lengths, 1e-6), exact.VECTOR_BITS)  # type: ignore[no-any-return]


def first_signs(words: AlignedWords, weights: LinkWeights) -> Matrix:
    """What each cell shows by itself, shape (Chinese, English tokens, len(FIRST_SIGNS))."""
    zh, en, vectors = words.zh_tokens, words.en_tokens, words.vectors
    close = weights.closeness(words.zh_states, words.en_states)
    zh_kind, en_kind = np.array([_kind(t) for t in zh]), np.array([_kind(t) for t in en])
    both_words = (zh_kind == _WORD)[:, None] & (en_kind == _WORD)[None, :]
    by_dictionary = exact.snapped(words.dictionary * both_words, SIGN_BITS)
    vector_row, vector_column = _softmax(vectors, 1), _softmax(vectors, 0)
    row, column = _softmax(close, 1), _softmax(close, 0)
    grammar_zh = (np.array([t.text in GRAMMATICAL for t in zh]) | (zh_kind == _SIGN))[:, None]
    grammar_en = np.array([not t.content for t in en])[None, :]
    places = np.abs(_places(len(zh))[:, None] - _places(len(en))[None, :])
    layers = (
        by_dictionary,
        by_dictionary > 0.6,
        by_dictionary / (by_dictionary.sum(1, keepdims=True) + 0.1),
        by_dictionary / (by_dictionary.sum(0, keepdims=True) + 0.1),
        vectors,
        vector_row,
        vector_column,
        np.sqrt(vector_row * vector_column),
        close,
        row,
        column,
        np.sqrt(row * column),
        _best_of_both(close),
        places,
        grammar_zh,
        grammar_en,
        grammar_zh & grammar_en,
        _same(zh, en),
        zh_kind[:, None] != en_kind[None, :],
        _sounds(zh, en),
    )
    return _signs([np.broadcast_to(x, close.shape) for x in layers])


def second_signs(first: Matrix, chance: Matrix) -> Matrix:
    """The first signs, and what the probabilities of the first step say around each cell."""
    padded = np.pad(chance, 1)
    n, m = chance.shape

    def beside(down: int, right: int) -> Matrix:
        return padded[1 + down : n + 1 + down, 1 + right : m + 1 + right]

    row_best, column_best = chance.max(1, keepdims=True), chance.max(0, keepdims=True)
    layers = (
        exact.log(chance + 1e-6) - exact.log(1 - chance + 1e-6),
        chance / (row_best + 1e-6),
        chance / (column_best + 1e-6),
        chance / (chance.sum(1, keepdims=True) + 1e-6),
        chance / (chance.sum(0, keepdims=True) + 1e-6),
        (chance == row_best) & (chance == column_best),
        np.broadcast_to(chance == row_best, chance.shape),
        beside(-1, -1) + beside(1, 1),
        beside(-1, 1) + beside(1, -1),
        beside(0, 1) + beside(0, -1),
        beside(1, 0) + beside(-1, 0),
    )
    return np.concatenate([first, _signs(layers)], -1)


def _signs(layers: Sequence[npt.NDArray[Any]]) -> Matrix:
    return exact.snapped(np.stack(layers, -1).astype(float), SIGN_BITS)  # type: ignore[no-any-return]


def links(words: AlignedWords, weights: LinkWeights) -> Matrix:
    """The probability of each cell, shape (Chinese tokens, English tokens)."""
    zh, en = words.zh_tokens, words.en_tokens
    if not zh or not en:
        return np.zeros((len(zh), len(en)))
    first = first_signs(words, weights)
    return chances(second_signs(first, chances(first, weights.first)), weights.second)


def chances(signs: Matrix, weights: Matrix) -> Matrix:
    """The probability of each cell by one step's weights."""
    weights = exact.snapped(weights, SIGN_BITS)
    odds = signs @ weights[:-1] + weights[-1]
    return exact.snapped(exact.logistic(odds), CHANCE_BITS)  # type: ignore[no-any-return]


def _places(size: int) -> Matrix:
    return (np.arange(size) + 0.5) / size


def _kind(token: Token) -> int:
    if token.tag in ("PUNCT", "POSS", "x") and not token.text[0].isalnum():
        return _SIGN
    return _NUMBER if token.text[0].isdigit() and token.text[-1].isdigit() else _WORD


def dictionary_support(zh: Sequence[Token], en: Sequence[Token]) -> Matrix:
    """What the dictionary says of every pair of tokens, see `lexicon.support`, signs left out; of
    an acronym, what it says of its words.

    Asked for what both sides have in common: nearly all cells are 0."""
    said = np.zeros((len(zh), len(en)))
    by_key, by_spelling = _columns(en)
    for n, token in enumerate(zh):
        if _kind(token) != _SIGN:
            known = translations_with_parts(token.text)
            for key in known.keys() & by_key.keys():
                said[n, by_key[key]] = np.maximum(said[n, by_key[key]], known[key])
            said[n, by_spelling.get(token.text.casefold(), [])] = 1.0
    return said


def _columns(en: Sequence[Token]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The columns of the English words, by their keys in the dictionary and by their spelling."""
    found: tuple[dict[str, list[int]], dict[str, list[int]]] = {}, {}
    for column, token in enumerate(en):
        for word in (token.text, *token.stands_for) if _kind(token) != _SIGN else ():
            for key in keys(word):
                found[0].setdefault(key, []).append(column)
            found[1].setdefault(word.casefold(), []).append(column)
    return found


def _same(zh: Sequence[Token], en: Sequence[Token]) -> npt.NDArray[np.bool_]:
    """Are the two written alike?"""
    zh_words, en_words = ([t.text.lower() for t in tokens] for tokens in (zh, en))
    both = {word: n for n, word in enumerate(set(zh_words).intersection(en_words))}
    numbers = np.array([both.get(w, -1) for w in zh_words])
    others = np.array([both.get(w, -2) for w in en_words])
    return numbers[:, None] == others[None, :]  # type: ignore[no-any-return]


def _sounds(zh: Sequence[Token], en: Sequence[Token]) -> Matrix:
    """Likeness of sound, for what can be a foreign name on both sides."""
    alike = np.zeros((len(zh), len(en)))
    rows = [n for n, t in enumerate(zh) if t.content and len(t.text) > 1]
    for m, token in enumerate(en):
        if token.content and token.text[0].isupper():
            for n in rows:
                alike[n, m] = max(0.0, likeness(zh[n].text, token.text) - 0.5) * 2
    return alike


def _softmax(values: Matrix, axis: int) -> Matrix:
    powers = exact.exp((values - values.max(axis, keepdims=True)) / _TEMPERATURE)
    powers = exact.snapped(powers, CHANCE_BITS)
    shares: Matrix = powers / powers.sum(axis, keepdims=True)
    return shares


def _best_of_both(values: Matrix) -> npt.NDArray[np.bool_]:
    best: npt.NDArray[np.bool_] = (values == values.max(1, keepdims=True)) & (
        values == values.max(0, keepdims=True)
    )
    return best
