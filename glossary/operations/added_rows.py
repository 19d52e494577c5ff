"""What a translator adds in a CAT tool: rows `source TAB target TAB comment`, as OmegaT writes.

A row may have either language first. What is found is proposed with the row itself as its proof:
the new rows are kept as a document of their own, so that no row is kept twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from glossary.model import Document, Evidence, Proposal, Span
from glossary.text.fold import en_key, zh_key
from glossary.text.script import has_han

METHOD = "table"
SURE = 0.85
"""The confidence in a row that somebody typed while working. Chosen: below 0.9, from which on lists
are approved unread; at half it would come after what is guessed."""
_LONGEST = 1_000  # characters of a row. Chosen: ten times what a term with a comment has; half or
# double moves only what a file that is no glossary takes
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_CELL = re.compile(r"(?:^|(?<=\t))[^\t]*")


class AddedRow(NamedTuple):
    """A row with a term in either language: its text, and where in it they stand."""

    text: str
    zh_span: Span
    en_span: Span

    @property
    def zh(self) -> str:
        return self.text[slice(*self.zh_span)]

    @property
    def en(self) -> str:
        return self.text[slice(*self.en_span)]

    @property
    def key(self) -> tuple[str, str]:
        """What makes two rows the same pair."""
        return zh_key(self.zh), en_key(self.en)


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that gives no pair: its line, from 1, and why; of which file, if there are several."""

    line: int
    reason: str
    file: str = ""


def rows_in(text: str) -> Iterator[tuple[int, str]]:
    """(line, row) of what is neither empty nor a remark."""
    for number, row in enumerate(_LINE_END.split(text), 1):
        if row.strip() and not row.startswith("#"):
            yield number, row


def row_of(text: str) -> AddedRow | str:
    """The pair of a row; or why it has none."""
    if len(text) > _LONGEST:
        return f"over {_LONGEST:,} characters"
    if bad := _CONTROL.search(text):
        return f"control character U+{ord(bad[0]):04X}"
    spans = [_trimmed(text, found.span()) for found in _CELL.finditer(text)]
    if len(spans) < 2 or not all(start < end for start, end in spans[:2]):
        return "not two terms with a tab between them"
    chinese = [span for span in spans[:2] if has_han(text[slice(*span)])]
    if len(chinese) != 1:
        return "not one term with Chinese characters and one without"
    (english,) = (span for span in spans[:2] if span != chinese[0])
    row = AddedRow(text, chinese[0], english)
    return row if all(row.key) else "a term of signs only"


def _trimmed(text: str, span: Span) -> Span:
    """The span without the spaces around what stands there."""
    cell = text[slice(*span)]
    start = span[0] + len(cell) - len(cell.lstrip())
    return start, max(start, span[0] + len(cell.rstrip()))


def document_of(rows: Iterable[AddedRow], name: str) -> Document:
    """The rows, a line each, as a document."""
    text = "".join(f"{row.text}\n" for row in rows)
    return Document(name, hashlib.sha256(text.encode()).hexdigest(), text, ())


def proposals_in(document: Document, rows: Iterable[AddedRow]) -> Iterator[Proposal]:
    """The pairs of the rows of a document, in order."""
    from glossary.mining.knowledge.kinds import kind_of

    at = 0
    for line, row in enumerate(rows, 1):
        zh, en = _moved(row.zh_span, at), _moved(row.en_span, at)
        context = " ".join(row.text.split())
        proof = Evidence(
            document.name, document.sha256, context, context, zh, en, line, METHOD, SURE
        )
        yield Proposal(row.zh, row.en, kind_of(row.zh, row.en), METHOD, SURE, (proof,))
        at += len(row.text) + 1


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by
