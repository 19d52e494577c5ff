"""The log on stderr: a line for each request and for each error, as JSON, as text, or errors alone.

A line names the route and not the address: queries and pieces of text in an address are the words
of who asks. Of headers, bodies and cookies it has nothing. Where something unexpected happens, the
log has the kind of exception and the places in the code, and not its message, which may quote what
was sent.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final, Literal

from api.request_id import current
from api.server.numbers import ServedRequest

LogForm = Literal["json", "text", "none"]
FORMS: Final = ("json", "text", "none")

Line = dict[str, Any]


def begin(form: LogForm, process: int | None = None) -> Callable[[ServedRequest], object]:
    """Log in a form, as a worker if `process` is its number; returns what logs a request."""
    write = _as_json if form == "json" else _as_text
    handler = _Handler(lambda line: _write(write(_of_worker(line, process))))
    logging.basicConfig(handlers=[handler], force=True)
    if form == "none":
        return lambda request: None
    return lambda request: _write(write(_of_worker(_of_request(request), process)))


def tell(message: str) -> None:
    """Log a message of the server itself, as JSON."""
    _write(_as_json({"time": _now(), "level": "info", "message": message}))


def _of_request(request: ServedRequest) -> Line:
    method, route = request.series
    return {
        "time": _now(),
        "level": "info",
        "id": request.id,
        "method": method,
        "route": route,
        "status": request.status,
        "ms": round(request.seconds * 1000, 1),
        "bytes": request.size,
        "by": request.by or None,
    }


class _Handler(logging.Handler):
    """Writes the records of the program; those of a request with its id."""

    def __init__(self, write: Callable[[Line], object]) -> None:
        super().__init__()
        self._told = write

    def emit(self, record: logging.LogRecord) -> None:
        line = {
            "time": _now(),
            "level": record.levelname.lower(),
            "id": current.get() or None,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1]:
            line |= _places(record.exc_info[1])
        self._told(line)


def _places(error: BaseException) -> Line:
    """The kind of an exception, and where it was raised, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return {"error": kind, "at": [f"{f.filename}:{f.lineno} {f.name}" for f in frames]}


def _of_worker(line: Line, process: int | None) -> Line:
    return line if process is None else line | {"worker": process}


def _as_json(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False)


def _as_text(line: Line) -> str:
    """`ERROR glossary.api: message id=…`, and with an indent where; or, of a request, its figures
    by their names."""
    kept = {name: value for name, value in line.items() if value is not None}
    places = "".join(f"\n  {place}" for place in kept.pop("at", ()))
    if "message" in kept:
        del kept["time"]
        head = f"{kept.pop('level').upper()} {kept.pop('logger')}: {kept.pop('message')}"
    else:
        head = f"{kept.pop('time')} {kept.pop('method')} {kept.pop('route')} {kept.pop('status')}"
        del kept["level"]
    named = [f"{name}={_plain(value)}" for name, value in kept.items()]
    return " ".join([head, *named]) + places


def _plain(value: Any) -> str:
    """A value, quoted where it is a text with anything that could be taken for something else."""
    text = str(value)
    is_word = text.isascii() and text.replace("-", "").replace(".", "").replace("_", "").isalnum()
    return text if is_word else json.dumps(text, ensure_ascii=False)


def _now() -> str:
    """The time in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _write(line: str) -> None:
    with suppress(OSError, ValueError):  # nobody reads it any more
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
