"""Read files as Documents: the text, and blocks of clean text with their offsets in it.

A format is one module with `parse(data, name) -> (text, blocks)`, and a line in FORMATS for each of
its suffixes. A file that cannot be read completely is refused with a reason.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path

from glossary.errors import UnreadableFile
from glossary.model import Document

FORMATS = {  # suffix -> module; loaded when needed
    ".txt": "plain",
    ".text": "plain",
    ".md": "plain",
    ".markdown": "plain",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".tmx": "tmx",
}
MAX_BYTES = 64 * 1024 * 1024


def read(path: str | Path) -> Document:
    """The document in a file. Raises UnreadableFile."""
    name = str(path)
    _format(name)  # check the name before reading: a device may never end
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableFile(name, reason or str(error)) from error
    return parse(data, name)


def parse(data: bytes, name: str) -> Document:
    """The document in `data`, in the format of the suffix of `name`. Raises UnreadableFile."""
    module = _format(name)
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES / 1e6:.0f} MB"
        raise UnreadableFile(name, f"too large for one document (limit {limit}); split it")
    if not data.strip():
        raise UnreadableFile(name, "the file is empty")
    text, blocks = import_module(f"glossary.documents.{module}").parse(data, name)
    if not text.strip():
        raise UnreadableFile(name, "no text in it")
    return Document(name, hashlib.sha256(data).hexdigest(), text, tuple(blocks))


def _format(name: str) -> str:
    """The name of the module that reads files of that name."""
    suffix = Path(name).suffix.lower()
    if suffix not in FORMATS:
        known = " ".join(sorted(FORMATS))
        raise UnreadableFile(name, f"unknown kind of document {suffix!r}; known are {known}")
    return FORMATS[suffix]
