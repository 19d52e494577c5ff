"""What an HTTP reply of a chat server means: an answer, a reason to ask again, or the end."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from glossary.errors import ModelError
from glossary.mining.language_model.address import ServerAddress
from glossary.mining.language_model.client import NoAnswer, Reply

_AGAIN = frozenset((408, 409, 425, 429))  # given by HTTP: not now
_FORM = frozenset((400, 413, 422))  # given by HTTP: not so
_SERVER_ERROR = 500  # given by HTTP
_LONGEST_QUOTE = 200  # characters of what a server says. Chosen, for a line


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote, what it cost, and whether it came to an end."""

    text: str
    tokens: int
    is_whole: bool


class NotUnderstood(NoAnswer):
    """The server does not take the form of the request."""


def completion(reply: Reply, address: ServerAddress, key: str) -> Completion:
    """The answer in a reply. Raises NoAnswer, NotUnderstood, and ModelError where this server will
    answer nothing that is asked of it. No message holds the key."""
    if reply.status == 200:
        return _answer(reply, key)
    said = f"{reply.status}{_quoted(reply.body, key)}"
    _refuse(reply.status, said, address, bool(key))
    if reply.status in _FORM:
        raise NotUnderstood(f"it answers {said}")
    wait = _seconds(reply.headers.get("retry-after", ""))
    again = reply.status in _AGAIN or reply.status >= _SERVER_ERROR
    raise NoAnswer(f"it answers {said}", may_help=again, wait=wait)


def _refuse(status: int, said: str, address: ServerAddress, has_key: bool) -> None:
    """Raise ModelError where the address or the key is wrong."""
    if status in (401, 403):
        what = "refuses the key" if has_key else "wants a key"
        advice = f"{what} ({status}); set GLOSSARY_MODEL_KEY to a key of this server"
    elif 300 <= status < 400:
        advice = f"sends elsewhere ({status}), where neither texts nor key go; name that address"
    elif status in (404, 405):
        advice = f"has no such address or model: it answers {said}"
    else:
        return
    raise ModelError(f"the model's server {address} {advice}")


def _answer(reply: Reply, key: str) -> Completion:
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError):
        is_page = reply.headers.get("content-type", "").startswith("text/html")
        what = "a web page; is the address right?" if is_page else "no whole JSON"
        raise NoAnswer(f"it answers with {what}", may_help=not is_page) from None
    if not isinstance(found, Mapping) or "choices" not in found:
        raise NoAnswer(f"it answers without choices{_quoted(reply.body, key)}")
    choice = _first(found["choices"])
    text = _text(_mapping(choice.get("message")).get("content"))
    return Completion(text, _tokens(found), choice.get("finish_reason") != "length")


def _first(choices: Any) -> Mapping[str, Any]:
    return _mapping(choices[0]) if isinstance(choices, list) and choices else {}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(content: Any) -> str:
    """What stands in `content`: a text, or a list of parts with a text each."""
    if isinstance(content, list):
        content = "".join(str(_mapping(part).get("text", "")) for part in content)
    return content if isinstance(content, str) else ""


def _tokens(found: Mapping[str, Any]) -> int:
    """Of prompt and answer together; 0 where the server does not say."""
    usage = _mapping(found.get("usage"))
    counts = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
    return sum(n for n in counts if isinstance(n, int) and 0 <= n < 1 << 40)


def _quoted(body: bytes, key: str) -> str:
    """What the server says of an error, in a few plain words, without the key; "" if nothing."""
    try:
        error = _mapping(json.loads(body)).get("error")
    except (ValueError, RecursionError):
        return ""
    said = error if isinstance(error, str) else _mapping(error).get("message")
    if not isinstance(said, str) or not said:
        return ""
    said = said.replace(key, "…") if key else said
    plain = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return f" ({plain[:_LONGEST_QUOTE]})"


def _seconds(retry_after: str) -> float | None:
    """The seconds that Retry-After names, as a number or a date; None if it names none."""
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(retry_after).timestamp() - time.time()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
