"""The files of the page as they are sent: scripts without comments, all that is text compressed.

What lies in `web/static` is what a person reads and edits, comments and all; nothing is built. Each
file is made smaller when it is first asked for, and kept for as long as it does not change.
"""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from flask import Response, request

TEXTS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".ftl": "text/plain",
    ".svg": "image/svg+xml",
}
"""What is made smaller, by suffix, and its media type."""
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*[^!](?s:.*?)\*/[ \t]*)$", re.MULTILINE)
_LEVEL = 9  # given by gzip: its smallest; each file is compressed once


class PageFile(NamedTuple):
    """A file as it is sent: plain, compressed, and the tag of its content."""

    plain: bytes
    compressed: bytes
    tag: str


def sent(path: Path) -> PageFile:
    """A file of TEXTS as it is sent. Raises OSError."""
    stat = path.stat()
    return _sent(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _sent(path: Path, mtime: int, size: int) -> PageFile:
    plain = path.read_bytes()
    if path.suffix == ".js":
        plain = _without_comments(plain.decode()).encode()
    tag = blake2b(plain, digest_size=12).hexdigest()
    return PageFile(plain, gzip.compress(plain, _LEVEL, mtime=0), tag)


def _without_comments(script: str) -> str:
    """A script without the comments that have lines of their own; the lines keep their numbers, so
    that an error names the place where a person reads it. Notes of copyright (`/*!`) stay."""
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), script)


def answer(path: Path) -> Response:
    """The answer with a file of TEXTS: compressed for who takes it, 304 for who has it."""
    file = sent(path)
    squeezed = takes_gzip()
    response = Response(file.compressed if squeezed else file.plain, mimetype=TEXTS[path.suffix])
    response.headers["Cache-Control"] = "no-cache"  # asked again, and answered with 304
    response.set_etag(f"{file.tag}-gzip" if squeezed else file.tag)
    _say_how(response, squeezed)
    response.make_conditional(request)
    return response


def squeeze(response: Response) -> Response:
    """An answer that is made anew each time, compressed for who takes it."""
    if squeezed := takes_gzip():
        response.set_data(gzip.compress(response.get_data(), mtime=0))
    _say_how(response, squeezed)
    return response


def takes_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0


def _say_how(response: Response, squeezed: bool) -> None:
    response.vary.add("Accept-Encoding")
    if squeezed:
        response.content_encoding = "gzip"
