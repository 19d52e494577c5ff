"""What a look-up asks of the terms, as values: each store compiles them for the index that it has.

They speak of the tokens of `glossary.text.grams`, which every store keeps of every term. `None`
stands for what narrows nothing, and is left out of what it is combined with.
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
    """Terms that have a token that begins so."""

    prefix: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Terms that fulfil every part, of which there is at least one."""

    parts: tuple[Narrowing, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Terms that fulfil one part or more; without parts, none."""

    parts: tuple[Narrowing, ...]


Narrowing: TypeAlias = "HasToken | HasPrefix | AllOf | AnyOf"

NO_TERM = AnyOf(())


def all_of(parts: Iterable[Narrowing | None]) -> Narrowing | None:
    """The parts together, each once; None where there are none."""
    unique = _unique(parts)
    return AllOf(unique) if len(unique) > 1 else unique[0] if unique else None


def any_of(parts: Iterable[Narrowing | None]) -> Narrowing | None:
    """One of the parts or more, each named once; None where there are none."""
    unique = _unique(parts)
    return AnyOf(unique) if len(unique) > 1 else unique[0] if unique else None


def _unique(parts: Iterable[Narrowing | None]) -> tuple[Narrowing, ...]:
    there = tuple([part for part in parts if part is not None])
    return tuple(dict.fromkeys(there)) if len(there) > 1 else there
