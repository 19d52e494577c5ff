"""Check rows as they are read: column types and bodies are valid, or an error says so in one line.

A page of a database may be damaged so that SQLite still reads it: a text becomes a number, a column
that may not be NULL is, a body is truncated. Look-ups and views must never see such a row.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import product
from types import NoneType
from typing import Any, TypeVar

from glossary.codec import from_plain, to_plain
from glossary.errors import GlossaryError, InvalidInput, StoreError
from glossary.model import DECISIONS, KINDS, METHODS, STATES, STATUSES, ConceptEntry

T = TypeVar("T")
Row = tuple[Any, ...]


def damaged(what: str, reason: object) -> StoreError:
    line = " ".join(str(reason).split())[:200]
    return StoreError(f"a damaged {what} ({line}); restore a backup with: glossary restore FILE")


class Shape:
    """The column types of a query's rows, a letter for each column: T text, I integer, F float, B
    bytes; in lower case if it may be NULL. `values` restrict a column to some values."""

    def __init__(self, what: str, kinds: str, **values: tuple[str, ...]) -> None:
        self.what = what
        self._allowed = frozenset(product(*(_TYPES[kind] for kind in kinds)))
        self._values = [(int(place[1:]), frozenset(known)) for place, known in values.items()]

    def row(self, row: Row) -> Row:
        """The row itself. Raises StoreError."""
        if tuple(map(type, row)) not in self._allowed:
            kinds = ", ".join("NULL" if v is None else type(v).__name__ for v in row)
            raise damaged(self.what, f"its columns are {kinds}")
        for place, known in self._values:
            if row[place] not in known:
                raise damaged(self.what, f"{row[place]!r} is none of {', '.join(sorted(known))}")
        return row

    def rows(self, rows: list[Row]) -> list[Row]:
        for row in rows:
            self.row(row)
        return rows


_TYPES: dict[str, tuple[type, ...]] = {
    "T": (str,),
    "t": (str, NoneType),
    "I": (int,),
    "i": (int, NoneType),
    "F": (float,),
    "B": (bytes,),
}

STEP = Shape("step", "ITTTTi")
REVISION = Shape("revision", "ITItITTTTi")
BODY = Shape("entry", "TI")
PAST_BODY = Shape("entry", "T")
TERM = Shape("term", "ITTTTTT")
WORD = Shape("word of the term index", "IT")
NAME = Shape("name", "T")
NUMBER = Shape("number", "I")
NUMBERED = Shape("revision", "TI")
WANTED = Shape("look-up in vain", "TTIT")
META = Shape("identity", "Ti")
TEXT = Shape("document", "B")
CANDIDATE = Shape("candidate", "ITTTTFTtTttt", v3=KINDS, v4=METHODS, v6=STATES)
WAITING_PAIR = Shape("candidate", "ITF", v1=STATES)
EVIDENCE = Shape("evidence", "IT")
JUDGEMENT = Shape("judgement", "ITTTTTTtII", v1=DECISIONS)
CANDIDATE_COUNT = Shape("candidate", "TITTTII", v0=STATES, v2=KINDS, v3=METHODS)
DECISION_MADE = Shape("judgement", "ITTTFI", v1=DECISIONS)
NAME_COUNT = Shape("evidence", "TI")
PAIR_KEYS = Shape("candidate", "TT")
DOCUMENT = Shape("document", "TTTIT")
ALIGNMENT = Shape("alignment", "ITTTII")
BEAD = Shape("bead", "IIIIiT")
MARKED = Shape("evidence", "TITTTTFTtTttt", v4=KINDS, v5=METHODS, v7=STATES)
UNIT = Shape("translation unit", "ITTTTTTTt")
SEGMENT = Shape("translation unit", "IT")
CHANGE = Shape("change of a unit", "IIIt")
MARK = Shape("change of a unit", "I")
POSITION = Shape("identity", "Tii")
EXPORTED = Shape("exported entry", "TTTT")
UNIT_COUNT = Shape("translation unit", "TI")
UNIT_STEP = Shape("translation unit", "Ii")
STATE_COUNT = Shape("candidate", "TI", v0=STATES)
CONFLICT = Shape("conflict", "ITiT", v1=("open", "ours", "theirs", "entry"))


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Raise StoreError, with one line, for whatever goes wrong on reading a damaged body."""
    try:
        yield
    except StoreError:
        raise
    except (ValueError, TypeError, RecursionError, zlib.error, GlossaryError) as error:
        raise damaged(what, error) from error


def value_of(cls: type[T], body: str, what: str) -> T:
    """Decode a body as a value. Raises StoreError."""
    with reading(what):
        return from_plain(cls, json.loads(body))


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # in JSON, where a backslash may be escaped
NO_NUL = "a text with U+0000 cannot be stored; remove that sign"


def dumps(value: Any) -> str:
    """Encode a value as a body. Raises InvalidInput for a text that no database keeps."""
    body = _encode(to_plain(value))
    if "u0000" in body and _NUL.search(body):
        raise InvalidInput(NO_NUL)
    return body


def refuse_nul(values: Iterable[Any]) -> None:
    """Raise InvalidInput if one of the values is a text with U+0000: PostgreSQL cannot keep it, and
    what one database takes another has to take in a copy."""
    for value in values:
        if type(value) is str and "\0" in value:
            raise InvalidInput(NO_NUL)


def entry_in(body: str) -> ConceptEntry:
    """Decode a body as an entry. Raises StoreError."""
    entry = value_of(ConceptEntry, body, "entry")
    for section in entry.languages:
        for term in section.terms:
            if term.status and term.status not in STATUSES:
                raise damaged("entry", f"{entry.id}: {term.status!r} is no status")
    return entry


entry_of = lru_cache(maxsize=1_000)(entry_in)
"""The entry that a body holds, decoded once for many readers. Raises StoreError.

Chosen: ten pages of a hundred entries stay decoded, at half five."""


def text_in(packed: bytes) -> str:
    """Decompress the text of a document. Raises StoreError."""
    with reading("document"):
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")
