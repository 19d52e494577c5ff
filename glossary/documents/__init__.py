"""Files into Documents: text as read, and blocks of clean text with their places.

A format is one module with `SUFFIXES` and `parse(data, name) -> (text, blocks)`, and one line
in FORMATS. What cannot be read whole is refused with a reason.
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
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(str(path), _too_large(path.stat().st_size))
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error
    return parse(data, str(path))


def parse(data: bytes, name: str) -> Document:
    """The document in `data`; `name` tells the format by its suffix. Raises UnreadableFile."""
    suffix = Path(name).suffix.lower()
    if suffix not in FORMATS:
        known = " ".join(sorted(FORMATS))
        raise UnreadableFile(name, f"unknown kind of document {suffix!r}; known are {known}")
    if len(data) > MAX_BYTES:
        raise UnreadableFile(name, _too_large(len(data)))
    if not data.strip():
        raise UnreadableFile(name, "the file is empty")
    module = import_module(f"glossary.documents.{FORMATS[suffix]}")
    text, blocks = module.parse(data, name)
    if not text.strip():
        raise UnreadableFile(name, "no text in it")
    return Document(name, hashlib.sha256(data).hexdigest(), text, tuple(blocks))


def _too_large(size: int) -> str:
    return f"{size / 1e6:.0f} MB is too large for one document (limit {MAX_BYTES / 1e6:.0f} MB)"
