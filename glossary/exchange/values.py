"""Every text in a value of the model: to look at, or to change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any


def texts_of(value: Any) -> Iterator[str]:
    """Every text in a value."""
    for name in _field_names(type(value)):  # type: ignore[arg-type]
        part = getattr(value, name)
        if isinstance(part, str):
            yield part
        elif isinstance(part, tuple):
            for item in part:
                if isinstance(item, str):
                    yield item
                elif isinstance(item, tuple):
                    yield from item
                else:
                    yield from texts_of(item)


@cache
def _field_names(kind: Hashable) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """A value with every text in it changed; the same object where none is."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        items = tuple(mapped(item, change) for item in value)
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    if not is_dataclass(value):
        return value
    changes = {}
    for field in fields(value):
        old = getattr(value, field.name)
        new = mapped(old, change)
        if new is not old and new != old:
            changes[field.name] = new
    return replace(value, **changes) if changes else value  # type: ignore[type-var]
