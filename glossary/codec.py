"""Conversion between model values and JSON data. Fields at their default are left out.

The store, the API and `--format json` share this mapping. A search decodes dozens of entries, so
the types of a class are inspected once, and a small function is kept for each field.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from glossary.errors import InvalidInput

T = TypeVar("T")
Reader = Callable[[Any], Any]

# ---------------------------------------------------------------- values to data


def to_plain(value: Any, *, defaults: bool = False) -> Any:
    """A value as dicts, lists, strings and numbers. With `defaults`, every field is included."""
    kind: Any = type(value)
    if kind in _SCALARS:
        return value
    if kind is tuple or kind is list:
        return [to_plain(item, defaults=defaults) for item in value]
    shape = _shape(kind)
    if shape is None:
        return value
    data = {}
    for name, default, item in zip(shape.names, shape.defaults, shape.items(value), strict=True):
        if defaults or (item is not default and item != default):
            data[name] = item if type(item) is str else to_plain(item, defaults=defaults)
    return data


def texts_of(value: Any) -> list[str]:
    """Every non-empty text in a value, in order."""
    found: list[str] = []
    _texts((value,), found)
    return found


def _texts(parts: Iterable[Any], found: list[str]) -> None:
    for part in parts:
        if not part:
            continue
        kind: Any = type(part)
        if kind is str or isinstance(part, str):
            found.append(part)
        elif kind is tuple or kind is list:
            _texts(part, found)
        elif shape := _shape(kind):
            _texts(shape.items(part), found)


# ---------------------------------------------------------------- data to values


class _Misfit(Exception):
    """Data that does not fit; callers prepend its place as the exception passes them."""

    def __init__(self, problem: str, place: str = "") -> None:
        super().__init__(problem)
        self.problem, self.place = problem, place

    def inside(self, place: str) -> _Misfit:
        return _Misfit(self.problem, place + ("." if self.place[:1].isalpha() else "") + self.place)


def from_plain(cls: type[T], data: Any, where: str = "") -> T:
    """The value of `cls` in `data`. Raises InvalidInput, naming the field that does not fit."""
    try:
        reader: Callable[[Any], T] = _reader(typing.cast(typing.Hashable, cls))
        return reader(data)
    except _Misfit as misfit:
        place = misfit.inside(where).place if where else misfit.place
        raise InvalidInput(f"{place or cls.__name__}: {misfit.problem}") from None
    except RecursionError:
        raise InvalidInput(f"{where or cls.__name__}: nested too deep") from None


@cache
def _reader(kind: Any) -> Reader:
    """The function that decodes a value of that type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _optional_reader(next(a for a in arguments if a is not type(None)))
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _list_reader(arguments[0])
    if origin is tuple:
        return _fixed_reader(arguments)
    if is_dataclass(kind):
        return _object_reader(typing.cast(type, kind))
    return _scalar_reader(kind)


def _object_reader(cls: type) -> Reader:
    kinds = {name: kind for name, _, kind in _fields(cls)}
    required = [name for name, default, _ in _fields(cls) if default is MISSING]
    readers: dict[str, Reader] = {}  # filled on first use: a class may contain values of itself

    def read(data: Any) -> Any:
        if not isinstance(data, dict):
            raise _Misfit(f"an object is wanted, not {_name(data)}")
        values = dict(data)
        for name, item in data.items():
            if type(item) is kinds.get(name):
                continue  # already text or a number of the right type
            if name not in kinds:
                raise _Misfit(f"unknown field {name!r}")
            try:
                reader = readers.get(name) or readers.setdefault(name, _reader(kinds[name]))
                values[name] = reader(item)
            except _Misfit as misfit:
                raise misfit.inside(name) from None
        for name in required:
            if name not in data:
                raise _Misfit(f"field {name!r} is missing")
        return cls(**values)

    return read


def _list_reader(kind: Any) -> Reader:
    reader = _reader(kind)

    def read(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list | tuple):
            raise _Misfit(f"a list is wanted, not {_name(data)}")
        values = []
        for item in data:
            try:
                values.append(reader(item))
            except _Misfit as misfit:
                raise misfit.inside(f"[{len(values)}]") from None
        return tuple(values)

    return read


def _fixed_reader(kinds: tuple[Any, ...]) -> Reader:
    readers = tuple(_reader(kind) for kind in kinds)

    def read(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list | tuple):
            raise _Misfit(f"a list is wanted, not {_name(data)}")
        if len(data) != len(readers):
            raise _Misfit(f"{len(readers)} items are wanted, not {len(data)}")
        return tuple(reader(item) for reader, item in zip(readers, data, strict=True))

    return read


def _optional_reader(kind: Any) -> Reader:
    reader = _reader(kind)
    return lambda data: None if data is None else reader(data)


def _scalar_reader(kind: type) -> Reader:
    def read(data: Any) -> Any:
        if type(data) is kind:
            return data
        if kind is float and type(data) is int and abs(data) < _FLOAT_EXACT:
            return float(data)
        if isinstance(data, kind) and not isinstance(data, bool):
            return data  # a subclass of str or a number type
        raise _Misfit(f"{_name(kind)} is wanted, not {_name(data)}")

    return read


_SCALARS = frozenset({str, int, float, bool, type(None)})
_FLOAT_EXACT = 2**53
_NAMES = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "an object",
    list: "a list",
    type(None): "null",
}


def _name(value: Any) -> str:
    kind = value if isinstance(value, type) else type(value)
    return _NAMES.get(kind, kind.__name__)


class _Shape(NamedTuple):
    """The fields of a class: names, defaults, and a function that returns their values."""

    names: tuple[str, ...]
    defaults: tuple[Any, ...]
    items: Callable[[Any], tuple[Any, ...]]


@cache
def _shape(kind: type) -> _Shape | None:
    """The fields of a dataclass; None for any other type."""
    if not is_dataclass(kind):
        return None
    known = _fields(kind)
    names, defaults = tuple(f[0] for f in known), tuple(f[1] for f in known)
    if len(names) > 1:
        return _Shape(names, defaults, attrgetter(*names))
    return _Shape(names, defaults, lambda value: tuple(getattr(value, name) for name in names))


@cache
def _fields(cls: type) -> tuple[tuple[str, Any, Any], ...]:
    """(name, default or MISSING, type) of every field."""
    hints = typing.get_type_hints(cls)
    return tuple(
        (
            f.name,
            f.default_factory() if f.default_factory is not MISSING else f.default,
            hints[f.name],
        )
        for f in fields(cls)
    )
