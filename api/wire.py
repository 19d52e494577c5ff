"""Models of the JSON in requests; unknown fields are errors.

This module has what resources share; other models are in the modules of their views.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar, cast, get_args

from flask import g, has_app_context, has_request_context, request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from glossary.text.characters import NOT_IN_EVERY_FILE

# Chosen, in characters: longer than any term or sentence, and than a book. At half or double so is
# what one request may cost, no more.
MAX_QUERY = 10_000
MAX_TEXT = 2_000_000


def storable(text: str) -> str:
    """The text, if files of every format can hold it. Raises ValueError."""
    if found := NOT_IN_EVERY_FILE.search(text):
        raise ValueError(f"the control character U+{ord(found[0]):04X} cannot be stored")
    return text


def check_storable(value: Any) -> None:
    """Check every text in JSON data with `storable`. Raises ValueError."""
    if isinstance(value, str):
        storable(value)
    elif isinstance(value, dict):
        check_storable(list(value.items()))
    elif isinstance(value, list | tuple):
        for item in value:
            check_storable(item)


def signed(name: str) -> str:
    """The name, or, where people sign in, of who is signed in. Raises ValueError for another."""
    person = g.get("person") if has_app_context() else None
    if person is None:
        return name
    if name not in ("", person.name):
        raise ValueError(f"who is signed in is {person.name}, and nobody else can be named")
    return str(person.name)


def noted(by: str) -> str:
    """The same, noted for the server's log."""
    if has_request_context():
        request.environ["glossary.by"] = by
    return by


Words = Annotated[str, Field(max_length=MAX_QUERY), AfterValidator(storable)]
Name = Annotated[str, Field(min_length=1, max_length=MAX_QUERY), AfterValidator(storable)]
Segment = Annotated[str, Field(min_length=1, max_length=100_000), AfterValidator(storable)]
Who = Annotated[
    str,
    Field(max_length=200, description="Who did it.", validate_default=True),
    AfterValidator(storable),
    AfterValidator(signed),
    AfterValidator(noted),
]
TagText = Annotated[str, Field(max_length=100, examples=["zh-Hant-TW"])]
LanguageCode = Literal["zh", "en"]
Status = Literal["preferred", "admitted", "deprecated", "superseded"]


def former(name: str) -> FieldInfo:
    """A field by its former name, which is still taken: `name` is the one that is shown."""
    said = f"The former name of `{name}`, which counts where both are given."
    return cast(FieldInfo, Field(description=said, json_schema_extra={"deprecated": True}))


def first_given(*values: Any) -> Any:
    """The first that is not None, or None."""
    return next((value for value in values if value is not None), None)


Limit = Annotated[int, Field(ge=1, le=100, description="How many at most.")]
Offset = Annotated[int, Field(ge=0, le=1_000_000_000, description="How many to leave out first.")]
Cursor = Annotated[
    str | None,
    Field(
        max_length=20_000,
        description="Begin where the page ended that told this `cursor`, whatever came or went.",
    ),
]
When = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$",
        description="A date or time in UTC: 2026-01-31 or 2026-01-31T08:00:00Z.",
    ),
]


class FromJson:
    """A model that takes each value in the type that JSON gives it: `0` is no `false`, `1.0` no
    whole number, and `"5"` no number."""

    @classmethod
    def model_validate(cls, obj: Any, *_: Any, **__: Any) -> Any:
        """Validate strictly, as JSON: pydantic is strict with JSON, but not with Python containers.
        Raises ValidationError."""
        return cls.model_validate_json(json.dumps(obj), strict=True)  # type: ignore[attr-defined]


class Body(FromJson, BaseModel):
    """Base of the JSON that a request brings."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Query(BaseModel):
    """Base of what a request brings as text, in its address: see `from_text`."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    @classmethod
    def model_validate(cls, obj: Any, *_: Any, **__: Any) -> Any:
        return from_text(cls, obj)


AnyModel = TypeVar("AnyModel", bound=BaseModel)
_WRITTEN: tuple[tuple[type, str, Callable[[str], Any]], ...] = (
    (bool, "(?i:true|false|1|0)", lambda text: text.lower() in ("true", "1")),
    (int, "-?[0-9]{1,19}", int),
    (float, r"-?[0-9]{1,19}(\.[0-9]{1,19})?", float),
)
"""How a value is written as text, by its type."""


def from_text(model: type[AnyModel], fields: Mapping[str, Any]) -> AnyModel:
    """A model from fields that are text, in an address or a form. Raises ValidationError."""
    read = {name: _typed(model, name, value) for name, value in fields.items()}
    made: AnyModel = model.__pydantic_validator__.validate_python(read, strict=True)
    return made


def _typed(model: type[BaseModel], name: str, value: Any) -> Any:
    """The value in its field's type; unchanged if that is another type or the text does not match
    it."""
    field = model.model_fields.get(name)
    types = (field.annotation, *get_args(field.annotation)) if field else ()
    for kind, pattern, read in _WRITTEN:
        if kind in types and isinstance(value, str) and re.fullmatch(pattern, value):
            return read(value)
    return value


# ---------------------------------------------------------------- query strings


class Page(Query):
    limit: Limit = 20
    offset: Offset = 0
    cursor: Cursor = None


class Written(Body):
    """A text sent as JSON instead of a file; the end of its name tells the format."""

    text: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(max_length=1_000)] = "text.txt"
