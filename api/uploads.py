"""Files in requests: multipart uploads, or texts with a name in JSON.

The name of a file is only a label: its last component is kept, and it is never opened on the
server.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, BinaryIO, cast

from apiflask import HTTPError
from flask import Response, request

from api.wire import Body, from_text

View = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file: a stream, which for a large one is a file on disk."""

    name: str
    stream: BinaryIO

    @property
    def data(self) -> bytes:
        """All of it, in memory."""
        self.stream.seek(0)
        return self.stream.read()

    @property
    def size(self) -> int:
        """Bytes."""
        end = self.stream.seek(0, os.SEEK_END)
        self.stream.seek(0)
        return end


@dataclass(frozen=True, slots=True)
class Uploads:
    """How a view takes files: as a JSON body, or as multipart fields with these file parts.
    `required` is the one that the body itself is, if there is one; `also` are further ones that are
    required."""

    body: type[Body]
    options: type[Body]
    required: str = ""
    optional: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def needed(self) -> tuple[str, ...]:
        return (*filter(None, [self.required]), *self.also)

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.needed, *self.optional)


def takes_files(uploads: Uploads) -> Callable[[View], View]:
    """Decorate a view to take its files, by part name, and its options."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper() -> Response:
            read = _from_json if request.is_json else _from_form
            files, options = read(uploads)
            return view(files, options)

        wrapper.uploads = uploads  # type: ignore[attr-defined]
        return wrapper

    return decorate


def _from_json(uploads: Uploads) -> tuple[dict[str, Upload], Body]:
    body = uploads.body.model_validate(request.get_json())
    written = {uploads.required: body} if uploads.required else {}
    further = (*uploads.also, *uploads.optional)
    written |= {n: w for n in further if (w := getattr(body, n)) is not None}
    files = {n: Upload(last_part(w.name), io.BytesIO(_encoded(w.text))) for n, w in written.items()}
    names = uploads.options.model_fields
    return files, uploads.options.model_construct(**{n: getattr(body, n) for n in names})


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise HTTPError(422, f"text: {error.reason} at character {error.start}") from error


def _from_form(uploads: Uploads) -> tuple[dict[str, Upload], Body]:
    known = uploads.parts
    if unknown := [name for name in request.files if name not in known]:
        raise HTTPError(422, f"there is no file part {unknown[0]!r}; known are {', '.join(known)}")
    for name in uploads.needed:
        if name not in request.files:
            raise HTTPError(422, f"the file part {name!r} is missing")
    files = {
        name: Upload(last_part(part.filename or ""), cast(BinaryIO, part.stream))
        for name, part in request.files.items()
    }
    return files, from_text(uploads.options, _fields(uploads.options))


def _fields(options: type[Body]) -> dict[str, Any]:
    """The text fields of a form; a field that is an object is sent as JSON."""
    fields: dict[str, Any] = request.form.to_dict()
    if "mapping" in options.model_fields and "mapping" in fields:
        try:
            fields["mapping"] = json.loads(fields["mapping"])
        except ValueError as error:
            raise HTTPError(422, f"mapping: no JSON: {error}") from error
    return fields


def last_part(name: str) -> str:
    """The last component without control characters: `b.txt` for `../a\\b.txt`."""
    tail = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(c for c in tail if c.isprintable())[:200].strip() or "upload"
