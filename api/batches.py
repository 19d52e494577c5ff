"""Many look-ups in one request: answers in order, and a bad one is named by its place.

An item of a batch is a text, or an object with options of its own; what it leaves out is as the
whole request says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, Discriminator, Tag

from glossary.errors import InvalidInput

MOST_ITEMS = 500
"""Items of a batch. Chosen: on a small machine a batch of sentences takes a second at most; half or
double moves that, and how often a tool asks for a book."""

Item = TypeVar("Item")
Options = TypeVar("Options", bound=BaseModel)
Answered = TypeVar("Answered")


def _kind(value: Any) -> str:
    return "options" if isinstance(value, dict | BaseModel) else "text"


Plain = Tag("text")
Detailed = Tag("options")
EITHER = Discriminator(_kind)
"""An item is `Annotated[Annotated[str, Plain] | Annotated[Model, Detailed], EITHER]`, so that what
is wrong with one is told of the form that was sent."""


def with_common(item: str | Options, common: BaseModel, kind: type[Options], text: str) -> Options:
    """An item with all its options: its own, else those of the whole request. `text` is the field
    that an item which is no object stands for."""
    shared = {name: getattr(common, name) for name in kind.model_fields if name != text}
    own = {text: item} if isinstance(item, str) else item.model_dump(exclude_unset=True)
    return kind.model_construct(**(shared | own))


def each(name: str, items: Sequence[Item], ask: Callable[[Item], Answered]) -> list[Answered]:
    """The answers to all items, in order. Raises InvalidInput that names the first bad one by its
    place in the list `name`."""
    done = []
    for place, item in enumerate(items):
        try:
            done.append(ask(item))
        except InvalidInput as error:
            where = f"{name}.{place}"
            raise InvalidInput(f"{where}: {error}", {where: str(error)}) from error
    return done
