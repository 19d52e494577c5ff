"""Conversion between documents and rows: their text compressed, their languages and length."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import suppress
from typing import Any

from glossary.errors import StoreError
from glossary.model import Document
from glossary.store.sqlite import rows
from glossary.text.script import languages_in

DOCUMENT = "sha256, name, text, added_at, languages, length"


def document_values(document: Document, at: str) -> tuple[Any, ...]:
    """The row of a document, with its text compressed."""
    packed = zlib.compress(document.text.encode("utf-8", "surrogatepass"))
    return document.sha256, document.name, packed, at, *_described(document.text)


def _described(text: str) -> tuple[str, int]:
    """(languages, length)"""
    return " ".join(languages_in(text)), len(text)


def describe(connection: sqlite3.Connection) -> None:
    """Note languages and length of documents that were stored without them."""
    for (sha256,) in connection.execute("SELECT sha256 FROM document").fetchall():
        sql = "SELECT text FROM document WHERE sha256 = ?"
        with suppress(StoreError):  # a damaged one is reported when it is read
            text = rows.text_in(connection.execute(sql, (sha256,)).fetchone()[0])
            sql = "UPDATE document SET languages = ?, length = ? WHERE sha256 = ?"
            connection.execute(sql, (*_described(text), sha256))
