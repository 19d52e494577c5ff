"""Narrowing of terms for a look-up, as values that each store compiles for its own index.

They refer to the tokens of `glossary.text.grams`, which every store indexes for each term. `None`
stands for no condition, and is dropped from combinations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class HasToken:
    """Terms that have this token."""

    token: str


@dataclass(frozen=True, slots=True)
class HasPrefix:
    """Terms that have a token with this prefix."""

    prefix: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Terms that match every part; there is at least one part."""

    parts: tuple[Narrowing, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Terms that match one or more parts; without parts, none."""

    parts: tuple[Narrowing, ...]


Narrowing: TypeAlias = "HasToken | HasPrefix | AllOf | AnyOf"

NO_TERM = AnyOf(())


def all_of(parts: Iterable[Narrowing | None]) -> Narrowing | None:
    """All parts together, without duplicates; None if there are none."""
    unique = _unique(parts)
    return AllOf(unique) if len(unique) > 1 else unique[0] if unique else None


def any_of(parts: Iterable[Narrowing | None]) -> Narrowing | None:
    """One or more of the parts, without duplicates; None if there are none."""
    unique = _unique(parts)
    return AnyOf(unique) if len(unique) > 1 else unique[0] if unique else None


def _unique(parts: Iterable[Narrowing | None]) -> tuple[Narrowing, ...]:
    there = tuple([part for part in parts if part is not None])
    return tuple(dict.fromkeys(there)) if len(there) > 1 else there
