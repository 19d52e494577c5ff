"""Ids of concept entries, written as XML names.

In XML an id must be a name, and CAT tools expect ASCII; every other character is written as
`_u4E2D_` and decoded in files that this program wrote. An entry without an id gets one derived from
its terms, so that reading a file twice gives the same ids.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from glossary.exchange.spool import Tally
from glossary.model import ConceptEntry, LanguageSection

_PLAIN = re.compile(r"(?!.*_u[0-9A-F]{4,6})[A-Za-z_][A-Za-z0-9._-]*\Z")
_MUST_ESCAPE = re.compile(r"^[0-9.-]|[^A-Za-z0-9._-]|_(?=u[0-9A-F]{4,6})")
_ESCAPED = re.compile(r"_u([0-9A-F]{4,6})_")
_NO_NAME = re.compile(r"[^\w.-]+")


def to_name(identifier: str) -> str:
    """The id as an ASCII XML name; `from_name` is the inverse."""
    if _PLAIN.match(identifier):
        return identifier
    return _MUST_ESCAPE.sub(lambda m: f"_u{ord(m[0]):04X}_", identifier) or "_"


def from_name(name: str) -> str:
    """The id that `to_name` encoded as `name`."""
    if "_u" not in name:
        return name
    return _ESCAPED.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)), name)


def foreign_id(raw: str) -> str:
    """An id from another program as an XML name: `_27766` for `27766`."""
    name = _NO_NAME.sub("_", raw.strip())
    return name if not name or name[0].isalpha() or name[0] == "_" else f"_{name}"


class DerivedIds:
    """Ids for entries without one: a digest of the terms, numbered if it recurs."""

    def __init__(self) -> None:
        self._seen = Tally()

    def of(self, languages: Iterable[LanguageSection]) -> str:
        terms = "\n".join(f"{s.tag}\t{term.text}" for s in languages for term in s.terms)
        digest = hashlib.sha256(terms.encode("utf-8", "replace")).hexdigest()[:16]
        count = self._seen.add(digest)
        return f"d{digest}" if count == 1 else f"d{digest}-{count}"


class UniqueIds:
    """Remembers ids with their lines, to find duplicates."""

    def __init__(self) -> None:
        self._seen = Tally()

    def fault(self, entry: ConceptEntry) -> str | None:
        """An error message if the id of the entry is already in the file, else None."""
        if self._seen.add(entry.id) > 1:
            return f"the id {entry.id!r} stands twice in the file"
        return None
