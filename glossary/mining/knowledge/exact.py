"""Arithmetic that gives the same bits on every machine.

Libraries of linear algebra and of vector instructions choose their code by the processor: they
sum in another order, fuse a multiplication with an addition, approximate `exp` in another way.
What they give differs in the last digit, and where two values are compared a last digit decides.
So there are two rules wherever a number leads to a decision:

- what is summed lies on a grid, multiples of a power of two: its sums and products are then exact
  in float64 as long as they take less than 53 bits, in whatever order they are formed;
- all else is made of + - * / and square roots, element by element, which IEEE 754 rounds alike
  everywhere. So are the functions below, which take a number or an array: `exp` and `log` err
  by 1e-15 of their value, `tanh` by 1e-11.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

VECTOR_BITS = 20
"""A sentence vector's elements are multiples of 2**-20. Derived: a product of two takes 40 bits."""

# Derived: numbers of mathematics, and as many terms as the accuracies said above take.
_LN2_HIGH, _LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10  # k * high is exact: 21 low zeros
_LOG2_E, _ROOT_HALF = 1.4426950408889634, 0.7071067811865476
_LARGEST = 700.0  # of an exponent; e**709 is the last that float64 holds
_EXP_TERMS, _LOG_TERMS, _TANH_TERMS = 13, 12, 16
_FLAT = 10.0  # from here on tanh is 1 to eight digits


def snapped(values: Any, bits: int) -> Any:
    """The nearest multiples of 2**-bits."""
    scale = math.ldexp(1.0, bits)
    if isinstance(values, float | int):
        return round(values * scale) / scale
    steps = values * scale
    steps = np.rint(steps, out=steps if isinstance(steps, np.ndarray) else None)
    steps *= 1 / scale  # a power of two: as exact as a division
    return steps


def exp(values: Any) -> Any:
    """e to the power of each value; beyond 700 as of 700."""
    if isinstance(values, float | int):
        values = min(max(values, -_LARGEST), _LARGEST)
        twos = round(values * _LOG2_E)
        return math.ldexp(_exp_near(values, twos), twos)
    values = np.clip(values, -_LARGEST, _LARGEST)
    twos = np.rint(values * _LOG2_E)
    return np.ldexp(_exp_near(values, twos), twos.astype(np.int32))


def _exp_near(values: Any, twos: Any) -> Any:
    """e to the power of what is left of each value without its powers of two."""
    rest = (values - twos * _LN2_HIGH) - twos * _LN2_LOW
    power = 1.0 + rest / _EXP_TERMS
    for n in range(_EXP_TERMS - 1, 0, -1):
        power = 1.0 + rest / n * power
    return power


def log(values: Any) -> Any:
    """The natural logarithm of each value, which is above 0."""
    if isinstance(values, float | int):
        part, twos = math.frexp(values)
        return _log_of(2 * part, twos - 1) if part < _ROOT_HALF else _log_of(part, twos)
    part, twos = np.frexp(values)
    low = part < _ROOT_HALF
    return _log_of(np.where(low, 2 * part, part), twos - low)


def _log_of(part: Any, twos: Any) -> Any:
    """The logarithm of part * 2**twos, the part lying about 1."""
    s = (part - 1) / (part + 1)
    square, series = s * s, 0.0
    for n in range(2 * _LOG_TERMS - 1, 0, -2):
        series = series * square + 1 / n
    return twos * _LN2_HIGH + (twos * _LN2_LOW + 2 * s * series)


def logistic(odds: Any) -> Any:
    """The probability of each log odds."""
    return 1 / (1 + exp(-odds))


def tanh(values: Any) -> Any:
    """The hyperbolic tangent of each value, by Lambert's continued fraction."""
    values = np.clip(values, -_FLAT, _FLAT)
    square = values * values
    below = 2.0 * _TANH_TERMS + 1
    for n in range(2 * _TANH_TERMS - 1, 0, -2):
        below = n + square / below
    return values / below
