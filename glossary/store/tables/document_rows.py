"""Conversion between documents and rows: their text compressed, their languages and length."""

from __future__ import annotations

import zlib
from typing import Any

from glossary.model import Document
from glossary.text.script import languages_in

DOCUMENT = "sha256, name, text, added_at, languages, length"


def document_values(document: Document, at: str) -> tuple[Any, ...]:
    """The row of a document, with its text compressed."""
    packed = zlib.compress(document.text.encode("utf-8", "surrogatepass"))
    return document.sha256, document.name, packed, at, *described(document.text)


def described(text: str) -> tuple[str, int]:
    """(languages, length)"""
    return " ".join(languages_in(text)), len(text)
