"""Models of the JSON in responses; they both describe and produce it.

A response is made from a value of the glossary by its model, so that each field is declared once,
in the model, which also makes the OpenAPI document. Pydantic validates and serialises it in less
time than `json` takes for plain data. This module has what resources share; other models are in the
modules of their views.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Self

from flask import Response
from pydantic import BaseModel, ConfigDict, RootModel
from pydantic_core import PydanticSerializationError, to_json

from glossary.model import ConceptEntry


def answer(
    made: BaseModel,
    status: int = 200,
    headers: dict[str, str] | None = None,
    *,
    without: Collection[str] | Mapping[str, Any] = (),
) -> Response:
    """A JSON response in UTF-8, without the fields in `without`; those further in are named as
    pydantic names what to exclude."""
    body = _written(made, without if isinstance(without, Mapping) else set(without))
    return Response(body, status, headers, mimetype="application/json")


def _written(made: BaseModel, without: Any) -> bytes:
    try:
        return to_json(made, exclude=without)
    except PydanticSerializationError:  # half a surrogate pair, as a file name may have
        plain = made.model_dump(exclude=without)
        return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


class Answer(BaseModel):
    """Base of what responses hold."""

    model_config = ConfigDict(use_attribute_docstrings=True, from_attributes=True)

    @classmethod
    def of(cls, value: object) -> Self:
        """Make a model from a value that has the fields as its attributes."""
        return cls.model_validate(value)


class Extent(Answer):
    """A part of something longer."""

    total: int
    limit: int
    offset: int


class Listing(Extent):
    """The one shape of lists; a kind of list says what its `items` are."""

    items: list[Any]
    cursor: str | None = None
    """Where the next page begins, as `cursor` of the next request; null where this is the last."""


class ErrorBody(Answer):
    code: str
    message: str
    """One line: what is wrong, and the way out."""
    detail: Any


class Error(Answer):
    """Every error has this shape."""

    error: ErrorBody


class Concept(RootModel[ConceptEntry]):
    """A concept entry."""


class JobRecord(Answer):
    """Long work: how far it is, or how it ended."""

    id: int
    kind: str
    """mine, mine memory, import, export, evaluate, demo or check."""
    name: str
    by: str
    state: str
    """waiting, running, done, failed, stopped, or broken: its process was lost; start it again."""
    stage: str
    unit: str
    done: int
    """How many of the units of its stage are done."""
    total: int
    """Of how many; 0 where that is not known."""
    rate: float
    """Units a second."""
    seconds_left: float | None
    """Of its stage, if it goes on like this."""
    message: str
    """One line about how it ended."""
    attempt: int
    version: int
    """How many changes of this record there were."""
    created_at: str
    started_at: str
    ended_at: str


class ChangeRecord(Answer):
    """What happened to one thing."""

    number: int
    """Larger than that of every change before."""
    kind: str
    """entry, candidate, unit, document, comment, conflict, or step: one that has just ended."""
    id: str
    event: str
    """created, changed, deleted; of a candidate proposed, approved, amended, rejected, skipped,
    undone, withdrawn; of a step created, undone."""
    by: str
    at: str
    step: int | None
    """The step it belongs to; null of comments, which are in none."""
    verb: str
    """What that step did: add, edit, import, undo and so on."""
    revision: int | None
    """Of an entry: the number of its revision, as in its ETag."""


class StepOfRevision(Answer):
    verb: str
    by: str
    at: str
    summary: str


class AddedUnits(Answer):
    received: int
    added: int
    """How many were new; the same unit twice is one."""
