"""Two habits of waitress made ours: what it refuses by itself, and Chinese in a bare URL."""

from __future__ import annotations

import json
import re

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask

_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class Parser(HTTPRequestParser):
    """Takes `curl 'http://.../terms?q=小院'`, which sends the characters as they are."""

    def parse_header(self, header_plus: bytes) -> None:
        line, end, rest = header_plus.partition(b"\r\n")
        quoted = _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line)
        super().parse_header(quoted + end + rest)


class Refusal(ErrorTask):
    """A request that is no HTTP, or too large, refused in the one error shape."""

    def execute(self) -> None:
        error = self.request.error
        code = error.reason.lower().replace(" ", "_")
        body = {"error": {"code": code, "message": error.body, "detail": None}}
        written = json.dumps(body, ensure_ascii=False).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "application/json"))
        self.set_close_on_finish()
        self.content_length = len(written)
        self.write(written)


class Channel(HTTPChannel):
    parser_class = Parser
    error_task_class = Refusal
