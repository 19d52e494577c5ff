"""Pages of a list: from an offset, or after a cursor.

A cursor holds the key of the last item that was told, by which the list is sorted, and how many
came before it. The next page begins after that key, whatever came or went since: nothing that stays
is told twice or left out. It asks a list for no more than a page from a place on: where the key is
no longer at its place, the place is looked for by halving.
"""

from __future__ import annotations

import base64
import json
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from apiflask import HTTPError

Item = TypeVar("Item")
Key = tuple[Any, ...]

TRIES = 4
"""How often a place is looked for while others write. Chosen: each takes milliseconds, so half
would do as well; double waits for who writes without end."""


class Asked(Protocol):
    """Which page is asked for."""

    @property
    def limit(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def cursor(self) -> str | None: ...


class PageQuery(NamedTuple):
    """A page of a list that is not asked for in an address of its own."""

    limit: int
    offset: int = 0
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class ListOf(Generic[Item]):
    """A list by its `name`: `items(offset, limit)` tells a part of it, `key(item)` what it is
    sorted by, falling if `descending`. Keys are numbers and texts, and tell any two items apart."""

    name: str
    items: Callable[[int, int], Sequence[Item]]
    key: Callable[[Item], Key]
    descending: bool = False

    def is_after(self, item: Item, anchor: Key) -> bool:
        key = self.key(item)
        return key < anchor if self.descending else key > anchor


def part_of(items: Sequence[Item]) -> Callable[[int, int], Sequence[Item]]:
    """What tells parts of a list that is there as a whole."""
    return lambda offset, limit: items[offset : offset + limit]


class PageOf(NamedTuple, Generic[Item]):
    """Items, the place of the first one in the list, and the cursor of the next page, if any."""

    items: Sequence[Item]
    offset: int
    cursor: str | None


class Anchor(NamedTuple):
    place: int
    key: Key


def page(asked: Asked, whole: ListOf[Item]) -> PageOf[Item]:
    """The page that is asked for; with a cursor, `offset` is counted from there. Aborts with 422
    for what is no cursor of this list."""
    if asked.cursor is None:
        return _page(whole, asked.offset, whole.items(asked.offset, asked.limit + 1), asked.limit)
    anchor = _read(whole.name, asked.cursor)
    try:
        place, found = _after(whole, anchor, asked.limit)
    except TypeError:  # a text against a number
        raise _no_cursor() from None
    if asked.offset:
        place += asked.offset
        found = whole.items(place, asked.limit + 1)
    return _page(whole, place, found, asked.limit)


def _page(whole: ListOf[Item], place: int, found: Sequence[Item], limit: int) -> PageOf[Item]:
    items = found[:limit]
    following = None
    if items and len(found) > limit:
        following = _written(whole.name, Anchor(place + len(items), whole.key(items[-1])))
    return PageOf(items, place, following)


def _after(whole: ListOf[Item], anchor: Anchor, limit: int) -> tuple[int, Sequence[Item]]:
    """(the place after the anchor, what is there); the item before comes along, to see that it
    is."""
    place = anchor.place
    for _ in range(TRIES):
        first = max(place - 1, 0)
        found = whole.items(first, limit + 2)
        before, after = found[: place - first], found[place - first :]
        is_met = not place or (len(before) and not whole.is_after(before[0], anchor.key))
        if is_met and (not after or whole.is_after(after[0], anchor.key)):
            break
        place = _place(whole, anchor)
    return place, after


def _place(whole: ListOf[Item], anchor: Anchor) -> int:
    """How many items are not after the anchor."""

    def is_past(at: int) -> bool:
        found = whole.items(at, 1)
        return not found or whole.is_after(found[0], anchor.key)

    end = max(anchor.place, 1)
    while not is_past(end):
        end *= 2
    return bisect_left(range(end), True, key=is_past)


def _written(name: str, anchor: Anchor) -> str:
    told = json.dumps([name, anchor.place, *anchor.key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def _read(name: str, cursor: str) -> Anchor:
    try:
        told = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        of, place, *key = json.loads(told.decode("utf-8", "surrogatepass"))
    except (ValueError, TypeError, RecursionError):
        raise _no_cursor() from None
    is_place = type(place) is int and 0 <= place <= 2**53
    if of != name or not is_place or not key or not all(type(k) in (int, float, str) for k in key):
        raise _no_cursor()
    return Anchor(place, tuple(key))


def _no_cursor() -> HTTPError:
    said = "not one of this list; leave it out to begin anew"
    return HTTPError(422, detail={"query": {"cursor": [said]}})
