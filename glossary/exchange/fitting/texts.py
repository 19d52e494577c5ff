"""Apply a function to every text in a value of the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The value with `change` applied to every text; the same object if nothing changes."""
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
