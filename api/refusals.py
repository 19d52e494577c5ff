"""Errors sent by the server itself, outside the application, in the common format."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "request_timeout",
    409: "conflict",
    412: "precondition_failed",
    413: "too_large",
    415: "unsupported_media_type",
    421: "misdirected_request",
    422: "invalid",
    428: "precondition_required",
    429: "too_many_requests",
    431: "head_too_large",
    500: "internal",
    503: "store",
}
"""The default `code` of an error by its status."""


def refusal_body(status: int, message: str, code: str = "", detail: Any = None) -> bytes:
    """The body of an error in the common format, as JSON."""
    error = {"code": code or CODES[status], "message": message, "detail": detail}
    return json.dumps({"error": error}, ensure_ascii=False).encode()


def refusal(status: int, message: str, code: str = "") -> bytes:
    """A complete HTTP response, after which the connection is closed."""
    body = refusal_body(status, message, code)
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
