"""Errors in responses: one format for all, `{"error": {"code", "message", "detail"}}`.

Nothing internal is sent: no stack trace, no path of a file on the server.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from apiflask import APIFlask, HTTPError
from flask import Response, request
from pydantic import ValidationError
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as WrongAddress

from api.answers import Error, ErrorBody, answer
from api.refusals import CODES
from glossary.errors import (
    BrokenInstallation,
    ConflictError,
    GlossaryError,
    MemoryIncomplete,
    NotFound,
    StoreError,
)
from glossary.jobs.queue import QueueFull

log = logging.getLogger("glossary.api")

# Chosen, so that an answer is short whatever was sent: at half less of it is shown, at double an
# answer to a hostile request is twice as long.
MESSAGE = 500  # characters of a message
NAMED = 10  # fields that are named, of however many that are wrong
LISTED = 100  # items of a list in `detail`
NAME = 100  # characters of a field's name

# Given by HTTP.
_STATUS = (
    (NotFound, 404),
    (ConflictError, 409),
    (StoreError, 503),
    (BrokenInstallation, 503),
    (GlossaryError, 422),
)


def failure(
    status: int,
    message: str,
    detail: Any = None,
    *,
    code: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    """An error in the common format, shortened to a limited size."""
    message, detail = shortened(" ".join(message.split()), MESSAGE), bounded(detail)
    named = code or CODES.get(status) or HTTPStatus(status).phrase.lower().replace(" ", "_")
    body = ErrorBody(code=named, message=message, detail=detail)
    return answer(Error(error=body), status, headers)


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and the number of characters left out."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text) - most} more characters)"


def bounded(value: Any, depth: int = 5) -> Any:
    """JSON data with long values shortened: error details may contain input of any size."""
    if isinstance(value, str):
        return shortened(value, MESSAGE)
    if not isinstance(value, dict | list | tuple):
        return value
    if not depth:
        return "…"
    if isinstance(value, dict):
        kept = list(value.items())[:LISTED]
        rest = {"…": f"{len(value) - LISTED} more"} if len(value) > LISTED else {}
        return {shortened(str(k), NAME): bounded(v, depth - 1) for k, v in kept} | rest
    items = [bounded(item, depth - 1) for item in value[:LISTED]]
    return items + [f"… {len(value) - LISTED} more"] if len(value) > LISTED else items


def handle_failures(app: APIFlask) -> None:
    """Answer every exception in the common format."""
    app.register_error_handler(GlossaryError, _refused)
    app.register_error_handler(HTTPError, _of_apiflask)
    app.register_error_handler(ValidationError, _of_pydantic)
    app.register_error_handler(HTTPException, _of_werkzeug)
    app.register_error_handler(RecursionError, _too_deep)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: GlossaryError) -> Response:
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    if isinstance(error, QueueFull):
        return failure(503, str(error), code=error.code, headers={"Retry-After": "30"})
    if status == 503:  # its message names the database file
        log.error("%s", error)
        message = "the database cannot be used now; the server's log says why"
        if isinstance(error, MemoryIncomplete):
            message = "the memory is not whole now, and nothing is told of it; see the server's log"
        return failure(status, message, _request(), code=error.code)
    return failure(status, str(error), error.detail, code=error.code)


def _of_apiflask(error: HTTPError) -> Response:
    if not isinstance(error.detail, dict) or not error.detail:
        return failure(error.status_code, error.message or "", headers=dict(Headers(error.headers)))
    fields = {name: said for place in error.detail.values() for name, said in place.items()}
    return _wrong_fields({name: said[0] for name, said in fields.items()})


def _of_pydantic(error: ValidationError) -> Response:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return _wrong_fields({".".join(map(str, e["loc"])) or "_schema": e["msg"] for e in found})


def _wrong_fields(fields: dict[str, str]) -> Response:
    name, said = next(iter(fields.items()))
    where = "" if name == "_schema" else f"{shortened(name, NAME)}: "
    named = dict(list(fields.items())[:NAMED])
    if len(fields) > NAMED:
        named["…"] = f"{len(fields) - NAMED} more are wrong"
    return failure(422, f"{where}{said}", named)


def _of_werkzeug(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect is not an error
        return error.get_response()  # type: ignore[return-value]
    own = ("content-type", "content-length")
    kept = {name: value for name, value in error.get_headers() if name.lower() not in own}
    message = error.description or error.name
    if message == WrongAddress.description:
        message = "there is nothing at this address; /docs lists what there is"
    return failure(status, message, headers=kept)


def _too_deep(error: RecursionError) -> Response:
    return failure(400, "the body is nested too deeply")


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected error", exc_info=error)
    return failure(500, "something went wrong here; the server's log says what", _request())


def _request() -> dict[str, str] | None:
    """The id that the server's log has of this request; None where a server gives none."""
    known = request.environ.get("glossary.id")
    return {"request_id": known} if known else None
